"""Parts of the day: `08:00..16:00`, `22:00..06:00`."""

import re
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from monitor.fields.lists import each, one_or_more

_DAY_MINUTES = 24 * 60
_TIME = r"(\d{1,2}):([0-5]\d)"
_PART = re.compile(rf"{_TIME}\s*\.\.\s*{_TIME}", re.ASCII)


def parse_day_parts(value: object) -> tuple[tuple[int, int], ...]:
    """Read parts of the day as minutes after midnight, the end outside; an end that is not later
    than its begin lies in the next day, and is 24 hours larger.
    """
    return each(value, _part, "08:00..16:00")


def _part(item: object) -> tuple[int, int]:
    match = _PART.fullmatch(item) if isinstance(item, str) else None
    hours_minutes = [int(part) for part in match.groups()] if match else [24, 0, 0, 0]
    start, end = (60 * h + m for h, m in zip(hours_minutes[::2], hours_minutes[1::2], strict=True))
    if start >= _DAY_MINUTES or end > _DAY_MINUTES:
        raise ValueError(
            f"{item!r} is no part of the day; write 08:00..16:00; it may cross midnight, as in"
            " 22:00..06:00, or end at 24:00"
        )
    if start == end:
        raise ValueError(f"{item!r} has no length; for the whole day write 00:00..24:00")
    return start, end if end > start else end + _DAY_MINUTES


DayParts = Annotated[
    tuple[tuple[int, int], ...],
    PlainValidator(parse_day_parts),
    WithJsonSchema(one_or_more({"type": "string", "pattern": f"^{_PART.pattern}$"})),
]
"""Minutes after midnight; an end beyond 1440 lies in the next day."""
