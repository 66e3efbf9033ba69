"""The loops: each probe at its own fixed rate; a missed tick is counted, never made up."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Protocol

from monitor.cadence import Grid, Sharpening, first_tick
from monitor.clock import Clock
from monitor.manners import HostGate
from monitor.model import MissCause, Outcome
from monitor.probes import Probe

_COME_BACK_LATER = frozenset({429, 503})  # the statuses with which Retry-After is obeyed

Measure = Callable[[str, Probe, Callable[[], bool]], Awaitable[Outcome]]
"""Runs a probe of a service; the last argument says whether another attempt may be made."""
Judge = Callable[[Outcome, float], Awaitable[Outcome]]
"""Says what an outcome is worth, given when its run began; no connection is open meanwhile."""


class Listener(Protocol):
    """Who hears what the loops do."""

    def record(self, outcome: Outcome) -> None:
        """A run ended."""

    def run_started(self, lateness_seconds: float) -> None:
        """A run began this long after it was due."""

    def run_ended(self) -> None:
        """A run came to its end, whatever end that was."""

    def missed(self, probe: str, cause: MissCause, ticks: int) -> None:
        """So many ticks of a probe passed without a run."""


class ProbeLoop:
    """One probe's life: due, run, tell, due again."""

    def __init__(
        self,
        *,
        service: str,
        probe: Probe,
        gate: Callable[[], HostGate],
        clock: Clock,
        measure: Measure,
        judge: Judge,
        listener: Listener,
    ) -> None:
        self.service = service
        self.probe = probe
        self._find_gate = gate
        self._clock = clock
        self._measure = measure
        self._judge = judge
        self._listener = listener
        interval = probe.interval.total_seconds()
        self._grid = Grid.starting(clock.monotonic(), probe.id, interval)
        self._sharpening = Sharpening(interval, public=probe.is_public)

    async def forever(self) -> None:
        """Run at every tick until cancelled."""
        interval = self._grid.interval_seconds
        due = first_tick(self._clock.monotonic(), self.probe.id, interval)
        tick = due + interval / 2  # the regular ticks begin when the first run is half forgotten
        sharp = False
        while True:
            await self._clock.sleep_until(due)
            began = await self._visit(due, sharp=sharp)
            now = self._clock.monotonic()
            skipped = self._grid.ticks_between(tick, now)
            if skipped:
                self._listener.missed(self.probe.id, MissCause.OVERRUN, skipped)
            following = self._grid.after(max(now, tick))
            soon = began + self._sharpening.pause_seconds
            sharp = self._sharpening.active and max(soon, now) < following
            due = max(soon, now) if sharp else self._grid.jittered(following, random.random())
            tick = tick if sharp else following

    async def _visit(self, due: float, *, sharp: bool) -> float:
        """Run if manners allow it; returns when it began."""
        began = self._clock.monotonic()
        gate = self._find_gate()  # a new configuration may have brought another one
        obstacle = _obstacle(gate, extra=sharp)
        if obstacle is not None:
            if not sharp:
                self._listener.missed(self.probe.id, obstacle, 1)
            return began
        async with gate.place():
            began = self._clock.monotonic()
            seen = await self._run(gate, began - due)
        outcome = await self._judge(seen, began)
        self._sharpening.note(outcome.result)
        self._listener.record(outcome)
        return began

    async def _run(self, gate: HostGate, lateness_seconds: float) -> Outcome:
        self._listener.run_started(lateness_seconds)
        try:
            gate.spend(1)
            outcome = await self._measure(
                self.service, self.probe, lambda: gate.may_spend(extra=True)
            )
        finally:
            self._listener.run_ended()
        settle_with(gate, outcome)
        return outcome


def _obstacle(gate: HostGate, *, extra: bool) -> MissCause | None:
    if gate.is_closed:
        return MissCause.RETRY_AFTER
    return None if gate.may_spend(extra=extra) else MissCause.BUDGET


def settle_with(gate: HostGate, outcome: Outcome) -> None:
    """Count the requests that a run made beyond its first, and stay away if it was asked to."""
    gate.spend(max(0, len(outcome.attempts) - 1) + max(0, len(outcome.hops) - 1))
    http = outcome.http
    if http and http.status_code in _COME_BACK_LATER and http.retry_after_seconds is not None:
        gate.close_for(http.retry_after_seconds)


class Scheduler:
    """The loops of all probes; a new configuration leaves those that did not change alone."""

    def __init__(self) -> None:
        self._running: dict[str, tuple[ProbeLoop, asyncio.Task[None]]] = {}

    @property
    def running(self) -> int:
        """How many loops there are."""
        return len(self._running)

    def apply(
        self,
        probes: tuple[tuple[str, Probe], ...],
        make: Callable[[str, Probe], ProbeLoop],
        tasks: asyncio.TaskGroup,
    ) -> None:
        """Run exactly these probes of services from now on, in `tasks`."""
        wanted = {probe.id: (service, probe) for service, probe in probes}
        for name, (loop, task) in list(self._running.items()):
            if wanted.get(name) != (loop.service, loop.probe):
                task.cancel()
                del self._running[name]
        for name, (service, probe) in wanted.items():
            if name not in self._running:
                loop = make(service, probe)
                task = tasks.create_task(loop.forever(), name=f"probe {name}")
                self._running[name] = (loop, task)

    def stop(self) -> int:
        """Cancel every loop; a run that this cuts off is not recorded. Returns their number."""
        count = len(self._running)
        for _, task in self._running.values():
            task.cancel()
        self._running.clear()
        return count
