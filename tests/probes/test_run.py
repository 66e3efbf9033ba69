"""One run: its deadline, its attempts, and what they come to together."""

import asyncio
from typing import Any, Literal

import pytest
import structlog.testing

from monitor.clock import SystemClock
from monitor.model import Observation, Outcome, Phase, Reason, Result
from monitor.net.recorder import Recorder
from monitor.net.toolbox import Net
from monitor.probes import Probe
from monitor.probes.run import DETAIL_CHARACTERS, run
from tests.probes.conftest import probe_of, run_probe
from tests.support import hostile
from tests.support.hostile import PAGE
from tests.support.servers import Peer, Script, answer, respond, say, serve


class Stub(Probe):
    """A kind that does what `then` says."""

    kind: Literal["stub"] = "stub"
    then: Any = None

    @property
    def target(self) -> str:
        return "stub"

    @property
    def host(self) -> str:
        return "stub"

    async def observe(self, net: Net, recorder: Recorder) -> Observation:
        await self.then(recorder)
        return recorder.observation()


async def run_stub(then: Any, **options: Any) -> Outcome:
    probe = Stub.model_validate({"id": "p", "then": then, "attempts": 1, **options})
    net = Net(clock=SystemClock(), user_agent="t", hosts={})
    return await run(probe, net, service="s", location="here")


def in_turn(*scripts: Script) -> Script:
    """Each connection gets the next script, and the last one those that follow."""

    async def script(peer: Peer) -> None:
        number = min(peer.server.connections, len(scripts)) - 1
        await scripts[number](peer)

    return script


async def test_an_outcome_says_whose_it_is_and_when_it_began() -> None:
    async with serve(respond(200, PAGE)) as server:
        before = SystemClock().now()
        outcome = await run_probe(url=server.url(), timeout="7s")
    assert (outcome.service, outcome.probe, outcome.kind) == ("s", "p", "http")
    assert (outcome.location, outcome.timeout_seconds) == ("here", 7)
    assert before <= outcome.started_at <= SystemClock().now()
    assert outcome.attempts == (Result.OK,)
    assert (outcome.reason, outcome.phase, outcome.detail) == (None, None, "")
    assert 0 < sum(outcome.phases.values()) <= outcome.duration_seconds


async def test_passing_only_at_the_second_attempt_is_flaky() -> None:
    async with serve(in_turn(hostile.reset_at_once, respond(200, PAGE))) as server:
        outcome = await run_probe(url=server.url(), attempts=2)
    assert (outcome.result, outcome.reason) == (Result.DEGRADED, Reason.SLOW_FLAKY)
    assert outcome.phase is Phase.PROCESSING
    assert outcome.attempts == (Result.FAILED, Result.OK)
    assert "http_reset" in outcome.detail
    assert outcome.http is not None


async def test_the_last_attempt_decides_why_a_run_failed() -> None:
    async with serve(in_turn(hostile.reset_at_once, say(b"GARBAGE\r\n\r\n"))) as server:
        outcome = await run_probe(url=server.url(), attempts=2)
    assert (outcome.result, outcome.reason) == (Result.FAILED, Reason.HTTP_MALFORMED)
    assert outcome.attempts == (Result.FAILED, Result.FAILED)


@pytest.mark.parametrize("attempts", [1, 2, 3])
async def test_there_are_as_many_attempts_as_configured(attempts: int) -> None:
    async with serve(hostile.close_at_once) as server:
        outcome = await run_probe(url=server.url(), attempts=attempts)
    assert server.connections == len(outcome.attempts) == attempts


@pytest.mark.parametrize(
    "script",
    [
        respond(404),
        respond(499),
        respond(429),
        respond(200, b"under maintenance"),
        respond(200, b"internet positif"),
        respond(200, PAGE),
    ],
    ids=["404", "499", "429", "maintenance", "block", "well"],
)
async def test_what_another_attempt_would_not_change_is_not_tried_again(script: Script) -> None:
    async with serve(script) as server:
        await run_probe(url=server.url(), attempts=3)
    assert server.connections == 1


