"""Degradation windows in the making: spans and runs folded into windows, one after the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TypeVar

from monitor.assess.latencies import bucket
from monitor.assess.moments import Ms
from monitor.assess.spans import Span
from monitor.model import Phase, Reason, Result, State

_BEGAN = attrgetter("at")
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Run:
    """What counts of a run with evidence."""

    at: Ms
    probe: str
    result: Result
    reason: Reason | None
    phase: Phase | None
    seconds: float | None
    """None where the timing cannot be believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A window so far; spans of time in milliseconds."""

    began_after: Ms | None
    began: Ms
    ended_after: Ms | None = None
    ended: Ms | None = None
    severity: State
    degraded: Ms = 0
    down: Ms = 0
    unknown: Ms = 0
    runs: int = 0
    reasons: Mapping[Reason, int] = field(default_factory=dict)
    phases: Mapping[Phase, int] = field(default_factory=dict)
    latencies: Mapping[int, int] = field(default_factory=dict)
    worst_seconds: float | None = None
    probes: tuple[str, ...] = ()
    last_bad: Ms | None = None
    """The last run that was not ok."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Where the making of windows stands at the end of some span."""

    current: Draft | None = None
    """The window that is open."""
    closed: Draft | None = None
    """The one that closed last, as long as the next one may still be merged into it."""


def fold(
    before: Fold, spans: Iterable[Span], runs: Iterable[Run], merge_gap: Ms
) -> tuple[Fold, list[Draft]]:
    """Go on over spans that follow each other and the runs in them.

    Returns where this ends, and the windows that can change no more.
    """
    # in the order in which they began, so that it matters not how much is folded at a time
    state, finished, waiting = before, [], sorted(runs, key=_BEGAN)
    for span in spans:
        within = [run for run in waiting if span.began <= run.at < span.ended]
        state, done = _over(state, span, within, merge_gap)
        finished += done
    return state, finished


def _over(before: Fold, span: Span, runs: list[Run], merge_gap: Ms) -> tuple[Fold, list[Draft]]:
    if span.state.is_bad:
        draft, done = _opened(before, span, merge_gap)
        return Fold(current=_grown(draft, span, runs)), done
    if span.state is State.UNKNOWN and before.current is not None:
        return Fold(current=_grown(before.current, span, runs)), []
    closed = before.closed
    if before.current is not None:
        last = before.current
        after = last.last_bad if span.after is None else span.after
        closed = replace(last, ended=span.began, ended_after=after)
    if closed is not None and span.ended - _end(closed) >= merge_gap:
        return Fold(), [closed]
    return Fold(closed=closed), []


def _opened(before: Fold, span: Span, merge_gap: Ms) -> tuple[Draft, list[Draft]]:
    """The window that a bad span belongs to, and the one before it where that is done with."""
    if before.current is not None:
        return before.current, []
    closed = before.closed
    if closed is not None and span.began - _end(closed) < merge_gap:
        return replace(closed, ended=None, ended_after=None), []
    new = Draft(began_after=span.after, began=span.began, severity=span.state)
    return new, [closed] if closed is not None else []


def _end(draft: Draft) -> Ms:
    return draft.began if draft.ended is None else draft.ended


def _grown(draft: Draft, span: Span, runs: list[Run]) -> Draft:
    """The window with another span in it."""
    length = span.ended - span.began
    if span.state is State.UNKNOWN:
        return replace(draft, unknown=draft.unknown + length)
    bad = [run for run in runs if run.result is not Result.OK]
    seconds = [run.seconds for run in runs if run.seconds is not None]
    down = span.state is State.DOWN
    return replace(
        draft,
        severity=State.DOWN if down else draft.severity,
        down=draft.down + length * down,
        degraded=draft.degraded + length * (not down),
        runs=draft.runs + len(runs),
        reasons=_plus(draft.reasons, (run.reason for run in bad)),
        phases=_plus(draft.phases, (run.phase for run in bad)),
        latencies=_plus(draft.latencies, map(bucket, seconds)),
        worst_seconds=max(filter(None, (draft.worst_seconds, *seconds)), default=None),
        probes=tuple(sorted({*draft.probes, *(run.probe for run in bad)})),
        last_bad=max(filter(None, (draft.last_bad, *(run.at for run in bad))), default=None),
    )


def _plus(tally: Mapping[_Key, int], keys: Iterable[_Key | None]) -> Mapping[_Key, int]:
    counted = dict(tally)
    for key in keys:
        if key is not None:
            counted[key] = counted.get(key, 0) + 1
    return counted
