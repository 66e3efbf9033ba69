"""Runs of one probe summed up over five minutes or an hour: counts and buckets, which add up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from monitor.model.reasons import Reason, Result

LATENCY_SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 7.5, 10.0)
"""Bounds of the latency histogram: closest around the 2 s and 3 s at which people lose patience.

Stored rollups are counted by them: other bounds need a migration of the store.
"""


class Grain(IntEnum):
    """How long a rollup is, in seconds."""

    FIVE_MINUTES = 300
    HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """What the runs of one probe came to that began within one grain."""

    service: str
    probe: str
    began_at: datetime
    """UTC; a whole multiple of the grain since 1970."""
    grain: Grain
    results: Mapping[Result, int]
    """Runs by result; all four are there."""
    reasons: Mapping[Reason, int]
    """Runs that were not ok, by why; only those that occurred."""
    latency_counts: tuple[int, ...]
    """Runs in each bucket alone, one more than LATENCY_SECONDS has bounds. Only runs count that
    passed and whose timing can be believed."""
    latency_sum_seconds: float
    latency_max_seconds: float | None
    """None where no run counts."""
