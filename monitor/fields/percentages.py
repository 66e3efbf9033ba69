"""Percentages: `99.5%`."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

_PERCENTAGE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s*%", re.ASCII)


def parse_percentage(value: object) -> float:
    """Read `99.5%` as a ratio; a bare number may be a ratio or a percentage and is refused."""
    match = _PERCENTAGE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        if isinstance(value, int | float) and not isinstance(value, bool) and 1 < value <= 100:
            raise ValueError(f"{value!r} has no unit; write {value}%")
        raise ValueError(f"{value!r} is not a percentage; write a number with %, such as 99.5%")
    # By way of decimals 99.9% is the float 0.999, and not its neighbour.
    ratio = Decimal(match[1]) / 100
    if ratio > 1:
        raise ValueError(f"{value!r} is too large; at most 100%")
    return float(ratio)


Percentage = Annotated[
    float,
    PlainValidator(parse_percentage),
    WithJsonSchema(
        {"type": "string", "pattern": f"^{_PERCENTAGE.pattern}$", "examples": ["99.5%"]}
    ),
]
"""A share, read as a ratio from 0 to 1."""
