"""A thousand probes every 15 s on one core, first alone and then while it is scraped for ever."""

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fidelity import delayed_probes
from benchmarks.program import (
    SETTLED_SECONDS,
    Monitor,
    configuration,
    monitor,
    processing_times,
    samples,
)
from benchmarks.table import Row, percentile
from benchmarks.targets import Delays, delayed_target

PROBES = 1000
INTERVAL_SECONDS = 15
SCRAPES_PER_SECOND = 10
WHAT = f"{PROBES} https probes / {INTERVAL_SECONDS} s, 1 core"
Measured = list[tuple[str, float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one stretch of time showed."""

    measured: Measured
    scrape_seconds: list[float]
    cores: float
    """CPU seconds in each second."""


def measure(folder: Path, *, rounds: int) -> list[Row]:
    """Two stretches of `rounds` intervals each."""
    cores = sorted(os.sched_getaffinity(0))
    with delayed_target(folder, tls=True, core=cores[-1]) as delays:
        settings = configuration(delayed_probes(delays, PROBES), INTERVAL_SECONDS)
        with monitor(folder, settings, core=cores[0]) as program:
            time.sleep(SETTLED_SECONDS + INTERVAL_SECONDS)
            first = _timed_scrape(program)
            quiet = _quiet(program, rounds)
            rows = _own_figures(program, quiet)
            busy = _scraped(program, rounds)
            rows.append(_memory(program))
    return rows + _latency(delays, quiet, busy) + _scrapes(quiet, busy, first)


def _quiet(program: Monitor, rounds: int) -> Seen:
    """One scrape an interval, as Prometheus does it."""
    measured: Measured = []
    took = []
    before = program.usage.cpu_seconds
    for _ in range(rounds):
        time.sleep(INTERVAL_SECONDS)
        took.append(_timed_scrape(program))
        measured += processing_times(program.scrape())
    spent = program.usage.cpu_seconds - before
    return Seen(measured=measured, scrape_seconds=took, cores=spent / (rounds * INTERVAL_SECONDS))


def _timed_scrape(program: Monitor) -> float:
    began = time.monotonic()
    program.fetch()
    return time.monotonic() - began


def _scraped(program: Monitor, rounds: int) -> Seen:
    """Many scrapes a second, each begun on time whether or not the one before has ended."""
    took: list[float] = []
    pages: list[bytes] = []

    def scrape(*, keep: bool) -> None:
        began = time.monotonic()
        page = program.fetch()
        took.append(time.monotonic() - began)
        if keep:
            pages.append(page)

    before, began = program.usage.cpu_seconds, time.monotonic()
    count = rounds * INTERVAL_SECONDS * SCRAPES_PER_SECOND
    threads = []
    for number in range(count):
        time.sleep(max(0.0, began + number / SCRAPES_PER_SECOND - time.monotonic()))
        keep = (number + 1) % (INTERVAL_SECONDS * SCRAPES_PER_SECOND) == 0
        threads.append(threading.Thread(target=scrape, kwargs={"keep": keep}))
        threads[-1].start()
    for thread in threads:
        thread.join()
    spent = (program.usage.cpu_seconds - before) / (time.monotonic() - began)
    measured = [value for page in pages for value in processing_times(page.decode())]
    return Seen(measured=measured, scrape_seconds=took, cores=spent)


def _own_figures(program: Monitor, quiet: Seen) -> list[Row]:
    program.runs()
    page = program.scrape()
    missed = sum(s.value for s in samples(page, "probe_missed_ticks_total"))
    late = _bound(page, "jmo_monitor_run_lateness_seconds_bucket", 0.99)
    return [
        Row(
            figure=f"{WHAT}: lateness",
            ours=f"p99 ≤ {late * 1000:g} ms",
            target="p99 ≤ 50 ms",
            met=late <= 0.05,
        ),
        Row(figure=f"{WHAT}: missed ticks", ours=f"{missed:g}", target="0", met=missed == 0),
        Row(figure=f"{WHAT}: CPU", ours=f"{quiet.cores * 100:.0f} % of the core"),
    ]


def _memory(program: Monitor) -> Row:
    rss = program.usage.peak_rss_bytes / 1024**2
    return Row(
        figure=f"{WHAT}: memory at its peak, scrapes and all",
        ours=f"{rss:.0f} MiB",
        target="≤ 150 MiB",
        met=rss <= 150,
    )


def _bound(page: str, bucket: str, share: float) -> float:
    """The upper bound of the histogram's bucket in which the percentile lies."""
    counts = {float(s.labels["le"]): s.value for s in samples(page, bucket)}
    return min(bound for bound, count in counts.items() if count >= share * counts[float("inf")])


def _latency(delays: Delays, quiet: Seen, busy: Seen) -> list[Row]:
    alone = percentile(delays.errors(quiet.measured), 0.99) * 1000
    scraped = percentile(delays.errors(busy.measured), 0.99) * 1000
    return [
        Row(
            figure=f"{WHAT}: latency error",
            ours=f"p99 {alone:.2f} ms (n={len(quiet.measured)})",
            target="p99 ≤ 10 ms",
            met=alone <= 10,
        ),
        Row(
            figure=f"{WHAT}, {SCRAPES_PER_SECOND} scrapes/s: latency error moves",
            ours=f"p99 by {scraped - alone:+.2f} ms (n={len(busy.measured)})",
            target="≤ 5 ms",
            met=scraped - alone <= 5,
        ),
        Row(
            figure=f"{WHAT}, {SCRAPES_PER_SECOND} scrapes/s: CPU",
            ours=f"{busy.cores * 100:.0f} % of the core",
        ),
    ]


def _scrapes(quiet: Seen, busy: Seen, first: float) -> list[Row]:
    often = percentile(busy.scrape_seconds, 0.99) * 1000
    seldom = max(quiet.scrape_seconds) * 1000
    return [
        Row(
            figure=f"scrape of {PROBES} probes, {SCRAPES_PER_SECOND} a second",
            ours=f"p99 {often:.0f} ms",
            target="p99 ≤ 250 ms",
            met=often <= 250,
        ),
        Row(
            figure=f"scrape of {PROBES} probes, every {INTERVAL_SECONDS} s",
            ours=f"at most {seldom:.0f} ms; the first one {first * 1000:.0f} ms",
            target="≤ 250 ms",
            met=seldom <= 250,
        ),
    ]
