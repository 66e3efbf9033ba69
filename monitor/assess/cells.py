"""Time cut into days or hours, and how a service was in each."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from monitor.assess.uptime import uptime
from monitor.model import Cell, Segment, State, Uptime


def day_edges(now: datetime, days: int, zone: tzinfo) -> tuple[datetime, ...]:
    """The beginnings of the last days by the clocks of a zone, today's last, and then `now`."""
    today = now.astimezone(zone).date()
    begins = (_midnight(today - timedelta(days=back), zone) for back in range(days - 1, -1, -1))
    return (*begins, now)


def hour_edges(now: datetime, days: int, zone: tzinfo) -> tuple[datetime, ...]:
    """The beginnings of the hours of these days, and then `now`.

    Where clocks are set, an hour is longer or shorter; zones off by part of an hour have hours of
    their own.
    """
    first, *_ = day_edges(now, days, zone)
    count = int((now - first) / timedelta(hours=1))
    hours = [first + timedelta(hours=at) for at in range(count + 1)]
    return (*hours, now) if hours[-1] < now else tuple(hours)


def cells(segments: Sequence[Segment], edges: Sequence[datetime]) -> tuple[Cell, ...]:
    """How a service was between each edge and the next; both are in order."""
    return tuple(_cells(segments, edges))


def _cells(segments: Sequence[Segment], edges: Sequence[datetime]) -> Iterator[Cell]:
    alike: dict[tuple[State | None, timedelta], Uptime] = {}  # of thousands of hours most are
    first = 0
    for began, ended in pairwise(edges):
        while first < len(segments) and segments[first].ended_at <= began:
            first += 1
        last = first
        while last < len(segments) and segments[last].began_at < ended:
            last += 1
        state, length = _only_state(segments[first:last], began, ended), ended - began
        seen = alike.get((state, length)) or uptime(segments[first:last], [(began, ended)])
        if state is not None:
            alike[state, length] = seen
        yield Cell(began_at=began, uptime=seen)


def _only_state(touching: Sequence[Segment], began: datetime, ended: datetime) -> State | None:
    """The state in all of a stretch of time; None where it changes."""
    if not touching:
        return State.UNKNOWN
    first = touching[0]
    return first.state if first.began_at <= began and ended <= first.ended_at else None


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
