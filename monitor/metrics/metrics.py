"""The figures of the whole program: written by the probing loop, read by whoever publishes them."""

import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from monitor.clock import Clock
from monitor.metrics.figures import Figures
from monitor.metrics.own import Own
from monitor.metrics.service import ServiceFigures
from monitor.metrics.services import Services
from monitor.model import Assessment, MissCause, Outcome, Roster, State, Verdict, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All figures at one moment; nothing in it changes."""

    roster: Roster
    probes: tuple[Figures, ...]
    """In the order of the roster."""
    services: tuple[ServiceFigures, ...]
    """In the order of the roster."""
    verdict: Verdict
    own: Own
    version: str
    python: str
    now: float
    """Monotonic seconds at which it was taken."""


class Metrics:
    """Counts what happens. One thread writes; any thread may take a snapshot, without a lock.

    That holds because every change replaces a frozen record as a whole: the keys of the mapping of
    figures never change, a reload puts another mapping in its place.
    """

    def __init__(self, roster: Roster, version: str, clock: Clock) -> None:
        self._version = version
        self._clock = clock
        self._roster = roster
        self._probes: dict[str, Figures] = {info.id: Figures.of(info) for info in roster.probes}
        self._services = Services(roster.services)
        self._verdict = Verdict.UNKNOWN
        self._probe_states: Mapping[str, State] | None = None
        self._own = Own(reloaded_at_seconds=clock.now().timestamp())

    @property
    def roster(self) -> Roster:
        """What is configured now."""
        return self._roster

    def last_outcomes(self) -> Mapping[str, Outcome]:
        """The last outcome of every probe that has run, by the probe's id."""
        return {f.info.id: f.last for f in tuple(self._probes.values()) if f.last is not None}

    def snapshot(self) -> Snapshot:
        """All figures as they are now."""
        return Snapshot(
            roster=self._roster,
            probes=tuple(self._probes.values()),
            services=self._services.figures,
            verdict=self._verdict,
            own=self._own,
            version=self._version,
            python=platform.python_version(),
            now=self._clock.monotonic(),
        )

    def record(self, outcome: Outcome) -> None:
        """Count a run; one of a probe that a reload has removed meanwhile is dropped."""
        figures = self._probes.get(outcome.probe)
        if figures and figures.key == (outcome.service, outcome.probe, outcome.kind):
            self._probes[outcome.probe] = figures.after(outcome)

    def assess(self, said: Assessment) -> None:
        """Take over what became of an outcome, or of the passing of time: every assessment once.

        The mappings of states are only looked at where they are not the objects of last time.
        """
        self._verdict = said.verdict
        self._services.assess(said)
        if said.probe_states is not self._probe_states:
            self._probe_states = said.probe_states
            for probe, figures in tuple(self._probes.items()):
                state = said.probe_states.get(probe)
                if state is not figures.state:
                    self._probes[probe] = figures.in_state(state)
        if said.release and said.release.previous is not None:
            self._count_release(said.release.probe)

    def remember(self, windows: Iterable[Window]) -> None:
        """Show windows again that can change no more, as before a restart; they are not counted."""
        self._services.remember(windows)

    def _count_release(self, probe: str) -> None:
        figures = self._probes.get(probe)
        if figures:
            self._probes[probe] = figures.after_release()

    def missed(self, probe: str, cause: MissCause, ticks: int = 1) -> None:
        """Count ticks of the probe with this id that passed without a run."""
        figures = self._probes.get(probe)
        if figures:
            self._probes[probe] = figures.after_miss(cause, ticks)

    def replace(self, roster: Roster) -> None:
        """Take over a new configuration.

        Removed probes and services vanish; a service whose id stays and a probe whose id, service
        and kind stay keep their counters.
        """
        known = {figures.key: figures for figures in self._probes.values()}
        probes = {}
        for info in roster.probes:
            before = known.get((info.service, info.id, info.kind))
            probes[info.id] = before.under(info) if before else Figures.of(info)
        self._probes, self._roster = probes, roster
        self._probe_states = None
        self._services.replace(roster.services)
        stamp = self._clock.now().timestamp()
        self._own = replace(self._own, reload_succeeded=True, reloaded_at_seconds=stamp)

    def reload_failed(self) -> None:
        """A new configuration was refused; the one before it stays."""
        self._own = replace(self._own, reload_succeeded=False)

    def run_started(self, lateness_seconds: float) -> None:
        """A run began, so many seconds after it was due."""
        self._own = self._own.after_start(max(0.0, lateness_seconds))

    def run_ended(self) -> None:
        """A run that `run_started` counted came to its end, whatever end that was."""
        self._own = self._own.after_end()

    def loop_lagged(self, lag_seconds: float) -> None:
        """The probing loop was late for a heartbeat by so many seconds, zero included."""
        self._own = self._own.after_beat(self._clock.monotonic(), lag_seconds)

    def clock_stepped(self) -> None:
        """The wall clock jumped."""
        self._own = replace(self._own, clock_steps=self._own.clock_steps + 1)

    def own_network(self, *, up: bool) -> None:
        """A round of controls said whether our own network works."""
        self._own = replace(self._own, network_up=up)
