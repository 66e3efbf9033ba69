"""Windows, transitions, segments and releases as rows of their tables, and back."""

import json
from typing import Any

from monitor.model import Phase, Reason, ReleaseChange, Segment, State, Transition, Window
from monitor.store.stamps import from_ms, from_ms_or_none, to_ms, to_ms_or_none
from monitor.text import clean

WINDOW_COLUMNS = (
    "id, service, severity, began_after, began_at, ended_after, ended_at, degraded_seconds, "
    "down_seconds, unknown_seconds, reason, phase, reasons, runs, worst_latency_seconds, "
    "median_latency_seconds, probes, periods, maintenance, release"
)
TRANSITION_COLUMNS = "service, probe, old, new, began_at, known_at, reason"
SEGMENT_COLUMNS = "service, state, began_at, ended_at"
RELEASE_COLUMNS = "service, probe, store, version, previous, minimum_os, released_at, seen_at"
TEXT_CHARACTERS = 200

Values = tuple[Any, ...]
"""The values of one row, in the order of its columns."""


def window_row(window: Window) -> Values:
    """In the order of WINDOW_COLUMNS."""
    return (
        window.id,
        window.service,
        window.severity.value,
        to_ms_or_none(window.began_after),
        to_ms(window.began_at),
        to_ms_or_none(window.ended_after),
        to_ms_or_none(window.ended_at),
        window.degraded_seconds,
        window.down_seconds,
        window.unknown_seconds,
        window.reason and window.reason.value,
        window.phase and window.phase.value,
        json.dumps({reason.value: count for reason, count in window.reasons.items()}),
        window.runs,
        window.worst_latency_seconds,
        window.median_latency_seconds,
        json.dumps(window.probes),
        json.dumps(window.periods),
        json.dumps(window.maintenance),
        _cut(window.release),
    )


def row_window(row: Values) -> Window:
    """The window of a row of WINDOW_COLUMNS."""
    reasons = {Reason(word): count for word, count in json.loads(row[12]).items()}
    return Window(
        id=row[0],
        service=row[1],
        severity=State(row[2]),
        began_after=from_ms_or_none(row[3]),
        began_at=from_ms(row[4]),
        ended_after=from_ms_or_none(row[5]),
        ended_at=from_ms_or_none(row[6]),
        degraded_seconds=row[7],
        down_seconds=row[8],
        unknown_seconds=row[9],
        reason=_reason(row[10]),
        phase=Phase(row[11]) if row[11] else None,
        reasons=reasons,
        runs=row[13],
        worst_latency_seconds=row[14],
        median_latency_seconds=row[15],
        probes=tuple(json.loads(row[16])),
        periods=tuple(json.loads(row[17])),
        maintenance=tuple(json.loads(row[18])),
        release=row[19],
    )


def transition_row(change: Transition) -> Values:
    """In the order of TRANSITION_COLUMNS."""
    return (
        change.service,
        change.probe,
        change.old.value,
        change.new.value,
        to_ms(change.began_at),
        to_ms(change.known_at),
        change.reason and change.reason.value,
    )


def row_transition(row: Values) -> Transition:
    """The transition of a row of TRANSITION_COLUMNS."""
    return Transition(
        service=row[0],
        probe=row[1],
        old=State(row[2]),
        new=State(row[3]),
        began_at=from_ms(row[4]),
        known_at=from_ms(row[5]),
        reason=_reason(row[6]),
    )


def row_segment(row: Values) -> Segment:
    """The segment of a row of SEGMENT_COLUMNS."""
    return Segment(
        service=row[0],
        state=State(row[1]),
        began_at=from_ms(row[2]),
        ended_at=from_ms(row[3]),
    )


def release_row(change: ReleaseChange) -> Values:
    """In the order of RELEASE_COLUMNS; what the shop said is clean and cut."""
    return (
        change.service,
        change.probe,
        change.store,
        _cut(change.version),
        _cut(change.previous),
        _cut(change.minimum_os),
        to_ms_or_none(change.released_at),
        to_ms(change.seen_at),
    )


def row_release(row: Values) -> ReleaseChange:
    """The change of release of a row of RELEASE_COLUMNS."""
    return ReleaseChange(
        service=row[0],
        probe=row[1],
        store=row[2],
        version=row[3],
        previous=row[4],
        minimum_os=row[5],
        released_at=from_ms_or_none(row[6]),
        seen_at=from_ms(row[7]),
    )


def _cut(text: str | None) -> str | None:
    return None if text is None else clean(text, TEXT_CHARACTERS)


def _reason(word: str | None) -> Reason | None:
    return Reason(word) if word else None
