"""When a probe runs next: a fixed rate with a stable offset, jitter, and sharpening. Pure."""

import math
from dataclasses import dataclass
from hashlib import sha256

from monitor.model import Result

WARM_UP_SECONDS = 10.0
"""First runs are spread over so long, or over the interval where that is shorter."""
JITTER_SHARE = 0.1
"""A tick is moved by at most this part of the interval, so that watchers do not march in step."""
ROUNDING_SHARE = 1e-6
"""Sums of floats miss a tick by less than this part of an interval."""
SHARP_DIVISOR = 3
SHARP_RUNS = 6
SHARP_FLOOR_SECONDS = 15.0
"""A public host is never asked sooner than this, however much we would like to know."""
SETTLED_RUNS = 3


def stable_fraction(probe: str) -> float:
    """A number in [0, 1) that depends on the probe's id alone: the same at every start."""
    return int.from_bytes(sha256(probe.encode()).digest()[:8]) / 2**64


@dataclass(frozen=True, slots=True)
class Grid:
    """A probe's regular ticks on the monotonic clock: `origin`, then every `interval_seconds`."""

    origin: float
    interval_seconds: float

    @classmethod
    def starting(cls, now: float, probe: str, interval_seconds: float) -> "Grid":
        """The grid of a probe that starts now; where it lies depends on the probe's id alone."""
        return cls(now + stable_fraction(probe) * interval_seconds, interval_seconds)

    def after(self, moment: float) -> float:
        """The first tick later than `moment`; what is a hair before a tick is on it."""
        periods = math.floor((moment - self.origin) / self.interval_seconds + ROUNDING_SHARE) + 1
        return self.origin + periods * self.interval_seconds

    def ticks_between(self, earlier: float, later: float) -> int:
        """How many ticks lie after `earlier` and up to `later`."""
        if later <= earlier:
            return 0
        return round((self.after(later) - self.after(earlier)) / self.interval_seconds)

    def jittered(self, tick: float, chance: float) -> float:
        """The tick moved by chance, a number in [0, 1]."""
        return tick + (2 * chance - 1) * JITTER_SHARE * self.interval_seconds


def first_tick(now: float, probe: str, interval_seconds: float) -> float:
    """When a probe runs for the first time: soon, and not all at once."""
    return now + stable_fraction(probe) * min(interval_seconds, WARM_UP_SECONDS)


class Sharpening:
    """After a change, whether for the worse or the better, look closer until it has settled."""

    def __init__(self, interval_seconds: float, *, public: bool) -> None:
        floor = SHARP_FLOOR_SECONDS if public else 0.0
        self.pause_seconds = max(interval_seconds / SHARP_DIVISOR, floor)
        """From one sharpened run's start to the next's."""
        self._worth_it = self.pause_seconds < interval_seconds
        self._alike = 0
        self._well = True
        self._left = 0

    @property
    def active(self) -> bool:
        """Whether the next run is to come sooner."""
        return self._worth_it and self._left > 0

    def note(self, result: Result) -> None:
        """Take in a run's result; a void one is no evidence and changes nothing."""
        if result is Result.VOID:
            return
        well = result is Result.OK
        if well is not self._well:
            self._well, self._alike, self._left = well, 1, SHARP_RUNS
            return
        self._alike += 1
        self._left = 0 if self._alike >= SETTLED_RUNS else max(0, self._left - 1)
