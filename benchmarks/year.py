"""A year of 20 probes at 60 s in one history: how large the file is, and how soon it answers."""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.table import Row, show
from monitor.model import (
    Assessment,
    Grain,
    Phase,
    Reason,
    Segment,
    State,
    Transition,
    Verdict,
    Window,
)
from monitor.store import Reader, Retention
from monitor.store.batch import Batch
from monitor.store.file import open_for_writing, size_bytes
from monitor.store.ledger import Entry, Ledger
from monitor.store.outcomes import OutcomeRow, outcome_row
from monitor.store.pruning import prune
from monitor.store.stamps import to_ms
from tests.metrics.samples import failed, outcome

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
SERVICES, PROBES_EACH = 5, 4
INTERVAL_SECONDS = 60
OUTAGES_A_DAY = 2
"""Of every service: far more than hoped for, so that there is something to find."""
REPEATS = 5
LIMIT_BYTES = 10**9


@dataclass(frozen=True, slots=True)
class Outage:
    """When a service was down, in milliseconds."""

    service: str
    began: int
    ended: int


def measure(folder: Path, *, days: int) -> list[Row]:
    """Write the days, each as one batch with what is too old deleted after it; then ask."""
    path = folder / "history.sqlite"
    began = time.monotonic()
    fill(path, BEGIN, days)
    seconds = time.monotonic() - began
    size = size_bytes(path)
    runs = days * 86_400 // INTERVAL_SECONDS * SERVICES * PROBES_EACH
    return [
        Row(
            figure=f"{days} days, {runs / 1e6:.1f} million runs: written in",
            ours=f"{seconds:.0f} s",
        ),
        Row(
            figure="… size of the file",
            ours=f"{size / 1e6:.0f} MB",
            target="≤ 1000 MB",
            met=size <= LIMIT_BYTES,
        ),
        *_asked(path, BEGIN + timedelta(days=days)),
    ]


def fill(path: Path, begin: datetime, days: int) -> None:
    """Write so many days."""
    with closing(open_for_writing(path, None)) as connection:
        ledger, random_source = Ledger(connection), random.Random(1)
        for day in range(days):
            ledger.write(_day(begin + timedelta(days=day), random_source))
            while prune(connection, Retention(), begin + timedelta(days=day + 1)):
                pass


def _asked(path: Path, now: datetime) -> Iterator[Row]:
    reader = Reader(path)
    month, services = now - timedelta(days=30), [f"service-{n}" for n in range(SERVICES)]

    def status() -> None:
        for service in services:
            reader.segments(service, now - timedelta(days=90), now)
        reader.windows(now, now + timedelta(days=1))
        reader.latest([f"{service}-probe-{n}" for service in services for n in range(PROBES_EACH)])
        reader.checkpoint()

    questions: list[tuple[str, Callable[[], object], float]] = [
        ("windows of all time", lambda: reader.windows(BEGIN, now), 1.0),
        ("windows of a month", lambda: reader.windows(month, now), 1.0),
        (
            "hourly rollups of a month, all probes",
            lambda: reader.rollups(Grain.HOUR, month, now),
            1.0,
        ),
        (
            "five-minute rollups of a month, one probe",
            lambda: reader.rollups(Grain.FIVE_MINUTES, month, now, probes=["service-0-probe-0"]),
            1.0,
        ),
        (
            "five-minute rollups of a month, all probes",
            lambda: reader.rollups(Grain.FIVE_MINUTES, month, now),
            0.0,
        ),
        ("replay: all outcomes kept", lambda: sum(1 for _ in reader.outcomes(BEGIN, now)), 0.0),
        (
            "1,000 results of a probe",
            lambda: reader.results("service-0-probe-0", BEGIN, now, limit=1000),
            1.0,
        ),
        ("status: 90 days of segments, open windows, latest results", status, 0.05),
    ]
    for name, ask, limit in questions:
        taken = [_timed(ask) for _ in range(REPEATS)]
        yield Row(
            figure=f"… {name}",
            ours=f"{statistics.median(taken) * 1000:.0f} ms, first {taken[0] * 1000:.0f} ms",
            target=f"≤ {limit * 1000:.0f} ms" if limit else "",
            met=max(taken) <= limit if limit else None,
        )
    reader.close()


