"""What a run came to: its failure, and the outcome that crosses the program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from monitor.model.check import CheckResult
from monitor.model.facts import Connection, DnsAnswer, Echo, HttpAnswer, Release, Step, Tls
from monitor.model.reasons import Phase, Reason, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an attempt is not ok. `detail` is for logs and history, never for a label."""

    reason: Reason
    phase: Phase | None
    detail: str
    result: Result = Result.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The judged result of one run: the only thing that crosses the middle of the program."""

    service: str
    probe: str
    kind: str
    location: str
    started_at: datetime
    """UTC."""
    duration_seconds: float
    """The whole run, waits between attempts included."""
    timeout_seconds: float
    result: Result
    reason: Reason | None = None
    """None exactly when the result is `ok`."""
    phase: Phase | None = None
    """The phase that was open when it failed, or that took longest when it was slow."""
    detail: str = ""
    checks: tuple[CheckResult, ...] = ()
    attempts: tuple[Result, ...] = ()
    """The result of each attempt, in order."""
    phases: Mapping[Phase, float] = field(default_factory=lambda: MappingProxyType({}))
    """Seconds in each finished phase of the last attempt."""
    connection: Connection | None = None
    tls: Tls | None = None
    http: HttpAnswer | None = None
    dns: DnsAnswer | None = None
    echo: Echo | None = None
    release: Release | None = None
    steps: tuple[Step, ...] = ()
    hops: tuple[str, ...] = ()
    stalled: bool = False
    """True where our own event loop stood still long enough to make the timings a lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An outcome, and how long ago it was reached."""

    outcome: Outcome
    age_seconds: float
