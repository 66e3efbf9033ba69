"""Time, handed in: monotonic seconds for durations, UTC for stamps. Nothing else reads a clock."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the program may know of time."""

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, never going back: for durations and schedules."""
        ...

    def now(self) -> datetime:
        """The wall clock in UTC: for stamps only, since it may step."""
        ...

    async def sleep_until(self, moment: float) -> None:
        """Wait until `monotonic` has reached `moment`; yield at once where it has."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def monotonic(self) -> float:
        """Seconds of `time.monotonic`, which is also the event loop's clock."""
        return time.monotonic()

    def now(self) -> datetime:
        """The machine's wall clock, in UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, moment: float) -> None:
        """Wait on the running event loop."""
        await asyncio.sleep(max(0.0, moment - time.monotonic()))
