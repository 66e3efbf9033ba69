"""The monitor's figures about itself, replaced as a whole by each event."""

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Self

from monitor.metrics.histogram import Histogram

LATENESS_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Bounds for lateness and loop lag: 50 ms is what both may be at worst."""
PEAK_SECONDS = 60.0
"""The highest lag is that of the last minute, so that a scrape a minute misses none."""


_empty = partial(Histogram.empty, LATENESS_SECONDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What the monitor knows of itself at one moment."""

    lateness: Histogram = field(default_factory=_empty)
    """Seconds from a tick to the start of its run."""
    lag: Histogram = field(default_factory=_empty)
    """Seconds by which the probing loop was late for a heartbeat."""
    peaks: tuple[tuple[float, float], ...] = ()
    """(monotonic seconds, lag) of the last minute; each is lower than the one before it."""
    in_flight: int = 0
    clock_steps: int = 0
    reload_succeeded: bool = True
    reloaded_at_seconds: float
    """Unix time of the last configuration that was taken over."""
    network_up: bool | None = None
    """Whether a quorum of controls answered; None while nobody asked."""

    def after_start(self, lateness_seconds: float) -> Self:
        """A run began."""
        lateness = self.lateness.plus(lateness_seconds)
        return replace(self, lateness=lateness, in_flight=self.in_flight + 1)

    def after_end(self) -> Self:
        """A run ended."""
        return replace(self, in_flight=self.in_flight - 1)

    def after_beat(self, now: float, lag_seconds: float) -> Self:
        """A heartbeat of the probing loop came so late, at `now` on the monotonic clock."""
        standing = tuple(p for p in self.peaks if p[1] > lag_seconds and _recent(p, now))
        return replace(self, lag=self.lag.plus(lag_seconds), peaks=(*standing, (now, lag_seconds)))

    def highest_lag(self, now: float) -> float | None:
        """The highest lag of the minute before `now`; None where there was no heartbeat in it."""
        return next((peak[1] for peak in self.peaks if _recent(peak, now)), None)


def _recent(peak: tuple[float, float], now: float) -> bool:
    return peak[0] > now - PEAK_SECONDS
