"""Uptime by time: what share of the known time a service was not down, and how much is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Segment, Slo, State

Range = tuple[datetime, datetime]
"""A stretch of time, its end outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptime:
    """Seconds of a stretch of time by state; together they are all of it."""

    up_seconds: float = 0.0
    degraded_seconds: float = 0.0
    down_seconds: float = 0.0
    maintenance_seconds: float = 0.0
    unknown_seconds: float = 0.0
    """Time without evidence, and time that no segment tells of."""

    @property
    def known_seconds(self) -> float:
        """Time of which it is known whether the service was there."""
        return self.up_seconds + self.degraded_seconds + self.down_seconds

    @property
    def all_seconds(self) -> float:
        """The whole stretch."""
        return self.known_seconds + self.maintenance_seconds + self.unknown_seconds

    @property
    def ratio(self) -> float | None:
        """(up + degraded) / (up + degraded + down); None where nothing is known."""
        known = self.known_seconds
        return (self.up_seconds + self.degraded_seconds) / known if known else None

    @property
    def coverage(self) -> float | None:
        """Known time by all time outside of maintenance; None where there is no such time."""
        expected = self.known_seconds + self.unknown_seconds
        return self.known_seconds / expected if expected else None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """An error budget over a stretch of time, as in the Google SRE workbook."""

    objective: float
    """The share that should be good."""
    bad: float
    """The share that was not."""

    @property
    def burn_rate(self) -> float:
        """How many times faster than allowed the budget was spent: 1 spends all of it exactly."""
        return self.bad / (1 - self.objective)

    @property
    def left(self) -> float:
        """The share of the budget that is left; below zero where more was spent."""
        return 1 - self.burn_rate


def availability_budget(slo: Slo, seen: Uptime) -> Budget | None:
    """The budget of availability over the time seen; None where nothing is known of it."""
    ratio = seen.ratio
    return None if ratio is None else Budget(objective=slo.availability, bad=1 - ratio)


def latency_budget(slo: Slo, fast: int, passed: int) -> Budget | None:
    """The budget of latency: `fast` of the `passed` runs were within the SLO's bound."""
    if slo.latency is None or not passed:
        return None
    return Budget(objective=slo.latency, bad=1 - fast / passed)
