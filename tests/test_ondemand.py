"""What a scraper may cause: at most one run of a probe in 15 s, and none past our manners."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from monitor.manners import HostGate
from monitor.model import Outcome, Result, Sighting
from monitor.ondemand import OnDemand
from tests.assess.worlds import hub_over
from tests.metrics.samples import ANSWER, failed, metrics, outcome, value
from tests.support.clocks import ManualClock

PER_MINUTE = 6


class Stage:
    """An on-demand runner, its clock, and a probe whose runs are counted."""

    def __init__(self, requests_per_minute: int | None = None) -> None:
        self.clock = ManualClock()
        self.metrics = metrics(clock=self.clock)
        self.hub = hub_over(self.metrics, self.clock)
        self.gate = HostGate(self.clock, requests_per_minute)
        self.runs: list[str] = []
        self.next = outcome()
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.may_retry: Callable[[], bool] | None = None
        self._on_demand = OnDemand(self.hub, self.clock)

    async def ask(self, probe: str = "jmo-api-https") -> Sighting:
        """What `/probe?target=…` does."""

        async def execute(may_retry: Callable[[], bool]) -> Outcome:
            self.runs.append(probe)
            self.may_retry = may_retry
            await self.go_on.wait()
            return self.next

        return await self._on_demand.sighting(probe, self.gate, execute)


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def test_a_probe_that_never_ran_is_run(stage: Stage) -> None:
    sighting = await stage.ask()
    assert sighting == Sighting(outcome=stage.next, age_seconds=0.0)
    assert stage.runs == ["jmo-api-https"]


async def test_within_15_seconds_the_last_answer_is_given_with_its_age(stage: Stage) -> None:
    await stage.ask()
    stage.next = failed()
    stage.clock.advance(14.9)
    sighting = await stage.ask()
    assert sighting.outcome == outcome()
    assert sighting.age_seconds == pytest.approx(14.9)
    assert len(stage.runs) == 1


async def test_after_15_seconds_it_is_run_again(stage: Stage) -> None:
    await stage.ask()
    stage.next = failed()
    stage.clock.advance(15)
    assert await stage.ask() == Sighting(outcome=failed(), age_seconds=0.0)
    assert len(stage.runs) == 2


async def test_a_run_of_the_schedule_counts_as_well(stage: Stage) -> None:
    stage.hub.record(failed())
    stage.clock.advance(3)
    assert await stage.ask() == Sighting(outcome=failed(), age_seconds=3.0)
    assert stage.runs == []


async def test_of_both_the_newer_answer_is_given(stage: Stage) -> None:
    stage.hub.record(failed())
    stage.clock.advance(20)
    await stage.ask()
    stage.clock.advance(5)
    assert (await stage.ask()).outcome == outcome()
    stage.hub.record(failed(detail="newer"))
    stage.clock.advance(1)
    assert await stage.ask() == Sighting(outcome=failed(detail="newer"), age_seconds=1.0)
    assert len(stage.runs) == 1


async def test_many_who_ask_at_once_share_one_run(stage: Stage) -> None:
    stage.go_on.clear()
    asking = [asyncio.create_task(stage.ask()) for _ in range(20)]
    await asyncio.sleep(0)
    stage.go_on.set()
    sightings = await asyncio.gather(*asking)
    assert len(stage.runs) == 1
    assert {sighting.outcome.result for sighting in sightings} == {Result.OK}


async def test_other_probes_do_not_wait_for_it(stage: Stage) -> None:
    stage.go_on.clear()
    asking = [asyncio.create_task(stage.ask(name)) for name in ("one", "other")]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert stage.runs == ["one", "other"]
    stage.go_on.set()
    await asyncio.gather(*asking)


async def test_it_feeds_no_state(stage: Stage) -> None:
    await stage.ask()
    assert stage.hub.latest("jmo-api-https") is None
    assert value(stage.metrics, "probe_runs_total", result="ok") == 0


async def test_where_the_budget_is_spent_an_old_answer_is_given() -> None:
    stage = Stage(PER_MINUTE)
    await stage.ask()
    stage.gate.spend(PER_MINUTE)
    stage.clock.advance(16)
    sighting = await stage.ask()
    assert (sighting.age_seconds, len(stage.runs)) == (16.0, 1)
    stage.clock.advance(60)
    assert (await stage.ask()).age_seconds == 0.0


async def test_only_what_never_ran_is_run_in_spite_of_the_budget() -> None:
    stage = Stage(PER_MINUTE)
    stage.gate.spend(PER_MINUTE)
    assert (await stage.ask()).age_seconds == 0.0
    assert len(stage.runs) == 1


async def test_a_host_that_wants_to_be_left_alone_is_left_alone() -> None:
    stage = Stage(PER_MINUTE)
    answer = replace(ANSWER, status_code=503, retry_after_seconds=120.0)
    stage.next = failed(http=answer)
    await stage.ask()
    stage.clock.advance(119)
    assert (await stage.ask()).age_seconds == 119.0
    stage.clock.advance(1)
    assert (await stage.ask()).age_seconds == 0.0


async def test_every_request_of_a_run_is_taken_from_the_budget() -> None:
    stage = Stage(PER_MINUTE)
    stage.next = outcome(attempts=(Result.FAILED, Result.OK), hops=("http://a/", "http://a/b"))
    await stage.ask()
    left = 0
    while stage.gate.may_spend():
        stage.gate.spend(1)
        left += 1
    assert left == PER_MINUTE - 3


async def test_another_attempt_leaves_the_reserve_to_the_schedule() -> None:
    stage = Stage(PER_MINUTE)
    await stage.ask()
    assert stage.may_retry is not None
    assert stage.may_retry()
    stage.gate.spend(3)
    assert not stage.may_retry()
    assert stage.gate.may_spend()


async def test_it_waits_for_its_turn_at_the_host() -> None:
    stage = Stage(PER_MINUTE)
    async with stage.gate.place():
        asking = asyncio.create_task(stage.ask())
        await asyncio.sleep(0)
        assert stage.runs == []
    await asking
    assert stage.runs == ["jmo-api-https"]


async def test_a_run_that_was_broken_off_leaves_the_way_open(stage: Stage) -> None:
    stage.go_on.clear()
    asking = asyncio.create_task(stage.ask())
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    stage.go_on.set()
    assert (await stage.ask()).age_seconds == 0.0
