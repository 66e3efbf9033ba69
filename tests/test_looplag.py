"""Our own slowness: seen by the heartbeat, and told apart from the other side's."""

import asyncio
import time

import pytest

from monitor.clock import SystemClock
from monitor.looplag import BEAT_SECONDS, MEMORY_SECONDS, LoopLag
from tests.support.clocks import ManualClock


async def _lag_after(stall_seconds: float) -> tuple[LoopLag, list[float]]:
    reported: list[float] = []
    lag = LoopLag(SystemClock(), reported.append)
    watching = asyncio.create_task(lag.watch())
    await asyncio.sleep(BEAT_SECONDS / 5)
    time.sleep(stall_seconds)  # noqa: ASYNC251 - the stall that is to be seen
    await asyncio.sleep(0.02)
    watching.cancel()
    return lag, reported


async def test_a_stall_of_the_loop_is_seen_and_reported() -> None:
    began = time.monotonic()
    lag, reported = await _lag_after(0.25)
    assert max(reported) > 0.15
    assert lag.longest_since(began) > 0.15
    assert lag.stalled(began)


async def test_a_stall_before_a_run_does_not_taint_it() -> None:
    lag, _ = await _lag_after(0.25)
    assert not lag.stalled(time.monotonic())


def test_a_stall_that_still_lasts_counts_already() -> None:
    clock = ManualClock()
    lag = LoopLag(clock, lambda seconds: None)
    began = clock.monotonic()
    clock.advance(5)
    assert lag.overdue_seconds == 5
    assert lag.stalled(began)


@pytest.mark.parametrize(
    ("overdue", "run_seconds", "stalled"),
    [
        (0.11, 30.0, True),  # more than a tenth of a second
        (0.09, 30.0, False),
        (0.05, 0.2, True),  # more than a fifth of the run
        (0.05, 0.3, False),
        (0.019, 0.02, False),  # as short as any busy moment
    ],
)
def test_how_long_a_stall_must_be_to_mislead(
    overdue: float, run_seconds: float, stalled: bool
) -> None:
    clock = ManualClock()
    began = clock.monotonic()
    clock.advance(run_seconds - overdue)
    lag = LoopLag(clock, lambda seconds: None)
    clock.advance(overdue)
    assert lag.stalled(began) is stalled


async def test_old_stalls_are_forgotten() -> None:
    clock = ManualClock()
    lag = LoopLag(clock, lambda seconds: None)
    began = clock.monotonic()
    watching = asyncio.create_task(lag.watch())
    await asyncio.sleep(0)
    await _advance(clock, BEAT_SECONDS + 0.5)
    assert lag.longest_since(began) == pytest.approx(0.5)
    for _ in range(int(MEMORY_SECONDS / BEAT_SECONDS) + 2):
        await _advance(clock, BEAT_SECONDS)
    watching.cancel()
    assert lag.longest_since(began) < 0.01


async def _advance(clock: ManualClock, seconds: float) -> None:
    """Let time pass, and the heartbeat notice."""
    clock.advance(seconds)
    for _ in range(3):
        await asyncio.sleep(0)
