"""Uptime by time: what share of the known time a service was not down, and how much is known."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.model import Budget, Segment, Slo, State, Uptime

Range = tuple[datetime, datetime]
"""A stretch of time, its end outside."""


def outside(ranges: Sequence[Range], began: datetime, ended: datetime) -> list[Range]:
    """What of a stretch of time lies in none of the ranges, which are in order and apart."""
    edges = [began, *(edge for found in ranges for edge in found), ended]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in pairs if start < end]


def uptime(segments: Iterable[Segment], ranges: Sequence[Range]) -> Uptime:
    """The uptime of one service over some stretches of time that do not overlap.

    `segments` are its segments, in any order, as far as they touch the ranges.
    """
    seconds = dict.fromkeys(State, 0.0)
    for segment in segments:
        for began, ended in ranges:
            shared = min(segment.ended_at, ended) - max(segment.began_at, began)
            seconds[segment.state] += max(0.0, shared.total_seconds())
    whole = sum((ended - began).total_seconds() for began, ended in ranges)
    told = sum(seconds.values())
    return Uptime(
        up_seconds=seconds[State.UP],
        degraded_seconds=seconds[State.DEGRADED],
        down_seconds=seconds[State.DOWN],
        maintenance_seconds=seconds[State.MAINTENANCE],
        unknown_seconds=seconds[State.UNKNOWN] + max(0.0, whole - told),
    )


def availability_budget(slo: Slo, seen: Uptime) -> Budget | None:
    """The budget of availability over the time seen; None where nothing is known of it."""
    ratio = seen.ratio
    return None if ratio is None else Budget(objective=slo.availability, bad=1 - ratio)


def latency_budget(slo: Slo, fast: int, passed: int) -> Budget | None:
    """The budget of latency: `fast` of the `passed` runs were within the SLO's bound."""
    if slo.latency is None or not passed:
        return None
    return Budget(objective=slo.latency, bad=1 - fast / passed)
