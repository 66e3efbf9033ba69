"""What the page of a service says: how it was hour by hour, how fast, by which probes, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.model import (
    Certificate,
    Outcome,
    Result,
    Roster,
    ServiceDetail,
    ServiceSummary,
    Status,
    Timing,
)
from monitor.web.pages import charts, verdict
from monitor.web.pages.front import worst_counts
from monitor.words import Phrase

DAY = timedelta(days=1)
MOST_WINDOWS = 30
MOST_EVIDENCE = 6
MOST_CERTIFICATES = 5
_SHARES = (0.5, 0.95, 0.99)
_NOTHING = ServiceDetail(hours=(), timings={}, week={}, windows=())


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


def service(
    summary: ServiceSummary, detail: ServiceDetail | None, status: Status, roster: Roster
) -> Mapping[str, Any]:
    """The values of the template."""
    known = detail or _NOTHING
    zone = ZoneInfo(roster.timezone)
    lasts = [probe.last for probe in summary.probes if probe.last is not None]
    return {
        "summary": summary,
        "since": verdict.since(summary),
        "now": status.at,
        "tone": summary.state,
        "history": detail is not None,
        "hours": charts.hour_map(known.hours, zone),
        "counts": worst_counts(known.hours),
        "latencies": list(_latencies(known)),
        "stacks": stacks(known.timings, status.at - DAY, status.at),
        "evidence": [last for last in lasts if last.result is not Result.OK][:MOST_EVIDENCE],
        "certificates": _certificates(lasts),
        "names": {summary.info.id: Phrase(summary.info.name, summary.info.name_en)},
        "windows": list(reversed(known.windows))[:MOST_WINDOWS],
        "more": max(0, len(known.windows) - MOST_WINDOWS),
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
