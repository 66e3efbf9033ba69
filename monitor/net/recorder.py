"""One attempt's notebook: which phase is open, how long each took, and what was seen so far.

It is what survives when an attempt ends by an exception or a deadline, so that phases which
finished are known on failure too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType

from monitor.clock import Clock
from monitor.model import (
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
        self.open_phase: Phase | None = None
        self.latest_phase: Phase | None = None
        """The open phase, or the one that was open last."""
        self.connection: Connection | None = None
        self.tls: Tls | None = None
        self.http: HttpAnswer | None = None
        self.headers: tuple[tuple[str, str], ...] = ()
        self.body = b""
        self.dns: DnsAnswer | None = None
        self.echo: Echo | None = None
        self.release: Release | None = None
        self.steps: tuple[Step, ...] = ()
        self.hops: tuple[str, ...] = ()

    def begin(self, phase: Phase) -> None:
        """Open a phase; it stays open, and unmeasured, until `end`."""
        self._began = self._clock.monotonic()
        self.open_phase = self.latest_phase = phase

    def end(self) -> None:
        """Close the open phase and add its seconds."""
        if self.open_phase is not None:
            elapsed = self._clock.monotonic() - self._began
            self._phases[self.open_phase] = self._phases.get(self.open_phase, 0.0) + elapsed
            self.open_phase = None

    def take_time(self, phase: Phase, seconds: float) -> None:
        """Close the open phase with seconds that were measured otherwise, such as a mean."""
        self._phases[phase] = self._phases.get(phase, 0.0) + seconds
        self.open_phase, self.latest_phase = None, phase

    @contextmanager
    def phase(self, phase: Phase) -> Iterator[None]:
        """Measure a block; where it raises, the phase stays open for the failure to name."""
        self.begin(phase)
        yield
        self.end()

    def take_body(self, body: bytes, *, truncated: bool) -> None:
        """Keep the decoded body of the answer that was taken down last."""
        self.body = body
        if self.http is not None:
            self.http = replace(self.http, body_bytes=len(body), truncated=truncated)

    def observation(self) -> Observation:
        """What has been seen up to now."""
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
            steps=self.steps,
            hops=self.hops,
        )
