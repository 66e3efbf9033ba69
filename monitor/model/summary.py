"""Figures over stretches of time, and how everything is now: what pages and reports are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.depth import Depth
from monitor.model.history import State, Verdict, Window
from monitor.model.outcome import Outcome
from monitor.model.roster import PeriodInfo, ProbeInfo, ServiceInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptime:
    """Seconds of a stretch of time by state; together they are all of it."""

    up_seconds: float = 0.0
    degraded_seconds: float = 0.0
    down_seconds: float = 0.0
    maintenance_seconds: float = 0.0
    unknown_seconds: float = 0.0
    """Time without evidence, and time that nobody tells of."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """An error budget over a stretch of time, as in the Google SRE workbook."""

    objective: float
    """The share that should be good, below 1."""
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


class Objective(StrEnum):
    """What an SLO is about."""

    AVAILABILITY = "availability"
    LATENCY = "latency"


@dataclass(frozen=True, slots=True, kw_only=True)
class SloStatus:
    """How one objective of a service fares; where nothing is known, budgets are None."""

    objective: Objective
    target: float
    window_seconds: float
    budget: Budget | None
    """Over the SLO's window."""
    recent: Mapping[float, Budget | None]
    """Over the last so many seconds: for burn rates."""
    periods: Mapping[str, Budget | None]
    """In each calendar period within the window, by its id."""
    outside: Mapping[str, Budget | None]
    """Outside of each, by its id: month-end against the other days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeSummary:
    """A probe now."""

    info: ProbeInfo
    state: State
    last: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSummary:
    """A service now, and how it was."""

    info: ServiceInfo
    state: State
    since: datetime | None
    """When this state began, UTC; None where nobody knows."""
    uptimes: Mapping[int, Uptime]
    """Over the last so many seconds: a day, 7, 30 and 90 days."""
    window: Window | None
    """The open window."""
    slos: tuple[SloStatus, ...]
    probes: tuple[ProbeSummary, ...]
    depths: tuple[Depth, ...]
    """How deep each host is well on whose way something fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything now."""

    at: datetime
    location: str
    verdict: Verdict
    network_up: bool | None
    """What the controls say of our own network; None where they have not run."""
    periods: tuple[PeriodInfo, ...]
    """The calendar periods that are now."""
    services: tuple[ServiceSummary, ...]
