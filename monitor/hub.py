"""Where outcomes go: to the assessor, and what it makes of them to figures, history and log."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import structlog

from monitor.assess.assessor import Assessor
from monitor.assess.memory import to_json
from monitor.assess.rules import Rules
from monitor.clock import Clock
from monitor.controls import Network, Round
from monitor.metrics import Metrics
from monitor.model import (
    Assessment,
    MissCause,
    Outcome,
    Result,
    Sighting,
    Transition,
    Window,
)

_log = structlog.get_logger("monitor")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    outcome: Outcome
    at: float


class Hub:
    """Hears everything on the probing loop and passes it on; nothing in it waits."""

    def __init__(
        self,
        metrics: Metrics,
        assessor: Assessor,
        keep: Callable[[Assessment, Callable[[], str]], None],
        clock: Clock,
    ) -> None:
        self._metrics = metrics
        self._assessor = assessor
        self._keep = keep
        self._clock = clock
        self._latest: dict[str, _Seen] = {}
        self._network: Network | None = None
        self.now: Assessment
        """How everything is."""
        self.open_windows: Mapping[str, Window] = {}
        """The open window of each service that has one; replaced as a whole."""
        self.time_passed()  # what became of the time in which the monitor was off

    def record(self, outcome: Outcome) -> None:
        """A run ended."""
        before = self._latest.get(outcome.probe)
        self._latest[outcome.probe] = _Seen(outcome=outcome, at=self._clock.monotonic())
        self._metrics.record(outcome)
        if (before.outcome.reason if before else None) != outcome.reason:
            _log_change(outcome)
        self._publish(self._assessor.record(outcome))

    def time_passed(self) -> None:
        """Let the assessor note silences, and maintenance that begins or ends."""
        self._publish(self._assessor.pass_time(self._clock.now()))

    def rules_changed(self, rules: Rules) -> None:
        """A new configuration brought these rules."""
        self._publish(self._assessor.adopt(rules, self._clock.now()))

    @property
    def network_up(self) -> bool | None:
        """What the controls said last of our own network; None where they have not run."""
        return None if self._network is None else self._network is Network.UP

    def _publish(self, assessment: Assessment) -> None:
        self.now = assessment
        if assessment.windows or assessment.withdrawn:
            self.open_windows = _still_open(self.open_windows, assessment)
        self._metrics.assess(assessment)
        self._keep(assessment, partial(to_json, self._assessor.memory))
        for transition in assessment.transitions:
            _log_transition(transition)

    def run_started(self, lateness_seconds: float) -> None:
        """A run began this long after it was due."""
        self._metrics.run_started(lateness_seconds)

    def run_ended(self) -> None:
        """A run came to its end."""
        self._metrics.run_ended()

    def missed(self, probe: str, cause: MissCause, ticks: int) -> None:
        """So many ticks of a probe passed without a run."""
        self._metrics.missed(probe, cause, ticks)
        _log.info("missed ticks", probe=probe, cause=cause.value, ticks=ticks)

    def round_held(self, held: Round) -> None:
        """The controls said what they think of our own network."""
        if not held.outcomes:
            return
        up = held.network is Network.UP
        self._metrics.own_network(up=up)
        self._assessor.own_network(up=up)
        for outcome in held.outcomes:
            self.record(outcome)
        if held.network is not self._network:
            self._network = held.network
            level = _log.info if up else _log.warning
            level("own network", state=held.network.value, controls_answered=held.answered)

    def latest(self, probe: str) -> Sighting | None:
        """The last outcome of a probe and its age."""
        seen = self._latest.get(probe)
        if seen is None:
            return None
        return Sighting(outcome=seen.outcome, age_seconds=self._clock.monotonic() - seen.at)

    def forget_all_but(self, probes: frozenset[str]) -> None:
        """A new configuration has only these probes."""
        self._latest = {name: seen for name, seen in self._latest.items() if name in probes}


def _still_open(known: Mapping[str, Window], said: Assessment) -> Mapping[str, Window]:
    over = {*said.withdrawn, *(window.id for window in said.windows if not window.is_open)}
    kept = {service: window for service, window in known.items() if window.id not in over}
    return kept | {window.service: window for window in said.windows if window.is_open}


def _log_transition(transition: Transition) -> None:
    level = _log.warning if transition.new.is_bad else _log.info
    level(
        "state",
        service=transition.service,
        probe=transition.probe,
        old=transition.old.value,
        new=transition.new.value,
        since=transition.began_at.isoformat(timespec="seconds"),
        reason=transition.reason and transition.reason.value,
    )


def _log_change(outcome: Outcome) -> None:
    level = _log.info if outcome.result is Result.OK else _log.warning
    level(
        "probe",
        probe=outcome.probe,
        service=outcome.service,
        result=outcome.result.value,
        reason=outcome.reason and outcome.reason.value,
        phase=outcome.phase and outcome.phase.value,
        detail=outcome.detail,
    )
