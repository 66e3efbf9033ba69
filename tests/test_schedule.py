"""The loops: their rate, their manners, what they count, and what a new configuration leaves."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from monitor.cadence import Grid, first_tick
from monitor.manners import HostGate
from monitor.model import HttpAnswer, MissCause, Outcome, Reason, Result
from monitor.probes import HttpProbe, Probe
from monitor.schedule import ProbeLoop, Scheduler, settle_with
from tests.support.clocks import ManualClock

INTERVAL = 60.0


def http_probe(name: str = "sso-page", **keys: Any) -> HttpProbe:
    spec = {"id": name, "kind": "http", "url": "https://sso.example.com/", **keys}
    return HttpProbe.model_validate(spec)


def outcome(reason: Reason | None = None, *, status: int = 200, **more: Any) -> Outcome:
    answer = HttpAnswer(
        status_code=status,
        http_version="1.1",
        redirects=0,
        ssl=True,
        content_length=0,
        body_bytes=0,
        truncated=False,
        last_modified=None,
        retry_after_seconds=more.pop("retry_after_seconds", None),
    )
    return Outcome(
        service="sso",
        probe="sso-page",
        kind="http",
        location="here",
        started_at=datetime(2026, 8, 31, tzinfo=UTC),
        duration_seconds=0.1,
        timeout_seconds=10,
        result=Result.OK if reason is None else Result.FAILED,
        reason=reason,
        http=answer,
        **more,
    )


@dataclass
class World:
    """A loop under a clock of ours, whose runs take as long and come to what the test says."""

    clock: ManualClock = field(default_factory=ManualClock)
    started: list[float] = field(default_factory=list)
    recorded: list[Outcome] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    missed_ticks: list[tuple[MissCause, int]] = field(default_factory=list)
    in_flight: int = 0
    run_seconds: float = 0.0
    doubt_seconds: float = 0.0
    coming: Callable[[], Outcome] = outcome
    gate: HostGate | None = None

    def loop(self, probe: Probe) -> ProbeLoop:
        gate = self.gate or HostGate(self.clock, None)
        return ProbeLoop(
            service="sso",
            probe=probe,
            gate=lambda: gate,
            clock=self.clock,
            measure=self._measure,
            judge=self._judge,
            listener=self,
        )

    async def _judge(self, outcome: Outcome, began: float) -> Outcome:
        assert began == self.started[-1]
        await self.clock.sleep_until(self.clock.monotonic() + self.doubt_seconds)
        return outcome

    async def _measure(self, service: str, probe: Probe, may_retry: Callable[[], bool]) -> Outcome:
        self.started.append(self.clock.monotonic())
        if self.run_seconds:
            await self.clock.sleep_until(self.clock.monotonic() + self.run_seconds)
        return self.coming()

    def record(self, outcome: Outcome) -> None:
        self.recorded.append(outcome)

    def run_started(self, lateness_seconds: float) -> None:
        self.late.append(lateness_seconds)
        self.in_flight += 1

    def run_ended(self) -> None:
        self.in_flight -= 1

    def missed(self, probe: str, cause: MissCause, ticks: int) -> None:
        self.missed_ticks.append((cause, ticks))

    async def live(self, probe: Probe, seconds: float, step: float = 0.25) -> None:
        """Let a loop of the probe live so long."""
        living = asyncio.create_task(self.loop(probe).forever())
        for _ in range(int(seconds / step)):
            await _turns()
            self.clock.advance(step)
        await _turns()
        living.cancel()


async def _turns() -> None:
    for _ in range(6):
        await asyncio.sleep(0)


def gaps(moments: list[float]) -> Iterator[float]:
    return (later - earlier for earlier, later in pairwise(moments))


async def test_a_probe_runs_soon_and_then_at_its_rate_for_ever() -> None:
    world = World()
    began = world.clock.monotonic()
    await world.live(http_probe(), 10 * INTERVAL)
    assert world.started[0] == pytest.approx(first_tick(began, "sso-page", INTERVAL), abs=0.3)
    assert len(world.started) in {10, 11}
    grid = Grid.starting(began, "sso-page", INTERVAL)
    for moment in world.started[1:]:
        nearest = min(grid.after(moment) - moment, moment - grid.after(moment) + INTERVAL)
        assert nearest <= INTERVAL * 0.1 + 0.3


async def test_jitter_keeps_the_rate_and_moves_the_moment() -> None:
    world = World()
    await world.live(http_probe(), 20 * INTERVAL)
    between = list(gaps(world.started[1:]))
    assert all(0.79 * INTERVAL <= gap <= 1.21 * INTERVAL for gap in between)
    assert len(set(between)) > 5
    assert world.missed_ticks == []


async def test_a_run_that_begins_on_time_is_not_late() -> None:
    world = World()
    await world.live(http_probe(), 3 * INTERVAL)
    assert all(0 <= lateness <= 0.25 for lateness in world.late)


async def test_a_tick_that_passes_during_a_run_is_counted_and_never_made_up() -> None:
    world = World(run_seconds=2.5 * INTERVAL)
    await world.live(http_probe(), 10 * INTERVAL, step=0.5)
    assert min(gaps(world.started)) >= 2.5 * INTERVAL
    assert {cause for cause, _ in world.missed_ticks} == {MissCause.OVERRUN}
    counted = sum(ticks for _, ticks in world.missed_ticks)
    assert counted + len(world.recorded) in {9, 10, 11}


async def test_after_a_change_the_next_runs_come_sooner_and_then_no_more() -> None:
    results = iter([outcome(), *[outcome(Reason.CONNECT_REFUSED)] * 50])
    world = World(coming=lambda: next(results))
    await world.live(http_probe(), 6 * INTERVAL)
    first_bad = 1
    closer = list(gaps(world.started[first_bad:]))
    assert closer[0] == pytest.approx(20, abs=0.5)
    assert closer[1] == pytest.approx(20, abs=0.5)
    assert min(closer[3:]) > 0.7 * INTERVAL


async def test_a_budget_that_is_spent_makes_a_missed_tick_of_its_own_sort() -> None:
    clock = ManualClock()
    gate = HostGate(clock, 12)
    gate.spend(60)  # nothing to spend for four minutes
    world = World(clock=clock, gate=gate)
    await world.live(http_probe(), 3.5 * INTERVAL)
    assert world.started == []
    assert set(world.missed_ticks) == {(MissCause.BUDGET, 1)}


async def test_a_host_that_sends_us_away_is_not_asked_until_then() -> None:
    def busy() -> Outcome:
        return outcome(Reason.CHECK_STATUS, status=503, retry_after_seconds=200.0)

    clock = ManualClock()
    world = World(clock=clock, gate=HostGate(clock, 12), coming=busy)
    await world.live(http_probe(), 4 * INTERVAL)
    assert world.started[1] - world.started[0] >= 200
    assert set(world.missed_ticks) == {(MissCause.RETRY_AFTER, 1)}


@pytest.mark.parametrize(("status", "closed"), [(429, True), (503, True), (500, False)])
def test_retry_after_counts_with_the_statuses_it_is_meant_for(status: int, closed: bool) -> None:
    gate = HostGate(ManualClock(), 12)
    settle_with(gate, outcome(Reason.CHECK_STATUS, status=status, retry_after_seconds=60.0))
    assert gate.is_closed is closed


def test_attempts_and_redirects_are_paid_for() -> None:
    gate = HostGate(ManualClock(), 12)
    gate.spend(9)
    settle_with(gate, outcome(attempts=(Result.FAILED, Result.OK), hops=("a", "b")))
    assert gate.may_spend()
    gate.spend(1)
    assert not gate.may_spend()


async def test_two_probes_of_a_public_host_take_turns() -> None:
    clock = ManualClock()
    world = World(clock=clock, gate=HostGate(clock, 60), run_seconds=8.0)
    highest = 0
    living = [
        asyncio.create_task(world.loop(http_probe(name)).forever()) for name in ("a", "b", "c")
    ]
    for _ in range(240):
        await _turns()
        highest = max(highest, world.in_flight)
        clock.advance(0.5)
    for task in living:
        task.cancel()
    assert len(world.started) >= 5
    assert highest == 1


async def test_while_the_controls_are_asked_the_host_is_free_for_others() -> None:
    clock = ManualClock()
    gate = HostGate(clock, 60)
    world = World(clock=clock, gate=gate, doubt_seconds=30.0)
    living = asyncio.create_task(world.loop(http_probe()).forever())
    while not world.started:
        await _turns()
        clock.advance(0.5)
    await _turns()
    assert world.recorded == []
    async with asyncio.timeout(1), gate.place():
        living.cancel()


async def test_a_cancelled_run_is_not_recorded_and_not_in_flight() -> None:
    world = World(run_seconds=30.0)
    await world.live(http_probe(), 15.0)
    await _turns()
    assert len(world.started) == 1
    assert world.recorded == []
    assert world.in_flight == 0


class Household:
    """A scheduler, and the loops that it made."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.world = World()
        self.made: list[str] = []
        self.tasks = tasks
        self.scheduler = Scheduler()

    def apply(self, *probes: Probe) -> None:
        pairs = tuple(("sso", probe) for probe in probes)
        self.scheduler.apply(pairs, self._make, self.tasks)

    def _make(self, service: str, probe: Probe) -> ProbeLoop:
        self.made.append(probe.id)
        return self.world.loop(probe)


async def test_a_new_configuration_leaves_unchanged_probes_alone() -> None:
    async with asyncio.TaskGroup() as tasks:
        house = Household(tasks)
        house.apply(http_probe("a"), http_probe("b"), http_probe("c"))
        house.apply(http_probe("a"), http_probe("b", timeout="5s"), http_probe("d"))
        assert house.made == ["a", "b", "c", "b", "d"]
        assert house.scheduler.running == 3
        assert house.scheduler.stop() == 3
    assert house.scheduler.running == 0


async def test_a_probe_that_moves_to_another_service_begins_anew() -> None:
    async with asyncio.TaskGroup() as tasks:
        house = Household(tasks)
        house.apply(http_probe("a"))
        house.scheduler.apply((("tracking", http_probe("a")),), house._make, tasks)
        assert house.made == ["a", "a"]
        house.scheduler.stop()
