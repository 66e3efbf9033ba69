"""What a client prefers, by the weights of RFC 9110."""

from collections.abc import Sequence

MOST_CHARACTERS = 1000
"""No browser's header of this kind is so long; what follows is not read."""


def preferences(header: str) -> Sequence[tuple[float, str]]:
    """Weight and name of each part, in their order; the names are in lower case."""
    return [_weighed(part) for part in header[:MOST_CHARACTERS].lower().split(",")]


def _weighed(part: str) -> tuple[float, str]:
    value, _, parameter = part.partition(";")
    name, _, weight = parameter.partition("=")
    return (_weight(weight.strip()) if name.strip() == "q" else 1.0), value.strip()


def _weight(digits: str) -> float:
    """What is no weight weighs nothing."""
    whole, _, fraction = digits.partition(".")
    if whole not in {"0", "1"} or not (fraction.isdecimal() or not fraction):
        return 0.0
    return min(float(digits), 1.0)
