"""Dates and moments: `2026-12-24..2027-01-02`, `2026-12-01T22:00`."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from monitor.fields.lists import each, one_or_more

_DATE = r"2[01]\d\d-\d\d-\d\d"
_DATES = re.compile(rf"({_DATE})(?:\s*\.\.\s*({_DATE}))?", re.ASCII)
_MOMENT = re.compile(rf"{_DATE}[T ]\d\d:\d\d(?::\d\d)?(?:Z|[-+]\d\d:\d\d)?", re.ASCII)


def parse_dates(value: object) -> tuple[tuple[date, date], ...]:
    """Read dates and ranges of dates as first and last day, both meant; years 2000 to 2199."""
    return each(value, _range, "2026-12-01")


def parse_moment(value: object) -> datetime:
    """Read a date with a time of day; without an offset from UTC it is a local time."""
    match = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(
            f"{value!r} is no moment; write 2026-12-01T22:00, or with an offset"
            " 2026-12-01T22:00+07:00, in the years 2000 to 2199"
        )
    try:
        return datetime.fromisoformat(match[0])
    except ValueError as error:
        raise ValueError(f"{value!r} is no moment: {error}") from error


def _range(item: object) -> tuple[date, date]:
    match = _DATES.fullmatch(item) if isinstance(item, str) else None
    if match is None:
        raise ValueError(
            f"{item!r} is no date; write 2026-12-01, or a range such as 2026-12-24..2027-01-02, in"
            " the years 2000 to 2199"
        )
    try:
        first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2] or match[1])
    except ValueError as error:
        raise ValueError(f"{item!r} is no date: {error}") from error
    if first > last:
        raise ValueError(f"{item!r} runs backwards; write {last}..{first}")
    return first, last


Dates = Annotated[
    tuple[tuple[date, date], ...],
    PlainValidator(parse_dates),
    WithJsonSchema(one_or_more({"type": "string", "pattern": f"^{_DATES.pattern}$"})),
]
"""First and last day of each range."""

Moment = Annotated[
    datetime,
    PlainValidator(parse_moment),
    WithJsonSchema(
        {"type": "string", "pattern": f"^{_MOMENT.pattern}$", "examples": ["2026-12-01T22:00"]}
    ),
]
"""A moment; without a time zone where it is a local time."""
