"""One run of a probe: a deadline over all, attempts within it, and every exception an outcome."""

import asyncio
import random
from collections.abc import Callable

import structlog
from tenacity import AsyncRetrying, retry_if_result, stop_after_attempt, wait_random

from monitor.model import Failure, Outcome, Reason, Result
from monitor.net.failure import classify
from monitor.net.recorder import Recorder
from monitor.net.toolbox import Net
from monitor.probes.base import Probe
from monitor.probes.judge import Attempt, judge

RETRY_WAIT_SECONDS = (0.3, 1.0)
"""Between these, at random, an attempt waits for the one before it to be forgotten."""
DETAIL_CHARACTERS = 300
URL_CHARACTERS = 500

_log = structlog.get_logger()


async def run(
    probe: Probe,
    net: Net,
    *,
    service: str,
    location: str,
    may_retry: Callable[[], bool] = lambda: True,
) -> Outcome:
    """Run `probe` once and say what came of it; raises nothing but cancellation.

    `may_retry` is asked before every attempt after the first.
    """
    started_at, began = net.clock.now(), net.clock.monotonic()
    tries = _Tries(probe, net)
    try:
        async with asyncio.timeout(probe.timeout.total_seconds()):
            await _attempts(probe, tries, may_retry)
    except TimeoutError:
        tries.break_off(f"not done within {probe.timeout.total_seconds():g} s")
    last, failure = tries.done[-1], _verdict(tries.done)
    secrets = (*probe.secrets, *(s for attempt in tries.done for s in attempt.observation.secrets))
    return Outcome(
        service=service,
        probe=probe.id,
        kind=probe.kind,
        location=location,
        started_at=started_at,
        duration_seconds=net.clock.monotonic() - began,
        timeout_seconds=probe.timeout.total_seconds(),
        result=failure.result if failure else Result.OK,
        reason=failure.reason if failure else None,
        phase=failure.phase if failure else None,
        detail=_clean(_masked(failure.detail, secrets)) if failure else "",
        checks=last.checks,
        attempts=tuple(attempt.result for attempt in tries.done),
        phases=last.observation.phases,
        connection=last.observation.connection,
        tls=last.observation.tls,
        http=last.observation.http,
        dns=last.observation.dns,
        echo=last.observation.echo,
        release=last.observation.release,
        steps=last.observation.steps,
        hops=tuple(_masked(hop, secrets)[:URL_CHARACTERS] for hop in last.observation.hops),
    )


async def _attempts(probe: Probe, tries: "_Tries", may_retry: Callable[[], bool]) -> None:
    """One attempt, and more while they are worth it; most runs need no second."""
    first = await tries.once()
    if probe.attempts == 1 or not first.worth_another or not may_retry():
        return
    await asyncio.sleep(random.uniform(*RETRY_WAIT_SECONDS))
    again = AsyncRetrying(
        stop=stop_after_attempt(probe.attempts - 1),
        wait=wait_random(*RETRY_WAIT_SECONDS),
        retry=retry_if_result(lambda attempt: attempt.worth_another and may_retry()),
        retry_error_callback=lambda state: None,  # the last attempt is kept, and speaks for itself
    )
    await again(tries.once)


class _Tries:
    """The attempts of one run: those that ended, and the notebook of the one under way."""

    def __init__(self, probe: Probe, net: Net) -> None:
        self._probe = probe
        self._net = net
        self._under_way: Recorder | None = None
        self.done: list[Attempt] = []

    async def once(self) -> Attempt:
        """Make an attempt and judge it."""
        recorder = self._under_way = Recorder(self._net.clock)
        failure: Failure | None = None
        try:
            await self._probe.observe(self._net, recorder)
        except Exception as error:  # noqa: BLE001 - whatever a probe raises is an outcome
            failure = classify(error, recorder.latest_phase)
            if failure.reason is Reason.LOCAL_INTERNAL:
                _log.exception("a probe raised what it should not", probe=self._probe.id)
        return self._keep(recorder, failure)

    def break_off(self, detail: str) -> None:
        """The deadline passed: judge the attempt that it cut off, if one was under way."""
        if self._under_way is not None:
            error = TimeoutError(detail)
            self._keep(self._under_way, classify(error, self._under_way.latest_phase))

    def _keep(self, recorder: Recorder, failure: Failure | None) -> Attempt:
        self._under_way = None
        now = self._net.clock.now()
        attempt = judge(self._probe, recorder.observation(), failure, now)
        self.done.append(attempt)
        return attempt


def _verdict(attempts: list[Attempt]) -> Failure | None:
    """The last attempt decides; but one that passes only after another failed is flaky."""
    first, last = attempts[0], attempts[-1]
    if last.failure is not None or first.failure is None:
        return last.failure
    return Failure(
        reason=Reason.SLOW_FLAKY,
        phase=first.failure.phase,
        detail=f"passed at attempt {len(attempts)}; at first {first.failure.reason}: "
        f"{first.failure.detail}",
        result=Result.DEGRADED,
    )


def _masked(text: str, secrets: tuple[str, ...]) -> str:
    """The text without secrets that the other side may have echoed; a longer one first, since a
    shorter one may be a part of it.
    """
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def _clean(detail: str) -> str:
    text = "".join(c if c.isprintable() else "·" for c in detail[:DETAIL_CHARACTERS])
    return text if len(detail) <= DETAIL_CHARACTERS else text + "…"