def _timed(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


def _day(day: datetime, source: random.Random) -> Entry:
    """All that one day brings: runs, windows, segments and transitions."""
    batch, outages = Batch(limit=100_000), list[Outage]()
    for number in range(SERVICES):
        service = f"service-{number}"
        own = _outages(service, to_ms(day), source)
        outages += own
        batch.add(_assessment(service, day, own), "x" * 20_000)
    rows = tuple(_rows(to_ms(day), outages, source))
    return Entry(rows=rows, batch=batch, checkpoint="x" * 20_000)


def _outages(service: str, day: int, source: random.Random) -> list[Outage]:
    """Outages of a day, one in each of its parts, whole minutes long."""
    part = 86_400_000 // OUTAGES_A_DAY
    return [
        Outage(
            service,
            began := day + n * part + source.randrange(1, 300) * 60_000,
            began + source.randrange(5, 60) * 60_000,
        )
        for n in range(OUTAGES_A_DAY)
    ]


def _rows(day: int, outages: list[Outage], source: random.Random) -> Iterator[OutcomeRow]:
    """Runs in their order; the real mapping makes one of each sort, and the figures vary."""
    sorts = {
        (service, probe, down): outcome_row(
            replace(
                failed() if down else outcome(),
                service=f"service-{service}",
                probe=f"service-{service}-probe-{probe}",
            )
        )
        for service in range(SERVICES)
        for probe in range(PROBES_EACH)
        for down in (False, True)
    }
    down_at = {
        (outage.service, minute)
        for outage in outages
        for minute in range(outage.began, outage.ended, 60_000)
    }
    for minute in range(day, day + 86_400_000, INTERVAL_SECONDS * 1000):
        for service in range(SERVICES):
            down = (f"service-{service}", minute) in down_at
            for probe in range(PROBES_EACH):
                seconds = source.lognormvariate(-1.5, 0.7)
                yield sorts[service, probe, down]._replace(
                    at=minute + probe * 1000 + source.randrange(1000),
                    duration=seconds,
                    processing=seconds * 0.6,
                    transfer=seconds * 0.1,
                )


def _assessment(service: str, day: datetime, outages: list[Outage]) -> Assessment:
    edges = [_moment(edge) for each in outages for edge in (each.began, each.ended)]
    bounds = [day, *edges, day + timedelta(days=1)]
    states = [(State.UP, State.DOWN)[n % 2] for n in range(len(bounds) - 1)]
    segments = tuple(
        Segment(service=service, state=state, began_at=began, ended_at=ended)
        for state, began, ended in zip(states, bounds, bounds[1:], strict=False)
    )
    transitions = tuple(
        Transition(
            service=service,
            probe=probe,
            old=old,
            new=new,
            began_at=moment,
            known_at=moment,
            reason=Reason.CONNECT_REFUSED,
        )
        for moment, old, new in zip(edges, states, states[1:], strict=False)
        for probe in (None, *(f"{service}-probe-{n}" for n in range(PROBES_EACH)))
    )
    return Assessment(
        at=day,
        outcome=None,
        probe_states={},
        service_states={},
        since={},
        verdict=Verdict.OPERATIONAL,
        transitions=transitions,
        segments=segments,
        windows=tuple(_window(each) for each in outages),
    )


def _window(outage: Outage) -> Window:
    minutes = (outage.ended - outage.began) // 60_000
    return Window(
        id=f"{outage.service}-{outage.began}",
        service=outage.service,
        severity=State.DOWN,
        began_after=_moment(outage.began - 60_000),
        began_at=_moment(outage.began),
        ended_after=_moment(outage.ended - 60_000),
        ended_at=_moment(outage.ended),
        degraded_seconds=0.0,
        down_seconds=minutes * 60.0,
        unknown_seconds=0.0,
        reason=Reason.CONNECT_REFUSED,
        phase=Phase.CONNECT,
        reasons={Reason.CONNECT_REFUSED: minutes * PROBES_EACH, Reason.DNS_TIMEOUT: 1},
        runs=minutes * PROBES_EACH + 1,
        worst_latency_seconds=9.5,
        median_latency_seconds=0.5,
        probes=tuple(f"{outage.service}-probe-{n}" for n in range(PROBES_EACH)),
        periods=("akhir-bulan",),
        maintenance=(),
        release="app_store 7.1.0",
    )


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def main() -> int:
    """Measure as many days as the command line says; exit status 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.year", description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jmo-benchmark-") as folder:
        return 0 if show(measure(Path(folder), days=arguments.days)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
