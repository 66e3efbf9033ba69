"""An answer that is dear to read, kept for all who ask."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from monitor.clock import Clock
from monitor.config.settings import Settings

STALE_SECONDS = 120.0
"""What is older is not shown while a newer answer is on its way."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read(Generic[T]):
    settings: Settings
    value: T
    at: float


class Kept(Generic[T]):
    """An answer that is read once for all who ask, and shown while it is not too old.

    An answer that is no longer fresh is still shown, and a newer one read meanwhile.
    """

    def __init__(
        self, read: Callable[[Settings], Awaitable[T]], fresh_seconds: float, clock: Clock
    ) -> None:
        self._read = read
        self._fresh_seconds = fresh_seconds
        self._clock = clock
        self._last: _Read[T] | None = None
        self._reading: asyncio.Task[_Read[T]] | None = None

    async def get(self, settings: Settings) -> T:
        """The answer for a configuration."""
        last = self._last
        known = last is not None and last.settings is settings
        age = self._clock.monotonic() - last.at if last is not None and known else STALE_SECONDS
        if last is not None and age < self._fresh_seconds:
            return last.value
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._renew(settings))
        if last is not None and age < STALE_SECONDS:
            return last.value
        # Whoever goes away meanwhile leaves it to the others.
        return (await asyncio.shield(self._reading)).value

    async def _renew(self, settings: Settings) -> _Read[T]:
        value = await self._read(settings)
        self._last = _Read(settings=settings, value=value, at=self._clock.monotonic())
        return self._last
