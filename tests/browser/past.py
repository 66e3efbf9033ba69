"""Ninety days behind the services of a stage, made up and written as the program itself does.

They are the same each time; only the last day has single runs, as the pages show no others.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import cos, pi
from pathlib import Path
from random import Random

from monitor.model import (
    Assessment,
    Outcome,
    Phase,
    Reason,
    ReleaseChange,
    Segment,
    State,
    Verdict,
    Window,
)
from monitor.store.batch import Batch
from monitor.store.file import open_for_writing
from monitor.store.ledger import Entry, Ledger
from monitor.store.outcomes import outcome_row
from tests.metrics.samples import outcome

DAYS = 90
RUNS_EVERY = timedelta(seconds=60)
_WAYS = (
    (State.DOWN, Reason.CHECK_STATUS, Phase.PROCESSING),
    (State.DEGRADED, Reason.SLOW_LATENCY, Phase.PROCESSING),
    (State.DOWN, Reason.CONNECT_TIMEOUT, Phase.CONNECT),
    (State.DOWN, Reason.MAINTENANCE_PAGE, Phase.TRANSFER),
)
_OFTEN = {"jmo-api": 0.09, "lapak-asik": 0.07, "app-stores": 0.01, "sipp": 0.04}
"""How likely a bad time is on an ordinary day; around month-end it is four times as likely."""


@dataclass(frozen=True, slots=True)
class BadTime:
    """When a service was not well, and why."""

    service: str
    began: datetime
    ended: datetime
    state: State
    reason: Reason
    phase: Phase


def write_past(folder: Path, services: Iterable[str], now: datetime) -> None:
    """Put the days before a moment into the history of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(open_for_writing(folder / "history.sqlite", None)) as connection:
        ledger = Ledger(connection)
        for nth, service in enumerate(services):
            source = Random(nth)
            bad = list(_bad_times(service, now, source))
            batch = Batch(limit=100_000)
            batch.add(_assessed(service, bad, now), None)
            rows = tuple(map(outcome_row, _runs(service, bad, now, source)))
            ledger.write(Entry(rows=rows, batch=batch, checkpoint=None))
        for change in _releases(now):
            batch = Batch(limit=10)
            batch.add(replace(_NOTHING, at=now, release=change), None)
            ledger.write(Entry(rows=(), batch=batch, checkpoint=None))


def _bad_times(service: str, now: datetime, source: Random) -> Iterator[BadTime]:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for back in range(DAYS - 5, 0, -1):
        day = midnight - timedelta(days=back)
        month_end = day.day >= 25 or day.day <= 5
        if source.random() > _OFTEN.get(service, 0.1) * (4 if month_end else 1):
            continue
        began = day + timedelta(minutes=source.randrange(60, 480), seconds=source.randrange(60))
        length = timedelta(minutes=source.randrange(4, 40) * (4 if month_end else 1))
        yield BadTime(service, began, began + length, *source.choice(_WAYS))


_NOTHING = Assessment(
    at=datetime(2026, 1, 1, tzinfo=UTC),
    outcome=None,
    probe_states={},
    service_states={},
    since={},
    verdict=Verdict.OPERATIONAL,
)


def _assessed(service: str, bad: list[BadTime], now: datetime) -> Assessment:
    """The states of all the days; of the first few nothing is known."""
    at, segments = now - timedelta(days=DAYS - 4), list[Segment]()
    for each in bad:
        segments.append(_segment(service, State.UP, at, each.began))
        segments.append(_segment(service, each.state, each.began, each.ended))
        at = each.ended
    segments.append(_segment(service, State.UP, at, now))
    return replace(_NOTHING, at=now, segments=tuple(segments), windows=tuple(map(_window, bad)))


def _segment(service: str, state: State, began: datetime, ended: datetime) -> Segment:
    return Segment(service=service, state=state, began_at=began, ended_at=ended)


def _window(bad: BadTime) -> Window:
    seconds = (bad.ended - bad.began).total_seconds()
    runs, down = int(seconds // 60), bad.state is State.DOWN
    month_end = bad.began.day >= 25 or bad.began.day <= 5
    return Window(
        id=f"{bad.service}-{bad.began:%Y%m%dT%H%M%SZ}",
        service=bad.service,
        severity=bad.state,
        began_after=bad.began - RUNS_EVERY,
        began_at=bad.began,
        ended_after=bad.ended - RUNS_EVERY,
        ended_at=bad.ended,
        degraded_seconds=0.0 if down else seconds,
        down_seconds=seconds if down else 0.0,
        unknown_seconds=0.0,
        reason=bad.reason,
        phase=bad.phase,
        reasons={bad.reason: runs, Reason.HTTP_TIMEOUT: 1 + runs // 7},
        runs=runs + 1 + runs // 7,
        worst_latency_seconds=9.8,
        median_latency_seconds=4.2,
        probes=(f"{bad.service}-page",),
        periods=("akhir-bulan",) if month_end else (),
        maintenance=(),
        release="play_store 4.2.1",
    )


def _runs(service: str, bad: list[BadTime], now: datetime, source: Random) -> Iterator[Outcome]:
    """The last day, minute by minute: slower by day than by night."""
    for back in range(24 * 60, 1, -1):
        at = now - back * RUNS_EVERY
        if any(each.began <= at < each.ended for each in bad):
            continue
        busy = 0.5 - 0.5 * cos(2 * pi * ((at.hour + at.minute / 60 + 7) % 24) / 24)
        parts = {
            Phase.RESOLVE: 0.02,
            Phase.CONNECT: 0.03,
            Phase.TLS: 0.06,
            Phase.PROCESSING: 0.05 + 0.25 * busy,
            Phase.TRANSFER: 0.03 + 0.05 * busy,
        }
        phases = {
            phase: seconds * source.lognormvariate(0, 0.15) for phase, seconds in parts.items()
        }
        yield outcome(
            service=service,
            probe=f"{service}-page",
            started_at=at,
            duration_seconds=sum(phases.values()),
            phases=phases,
        )


def _releases(now: datetime) -> Iterator[ReleaseChange]:
    stores: Mapping[str, tuple[str, int]] = {
        "app_store": ("4.2.2", 12),
        "play_store": ("4.2.1", 19),
    }
    for store, (version, days) in stores.items():
        yield ReleaseChange(
            service="app-stores",
            probe="app-stores-page",
            store=store,
            version=version,
            previous=None,
            minimum_os=None,
            released_at=now - timedelta(days=days + 1),
            seen_at=now - timedelta(days=days),
        )
