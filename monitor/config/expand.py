"""`${…}` in the texts of the file: variables of the environment, and secrets from files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monitor.config.errors import shortened

MOST_SECRET_BYTES = 64 * 1024

_DOLLAR = re.compile(r"\$(?:\$|\{([^{}]*)\}|\{)")
_VARIABLE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", re.DOTALL)
_FORMS = "write ${NAME}, ${NAME:-default} or ${file:/path}, and $$ for a dollar"


@dataclass(frozen=True, slots=True)
class Expansion:
    """A text with its `${…}` replaced."""

    text: str = field(repr=False)
    changed: bool
    """Whether anything was replaced."""
    secret: bool
    """Whether a part of the text came from a file, so that nobody may see it."""


def expand(text: str, environ: Mapping[str, str]) -> Expansion:
    """Replace every `${…}` and `$$` in `text`; a dollar before anything else is only a dollar.

    Raises ValueError with a sentence that holds neither secrets nor values.
    """
    if "$" not in text:
        return Expansion(text, changed=False, secret=False)
    secret = False

    def replace(match: re.Match[str]) -> str:
        nonlocal secret
        if match[0] == "$$":
            return "$"
        inner: str | None = match[1]
        if inner is None:
            raise ValueError(f"'${{' without its '}}'; {_FORMS}")
        if inner.startswith("file:"):
            secret = True
            return read_secret(inner.removeprefix("file:"))
        return _variable(inner, environ)

    expanded = _DOLLAR.sub(replace, text)
    return Expansion(expanded, changed=expanded != text, secret=secret)


def _variable(inner: str, environ: Mapping[str, str]) -> str:
    match = _VARIABLE.fullmatch(inner)
    if match is None:
        # What follows the name may be somebody's password, misplaced.
        raise ValueError(f"${{{_beginning(inner)}…}} names no variable; {_FORMS}")
    name, default = match.groups()
    value = environ.get(name)
    if not value and default is not None:
        return default
    if value is None:
        cut = shortened(name)
        raise ValueError(f"the variable {cut} is not set; set it, or give a default: ${{{cut}:-…}}")
    if not _is_unicode(value):
        raise ValueError(f"the variable {shortened(name)} does not hold UTF-8 text")
    return value


def _beginning(inner: str) -> str:
    return shortened(re.split(r"\W", inner)[0])


def _is_unicode(text: str) -> bool:
    """Whether `text` can be written as UTF-8; the environment's stray bytes become surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def read_secret(name: str) -> str:
    """The text of a secret's file, without the line break at its end."""
    if not name.startswith("/"):
        raise ValueError(
            f"${{file:{shortened(name)}}} is not a path from the root; begin it with /"
        )
    try:
        with Path(name).open("rb") as file:
            content = file.read(MOST_SECRET_BYTES + 1)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise ValueError(f"the file {shortened(name)!r} cannot be read: {said}") from error
    if len(content) > MOST_SECRET_BYTES:
        limit = MOST_SECRET_BYTES // 1024
        raise ValueError(f"the file {shortened(name)!r} is larger than {limit} KiB")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        # Not chained: the cause would carry the content.
        raise ValueError(f"the file {shortened(name)!r} is not UTF-8 text") from None
    text = re.sub(r"\r?\n\Z", "", text)
    if not text:
        raise ValueError(f"the file {shortened(name)!r} is empty")
    return text
