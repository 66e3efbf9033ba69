"""Calendar periods that tag results and windows, and announced maintenance: pure rules of time.

Every moment that comes in has a time zone; every moment that goes out is UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import chain

Span = tuple[datetime, datetime]
"""Begin and end of a span of time; the end is outside it."""

DAY_MINUTES = 24 * 60
WHOLE_DAY = ((0, DAY_MINUTES),)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A time that comes again, by the clock on the wall of one place: it is when all its parts say
    so, and a part that is None is silent.

    Where clocks are put back, a local time comes twice, and both are meant; where they are put
    forward, one may not come at all.
    """

    zone: tzinfo = UTC
    days: frozenset[int] | None = None
    """Days of the month, 1 to 31; a day that a month does not have is not in it."""
    weekdays: frozenset[int] | None = None
    """0 is Monday, as in `date.weekday`."""
    dates: tuple[tuple[date, date], ...] | None = None
    """First and last day of each range, both in it."""
    times: tuple[tuple[int, int], ...] = WHOLE_DAY
    """Minutes after midnight, the end outside. An end beyond `DAY_MINUTES` lies in the next day,
    whatever day that is: the other parts speak of the day on which it begins."""

    def holds(self, moment: datetime) -> bool:
        """Whether `moment` is in it."""
        local = moment.astimezone(self.zone)
        day, minute = local.date(), local.hour * 60 + local.minute
        if self._has_minute(minute) and self._has_day(day):
            return True
        return self._has_minute(minute + DAY_MINUTES) and self._has_day(day - _DAY)

    def spans(self, began_at: datetime, ended_at: datetime) -> Iterator[Span]:
        """When it is within a span of time: cut to it, in order, apart; some µs for each day."""
        stretches = _stretches(self.zone, began_at.astimezone(UTC), ended_at.astimezone(UTC))
        return _merged(chain.from_iterable(self._within(*stretch) for stretch in stretches))

    def _within(self, began_at: datetime, ended_at: datetime, offset: timedelta) -> list[Span]:
        """Its spans in a span that has one offset from UTC, by their begin; they may overlap."""
        local_begin = (began_at + offset).replace(tzinfo=None)
        local_end = (ended_at + offset).replace(tzinfo=None)
        found = []
        day = local_begin.date() - _DAY  # what begins there may reach into the span
        while day <= local_end.date():
            for start, end in self._on(day):
                cut = max(start, local_begin), min(end, local_end)
                if cut[0] < cut[1]:
                    found.append((_utc(cut[0], offset), _utc(cut[1], offset)))
            day += _DAY
        return sorted(found)

    def _on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """What begins on a day, by the clock on the wall."""
        if self._has_day(day):
            midnight = datetime.combine(day, time())
            for start, end in self.times:
                yield midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)

    def _has_minute(self, minute: int) -> bool:
        return any(start <= minute < end for start, end in self.times)

    def _has_day(self, day: date) -> bool:
        return (
            (self.days is None or day.day in self.days)
            and (self.weekdays is None or day.weekday() in self.weekdays)
            and (self.dates is None or any(first <= day <= last for first, last in self.dates))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """A span of time that comes once; `end` is outside it."""

    start: datetime
    end: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether `moment` is in it."""
        return self.start <= moment < self.end

    def spans(self, began_at: datetime, ended_at: datetime) -> Iterator[Span]:
        """It, cut to a span of time; nothing where it lies outside."""
        start, end = max(self.start, began_at), min(self.end, ended_at)
        if start < end:
            yield start.astimezone(UTC), end.astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A named recurring time."""

    id: str
    when: Recurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The named recurring times of a configuration."""

    periods: tuple[Period, ...] = ()

    def at(self, moment: datetime) -> tuple[str, ...]:
        """The ids of the periods that hold `moment`, in the order of the configuration."""
        return tuple(period.id for period in self.periods if period.when.holds(moment))

    def within(self, began_at: datetime, ended_at: datetime) -> tuple[str, ...]:
        """The ids of the periods that touch a span of time, or that hold it where it is empty."""
        return tuple(p.id for p in self.periods if _touches(p.when, began_at, ended_at))

    def spans(self, period_id: str, began_at: datetime, ended_at: datetime) -> tuple[Span, ...]:
        """When a period is within a span of time: cut to it, in order, apart. Raises KeyError."""
        for period in self.periods:
            if period.id == period_id:
                return tuple(period.when.spans(began_at, ended_at))
        raise KeyError(period_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """Announced maintenance of some services."""

    services: frozenset[str]
    """Ids; empty for all services."""
    why: str
    """Indonesian."""
    why_en: str
    when: Once | Recurrence

    def spans(self, began_at: datetime, ended_at: datetime) -> tuple[Span, ...]:
        """When it applies within a span of time: cut to it, in order, not overlapping."""
        return tuple(self.when.spans(began_at, ended_at))


def _touches(when: Recurrence, began_at: datetime, ended_at: datetime) -> bool:
    return when.holds(began_at) or any(True for _ in when.spans(began_at, ended_at))


def _stretches(
    zone: tzinfo, began_at: datetime, ended_at: datetime
) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """A span of UTC in pieces of a day at most, each with its one offset from UTC."""
    while began_at < ended_at:
        offset = _offset(zone, began_at)
        end = began_at + min(_DAY, ended_at - began_at)
        if _offset(zone, end) != offset:
            end = _change(zone, began_at, end)
        yield began_at, end, offset
        began_at = end


def _change(zone: tzinfo, low: datetime, high: datetime) -> datetime:
    """The moment at which the offset becomes another than at `low`; at `high` it is another."""
    before = _offset(zone, low)
    while high - low > timedelta.resolution:
        middle = low + (high - low) / 2
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: tzinfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _utc(local: datetime, offset: timedelta) -> datetime:
    return (local - offset).replace(tzinfo=UTC)


def _merged(spans: Iterator[Span]) -> Iterator[Span]:
    """Spans that touch or overlap as one; they come by their begin."""
    held: Span | None = None
    for span in spans:
        if held is None:
            held = span
        elif span[0] <= held[1]:
            held = held[0], max(held[1], span[1])
        else:
            yield held
            held = span
    if held is not None:
        yield held
