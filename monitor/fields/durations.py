"""Spans of time: `500ms`, `30s`, `1h30m`."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?")


def parse_duration(value: object) -> timedelta:
    """Read `500ms`, `30s`, `5m`, `1h30m`, `2d`; a bare number has no unit and is refused."""
    if isinstance(value, timedelta):
        return value
    match = _DURATION.fullmatch(value) if isinstance(value, str) and value else None
    if match is None:
        raise ValueError(
            f"{value!r} is not a duration; write a number with a unit, such as 500ms, 30s or 1h30m"
        )
    days, hours, minutes, seconds, milliseconds = (float(part or 0) for part in match.groups())
    try:
        return timedelta(
            days=days, hours=hours, minutes=minutes, seconds=seconds, milliseconds=milliseconds
        )
    except OverflowError:
        raise ValueError(f"{value!r} is longer than a duration can be") from None


def _positive(value: timedelta) -> timedelta:
    if value <= timedelta(0):
        raise ValueError("a duration must be longer than nothing")
    return value


def format_duration(value: timedelta) -> str:
    """Write a duration as `parse_duration` reads it: `1h30m`, `500ms`."""
    milliseconds = round(value / timedelta(milliseconds=1))
    text = ""
    for unit, length in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)):
        count, milliseconds = divmod(milliseconds, length)
        text += f"{count}{unit}" if count else ""
    return text + (f"{milliseconds}ms" if milliseconds or not text else "")


def between(shortest: timedelta, longest: timedelta) -> Callable[[timedelta], timedelta]:
    """A validator of durations that raises ValueError outside these bounds, both allowed."""

    def check(value: timedelta) -> timedelta:
        if not shortest <= value <= longest:
            least, most = format_duration(shortest), format_duration(longest)
            word = "short" if value < shortest else "long"
            raise ValueError(f"{format_duration(value)} is too {word}; from {least} to {most}")
        return value

    return check


_DURATION_SCHEMA = {
    "type": "string",
    "pattern": r"^(\d+d)?(\d+h)?(\d+m)?(\d+(\.\d+)?s)?(\d+ms)?$",
    "examples": ["30s", "5m", "1h30m"],
}

Duration = Annotated[
    timedelta,
    BeforeValidator(lambda value: _positive(parse_duration(value))),
    WithJsonSchema(_DURATION_SCHEMA),
]
"""A positive span of time."""

Pause = Annotated[timedelta, BeforeValidator(parse_duration), WithJsonSchema(_DURATION_SCHEMA)]
"""A span of time that may be nothing."""
