"""Controls: when a failure is believed, and when it is our own network's."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.controls import (
    FRESH_SECONDS,
    ControlRoom,
    Network,
    Round,
    judge_round,
    nobody_answered,
    on_own_network,
)
from monitor.model import HttpAnswer, Outcome, Reason, Result
from tests.support.clocks import ManualClock


def outcome(reason: Reason | None = None, *, answered: bool = False) -> Outcome:
    result = Result.OK if reason is None else Result.VOID if reason.is_void else Result.FAILED
    return Outcome(
        service="control",
        probe="control-a",
        kind="http",
        location="here",
        started_at=datetime(2026, 8, 31, tzinfo=UTC),
        duration_seconds=0.1,
        timeout_seconds=10,
        result=result,
        reason=reason,
        detail="what was seen",
        http=_ANSWER if answered or reason is None else None,
    )


_ANSWER = HttpAnswer(
    status_code=200,
    http_version="1.1",
    redirects=0,
    ssl=False,
    content_length=0,
    body_bytes=0,
    truncated=False,
    last_modified=None,
    retry_after_seconds=None,
)
GOOD = outcome()
LOST = outcome(Reason.CONNECT_TIMEOUT)
WRONG = outcome(Reason.CHECK_STATUS, answered=True)


@pytest.mark.parametrize(
    ("outcomes", "quorum", "network"),
    [
        ([GOOD, GOOD, LOST, LOST], 2, Network.UP),
        ([GOOD, LOST, LOST, LOST], 2, Network.DOWN),
        ([LOST] * 4, 2, Network.DOWN),
        ([WRONG] * 4, 2, Network.CAPTIVE),
        ([GOOD, WRONG, LOST, LOST], 2, Network.CAPTIVE),
        ([GOOD, GOOD, WRONG, WRONG], 2, Network.UP),
        ([], 0, Network.UP),
    ],
)
def test_a_quorum_of_controls_says_whether_our_network_is_up(
    outcomes: list[Outcome], quorum: int, network: Network
) -> None:
    assert judge_round(outcomes, quorum, 0.0, 1.0).network is network


def test_a_control_that_fails_alone_has_failed_and_all_together_are_void() -> None:
    alone = judge_round([GOOD, GOOD, LOST], 2, 0.0, 1.0).outcomes[2]
    assert (alone.result, alone.reason) == (Result.FAILED, Reason.CONNECT_TIMEOUT)
    together = judge_round([LOST, LOST, LOST], 2, 0.0, 1.0).outcomes[2]
    assert (together.result, together.reason) == (Result.VOID, Reason.LOCAL_NETWORK_DOWN)


@pytest.mark.parametrize(
    ("controls", "seen", "result", "reason"),
    [
        (LOST, LOST, Result.VOID, Reason.LOCAL_NETWORK_DOWN),
        (WRONG, WRONG, Result.VOID, Reason.INTERFERENCE_CAPTIVE_PORTAL),
        (GOOD, LOST, Result.FAILED, Reason.CONNECT_TIMEOUT),
        (LOST, GOOD, Result.OK, None),
    ],
)
def test_only_a_failure_is_put_down_to_our_network(
    controls: Outcome, seen: Outcome, result: Result, reason: Reason | None
) -> None:
    judged = on_own_network(seen, judge_round([controls, controls], 1, 0.0, 1.0))
    assert (judged.result, judged.reason) == (result, reason)


def test_a_void_outcome_still_says_what_was_seen() -> None:
    judged = on_own_network(LOST, judge_round([LOST, LOST], 1, 0.0, 1.0))
    assert judged.detail == "0 of 2 controls answered; seen: connect_timeout: what was seen"


@pytest.mark.parametrize(
    ("reason", "lost"),
    [
        (Reason.DNS_NXDOMAIN, True),
        (Reason.CONNECT_REFUSED, True),
        (Reason.HTTP_TIMEOUT, True),
        (Reason.TLS_TIMEOUT, True),
        (Reason.CHECK_STATUS, False),
        (Reason.TLS_CERT_EXPIRED, False),
        (Reason.HTTP_RESET, False),
    ],
)
def test_which_failures_look_like_a_lost_network(reason: Reason, lost: bool) -> None:
    assert nobody_answered(outcome(reason)) is lost


class Room:
    """A control room whose controls are counted, and answer when they are told to."""

    def __init__(self, pace_seconds: float = 0.0) -> None:
        self.clock = ManualClock()
        self.rounds: list[Round] = []
        self.answer = asyncio.Event()
        self.answer.set()
        self.began = 0
        self.room = ControlRoom(
            self.clock,
            quorum=1,
            pace_seconds=pace_seconds,
            run_all=self._run,
            tell=self.rounds.append,
        )

    async def _run(self) -> list[Outcome]:
        self.began += 1
        await self.answer.wait()
        return [GOOD]


async def test_a_fresh_round_serves_for_a_failure_in_which_somebody_answered() -> None:
    world = Room()
    await world.room.survey()
    world.clock.advance(FRESH_SECONDS - 1)
    await world.room.consult(WRONG, world.clock.monotonic())
    assert world.began == 1


async def test_a_stale_round_is_held_again() -> None:
    world = Room()
    await world.room.survey()
    world.clock.advance(FRESH_SECONDS + 1)
    await world.room.consult(WRONG, world.clock.monotonic())
    assert world.began == 2


async def test_a_silent_failure_is_judged_only_by_a_round_begun_after_it() -> None:
    world = Room()
    await world.room.survey()
    world.clock.advance(1)
    began = world.clock.monotonic()
    world.clock.advance(1)
    await world.room.consult(LOST, began)
    assert world.began == 2
    await world.room.consult(LOST, began)
    assert world.began == 2


async def test_failures_at_the_same_time_share_one_round() -> None:
    world = Room()
    began = world.clock.monotonic()
    world.answer.clear()
    waiting = [asyncio.create_task(world.room.consult(LOST, began)) for _ in range(20)]
    await asyncio.sleep(0)
    world.answer.set()
    await asyncio.gather(*waiting)
    assert world.began == 1
    assert len(world.rounds) == 1


async def test_rounds_keep_their_distance_from_each_other() -> None:
    world = Room(pace_seconds=5.0)
    await world.room.survey()
    world.clock.advance(1)
    waiting = asyncio.create_task(world.room.consult(LOST, world.clock.monotonic()))
    await asyncio.sleep(0.01)
    assert world.began == 1
    world.clock.advance(4)
    await waiting
    assert world.began == 2


def test_a_degraded_control_answers_too() -> None:
    slow = replace(GOOD, result=Result.DEGRADED, reason=Reason.SLOW_LATENCY)
    assert judge_round([slow], 1, 0.0, 1.0).network is Network.UP
