"""Numbers of bytes: `16KiB`, `1MiB`."""

import re
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

_SIZE = re.compile(r"(\d+)\s*(B|KiB|MiB)")
_UNIT_BYTES = {"B": 1, "KiB": 1024, "MiB": 1024**2}


def parse_size(value: object) -> int:
    """Read `16KiB` or `1MiB` as bytes; a bare number has no unit and is refused."""
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            raise ValueError(f"{value} has no unit; write {value}B, or a number with KiB or MiB")
        raise ValueError(
            f"{value!r} is not a size; write a number with B, KiB or MiB, such as 64KiB or 1MiB"
        )
    return int(match[1]) * _UNIT_BYTES[match[2]]


def format_size(value: int) -> str:
    """Write a number of bytes as `parse_size` reads it."""
    for unit in ("MiB", "KiB"):
        if value and value % _UNIT_BYTES[unit] == 0:
            return f"{value // _UNIT_BYTES[unit]}{unit}"
    return f"{value}B"


Size = Annotated[
    int,
    BeforeValidator(parse_size),
    WithJsonSchema(
        {"type": "string", "pattern": rf"^{_SIZE.pattern}$", "examples": ["64KiB", "1MiB"]}
    ),
]
"""A number of bytes."""
