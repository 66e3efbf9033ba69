"""What is known of one probe: counters and the last outcome, replaced as a whole by each run."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Self, TypeVar

from monitor.metrics.histogram import Histogram
from monitor.model import (
    LATENCY_SECONDS,
    MissCause,
    Outcome,
    Phase,
    ProbeInfo,
    Reason,
    Result,
    State,
)

Fault = tuple[Reason, str]
"""A reason and the phase in which it arose; the phase is empty where it belongs to none."""
_Key = TypeVar("_Key")

_ANY_PHASE = frozenset({Reason.SLOW_LATENCY, Reason.SLOW_FLAKY})
"""Reasons that name now one phase and now another."""

_NO_RESULTS = MappingProxyType(dict.fromkeys(Result, 0))
_NO_MISSES = MappingProxyType(dict.fromkeys(MissCause, 0))
_NO_LATENCY = Histogram.empty(LATENCY_SECONDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One probe's figures at one moment. What did not change is the same object as before."""

    info: ProbeInfo
    runs: Mapping[Result, int]
    attempts: Mapping[Result, int]
    failures: Mapping[Fault, int]
    """Runs that were not `ok`, by why."""
    misses: Mapping[MissCause, int]
    latency: Histogram
    """Seconds of the runs that passed and whose timing can be believed."""
    last: Outcome | None = None
    last_evidence_seconds: float | None = None
    """Unix time of the end of the last run that was not void."""
    state: State | None = None
    """None where it has none: a control, or a probe that was not assessed yet."""
    release_changes: int = 0
    """How often a shop offered another version than before."""

    @classmethod
    def of(cls, info: ProbeInfo) -> Self:
        """The figures of a probe that has not run: every series there is, at zero."""
        return cls(
            info=info,
            runs=_NO_RESULTS,
            attempts=_NO_RESULTS,
            failures=_no_faults(info.reasons),
            misses=_NO_MISSES,
            latency=_NO_LATENCY,
        )

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes a probe the same one after a reload: its service, id and kind."""
        return self.info.service, self.info.id, self.info.kind

    @property
    def labels(self) -> Mapping[str, str]:
        """By which labels it is known."""
        return {"service": self.info.service, "probe": self.info.id, "kind": self.info.kind}

    @property
    def evidence(self) -> Outcome | None:
        """The last outcome, where it says anything about the target."""
        return self.last if self.last and self.last.result is not Result.VOID else None

    def after(self, outcome: Outcome) -> Self:
        """The figures with one more run in them."""
        passed = outcome.result in {Result.OK, Result.DEGRADED}
        seen = replace(
            self,
            last=outcome,
            runs=_plus(self.runs, outcome.result),
            attempts=_plus(self.attempts, *outcome.attempts),
            failures=_plus(self.failures, *_faults(outcome)),
        )
        if passed and not outcome.stalled:
            seen = replace(seen, latency=self.latency.plus(outcome.duration_seconds))
        if outcome.result is Result.VOID:
            return seen
        ended = outcome.started_at.timestamp() + outcome.duration_seconds
        return replace(seen, last_evidence_seconds=ended)

    def after_miss(self, cause: MissCause, ticks: int) -> Self:
        """The figures with more ticks that passed without a run."""
        return replace(self, misses=_plus(self.misses, *[cause] * ticks))

    def in_state(self, state: State | None) -> Self:
        """The figures in this state."""
        return replace(self, state=state)

    def after_release(self) -> Self:
        """The figures with one more change of version."""
        return replace(self, release_changes=self.release_changes + 1)

    def under(self, info: ProbeInfo) -> Self:
        """The figures after a reload; what was seen of another target is not this one's."""
        last = self.last if info.target == self.info.target else None
        return replace(self, info=info, last=last)


def possible_faults(reasons: frozenset[Reason]) -> tuple[Fault, ...]:
    """Every one of these reasons, with the phases it is usually seen in."""
    usual = {reason.usual_phase for reason in reasons}
    phases = tuple(phase.value for phase in Phase if phase in usual)
    ordered = (reason for reason in Reason if reason in reasons)
    return tuple((reason, phase) for reason in ordered for phase in _phases(reason, phases))


@cache
def _no_faults(reasons: frozenset[Reason]) -> Mapping[Fault, int]:
    """Zero for each possible fault; one mapping for all probes of a kind, as most have none."""
    return MappingProxyType(dict.fromkeys(possible_faults(reasons), 0))


def _phases(reason: Reason, all_phases: tuple[str, ...]) -> tuple[str, ...]:
    if reason not in _ANY_PHASE:
        return (reason.usual_phase or "",)
    return (*all_phases, "") if reason is Reason.SLOW_FLAKY else all_phases


def _faults(outcome: Outcome) -> tuple[Fault, ...]:
    if outcome.reason is None:
        return ()
    return ((outcome.reason, outcome.phase or outcome.reason.usual_phase or ""),)


def _plus(tally: Mapping[_Key, int], *keys: _Key) -> Mapping[_Key, int]:
    if not keys:
        return tally
    counted = dict(tally)
    for key in keys:
        counted[key] = counted.get(key, 0) + 1
    return counted
