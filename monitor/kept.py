"""An answer that is dear to make, kept for all who ask."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from math import inf
from typing import Generic, TypeVar

from monitor.clock import Clock

AFTERWARDS_SECONDS = 0.3
"""Who gets what there is gets it first: only then is a newer one made, out of the way of a page."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Edition:
    """What is going on, as far as a reader must hear of it at once."""

    number: int
    """Another one, and a higher one, once something has happened."""
    settled: bool
    """Whether that is a while ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """For how many seconds an answer is good, while the edition is the same."""

    settled: float
    """Until a newer one is made, in quiet times."""
    settling: float
    """The same where it was made soon after something had happened: the history may not have held
    all of it."""
    stale: float
    """As long it is still given while a newer one is made, so that nobody waits."""


@dataclass(frozen=True, slots=True)
class _Made(Generic[T]):
    edition: Edition
    value: T
    at: float


class Kept(Generic[T]):
    """An answer that is made once for all who ask; of an older edition it is never given."""

    def __init__(
        self, make: Callable[[], Awaitable[T]], freshness: Freshness, clock: Clock
    ) -> None:
        self._make = make
        self._freshness = freshness
        self._clock = clock
        self._last: _Made[T] | None = None
        self._making: tuple[int, asyncio.Task[_Made[T]] | None] = (0, None)

    async def get(self, edition: Edition) -> T:
        """The answer. Raises what `make` raises, where it must be waited for."""
        last = self._last if self._last and self._last.edition.number == edition.number else None
        age = self._clock.monotonic() - last.at if last else inf
        if last and age < self._good_seconds(last):
            return last.value
        if last and age < self._freshness.stale:
            self._begun(edition, AFTERWARDS_SECONDS)
            return last.value
        making = self._begun(edition)
        return (await asyncio.shield(making)).value  # who goes away leaves it to the others

    def _good_seconds(self, made: _Made[T]) -> float:
        return self._freshness.settled if made.edition.settled else self._freshness.settling

    def _begun(self, edition: Edition, after_seconds: float = 0) -> "asyncio.Task[_Made[T]]":
        """The making of this edition, begun unless it is under way."""
        number, making = self._making
        if making is None or making.done() or number != edition.number:
            making = asyncio.create_task(self._made(edition, after_seconds))
            making.add_done_callback(_heard)
            self._making = edition.number, making
        return making

    async def _made(self, edition: Edition, after_seconds: float) -> _Made[T]:
        await asyncio.sleep(after_seconds)
        made = _Made(edition, await self._make(), self._clock.monotonic())
        if self._last is None or self._last.edition.number <= edition.number:
            self._last = made
        return made


def _heard(making: "asyncio.Task[_Made[T]]") -> None:
    """Whoever waits hears of a fault; where nobody does, asyncio need not tell of it."""
    if not making.cancelled():
        making.exception()
