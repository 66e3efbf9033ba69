"""A clock that moves only when it is told to."""

import asyncio
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2026, 8, 31, 2, 0, tzinfo=UTC)


class ManualClock:
    """Monotonic and wall clock, moved together by `advance` and apart by `step`."""

    def __init__(self, now: datetime = EPOCH) -> None:
        self._monotonic = 1000.0
        self._now = now
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self._bedtime = asyncio.Event()

    def monotonic(self) -> float:
        """Seconds since an arbitrary start."""
        return self._monotonic

    def now(self) -> datetime:
        """The wall clock, in UTC."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._monotonic += seconds
        self._now += timedelta(seconds=seconds)
        for moment, sleeper in sorted(self._sleepers, key=lambda each: each[0]):
            if moment <= self._monotonic and not sleeper.done():
                sleeper.set_result(None)
        self._sleepers = [each for each in self._sleepers if not each[1].done()]

    async def sleep_until(self, moment: float) -> None:
        """Sleep until `advance` has moved the clock so far."""
        if moment <= self._monotonic:
            await asyncio.sleep(0)
            return
        sleeper = asyncio.get_running_loop().create_future()
        self._sleepers.append((moment, sleeper))
        self._bedtime.set()
        await sleeper

    async def until_sleeping(self, count: int = 1) -> None:
        """Wait until at least `count` tasks sleep."""
        while sum(not sleeper.done() for _, sleeper in self._sleepers) < count:
            self._bedtime.clear()
            await self._bedtime.wait()

    def step(self, seconds: float) -> None:
        """Set the wall clock forwards or back, as NTP or an operator does."""
        self._now += timedelta(seconds=seconds)
