"""How far measured latency is from the delay that a server really made."""

import asyncio
import time
from pathlib import Path
from typing import Any

from benchmarks.peer import blackbox
from benchmarks.program import SETTLED_SECONDS, configuration, monitor, processing_times
from benchmarks.table import Row, percentile
from benchmarks.targets import Delays, delayed_target

PER_SECOND = 200
MOST_ERROR_SECONDS = 0.002
Measured = list[tuple[str, float, float]]


def measure(folder: Path, *, seconds: float, tls: bool) -> Row:
    """The error of each at the same rate, one after the other."""
    with delayed_target(folder, tls=tls) as delays:
        theirs_measured = _theirs(folder, delays, seconds)
        ours_measured = _ours(folder, delays, seconds)
    ours, theirs = delays.errors(ours_measured), delays.errors(theirs_measured)
    worst = percentile(ours, 0.99)
    return Row(
        figure=f"latency error, {PER_SECOND} {'https' if tls else 'http'} probes/s",
        ours=_spread(ours),
        theirs=_spread(theirs),
        ratio=worst / percentile(theirs, 0.99),
        target="p99 ≤ 2 ms",
        met=worst <= MOST_ERROR_SECONDS,
    )


def _spread(errors: list[float]) -> str:
    middle, worst = percentile(errors, 0.5) * 1000, percentile(errors, 0.99) * 1000
    return f"p50 {middle:.2f}, p99 {worst:.2f} ms (n={len(errors)})"


def delayed_probes(delays: Delays, count: int) -> list[dict[str, Any]]:
    """Probes whose answers take from 20 to 119 ms."""
    return [
        {
            "id": f"p{number}",
            "kind": "http",
            "url": delays.url(20 + number % 100, f"p{number}"),
            "tls": delays.target.tls,
        }
        for number in range(count)
    ]


def _theirs(folder: Path, delays: Delays, seconds: float) -> Measured:
    urls = [delays.url(20 + number % 100, f"b{number}") for number in range(PER_SECOND)]
    with blackbox(folder, delays.target) as peer:
        asyncio.run(peer.probe(urls, PER_SECOND, 2))
        answers = asyncio.run(peer.probe(urls, PER_SECOND, seconds))
    return [(a.url.rpartition("/")[2], a.ended_at, a.processing_seconds) for a in answers]


def _ours(folder: Path, delays: Delays, seconds: float) -> Measured:
    """The last run of every probe, looked at every few seconds."""
    measured: Measured = []
    with monitor(folder, configuration(delayed_probes(delays, PER_SECOND), 1)) as program:
        time.sleep(SETTLED_SECONDS)
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            time.sleep(4)
            measured += processing_times(program.scrape())
        program.runs()
    return measured
