"""The histogram: inclusive bounds, one bucket more than bounds, nothing changed in place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.metrics.histogram import Histogram

BOUNDS = (0.1, 1.0, 10.0)


def test_an_empty_histogram_has_a_zero_in_every_bucket() -> None:
    assert Histogram.empty(BOUNDS).cumulative == [0, 0, 0, 0]


def test_a_value_on_a_bound_belongs_below_it() -> None:
    assert Histogram.empty(BOUNDS).plus(1.0).cumulative == [0, 1, 1, 1]


def test_a_value_above_all_bounds_is_counted_in_the_last_bucket() -> None:
    assert Histogram.empty(BOUNDS).plus(11.0).cumulative == [0, 0, 0, 1]


def test_the_histogram_before_stays_as_it_was() -> None:
    before = Histogram.empty(BOUNDS)
    before.plus(0.5)
    assert before == Histogram.empty(BOUNDS)


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), max_size=20))
def test_every_bucket_counts_the_values_up_to_its_bound(values: list[float]) -> None:
    histogram = Histogram.empty(BOUNDS)
    for value in values:
        histogram = histogram.plus(value)
    expected = [sum(value <= bound for value in values) for bound in (*BOUNDS, float("inf"))]
    assert histogram.cumulative == expected
    assert histogram.total == pytest.approx(sum(values))
