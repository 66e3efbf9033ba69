"""What a month came to: the figures, before anybody puts them into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from monitor.model import (
    Budget,
    Objective,
    PeriodInfo,
    ReleaseChange,
    Result,
    ServiceInfo,
    Uptime,
    Window,
)
from monitor.report.measure import added, by_hour_of_day, worst_first
from monitor.report.month import Month

Runs = Mapping[Result, int]
"""How many runs there were, by result; all four are there."""
Hours = Mapping[tuple[date, int], Uptime]
"""Every hour of the month on the wall, by day and hour: one that does not come is not in it, and
one that lies in the future is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One objective of a service's SLO, over the month."""

    objective: Objective
    target: float
    under_seconds: float | None
    """How long a run may take that counts as quick; None for availability."""
    bad: float
    """Seconds in which it was down, or runs that were not quick."""
    counted: float
    """Known seconds, or runs that passed."""
    budget: Budget | None
    """None where nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFigures:
    """Month-end against the other days, or any other calendar period against the rest."""

    info: PeriodInfo
    inside: Uptime
    outside: Uptime


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFigures:
    """One service's month."""

    info: ServiceInfo
    uptime: Uptime
    runs: Runs
    promises: tuple[Promise, ...]
    windows: tuple[Window, ...]
    """Those that touch the month, in order; they may begin before it and end after it."""
    periods: tuple[PeriodFigures, ...]
    hours: Hours

    @property
    def hours_of_day(self) -> Mapping[int, Uptime]:
        """Each hour of the day, over all days."""
        return by_hour_of_day([self.hours])


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A month of all services."""

    month: Month
    zone_name: str
    zone: tzinfo
    location: str
    made_at: datetime
    began_at: datetime
    until: datetime
    """The end of the month, or up to when it is told of where it is not over."""
    is_over: bool
    coverage_floor: float
    """Where less than this share is known, no percentage is named."""
    services: tuple[ServiceFigures, ...]
    periods: tuple[PeriodInfo, ...]
    releases: tuple[ReleaseChange, ...]
    """First seen in the month, in order."""

    @property
    def total(self) -> Uptime:
        """The time of all services added up."""
        return added(service.uptime for service in self.services)

    @property
    def hours_of_day(self) -> Mapping[int, Uptime]:
        """Each hour of the day, over all days and services."""
        return by_hour_of_day(service.hours for service in self.services)

    @property
    def runs(self) -> int:
        """All runs of all services."""
        return sum(sum(service.runs.values()) for service in self.services)

    def worst(self, hours: Mapping[int, Uptime]) -> list[tuple[int, Uptime]]:
        """Hours of the day in which anything was bad and enough is known, the worst first."""
        return [(hour, seen) for hour, seen in worst_first(hours) if self.enough(seen)]

    def enough(self, seen: Uptime) -> bool:
        """Whether so much is known that a percentage may be named."""
        coverage = seen.coverage
        return seen.ratio is not None and coverage is not None and coverage >= self.coverage_floor
