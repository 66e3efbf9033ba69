"""What the front page says: the verdict, every service, what is going on and what was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from monitor.model import (
    Cell,
    Recent,
    Roster,
    ServicePast,
    ServiceSummary,
    State,
    Status,
    Uptime,
    Window,
)
from monitor.web.pages import charts, verdict
from monitor.words import Phrase, Speech

MOST_WINDOWS = 30
"""More are counted, and are to be had as a table."""
_NO_PAST = ServicePast(days=(), paces=())
_CONTROLS = "control"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCard:
    """A service on the front page."""

    summary: ServiceSummary
    since: datetime | None
    uptimes: Mapping[int, Uptime]
    bar: charts.Paths
    days: Mapping[State, int]
    """How many days were so at their worst."""
    pace: charts.Line | None


def front(status: Status, recent: Recent, roster: Roster, speech: Speech) -> Mapping[str, Any]:
    """The values of the template."""
    opened = [s.window for s in status.services if s.window is not None]
    going_on = {window.id for window in opened}  # the past may not know yet that one began again
    over = [w for w in reversed(recent.windows) if not w.is_open and w.id not in going_on]
    watched = [probe for probe in roster.probes if probe.service != _CONTROLS]
    return {
        "status": status,
        "now": status.at,
        "tone": verdict.tone(status.verdict),
        "sentence": verdict.sentence(status, speech),
        "affected": verdict.affected(status),
        "well": verdict.well(status),
        "advice": verdict.advice(status.verdict),
        "cards": [_card(summary, recent) for summary in status.services],
        "names": {s.info.id: Phrase(s.info.name, s.info.name_en) for s in status.services},
        "opened": sorted(opened, key=_begin, reverse=True),
        "over": list(islice(over, MOST_WINDOWS)),
        "more": max(0, len(over) - MOST_WINDOWS),
        "releases": recent.releases,
        "history": bool(recent.services),
        "count": len(watched),
        "interval": min((probe.interval_seconds for probe in watched), default=60.0),
    }


def worst_counts(cells: Sequence[Cell]) -> Mapping[State, int]:
    """How many were so at their worst; every state is there."""
    counts = dict.fromkeys(State, 0)
    for cell in cells:
        counts[cell.worst] += 1
    return counts


def _card(summary: ServiceSummary, recent: Recent) -> ServiceCard:
    past = recent.services.get(summary.info.id, _NO_PAST)
    return ServiceCard(
        summary=summary,
        since=verdict.since(summary),
        uptimes=summary.uptimes,
        bar=charts.day_bar(past.days),
        days=worst_counts(past.days),
        pace=charts.line(past.paces),
    )


def _begin(window: Window) -> datetime:
    return window.began_at
