"""A jump of the wall clock is noticed; its passing is not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from monitor.clocksteps import LOOK_SECONDS, watch
from tests.support.clocks import ManualClock


@asynccontextmanager
async def watched(clock: ManualClock) -> AsyncIterator[list[float]]:
    """Collect the moments at which a step was noticed."""
    noticed: list[float] = []
    watching = asyncio.create_task(watch(clock, lambda: noticed.append(clock.monotonic())))
    await clock.until_sleeping()
    yield noticed
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def look(clock: ManualClock) -> None:
    """Let it be time for the next look, and wait until that is over."""
    clock.advance(LOOK_SECONDS)
    await clock.until_sleeping()


async def test_time_that_passes_is_no_step() -> None:
    clock = ManualClock()
    async with watched(clock) as noticed:
        for _ in range(5):
            await look(clock)
    assert noticed == []


@pytest.mark.parametrize("seconds", [1.5, 3600.0, -1.5, -3600.0])
async def test_a_step_either_way_is_noticed_once(seconds: float) -> None:
    clock = ManualClock()
    async with watched(clock) as noticed:
        await look(clock)
        clock.step(seconds)
        for _ in range(3):
            await look(clock)
    assert noticed == [1000.0 + 2 * LOOK_SECONDS]


async def test_each_step_counts() -> None:
    clock = ManualClock()
    async with watched(clock) as noticed:
        for seconds in (60.0, -60.0):
            clock.step(seconds)
            await look(clock)
    assert len(noticed) == 2


async def test_slewing_is_no_step() -> None:
    clock = ManualClock()
    async with watched(clock) as noticed:
        for _ in range(20):
            clock.step(0.5)
            await look(clock)
    assert noticed == []


async def test_a_long_sleep_of_the_loop_is_no_step_of_the_clock() -> None:
    clock = ManualClock()
    async with watched(clock) as noticed:
        clock.advance(3600)
        await clock.until_sleeping()
    assert noticed == []
