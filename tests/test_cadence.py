"""When a probe runs next: the grid, its jitter, and the closer look after a change."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cadence import (
    JITTER_SHARE,
    SHARP_RUNS,
    WARM_UP_SECONDS,
    Grid,
    Sharpening,
    first_tick,
    stable_fraction,
)
from monitor.model import Result

MOMENTS = st.floats(min_value=0, max_value=1e6)
INTERVALS = st.floats(min_value=0.5, max_value=3600)


def test_the_offset_of_a_probe_is_the_same_at_every_start() -> None:
    assert stable_fraction("sso-page") == pytest.approx(0.780313, abs=1e-6)


def test_the_offsets_of_many_probes_fill_the_interval_evenly() -> None:
    fractions = sorted(stable_fraction(f"probe-{number}") for number in range(1000))
    gaps = [later - earlier for earlier, later in pairwise(fractions)]
    assert max(gaps) < 0.02


@given(MOMENTS, INTERVALS)
def test_the_next_tick_lies_within_one_interval(moment: float, interval: float) -> None:
    tick = Grid.starting(1000.0, "a", interval).after(moment)
    assert moment < tick + 1e-5 * interval
    assert tick <= moment + interval * (1 + 1e-5)


@given(MOMENTS, INTERVALS, st.integers(min_value=0, max_value=10_000))
def test_a_tick_is_never_its_own_successor(start: float, interval: float, count: int) -> None:
    grid = Grid.starting(start, "a", interval)
    tick = grid.origin + count * interval
    assert grid.after(tick) == pytest.approx(tick + interval)


@given(MOMENTS, INTERVALS, st.integers(min_value=0, max_value=50))
def test_every_tick_that_passed_is_counted_once(start: float, interval: float, count: int) -> None:
    grid = Grid.starting(start, "a", interval)
    tick = grid.after(start)
    assert grid.ticks_between(tick, tick + (count + 0.5) * interval) == count


def test_no_tick_lies_between_a_moment_and_an_earlier_one() -> None:
    grid = Grid(origin=0.0, interval_seconds=10.0)
    assert grid.ticks_between(35.0, 15.0) == 0


@given(st.floats(min_value=0, max_value=1))
def test_jitter_moves_a_tick_by_a_tenth_of_the_interval_at_most(chance: float) -> None:
    grid = Grid(origin=0.0, interval_seconds=60.0)
    assert abs(grid.jittered(120.0, chance) - 120.0) <= 60 * JITTER_SHARE


@pytest.mark.parametrize("interval", [3.0, 60.0, 3600.0])
def test_the_first_run_comes_soon(interval: float) -> None:
    ticks = [first_tick(100.0, f"probe-{number}", interval) for number in range(200)]
    assert min(ticks) >= 100.0
    assert max(ticks) <= 100.0 + min(interval, WARM_UP_SECONDS)


def _after(*results: Result, interval: float = 60.0, public: bool = True) -> Sharpening:
    sharpening = Sharpening(interval, public=public)
    for result in results:
        sharpening.note(result)
    return sharpening


OK, DEGRADED, FAILED, VOID = Result.OK, Result.DEGRADED, Result.FAILED, Result.VOID


@pytest.mark.parametrize(
    ("results", "active"),
    [
        ((), False),
        ((OK, OK), False),
        ((FAILED,), True),
        ((DEGRADED,), True),
        ((OK, FAILED), True),
        ((FAILED, FAILED), True),
        ((FAILED, FAILED, FAILED), False),
        ((FAILED, DEGRADED, FAILED), False),
        ((FAILED, OK), True),
        ((FAILED, OK, OK, OK), False),
        ((FAILED, FAILED, FAILED, OK), True),
        ((VOID,), False),
        ((OK, VOID), False),
        ((FAILED, VOID, VOID, VOID), True),
    ],
)
def test_a_change_is_looked_at_closely_until_it_has_settled(
    results: tuple[Result, ...], active: bool
) -> None:
    assert _after(*results).active is active


def test_a_public_host_is_never_asked_sooner_than_its_floor() -> None:
    assert _after(interval=60.0).pause_seconds == 20.0
    assert _after(interval=30.0).pause_seconds == 15.0
    assert _after(interval=3.0, public=False).pause_seconds == 1.0


def test_an_interval_below_the_floor_is_not_sharpened() -> None:
    assert not _after(FAILED, interval=15.0).active


def test_a_flapping_probe_is_looked_at_again_after_each_change() -> None:
    flapping = (FAILED, OK) * SHARP_RUNS
    assert _after(*flapping).active
