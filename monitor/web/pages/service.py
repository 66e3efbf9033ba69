"""What the page of a service says: how it was hour by hour, how fast, by which probes, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from monitor.model import (
    Certificate,
    Outcome,
    Result,
    ServiceDetail,
    ServiceSummary,
    State,
    Timing,
    Window,
)
from monitor.web.pages import charts, verdict
from monitor.web.pages.front import worst_counts
from monitor.words import Phrase

DAY = timedelta(days=1)
MOST_WINDOWS = 30
MOST_EVIDENCE = 6
MOST_CERTIFICATES = 5
_SHARES = (0.5, 0.95, 0.99)


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """How fast the runs of a probe were that passed, over some time."""

    probe: str
    span_seconds: int
    runs: int
    percentiles: tuple[float | None, ...]
    """The 50th, 95th and 99th, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """Where the time of a probe's runs went."""

    probe: str
    stack: charts.Stack
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What of the page changes only when the history is read again."""

    hours: charts.Paths
    counts: Mapping[State, int]
    """How many hours were so at their worst."""
    latencies: Sequence[Latency]
    stacks: Sequence[Phases]
    windows: Sequence[Window]
    """The newest first."""
    more: int
    """So many further windows are only counted."""


class Drawings:
    """The drawing of each service, made once of each detail: it takes tens of milliseconds."""

    def __init__(self) -> None:
        self._drawn: dict[str, tuple[ServiceDetail, Drawing]] = {}

    def of(self, id: str, detail: ServiceDetail, zone: tzinfo) -> Drawing:
        """The drawing of the newest detail of a service."""
        source, drawing = self._drawn.get(id, (None, None))
        if drawing is None or source is not detail:
            drawing = draw(detail, zone)
            self._drawn[id] = detail, drawing
        return drawing


def draw(detail: ServiceDetail, zone: tzinfo) -> Drawing:
    """The pictures and figures of a service's past, by the clocks of a zone."""
    return Drawing(
        hours=charts.hour_map(detail.hours, zone),
        counts=worst_counts(detail.hours),
        latencies=_latencies(detail),
        stacks=stacks(detail.timings, detail.at - DAY, detail.at),
        windows=detail.windows[::-1][:MOST_WINDOWS],
        more=max(0, len(detail.windows) - MOST_WINDOWS),
    )


def service(summary: ServiceSummary, drawing: Drawing | None, now: datetime) -> Mapping[str, Any]:
    """The values of the template."""
    lasts = [probe.last for probe in summary.probes if probe.last is not None]
    return {
        "summary": summary,
        "since": verdict.since(summary),
        "now": now,
        "tone": summary.state,
        "past": drawing,
        "evidence": [last for last in lasts if last.result is not Result.OK][:MOST_EVIDENCE],
        "certificates": _certificates(lasts),
        "names": {summary.info.id: Phrase(summary.info.name, summary.info.name_en)},
    }


def _latencies(known: ServiceDetail) -> Sequence[Latency]:
    found = []
    for probe, week in known.week.items():
        day = sorted(_passed(known.timings[probe]))
        found += [_latency(probe, 86_400, day), _latency(probe, 604_800, week)]
    return found


def _passed(timings: Sequence[Timing]) -> Sequence[float]:
    return [t.seconds for t in timings if t.result in {Result.OK, Result.DEGRADED}]


def _latency(probe: str, span_seconds: int, ordered: Sequence[float]) -> Latency:
    return Latency(
        probe=probe,
        span_seconds=span_seconds,
        runs=len(ordered),
        percentiles=tuple(charts.percentile(ordered, share) for share in _SHARES),
    )


def stacks(
    timings: Mapping[str, Sequence[Timing]], since: datetime, until: datetime
) -> Sequence[Phases]:
    """A picture for each probe of which a run passed."""
    drawn = ((probe, charts.stack(each, since, until)) for probe, each in timings.items())
    return [
        Phases(probe=probe, stack=stack, since=since, until=until)
        for probe, stack in drawn
        if stack is not None
    ]


def _certificates(lasts: Sequence[Outcome]) -> Sequence[Certificate]:
    """The servers' own, each once."""
    leaves = [last.tls.leaf for last in lasts if last.tls is not None and last.tls.leaf is not None]
    return list({leaf.fingerprint_sha256: leaf for leaf in leaves}.values())[:MOST_CERTIFICATES]
