"""What a page shows of a service's past: its days and hours, how fast it was, single runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.model.depth import Depth
from monitor.model.history import ReleaseChange, State, Window
from monitor.model.outcome import Outcome
from monitor.model.reasons import Phase, Result
from monitor.model.summary import Uptime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A day or an hour of a service; today's ends now."""

    began_at: datetime
    uptime: Uptime

    @property
    def worst(self) -> State:
        """The worst state in it; what is not known counts only where nothing else is."""
        seen = self.uptime
        if seen.down_seconds:
            return State.DOWN
        if seen.degraded_seconds:
            return State.DEGRADED
        if seen.up_seconds:
            return State.UP
        return State.MAINTENANCE if seen.maintenance_seconds else State.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a service answered within a stretch of time."""

    began_at: datetime
    mean_seconds: float | None
    """Over the runs that passed; None where none did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencySum:
    """The runs of some probes within a stretch of time that passed and whose timing can be
    believed.
    """

    began_at: datetime
    runs: int
    quick: int
    """Those of them within a bound."""
    seconds: float
    """Of all of them together."""


PERCENTILES = (50, 95, 99)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How long the runs of a probe took, over some time."""

    runs: int
    percentiles: tuple[float | None, ...]
    """Those of PERCENTILES, in seconds; None where there was no run. Each is the smallest value
    that at least this share of all does not exceed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When a run was, what it came to and how long its parts took: an outcome without its facts."""

    started_at: datetime
    seconds: float
    result: Result
    phases: Mapping[Phase, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePast:
    """The past of a service in short."""

    days: tuple[Cell, ...]
    """The last 90, the oldest first, by the clocks of the configured zone."""
    paces: tuple[Pace, ...]
    """Of the last day, in quarters of an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """The past of everything in short."""

    services: Mapping[str, ServicePast]
    windows: tuple[Window, ...]
    """Those of the last 30 days, in order."""
    releases: tuple[ReleaseChange, ...]
    """The newest of each shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDetail:
    """The past of one service at length."""

    at: datetime
    """When it was read."""
    hours: tuple[Cell, ...]
    """Those of the last 90 days, the oldest first, from a midnight on."""
    timings: Mapping[str, tuple[Timing, ...]]
    """The runs of the last day of each probe that decides about it, in order."""
    week: Mapping[str, Spread]
    """How long the runs of the last seven days took that passed, by the same probes."""
    windows: tuple[Window, ...]
    """Those of the last 90 days, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowDetail:
    """A window, and what is kept of the runs that made it."""

    window: Window
    evidence: tuple[Outcome, ...]
    """The first runs within it that were not well, by probe; none once they are too old."""
    depths: tuple[Depth, ...]
    """How deep each host was well at its begin, as far as runs tell that are kept."""
    timings: Mapping[str, tuple[Timing, ...]]
    """The runs around it of the first probes that it concerns, in order."""
    since: datetime
    """Where those begin …"""
    until: datetime
    """… and where they end."""
