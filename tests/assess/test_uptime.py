"""Uptime by time: the unknown is outside of it, and coverage tells how much that is."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.assess.uptime import availability_budget, latency_budget, outside, uptime
from monitor.model import Segment, Slo, State, Uptime
from tests.assess.worlds import minute

SLO = Slo(availability=0.995, latency=0.95, latency_under_seconds=2.0, window_seconds=86_400.0)


def segment(state: State, began: float, ended: float) -> Segment:
    """A segment in minutes."""
    return Segment(service="s", state=state, began_at=minute(began), ended_at=minute(ended))


PAST = [
    segment(State.UP, 0, 50),
    segment(State.DEGRADED, 50, 60),
    segment(State.DOWN, 60, 70),
    segment(State.UNKNOWN, 70, 80),
    segment(State.MAINTENANCE, 80, 100),
]


def test_degraded_is_up_and_the_unknown_and_maintenance_are_outside() -> None:
    seen = uptime(PAST, [(minute(0), minute(100))])
    assert seen.ratio == pytest.approx(60 / 70)
    assert seen.coverage == pytest.approx(70 / 80)
    assert seen.all_seconds == 6000


def test_only_what_lies_within_the_ranges_counts() -> None:
    seen = uptime(PAST, [(minute(40), minute(45)), (minute(65), minute(75))])
    assert (seen.up_seconds, seen.down_seconds, seen.unknown_seconds) == (300, 300, 300)


def test_time_that_nobody_tells_of_is_unknown() -> None:
    seen = uptime(PAST, [(minute(-20), minute(10))])
    assert (seen.up_seconds, seen.unknown_seconds) == (600, 1200)


def test_of_no_known_time_there_is_no_uptime() -> None:
    seen = uptime([], [(minute(0), minute(10))])
    assert (seen.ratio, seen.coverage) == (None, 0.0)
    assert Uptime().coverage is None


@given(
    st.lists(st.tuples(st.sampled_from(State), st.integers(1, 50)), max_size=20),
    st.integers(-100, 500),
    st.integers(0, 600),
)
def test_the_parts_are_the_whole(parts: list[tuple[State, int]], began: int, length: int) -> None:
    at, segments = 0, []
    for state, minutes in parts:
        segments.append(segment(state, at, at + minutes))
        at += minutes
    seen = uptime(segments, [(minute(began), minute(began + length))])
    assert seen.all_seconds == pytest.approx(length * 60)


def test_a_budget_is_spent_by_the_time_it_was_down() -> None:
    seen = Uptime(up_seconds=9_970, down_seconds=30)
    budget = availability_budget(SLO, seen)
    assert budget is not None
    assert budget.burn_rate == pytest.approx(0.6)
    assert budget.left == pytest.approx(0.4)


def test_a_budget_may_be_overspent() -> None:
    budget = availability_budget(SLO, Uptime(up_seconds=9_900, down_seconds=100))
    assert budget is not None
    assert budget.left == pytest.approx(-1.0)


def test_where_nothing_is_known_there_is_no_budget() -> None:
    assert availability_budget(SLO, Uptime(unknown_seconds=10)) is None
    assert latency_budget(SLO, 0, 0) is None


def test_the_latency_budget_is_spent_by_slow_runs() -> None:
    budget = latency_budget(SLO, 90, 100)
    assert budget is not None
    assert budget.burn_rate == pytest.approx(2.0)


def test_without_a_latency_objective_there_is_no_budget_of_it() -> None:
    assert latency_budget(Slo(availability=0.9, window_seconds=60.0), 1, 2) is None


@given(st.lists(st.integers(0, 100), max_size=8, unique=True), st.integers(0, 100))
def test_inside_and_outside_are_all_of_it(edges: list[int], length: int) -> None:
    inner = [minute(min(edge, length)) for edge in sorted(edges)]
    ranges = [pair for pair in zip(inner[::2], inner[1::2], strict=False) if pair[0] < pair[1]]
    outer = outside(ranges, minute(0), minute(length))
    both = sorted([*ranges, *outer])
    assert sum((end - start).total_seconds() for start, end in both) == length * 60
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(both))
