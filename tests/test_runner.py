"""A run and the doubts about it, with real probes of local servers."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.clock import SystemClock
from monitor.config.settings import Controls, Manners, Service, Settings
from monitor.controls import Network, Round
from monitor.looplag import BEAT_SECONDS, LoopLag
from monitor.model import Outcome, Reason, Result, ServiceInfo
from monitor.net.toolbox import Net
from monitor.probes import HttpProbe
from monitor.runner import Runner, while_stalled
from tests.support.servers import black_hole, refusing_port, respond, serve

INFO = ServiceInfo(id="sso", name="Masuk", name_en="Login", symptom="x", symptom_en="x")


def http_probe(url: str, name: str = "sso-page", **keys: Any) -> HttpProbe:
    spec = {"id": name, "kind": "http", "url": url, "attempts": 1, "timeout": "2s", **keys}
    return HttpProbe.model_validate(spec)


def settings(probe: HttpProbe, *controls: HttpProbe, quorum: int = 1) -> Settings:
    return Settings(
        location="here",
        timezone="Asia/Jakarta",
        manners=Manners(requests_per_minute=12, user_agent="jmo-monitor-test"),
        controls=Controls(quorum=quorum if controls else 0, probes=controls),
        services=(Service(info=INFO, probes=(probe,)),),
    )


async def run(configured: Settings) -> tuple[Outcome, list[Round]]:
    clock = SystemClock()
    rounds: list[Round] = []
    net = Net(clock=clock, user_agent="jmo-monitor-test", hosts={})
    runner = Runner(configured, net, LoopLag(clock, lambda seconds: None), rounds.append)
    return await runner.run("sso", configured.services[0].probes[0]), rounds


async def test_a_good_run_needs_no_control() -> None:
    async with serve(respond(200, b"ok")) as server:
        probe = http_probe(server.url())
        outcome, rounds = await run(settings(probe, http_probe(server.url(), "control-a")))
    assert outcome.result is Result.OK
    assert rounds == []


async def test_a_failure_is_believed_while_the_controls_answer() -> None:
    async with serve(respond(200, b"ok")) as server, serve(respond(500, b"")) as broken:
        probe = http_probe(broken.url())
        outcome, rounds = await run(settings(probe, http_probe(server.url(), "control-a")))
    assert (outcome.result, outcome.reason) == (Result.FAILED, Reason.CHECK_STATUS)
    assert [held.network for held in rounds] == [Network.UP]


async def test_a_failure_with_the_controls_silent_is_our_own_network() -> None:
    with refusing_port() as port:
        dead = f"http://127.0.0.1:{port}/"
        probe = http_probe(dead)
        outcome, rounds = await run(settings(probe, http_probe(dead, "control-a")))
    assert (outcome.result, outcome.reason) == (Result.VOID, Reason.LOCAL_NETWORK_DOWN)
    assert "connect_refused" in outcome.detail
    assert [o.reason for o in rounds[0].outcomes] == [Reason.LOCAL_NETWORK_DOWN]


async def test_without_controls_a_failure_stands() -> None:
    with refusing_port() as port:
        outcome, _ = await run(settings(http_probe(f"http://127.0.0.1:{port}/")))
    assert (outcome.result, outcome.reason) == (Result.FAILED, Reason.CONNECT_REFUSED)


async def test_a_deadline_that_passed_while_we_stood_still_is_our_own_overload() -> None:
    clock = SystemClock()
    with black_hole() as port:
        probe = http_probe(f"http://127.0.0.1:{port}/", timeout="300ms", slow_after="100ms")
        configured = settings(probe)
        net = Net(clock=clock, user_agent="jmo-monitor-test", hosts={})
        lag = LoopLag(clock, lambda seconds: None)
        watching = asyncio.create_task(lag.watch())
        running = asyncio.create_task(
            Runner(configured, net, lag, lambda held: None).run("sso", probe)
        )
        await asyncio.sleep(BEAT_SECONDS)
        time.sleep(0.4)  # noqa: ASYNC251 - our own loop stands still
        outcome = await running
        watching.cancel()
    assert (outcome.result, outcome.reason) == (Result.VOID, Reason.LOCAL_OVERLOAD)
    assert outcome.stalled


def _outcome(reason: Reason | None, result: Result) -> Outcome:
    return Outcome(
        service="sso",
        probe="sso-page",
        kind="http",
        location="here",
        started_at=datetime(2026, 8, 31, tzinfo=UTC),
        duration_seconds=0.1,
        timeout_seconds=10,
        result=result,
        reason=reason,
    )


@pytest.mark.parametrize(
    ("reason", "result", "after"),
    [
        (None, Result.OK, Result.OK),
        (Reason.HTTP_TIMEOUT, Result.FAILED, Result.VOID),
        (Reason.DNS_TIMEOUT, Result.FAILED, Result.VOID),
        (Reason.CHECK_LATENCY, Result.FAILED, Result.VOID),
        (Reason.SLOW_LATENCY, Result.DEGRADED, Result.VOID),
        (Reason.CONNECT_REFUSED, Result.FAILED, Result.FAILED),
        (Reason.TLS_CERT_EXPIRED, Result.FAILED, Result.FAILED),
        (Reason.CHECK_STATUS, Result.FAILED, Result.FAILED),
    ],
)
def test_a_stall_voids_what_it_can_have_caused_and_taints_the_rest(
    reason: Reason | None, result: Result, after: Result
) -> None:
    seen = while_stalled(_outcome(reason, result))
    assert seen.result is after
    assert seen.stalled
