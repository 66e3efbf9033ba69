"""Notices when the wall clock jumps: by NTP, an operator, or a machine that slept."""

from collections.abc import Callable

from monitor.clock import Clock

LOOK_SECONDS = 1.0
STEP_SECONDS = 1.0
"""A smaller difference is slewing or jitter, not a step."""


async def watch(clock: Clock, stepped: Callable[[], None]) -> None:
    """Compare the wall clock with the monotonic one until cancelled."""
    before = clock.now().timestamp() - clock.monotonic()
    while True:
        await clock.sleep_until(clock.monotonic() + LOOK_SECONDS)
        offset = clock.now().timestamp() - clock.monotonic()
        if abs(offset - before) > STEP_SECONDS:
            stepped()
        before = offset