async def test_a_5xx_is_tried_again() -> None:
    async with serve(in_turn(respond(502), respond(200, PAGE))) as server:
        outcome = await run_probe(url=server.url(), attempts=2)
    assert outcome.reason is Reason.SLOW_FLAKY


async def test_another_attempt_needs_leave() -> None:
    net = Net(clock=SystemClock(), user_agent="t", hosts={})
    async with serve(hostile.close_at_once) as server:
        probe = probe_of(url=server.url(), attempts=3)
        await run(probe, net, service="s", location="l", may_retry=lambda: False)
    assert server.connections == 1


async def test_the_deadline_is_over_all_attempts() -> None:
    async with serve(in_turn(hostile.close_at_once, hostile.silence)) as server:
        outcome = await run_probe(url=server.url(), attempts=2, timeout="1500ms")
    assert outcome.reason is Reason.HTTP_TIMEOUT
    assert outcome.attempts == (Result.FAILED, Result.FAILED)
    assert 1.4 < outcome.duration_seconds < 2.5
    assert "1.5 s" in outcome.detail


async def test_a_deadline_between_attempts_leaves_the_first_ones_reason() -> None:
    async with serve(hostile.close_at_once) as server:
        outcome = await run_probe(url=server.url(), attempts=5, timeout="200ms")
    assert outcome.reason is Reason.HTTP_CLOSED
    assert outcome.attempts == (Result.FAILED,)


async def test_an_error_of_our_own_is_void_and_logged() -> None:
    async def explode(recorder: Recorder) -> None:
        raise RuntimeError("a bug")

    with structlog.testing.capture_logs() as logs:
        outcome = await run_stub(explode, attempts=3)
    assert (outcome.result, outcome.reason) == (Result.VOID, Reason.LOCAL_INTERNAL)
    assert outcome.attempts == (Result.VOID,)
    assert outcome.detail == "a bug"
    (entry,) = logs
    assert (entry["log_level"], entry["probe"]) == ("error", "p")


async def test_a_lack_of_memory_is_ours() -> None:
    async def explode(recorder: Recorder) -> None:
        raise MemoryError

    outcome = await run_stub(explode)
    assert (outcome.result, outcome.reason) == (Result.VOID, Reason.LOCAL_RESOURCES)
    assert outcome.detail == "MemoryError"


async def test_cancellation_goes_through() -> None:
    async def cancel(recorder: Recorder) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await run_stub(cancel)


async def test_a_finished_phase_is_told_and_the_open_one_named() -> None:
    async def stall(recorder: Recorder) -> None:
        with recorder.phase(Phase.RESOLVE):
            pass
        recorder.begin(Phase.CONNECT)
        await asyncio.Event().wait()

    outcome = await run_stub(stall, timeout="50ms")
    assert (outcome.reason, outcome.phase) == (Reason.CONNECT_TIMEOUT, Phase.CONNECT)
    assert set(outcome.phases) == {Phase.RESOLVE}


async def test_what_the_other_side_said_is_cleaned_and_cut() -> None:
    async with serve(say(b"\x1b[31m\x00" + b"x" * 2000 + b"\r\n\r\n")) as server:
        outcome = await run_probe(url=server.url())
    assert outcome.detail.isprintable()
    assert len(outcome.detail) <= DETAIL_CHARACTERS + 1


async def test_an_answer_is_kept_apart_from_the_one_of_the_attempt_before() -> None:
    async with serve(in_turn(respond(502, PAGE), hostile.close_at_once)) as server:
        outcome = await run_probe(url=server.url(), attempts=2)
    assert outcome.reason is Reason.HTTP_CLOSED
    assert outcome.http is None


async def test_a_failed_check_beats_one_that_only_degrades(authority: Any) -> None:
    context = authority.context(authority.ending_soon("127.0.0.1"))
    async with serve(say(answer(500)), tls=context) as server:
        outcome = await run_probe(url=server.url(), tls={"ca_file": str(authority.root_file)})
    assert (outcome.result, outcome.reason) == (Result.FAILED, Reason.CHECK_STATUS)
    assert [check.passed for check in outcome.checks] == [False, False]
