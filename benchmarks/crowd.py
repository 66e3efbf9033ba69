"""A crowd at the status page: what it changes for the probes and for a scrape, and how it fares."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

from benchmarks import crowd_pages as pages
from benchmarks import year
from benchmarks.crowd_clients import Answer, Ask
from benchmarks.crowd_figures import Phase, moved, page_rows, served
from benchmarks.program import SETTLED_SECONDS, Monitor, monitor, processing_times, samples
from benchmarks.table import Row
from benchmarks.targets import ROOT, Delays, delayed_target, on_core
from monitor.app import HISTORY_FILE

SLOW_CLIENTS = 500
SETTLE_SECONDS = 3.0
"""The slow clients have come by then."""
BETWEEN_SECONDS = 5.0
INTERVAL_SECONDS = 1
SCRAPE_SECONDS = 1.0
SCRAPE_KEPT_SECONDS = 1.1
"""Longer than the monitor gives the same answer to a scrape."""
WHAT = f"{SLOW_CLIENTS} slow clients and {pages.PER_SECOND} requests/s"
STRAY = f"{pages.PER_SECOND} requests/s for windows that are not there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much time is given to it."""

    days: int
    rounds: int
    seconds: float
    """Of each phase."""
    askings: int
    """Of each page while nobody else asks."""


def measure(folder: Path, effort: Effort) -> list[Row]:
    """Quiet and crowded stretches in turn, over a history that was there before."""
    data = folder / "data"
    data.mkdir()
    year.fill(data / HISTORY_FILE, datetime.now(UTC) - timedelta(days=effort.days), effort.days)
    return watch(folder, effort)


def watch(folder: Path, effort: Effort) -> list[Row]:
    """The same where the history has been written."""
    cores = sorted(os.sched_getaffinity(0))
    with (
        delayed_target(folder, tls=True, core=cores[-1]) as delays,
        monitor(folder, _configuration(delays), core=cores[0]) as program,
    ):
        paths = pages.paths(folder)
        cold = {
            name: pages.first_byte(program.port, path, pages.GZIP) for name, path in paths.items()
        }
        time.sleep(SETTLED_SECONDS)
        warm = pages.warm(program.port, paths, effort.askings)
        sizes = pages.sizes(program.port, paths)
        asks = pages.mix(program.port, paths)
        pairs = [_pair(folder, program, asks, effort.seconds) for _ in range(effort.rounds)]
        stray = _pair(folder, program, pages.stray_asks(), effort.seconds, slow=0)
        program.runs()
        peak = program.usage.peak_rss_bytes / 1024**2
    return [
        *page_rows(cold, warm, sizes, effort.days),
        *moved(WHAT, delays, pairs),
        *served(WHAT, pairs),
        *moved(STRAY, delays, [stray], most_seconds=None),
        Row(figure=f"{WHAT}: memory at its peak", ours=f"{peak:.0f} MiB"),
    ]


def _configuration(delays: Delays) -> dict[str, Any]:
    """The services of the history, whose probes get answers after 20 to 119 ms."""
    milliseconds = INTERVAL_SECONDS * 1000
    numbers = iter(range(0, 100, 5))
    services = [
        {
            "id": f"service-{service}",
            "name": {"id": f"Layanan {service}", "en": f"Service {service}"},
            "symptom": {"id": "Aplikasi tidak bisa dibuka", "en": "The app does not open"},
            "slo": {"availability": "99.5%", "latency": {"under": "2s", "target": "95%"}},
            "probes": [
                _probe(delays, f"service-{service}-probe-{probe}", 20 + next(numbers))
                for probe in range(year.PROBES_EACH)
            ],
        }
        for service in range(year.SERVICES)
    ]
    control = {**_probe(delays, "control-0", 20), "interval": "60s"}
    return {
        "location": "benchmark",
        "timezone": "Asia/Jakarta",
        "contact": "https://jmo.example/",
        "defaults": {
            "interval": f"{milliseconds}ms",
            "timeout": f"{milliseconds * 9 // 10}ms",
            "slow_after": f"{milliseconds * 8 // 10}ms",
        },
        "controls": {"quorum": 1, "probes": [control]},
        "services": services,
        "calendar": [{"id": "akhir-bulan", "name": "Akhir bulan", "days": "25..5"}],
    }


def _probe(delays: Delays, id: str, milliseconds: int) -> dict[str, Any]:
    url = delays.url(milliseconds, id)
    return {"id": id, "kind": "http", "url": url, "tls": delays.target.tls}


def _pair(
    folder: Path, program: Monitor, asks: list[Ask], seconds: float, slow: int = SLOW_CLIENTS
) -> tuple[Phase, Phase]:
    """A quiet stretch, and then one with visitors."""
    quiet = _watched(program, lambda: _sleep(seconds))
    plan = {
        "port": program.port,
        "seconds": seconds,
        "settle_seconds": SETTLE_SECONDS,
        "per_second": pages.PER_SECOND,
        "slow": slow,
        "asks": [asdict(ask) for ask in asks],
    }
    crowded = _watched(program, lambda: _come(folder, plan))
    time.sleep(BETWEEN_SECONDS)
    return quiet, crowded


def _sleep(seconds: float) -> list[Answer]:
    time.sleep(seconds)
    return []


def _come(folder: Path, plan: dict[str, Any]) -> list[Answer]:
    """The crowd is a process of its own, which gives way to the server that is probed: what that
    one is late must not look like the monitor's error.
    """
    file = folder / "plan.json"
    file.write_text(json.dumps(plan))
    command = ["nice", "-n", "10", *on_core(max(os.sched_getaffinity(0))), sys.executable]
    command += ["-m", "benchmarks.crowd_clients", str(file)]
    said = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    print(f"slow clients' connections: {said['connections']}", file=sys.stderr)
    if said["not_sent"]:
        raise RuntimeError(f"{said['not_sent']} requests could not be sent: nothing was measured")
    return [Answer(**each) for each in said["answers"]]


def _watched(program: Monitor, happen: Callable[[], list[Answer]]) -> Phase:
    """What a scrape a second sees while something happens."""
    phase, over = Phase(before=_lateness(program)), Event()
    scraping = Thread(target=_scrape, args=(program, phase, over))
    used, began = program.usage.cpu_seconds, time.monotonic()
    scraping.start()
    try:
        phase.answers = happen()
    finally:
        over.set()
        scraping.join()
    phase.cores = (program.usage.cpu_seconds - used) / (time.monotonic() - began)
    phase.after = _lateness(program)
    return phase


def _scrape(program: Monitor, phase: Phase, over: Event) -> None:
    while not over.wait(SCRAPE_SECONDS):
        began = time.monotonic()
        try:
            page = program.fetch()
        except OSError:
            phase.scrapes_failed += 1
            continue
        phase.scrape_seconds.append(time.monotonic() - began)
        phase.measured.update(processing_times(page.decode()))


def _lateness(program: Monitor) -> dict[float, float]:
    time.sleep(SCRAPE_KEPT_SECONDS)
    found = samples(program.scrape(), "jmo_monitor_run_lateness_seconds_bucket")
    return {float(sample.labels["le"]): sample.value for sample in found}
