"""From what an attempt saw to what it comes to: pure, and the same for every kind."""

from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model import CheckResult, Failure, Observation, Phase, Reason, Result
from monitor.probes.base import Probe

_QUOTING = frozenset({Reason.CHECK_HEADER, Reason.CHECK_CONTENT, Reason.CHECK_JSON})
"""What these checks saw is the other side's own words."""


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
        return Attempt(observation=seen, failure=failure)
    interference = probe.interference(seen)
    if interference is not None or failure is not None:
        return Attempt(observation=seen, failure=interference or failure)
    checks = probe.evaluate(seen, now)
    if probe.secrets:
        checks = tuple(_withheld(check) for check in checks)
    return Attempt(observation=seen, failure=_broken(checks) or _slow(probe, seen), checks=checks)


def _withheld(check: CheckResult) -> CheckResult:
    """The check without what the other side said: it may have echoed a secret, or a part of one."""
    if check.reason not in _QUOTING:
        return check
    return replace(check, observed="withheld, since this probe holds secrets")


def _broken(checks: tuple[CheckResult, ...]) -> Failure | None:
    """The first check that fails the run, else the first that degrades it."""
    broken = [check for check in checks if not check.passed]
    if not broken:
        return None
    worst = min(broken, key=lambda check: check.result is not Result.FAILED)
    return Failure(
        reason=worst.reason,
        phase=None,
        detail=f"expected: {worst.sentence}; seen: {worst.observed}",
        result=worst.result,
    )


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
