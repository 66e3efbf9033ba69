"""What an attempt comes to, judged above the wire: the answers are httpx's, no socket is opened."""

from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import httpx
import pytest
import respx

from monitor.model import Failure, HttpAnswer, Observation, Phase, Reason, Result
from monitor.probes.judge import Attempt, judge
from tests.probes.conftest import probe_of

NOW = datetime(2026, 8, 31, tzinfo=UTC)
URL = "https://sso.bpjsketenagakerjaan.go.id/"


async def seen(route: respx.Route, *, seconds: float = 0.1) -> Observation:
    """What a probe would have seen of a mocked answer."""
    router = respx.MockRouter()
    router.routes.add(route)
    async with httpx.AsyncClient(transport=httpx.MockTransport(router.async_handler)) as client:
        response = await client.get(URL)
    answer = HttpAnswer(
        status_code=response.status_code,
        http_version=response.http_version.removeprefix("HTTP/"),
        redirects=0,
        ssl=True,
        content_length=int(response.headers.get("content-length", -1)),
        body_bytes=len(response.content),
        truncated=False,
        last_modified=None,
        retry_after_seconds=None,
    )
    return Observation(
        phases=MappingProxyType({Phase.CONNECT: 0.01, Phase.PROCESSING: seconds}),
        http=answer,
        headers=tuple((name.lower(), value) for name, value in response.headers.multi_items()),
        body=response.content,
        hops=(URL,),
    )


def judged(observation: Observation, failure: Failure | None = None, **options: Any) -> Attempt:
    return judge(probe_of(url=URL, **options), observation, failure, NOW)


def get() -> respx.Route:
    return respx.Route(method="GET", url=URL)


@pytest.mark.parametrize(
    ("response", "options", "result", "reason"),
    [
        (httpx.Response(200, text="masuk"), {}, "ok", None),
        (httpx.Response(302, headers={"Location": "/"}), {}, "failed", "check_status"),
        (httpx.Response(500), {}, "failed", "check_status"),
        (httpx.Response(500), {"expect": {"status": ["100-599"]}}, "ok", None),
        (httpx.Response(429), {}, "void", "interference_rate_limited"),
        (httpx.Response(429), {"expect": {"status": [429]}}, "void", "interference_rate_limited"),
        (httpx.Response(511), {}, "void", "interference_captive_portal"),
        (
            httpx.Response(403, headers={"cf-mitigated": "challenge"}),
            {},
            "void",
            "interference_challenge",
        ),
        (httpx.Response(200, text="TrustPositif"), {}, "void", "interference_blockpage"),
        (httpx.Response(200, text="Under Maintenance"), {}, "failed", "maintenance_page"),
        (
            httpx.Response(200, json={"status": "ok"}),
            {"expect": {"json": [{"path": "status", "equals": "ok"}]}},
            "ok",
            None,
        ),
        (
            httpx.Response(200, json={"status": "no"}),
            {"expect": {"json": [{"path": "status", "equals": "ok"}]}},
            "failed",
            "check_json",
        ),
        (
            httpx.Response(200, html="<b>x</b>"),
            {"expect": {"headers": [{"name": "content-type", "matches": "^text/html"}]}},
            "ok",
            None,
        ),
        (httpx.Response(200), {"slow_after": "50ms"}, "degraded", "slow_latency"),
        (
            httpx.Response(200),
            {"slow_after": "50ms", "expect": {"latency": "60ms"}},
            "failed",
            "check_latency",
        ),
    ],
)
async def test_an_answer_comes_to_its_result_and_reason(
    response: httpx.Response, options: dict[str, Any], result: str, reason: str | None
) -> None:
    attempt = judged(await seen(get().mock(return_value=response)), **options)
    assert attempt.result == result
    assert (attempt.failure.reason if attempt.failure else None) == reason


async def test_what_broke_the_attempt_off_is_its_reason() -> None:
    failure = Failure(reason=Reason.BODY_RESET, phase=Phase.TRANSFER, detail="reset")
    attempt = judged(await seen(get().respond(500)), failure)
    assert attempt.failure is failure
    assert attempt.checks == ()


async def test_interference_explains_a_broken_attempt_better() -> None:
    failure = Failure(reason=Reason.BODY_RESET, phase=Phase.TRANSFER, detail="reset")
    attempt = judged(await seen(get().respond(403, headers={"cf-mitigated": "challenge"})), failure)
    assert attempt.failure is not None
    assert attempt.failure.reason is Reason.INTERFERENCE_CHALLENGE


async def test_but_not_one_that_broke_by_our_own_fault() -> None:
    failure = Failure(
        reason=Reason.LOCAL_RESOURCES, phase=None, detail="no descriptors", result=Result.VOID
    )
    attempt = judged(await seen(get().respond(429)), failure)
    assert attempt.failure is failure


async def test_a_slow_answer_names_its_longest_phase() -> None:
    attempt = judged(await seen(get().respond(200), seconds=4))
    assert attempt.failure is not None
    assert attempt.failure.phase is Phase.PROCESSING
    assert "4.010 s" in attempt.failure.detail


@pytest.mark.parametrize(
    ("status", "again"), [(500, True), (503, True), (302, True), (404, False), (200, False)]
)
async def test_only_a_failure_that_may_pass_is_worth_another_try(status: int, again: bool) -> None:
    assert judged(await seen(get().respond(status))).worth_another is again


async def test_the_sentence_of_the_broken_check_is_the_detail() -> None:
    attempt = judged(await seen(get().respond(503)))
    assert attempt.failure is not None
    assert attempt.failure.detail == "expected: status is 200-299; seen: 503"
