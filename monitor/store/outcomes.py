"""Outcomes as rows of a table, and back."""

from types import MappingProxyType
from typing import Any, NamedTuple

from monitor.model import Outcome, Phase, Reason, Result, Timing
from monitor.store.facts import facts_of, facts_text, read_facts, read_way, way_of, way_text
from monitor.store.stamps import from_ms, to_ms
from monitor.text import clean

DETAIL_CHARACTERS = 300
NAME_CHARACTERS = 200
_PHASES = tuple(Phase)
PHASE_COLUMNS = ", ".join(_PHASES)
"""The phases' columns, which have the phases' names."""


class OutcomeRow(NamedTuple):
    """One row of `results`, its names and its way still in full."""

    probe: str
    service: str
    kind: str
    location: str
    at: int
    duration: float
    timeout: float
    result: str
    reason: str | None
    phase: str | None
    detail: str
    attempts: str
    resolve: float | None
    connect: float | None
    tls: float | None
    processing: float | None
    transfer: float | None
    exchange: float | None
    stalled: int
    way: str | None
    facts: str | None


def outcome_row(outcome: Outcome) -> OutcomeRow:
    """What is kept of an outcome: all that decides states and windows, and most of the rest.

    What `row_outcome` makes of it differs in that its start is in whole milliseconds, of its
    checks only the broken ones are there, and texts and lists of the other side may be cut.
    """
    seconds = outcome.phases.get
    return OutcomeRow(
        probe=clean(outcome.probe, NAME_CHARACTERS),
        service=clean(outcome.service, NAME_CHARACTERS),
        kind=clean(outcome.kind, NAME_CHARACTERS),
        location=clean(outcome.location, NAME_CHARACTERS),
        at=to_ms(outcome.started_at),
        duration=outcome.duration_seconds,
        timeout=outcome.timeout_seconds,
        result=outcome.result.value,
        reason=outcome.reason and outcome.reason.value,
        phase=outcome.phase and outcome.phase.value,
        detail=clean(outcome.detail, DETAIL_CHARACTERS),
        attempts=",".join(outcome.attempts),
        resolve=seconds(Phase.RESOLVE),
        connect=seconds(Phase.CONNECT),
        tls=seconds(Phase.TLS),
        processing=seconds(Phase.PROCESSING),
        transfer=seconds(Phase.TRANSFER),
        exchange=seconds(Phase.EXCHANGE),
        stalled=int(outcome.stalled),
        way=way_text(way_of(outcome)),
        facts=facts_text(facts_of(outcome)),
    )


def row_outcome(row: OutcomeRow) -> Outcome:
    """The outcome of a row. Raises ValueError where the row holds a word that is not known."""
    way, facts = read_way(row.way), read_facts(row.facts)
    phases = {phase: getattr(row, phase.value) for phase in Phase}
    return Outcome(
        service=row.service,
        probe=row.probe,
        kind=row.kind,
        location=row.location,
        started_at=from_ms(row.at),
        duration_seconds=row.duration,
        timeout_seconds=row.timeout,
        result=Result(row.result),
        reason=Reason(row.reason) if row.reason else None,
        phase=Phase(row.phase) if row.phase else None,
        detail=row.detail,
        checks=facts.checks,
        attempts=tuple(Result(word) for word in row.attempts.split(",") if word),
        phases=MappingProxyType({phase: s for phase, s in phases.items() if s is not None}),
        connection=way.connection,
        tls=way.tls,
        http=facts.http,
        dns=facts.dns,
        echo=facts.echo,
        release=facts.release,
        steps=facts.steps,
        hops=way.hops,
        stalled=bool(row.stalled),
    )


def row_timing(row: tuple[Any, ...]) -> Timing:
    """A run without its facts, of its start, duration, result and PHASE_COLUMNS."""
    at, seconds, result, *phases = row
    return Timing(
        started_at=from_ms(at),
        seconds=seconds,
        result=Result(result),
        phases={phase: s for phase, s in zip(_PHASES, phases, strict=True) if s is not None},
    )
