"""Runs that a scraper asks for: at most one a probe in a while, and never past our manners."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable

from monitor.clock import Clock
from monitor.hub import Hub
from monitor.manners import HostGate
from monitor.model import Outcome, Sighting
from monitor.schedule import settle_with

FRESH_SECONDS = 15.0
"""A probe that ran less than this ago is not run again; its last answer is given, with its age."""


class OnDemand:
    """Remembers what it ran itself; what the schedule ran counts as well."""

    def __init__(self, hub: Hub, clock: Clock) -> None:
        self._hub = hub
        self._clock = clock
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._own: dict[str, tuple[Outcome, float]] = {}

    async def sighting(
        self,
        probe: str,
        gate: HostGate,
        execute: Callable[[Callable[[], bool]], Awaitable[Outcome]],
    ) -> Sighting:
        """The probe's last answer where it is fresh or manners forbid another; else a new one.

        Only a probe that has never run is run in spite of its budget.
        """
        async with self._locks[probe]:
            last = self._last(probe)
            if last is not None and (last.age_seconds < FRESH_SECONDS or not _allowed(gate)):
                return last
            async with gate.place():
                gate.spend(1)
                outcome = await execute(lambda: gate.may_spend(extra=True))
            settle_with(gate, outcome)
            self._own[probe] = outcome, self._clock.monotonic()
            return Sighting(outcome=outcome, age_seconds=0.0)

    def _last(self, probe: str) -> Sighting | None:
        own = self._own.get(probe)
        seen = [self._hub.latest(probe)]
        if own is not None:
            age = self._clock.monotonic() - own[1]
            seen.append(Sighting(outcome=own[0], age_seconds=age))
        known = [sighting for sighting in seen if sighting is not None]
        return min(known, key=lambda sighting: sighting.age_seconds, default=None)


def _allowed(gate: HostGate) -> bool:
    return gate.may_spend() and not gate.is_closed
