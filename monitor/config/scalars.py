"""Plain (unquoted) YAML scalars: only readings on which all YAML versions agree are taken."""

import re

_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+|[-+]?(?:0|[1-9][0-9]*)\.")
_MOST_DIGITS = 18

_REFUSED = (
    (
        re.compile(r"(?:y|yes|on|n|no|off|true|false)", re.IGNORECASE),
        "a boolean in one YAML and a text in another; write true or false, or put it in quotes",
    ),
    (
        re.compile(r"[-+]?\.(?:inf|nan)", re.IGNORECASE),
        "no number that can be used; write a finite one, or put it in quotes",
    ),
    (
        re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"),
        "a number to base 60 in one YAML and a text in another; put it in quotes",
    ),
    (
        re.compile(r"[-+]?0(?:[0-9_]+|o[0-7_]+|x[0-9a-f_]+|b[01_]+)", re.IGNORECASE),
        "another number in one YAML than in another; write it in decimal without leading zeros,"
        " or put it in quotes",
    ),
    (
        re.compile(r"[-+]?\.?[0-9][0-9_]*(?:\.[0-9_]*)?"),
        "a number in one YAML and a text in another; write it without underscores and leading"
        " zeros, or put it in quotes",
    ),
    (
        re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)e[-+]?[0-9]+", re.IGNORECASE),
        "a number in one YAML and a text in another; write it without an exponent, or put it in"
        " quotes",
    ),
)

Scalar = str | int | float | bool | None


class AmbiguousError(ValueError):
    """A plain scalar that YAML versions read differently; the message completes `it is …`."""


def resolve(text: str) -> Scalar:
    """Read a plain scalar. Raises AmbiguousError where its meaning would be a surprise."""
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    whole = _WHOLE.fullmatch(text)
    if whole or _DECIMAL.fullmatch(text):
        if len(text) > _MOST_DIGITS:
            raise AmbiguousError(f"a number of more than {_MOST_DIGITS} digits; put it in quotes")
        return int(text) if whole else float(text)
    for shape, surprise in _REFUSED:
        if shape.fullmatch(text):
            raise AmbiguousError(surprise)
    return text
