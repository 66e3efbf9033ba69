"""Latency buckets: a median to within one percent."""

from collections import Counter
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.assess.latencies import bucket, median_seconds

seconds = st.floats(1e-6, 600, allow_nan=False)


@given(st.lists(seconds, min_size=1, max_size=200))
def test_the_median_is_true_to_one_percent(latencies: list[float]) -> None:
    found = median_seconds(Counter(map(bucket, latencies)))
    assert found == pytest.approx(median_low(latencies), rel=0.0101)


def test_of_nothing_there_is_no_median() -> None:
    assert median_seconds({}) is None


def test_no_time_at_all_has_a_bucket_too() -> None:
    assert bucket(0.0) == bucket(1e-6)
