"""A month of the calendar, and its hours by the clock on the wall of one place."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year, wherever one is."""

    year: int
    number: int
    """1 is January."""

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first_day(self) -> date:
        """The 1st."""
        return date(self.year, self.number, 1)

    @property
    def next(self) -> "Month":
        """The month after it."""
        return month_of(self.first_day + timedelta(days=31))

    @property
    def days(self) -> tuple[date, ...]:
        """All its days, in order."""
        first, count = self.first_day, (self.next.first_day - self.first_day).days
        return tuple(first + timedelta(days=n) for n in range(count))

    def span(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Its begin and end in a zone, as UTC; the end is outside."""
        return _midnight(self.first_day, zone), _midnight(self.next.first_day, zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """A stretch of time within one hour of one day on the wall; where clocks are put back, two
    stretches have the same day and hour. Begin and end are UTC; the end is outside."""

    day: date
    hour: int
    began_at: datetime
    ended_at: datetime


def month_of(day: date) -> Month:
    """The month that a day is in."""
    return Month(day.year, day.month)


def last_whole_month(now: datetime, zone: tzinfo) -> Month:
    """The newest month that is over in a zone."""
    return month_of(now.astimezone(zone).date().replace(day=1) - timedelta(days=1))


def read_month(text: str) -> Month:
    """Read `2026-10`. Raises ValueError, which says what is allowed, where it is no month."""
    match = _MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12 or not 1970 <= int(match[1]) <= 9998:
        raise ValueError("write a year and a month, such as 2026-10")
    return Month(int(match[1]), int(match[2]))


def hours_of(month: Month, zone: tzinfo) -> tuple[Hour, ...]:
    """The hours of a month in a zone, in the order in which they pass, without a gap."""
    moment, end = month.span(zone)
    found = []
    while moment < end:
        local = moment.astimezone(zone)
        rest = timedelta(hours=1) - (local - local.replace(minute=0, second=0, microsecond=0))
        until = min(end, moment + rest)
        if (until - _MICROSECOND).astimezone(zone).utcoffset() != local.utcoffset():
            until = _change(zone, moment, until)
        found.append(Hour(day=local.date(), hour=local.hour, began_at=moment, ended_at=until))
        moment = until
    return tuple(found)


def _change(zone: tzinfo, low: datetime, high: datetime) -> datetime:
    """When the clocks are changed between two moments, to the second."""
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
