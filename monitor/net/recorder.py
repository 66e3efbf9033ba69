"""One attempt's notebook: which phase is open, how long each took, and what was seen so far.

It is what survives when an attempt ends by an exception or a deadline, so that phases which
finished are known on failure too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType

from monitor.clock import Clock
from monitor.model import (
    CheckResult,
    Connection,
    DnsAnswer,
    Echo,
    HttpAnswer,
    Observation,
    Phase,
    Release,
    Step,
    Tls,
)


class Recorder:
    """Collects facts and phase times of one attempt; the phases of redirect hops add up."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._phases: dict[Phase, float] = {}
        self._began = 0.0
        self._latest_phase: Phase | None = None
        self._pages: list[_Page] = []
        self.open_phase: Phase | None = None
        self.connection: Connection | None = None
        self.tls: Tls | None = None
        self.http: HttpAnswer | None = None
        self.headers: tuple[tuple[str, str], ...] = ()
        self.body = b""
        self.dns: DnsAnswer | None = None
        self.echo: Echo | None = None
        self.release: Release | None = None
        self.hops: tuple[str, ...] = ()
        self.secrets: tuple[str, ...] = ()
        """What the other side gave the attempt to keep."""
        self.checks: tuple[CheckResult, ...] = ()
        """What was judged on the way."""

    @property
    def latest_phase(self) -> Phase | None:
        """The open phase, or the one that was open last, in whichever step."""
        phases = (page.notes.latest_phase for page in reversed(self._pages))
        return next((phase for phase in phases if phase is not None), self._latest_phase)

    def begin_step(self, name: str) -> "Recorder":
        """A notebook for the next step of a journey; what is in it counts from now on.

        In an attempt that has steps, all but `secrets` and `checks` goes into their notebooks.
        """
        self._pages.append(_Page(name=name, notes=Recorder(self._clock)))
        return self._pages[-1].notes

    def pass_step(self) -> None:
        """The step that was begun last came to a good end, and its body is of no more use."""
        self._pages[-1].passed = True
        self._pages[-1].notes.body = b""

    def begin(self, phase: Phase) -> None:
        """Open a phase; it stays open, and unmeasured, until `end`."""
        self._began = self._clock.monotonic()
        self.open_phase = self._latest_phase = phase

    def end(self) -> None:
        """Close the open phase and add its seconds."""
        if self.open_phase is not None:
            elapsed = self._clock.monotonic() - self._began
            self._phases[self.open_phase] = self._phases.get(self.open_phase, 0.0) + elapsed
            self.open_phase = None

    def take_time(self, phase: Phase, seconds: float) -> None:
        """Close the open phase with seconds that were measured otherwise, such as a mean."""
        self._phases[phase] = self._phases.get(phase, 0.0) + seconds
        self.open_phase, self._latest_phase = None, phase

    @contextmanager
    def phase(self, phase: Phase) -> Iterator[None]:
        """Measure a block; where it raises, the phase stays open for the failure to name."""
        self.begin(phase)
        yield
        self.end()

    def count_body(self, wire_bytes: int) -> None:
        """Note how much of a body came, before it is decoded, and though it may never be whole."""
        if self.http is not None:
            self.http = replace(self.http, body_bytes=wire_bytes)

    def take_body(self, body: bytes, *, truncated: bool) -> None:
        """Keep the decoded body of the answer that was taken down last."""
        self.body = body
        if self.http is not None:
            self.http = replace(self.http, body_bytes=len(body), truncated=truncated)

    def observation(self) -> Observation:
        """What has been seen up to now."""
        if self._pages:
            return replace(_bound(self._pages), secrets=self.secrets, checks=self.checks)
        return Observation(
            phases=MappingProxyType(dict(self._phases)),
            connection=self.connection,
            tls=self.tls,
            http=self.http,
            headers=self.headers,
            body=self.body,
            dns=self.dns,
            echo=self.echo,
            release=self.release,
            hops=self.hops,
            secrets=self.secrets,
            checks=self.checks,
        )


@dataclass(slots=True, kw_only=True)
class _Page:
    """A step of a journey in its attempt's notebook."""

    name: str
    notes: Recorder
    passed: bool = False


def _bound(pages: list[_Page]) -> Observation:
    """The steps as one attempt: the answer of the last one, and the connection used last."""
    parts = tuple(page.notes.observation() for page in pages)
    phases: dict[Phase, float] = {}
    for part in parts:
        for phase, seconds in part.phases.items():
            phases[phase] = phases.get(phase, 0.0) + seconds
    connected = next((part for part in reversed(parts) if part.connection), parts[-1])
    return replace(
        parts[-1],
        phases=MappingProxyType(phases),
        connection=connected.connection,
        tls=connected.tls,
        steps=tuple(map(_step, pages, parts)),
        parts=parts,
        hops=tuple(hop for part in parts for hop in part.hops),
    )


def _step(page: _Page, part: Observation) -> Step:
    return Step(
        name=page.name,
        passed=page.passed,
        phases=part.phases,
        status_code=part.http.status_code if part.http else None,
    )
