"""Where outcomes go: figures, the last one of each probe, and a line in the log on a change."""

from dataclasses import dataclass

import structlog

from monitor.clock import Clock
from monitor.controls import Network, Round
from monitor.metrics import Metrics
from monitor.model import MissCause, Outcome, Result, Sighting

_log = structlog.get_logger("monitor")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    outcome: Outcome
    at: float


class Hub:
    """Hears everything on the probing loop and passes it on; nothing in it waits."""

    def __init__(self, metrics: Metrics, clock: Clock) -> None:
        self._metrics = metrics
        self._clock = clock
        self._latest: dict[str, _Seen] = {}
        self._network: Network | None = None

    def record(self, outcome: Outcome) -> None:
        """A run ended."""
        before = self._latest.get(outcome.probe)
        self._latest[outcome.probe] = _Seen(outcome=outcome, at=self._clock.monotonic())
        self._metrics.record(outcome)
        if (before.outcome.reason if before else None) != outcome.reason:
            _log_change(outcome)

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
        for outcome in held.outcomes:
            self.record(outcome)
        if not held.outcomes:
            return
        self._metrics.own_network(up=held.network is Network.UP)
        if held.network is not self._network:
            self._network = held.network
            level = _log.info if held.network is Network.UP else _log.warning
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
