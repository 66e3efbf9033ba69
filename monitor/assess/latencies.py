"""Latencies as counts in buckets whose bounds grow by a ratio: a median to within one percent."""

import math
from collections.abc import Mapping

RATIO = 1.02
"""From one bound to the next; the middle of a bucket is within one percent of all that is in it."""
_LOG = math.log(RATIO)
_SHORTEST_SECONDS = 1e-6

Buckets = Mapping[int, int]
"""How many latencies lie in each bucket, by the bucket's number."""


def bucket(seconds: float) -> int:
    """The number of the bucket of a latency; there is one for everything up to a microsecond."""
    return math.ceil(math.log(max(seconds, _SHORTEST_SECONDS)) / _LOG)


def median_seconds(buckets: Buckets) -> float | None:
    """The lower median; None where there are no latencies."""
    wanted = (sum(buckets.values()) + 1) // 2
    passed = 0
    for number in sorted(buckets):
        passed += buckets[number]
        if passed >= wanted:
            return 2 * RATIO**number / (RATIO + 1)
    return None
