"""Days of the month and of the week: `25..5`, `mon..fri`."""

import re
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from monitor.fields.lists import each, one_or_more

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""In the order of `date.weekday`."""

_LONGEST_MONTH = 31
_DAYS = re.compile(r"(\d{1,2})(?:\s*\.\.\s*(\d{1,2}))?", re.ASCII)
_WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"
_WEEKDAYS = re.compile(rf"({_WEEKDAY})(?:\s*\.\.\s*({_WEEKDAY}))?", re.ASCII)


def parse_month_days(value: object) -> frozenset[int]:
    """Read days of the month: 1 to 31, ranges that may cross the month's end, lists of both."""
    return frozenset().union(*each(value, _month_days, "25..5"))


def parse_weekdays(value: object) -> frozenset[int]:
    """Read weekdays, 0 for Monday: names, ranges that may cross the week's end, lists of both."""
    return frozenset().union(*each(value, _weekdays, "mon..fri"))


def _month_days(item: object) -> frozenset[int]:
    text = str(item) if isinstance(item, int | str) and not isinstance(item, bool) else ""
    match = _DAYS.fullmatch(text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not (1 <= first <= _LONGEST_MONTH and 1 <= last <= _LONGEST_MONTH):
        raise ValueError(
            f"{item!r} is no day of the month; write 1 to {_LONGEST_MONTH}, or a range such as"
            " 25..5, which may cross the month's end"
        )
    return _round(first - 1, last - 1, _LONGEST_MONTH, begin=1)


def _weekdays(item: object) -> frozenset[int]:
    match = _WEEKDAYS.fullmatch(item) if isinstance(item, str) else None
    if match is None:
        raise ValueError(
            f"{item!r} is no weekday; write {', '.join(WEEKDAYS)}, or a range such as mon..fri"
        )
    first, last = WEEKDAYS.index(match[1]), WEEKDAYS.index(match[2] or match[1])
    return _round(first, last, len(WEEKDAYS), begin=0)


def _round(first: int, last: int, size: int, begin: int) -> frozenset[int]:
    """From first to last on a circle of this size, counted from `begin`."""
    return frozenset((first + n) % size + begin for n in range((last - first) % size + 1))


MonthDays = Annotated[
    frozenset[int],
    PlainValidator(parse_month_days),
    WithJsonSchema(
        one_or_more(
            {"type": "integer", "minimum": 1, "maximum": _LONGEST_MONTH},
            {"type": "string", "pattern": f"^{_DAYS.pattern}$"},
        )
    ),
]
"""Days of the month, 1 to 31."""

Weekdays = Annotated[
    frozenset[int],
    PlainValidator(parse_weekdays),
    WithJsonSchema(one_or_more({"type": "string", "pattern": f"^{_WEEKDAYS.pattern}$"})),
]
"""Days of the week, 0 for Monday to 6."""
