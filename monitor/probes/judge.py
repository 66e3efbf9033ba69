"""From what an attempt saw to what it comes to: pure, and the same for every kind."""

from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model import CheckResult, Failure, Observation, Phase, Reason, Result
from monitor.probes.base import Probe

_QUOTING = frozenset({Reason.CHECK_HEADER, Reason.CHECK_CONTENT, Reason.CHECK_JSON})
"""What these checks saw is the other side's own words."""
_REPEATING = frozenset(
    {
        Reason.HTTP_MALFORMED,
        Reason.HTTP_RESET,
        Reason.HTTP_BAD_REDIRECT,
        Reason.BODY_RESET,
        Reason.BODY_UNDECODABLE,
        Reason.LOCAL_INTERNAL,
    }
)
"""The details of these may repeat what the other side sent, and in a form of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One judged try; `failure` is None exactly when it is ok."""

    observation: Observation
    failure: Failure | None
    checks: tuple[CheckResult, ...] = ()

    @property
    def result(self) -> Result:
        """What the attempt comes to."""
        return self.failure.result if self.failure else Result.OK

    @property
    def worth_another(self) -> bool:
        """Whether another try may tell more: not after a 4xx, nor a maintenance page."""
        if self.failure is None or self.failure.result is not Result.FAILED:
            return False
        status = self.observation.http.status_code if self.observation.http else 0
        return not 400 <= status <= 499 and self.failure.reason is not Reason.MAINTENANCE_PAGE


def judge(probe: Probe, seen: Observation, failure: Failure | None, now: datetime) -> Attempt:
    """Judge one attempt. `failure` is what broke it off, None where it ran to its end.

    Interference comes first: what was not the service's own answer proves nothing about it.
    """
    if failure is not None and failure.reason.group == "local":
        return Attempt(observation=seen, failure=_told(seen, failure))
    cause = probe.interference(seen) or failure
    if cause is not None:
        return Attempt(observation=seen, failure=_told(seen, cause))
    checks = probe.evaluate(seen, now)
    if probe.is_discreet:
        checks = tuple(_withheld(check) for check in checks)
    return Attempt(observation=seen, failure=_broken(checks) or _slow(probe, seen), checks=checks)


def _withheld(check: CheckResult) -> CheckResult:
    """The check without what the other side said: it may have echoed a secret, or a part of one."""
    if check.reason not in _QUOTING or check.in_own_words:
        return check
    return replace(check, observed="withheld, since this probe holds secrets")


def _told(seen: Observation, failure: Failure) -> Failure:
    """The failure with the step at which a journey ended, and without what may be a secret."""
    if seen.secrets and failure.reason in _REPEATING:
        failure = replace(failure, detail="withheld, since this attempt holds secrets")
    if not seen.steps or seen.steps[-1].passed:
        return failure
    return replace(failure, detail=f"{in_step(seen.steps[-1].name)}{failure.detail}")


def _broken(checks: tuple[CheckResult, ...]) -> Failure | None:
    """The first check that fails the run, else the first that degrades it."""
    broken = [check for check in checks if not check.passed]
    if not broken:
        return None
    worst = min(broken, key=lambda check: check.result is not Result.FAILED)
    where = in_step(worst.step)
    sentence = worst.sentence.removeprefix(where)
    return Failure(
        reason=worst.reason,
        phase=worst.reason.usual_phase,
        detail=f"{where}expected: {sentence}; seen: {worst.observed}",
        result=worst.result,
    )


def in_step(name: str) -> str:
    """How a sentence about a step of a journey begins; nothing where there is no step."""
    return f"step {name}: " if name else ""


def _slow(probe: Probe, seen: Observation) -> Failure | None:
    limit = probe.slow_after.total_seconds()
    if seen.duration_seconds <= limit:
        return None
    return Failure(
        reason=Reason.SLOW_LATENCY,
        phase=_longest(seen),
        detail=f"took {seen.duration_seconds:.3f} s; more than {limit:g} s is slow",
        result=Result.DEGRADED,
    )


def _longest(seen: Observation) -> Phase | None:
    return max(seen.phases, key=lambda phase: seen.phases[phase], default=None)
