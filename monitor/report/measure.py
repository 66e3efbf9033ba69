"""Sums over hours: the table of hours and days, and which hours of the day are the worst."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from monitor.model import Segment, State, Uptime
from monitor.report.month import Hour

_Key = tuple[date, int]
_Seconds = dict[State, float]


def added(uptimes: Iterable[Uptime]) -> Uptime:
    """Uptimes of stretches of time, or of services, as one."""
    listed = list(uptimes)
    return Uptime(
        up_seconds=sum(each.up_seconds for each in listed),
        degraded_seconds=sum(each.degraded_seconds for each in listed),
        down_seconds=sum(each.down_seconds for each in listed),
        maintenance_seconds=sum(each.maintenance_seconds for each in listed),
        unknown_seconds=sum(each.unknown_seconds for each in listed),
    )


def bad_share(seen: Uptime) -> float:
    """The share of known time in which a service was degraded or down; 0 where none is known."""
    known = seen.known_seconds
    return (seen.degraded_seconds + seen.down_seconds) / known if known else 0.0


def by_hour(
    segments: Sequence[Segment], hours: Sequence[Hour], until: datetime
) -> dict[_Key, Uptime]:
    """The time of each hour on the wall by state; what nobody tells of before `until` is unknown.

    Both are in order, and each apart: they are gone through once.
    """
    found: dict[_Key, _Seconds] = {}
    first = 0
    for hour in hours:
        seconds = found.setdefault((hour.day, hour.hour), dict.fromkeys(State, 0.0))
        ended = min(hour.ended_at, until)
        while first < len(segments) and segments[first].ended_at <= hour.began_at:
            first += 1
        seconds[State.UNKNOWN] += max(0.0, (ended - hour.began_at).total_seconds())
        for segment in _from(segments, first, ended):
            began = max(segment.began_at, hour.began_at)
            shared = max(0.0, (min(segment.ended_at, ended) - began).total_seconds())
            seconds[State.UNKNOWN] -= shared
            seconds[segment.state] += shared
    return {key: _uptime(seconds) for key, seconds in found.items()}


def by_hour_of_day(cells: Iterable[Mapping[_Key, Uptime]]) -> dict[int, Uptime]:
    """Each hour of the day over all days, and over all the tables given."""
    sorted_out: dict[int, list[Uptime]] = {}
    for table in cells:
        for (_, hour), seen in table.items():
            sorted_out.setdefault(hour, []).append(seen)
    return {hour: added(seen) for hour, seen in sorted(sorted_out.items())}


def worst_first(hours: Mapping[int, Uptime]) -> list[tuple[int, Uptime]]:
    """Hours of the day in which anything was bad, the worst share first."""
    bad = [(hour, seen) for hour, seen in hours.items() if bad_share(seen) > 0]
    return sorted(bad, key=lambda pair: (-bad_share(pair[1]), pair[0]))


def _from(segments: Sequence[Segment], first: int, ended: datetime) -> Iterable[Segment]:
    for at in range(first, len(segments)):
        if segments[at].began_at >= ended:
            return
        yield segments[at]


def _uptime(seconds: _Seconds) -> Uptime:
    return Uptime(
        up_seconds=seconds[State.UP],
        degraded_seconds=seconds[State.DEGRADED],
        down_seconds=seconds[State.DOWN],
        maintenance_seconds=seconds[State.MAINTENANCE],
        unknown_seconds=max(0.0, round(seconds[State.UNKNOWN], 6)),  # what is told is subtracted
    )
