"""A crowd at the status page: what it changes for the probes and for a scrape, and how it fares."""

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

from benchmarks import year
from benchmarks.crowd_clients import HOST, Answer, Ask
from benchmarks.program import SETTLED_SECONDS, Monitor, monitor, processing_times, samples
from benchmarks.table import Row, percentile
from benchmarks.targets import ROOT, Delays, delayed_target, on_core
from monitor.app import HISTORY_FILE
from monitor.store import Reader

PER_SECOND = 200
SLOW_CLIENTS = 500
SETTLE_SECONDS = 3.0
"""The slow clients have come by then."""
BETWEEN_SECONDS = 5.0
INTERVAL_SECONDS = 1
SCRAPE_SECONDS = 1.0
APART_SECONDS = 1.1
"""Longer than a page is kept: each is made anew."""
MOST_MOVED_SECONDS = 0.005
GZIP = {"Accept-Encoding": "gzip, deflate, br"}
WHAT = f"{SLOW_CLIENTS} slow clients and {PER_SECOND} requests/s"
STRAY = f"{PER_SECOND} requests/s for windows that are not there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much time is given to it."""

    days: int
    rounds: int
    seconds: float
    """Of each phase."""
    askings: int
    """Of each page while nobody else asks."""


@dataclass(slots=True, kw_only=True)
class Phase:
    """What one stretch of time showed."""

    measured: set[tuple[str, float, float]] = field(default_factory=set)
    scrape_seconds: list[float] = field(default_factory=list)
    scrapes_failed: int = 0
    before: dict[float, float] = field(default_factory=dict)
    after: dict[float, float] = field(default_factory=dict)
    """The histogram of lateness: how many runs were at most so many seconds late."""
    cores: float = 0.0
    answers: list[Answer] = field(default_factory=list)

    def lateness(self, share: float) -> float:
        """The percentile, as PromQL's histogram_quantile reckons it."""
        counts = {bound: count - self.before[bound] for bound, count in self.after.items()}
        rank, low, below = share * counts[float("inf")], 0.0, 0.0
        for bound, count in sorted(counts.items()):
            if count >= rank:
                return low + (bound - low) * (rank - below) / (count - below)
            low, below = bound, count
        return low


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
        paths = _paths(folder)
        cold = {name: _first_byte(program.port, path, GZIP) for name, path in paths.items()}
        time.sleep(SETTLED_SECONDS)
        warm = _warm(program.port, paths, effort.askings)
        sizes = _sizes(program.port, paths)
        asks = _mix(program.port, paths)
        pairs = [_pair(folder, program, asks, effort.seconds) for _ in range(effort.rounds)]
        stray = _pair(folder, program, _stray_asks(), effort.seconds, slow=0)
        program.runs()
        peak = program.usage.peak_rss_bytes / 1024**2
    return [
        *_pages(cold, warm, sizes, effort.days),
        *_moved(WHAT, delays, pairs),
        *_served(pairs),
        *_moved(STRAY, delays, [stray], most_seconds=None),
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


def _paths(folder: Path) -> dict[str, str]:
    """The pages that are looked at, by what they are called in the table."""
    now = datetime.now(UTC)
    reader = Reader(folder / "data" / HISTORY_FILE)
    window = reader.windows(now - timedelta(days=10), now)[0]
    reader.close()
    return {
        "/ in Indonesian": "/?lang=id",
        "/ in English": "/?lang=en",
        "a service": "/service/service-0",
        "a window": f"/window/{window.id}",
    }


def _get(port: int, path: str, headers: dict[str, str]) -> tuple[float, bytes, str]:
    """Seconds to the first byte, the body, and its tag."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    began = time.monotonic()
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "identity", **headers})
        answer = connection.getresponse()
        first = time.monotonic() - began
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path} was answered with {answer.status}")
        return first, answer.read(), answer.headers.get("ETag", "")
    finally:
        connection.close()


def _first_byte(port: int, path: str, headers: dict[str, str]) -> float:
    return _get(port, path, headers)[0]


def _warm(port: int, paths: dict[str, str], times: int) -> list[float]:
    """Each page some times, made anew each time, and nobody else asks."""
    seconds = []
    for _ in range(times):
        time.sleep(APART_SECONDS)
        seconds += [_first_byte(port, path, GZIP) for path in paths.values()]
    return seconds


def _sizes(port: int, paths: dict[str, str]) -> dict[str, tuple[int, int]]:
    return {
        name: (len(_get(port, path, {})[1]), len(_get(port, path, GZIP)[1]))
        for name, path in paths.items()
    }


def _mix(port: int, paths: dict[str, str]) -> list[Ask]:
    """What visitors ask for, in turn: most of them the front page, one in five has it already."""
    tag = _get(port, paths["/ in Indonesian"], GZIP)[2]
    indonesian, english, service, window = (Ask(name, path, GZIP) for name, path in paths.items())
    plain = Ask("/ without gzip", paths["/ in Indonesian"], {})
    known = Ask("/ if changed", paths["/ in Indonesian"], {**GZIP, "If-None-Match": tag})
    status = Ask("/api/v1/status", "/api/v1/status", {})
    rare = [service, window, plain, status]
    return [*rare, *[indonesian, known, english] * 2, *rare[:2], *[indonesian, known] * 4]


def _stray_asks() -> list[Ask]:
    """As many ids as are asked for in a minute, in the form of ours; no two are alike."""
    now, apart = datetime.now(UTC), timedelta(days=365) / (PER_SECOND * 60)
    ids = (f"service-0-{now - number * apart:%Y%m%dT%H%M%SZ}" for number in range(PER_SECOND * 60))
    return [Ask("a window that is not there", f"/window/{id}", {}) for id in ids]


def _pair(
    folder: Path, program: Monitor, asks: list[Ask], seconds: float, slow: int = SLOW_CLIENTS
) -> tuple[Phase, Phase]:
    """A quiet stretch, and then one with visitors."""
    quiet = _watched(program, lambda: _sleep(seconds))
    plan = {
        "port": program.port,
        "seconds": seconds,
        "settle_seconds": SETTLE_SECONDS,
        "per_second": PER_SECOND,
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
    """The crowd is a process of its own."""
    file = folder / "plan.json"
    file.write_text(json.dumps(plan))
    command = [*on_core(max(os.sched_getaffinity(0))), sys.executable]
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
    time.sleep(APART_SECONDS)  # a scrape is kept for a second
    found = samples(program.scrape(), "jmo_monitor_run_lateness_seconds_bucket")
    return {float(sample.labels["le"]): sample.value for sample in found}


def _moved(
    what: str,
    delays: Delays,
    pairs: list[tuple[Phase, Phase]],
    most_seconds: float | None = MOST_MOVED_SECONDS,
) -> list[Row]:
    """By how much visitors move the figures; the median of all rounds."""
    late = [(quiet.lateness(0.99), crowded.lateness(0.99)) for quiet, crowded in pairs]
    errors = [
        (_error(delays, quiet, 0.99), _error(delays, crowded, 0.99)) for quiet, crowded in pairs
    ]
    middles = [
        (_error(delays, quiet, 0.5), _error(delays, crowded, 0.5)) for quiet, crowded in pairs
    ]
    scrapes = [(max(quiet.scrape_seconds), max(crowded.scrape_seconds)) for quiet, crowded in pairs]
    failed = sum(crowded.scrapes_failed for _, crowded in pairs)
    runs = sum(len(crowded.measured) for _, crowded in pairs)
    return [
        _row(f"{what}: lateness, p99", late, most_seconds),
        _row(f"{what}: latency error, p99 (n={runs})", errors, most_seconds),
        _row(f"{what}: latency error, p50", middles, None),
        _row(f"{what}: slowest scrape", scrapes, 0.1),
        Row(figure=f"{what}: scrapes that failed", ours=f"{failed}", target="0", met=not failed),
        Row(
            figure=f"{what}: CPU",
            ours=f"{_median(pair[1].cores for pair in pairs) * 100:.0f} % of a core, quiet "
            f"{_median(pair[0].cores for pair in pairs) * 100:.0f} %",
        ),
    ]


def _error(delays: Delays, phase: Phase, share: float) -> float:
    return percentile(delays.errors(sorted(phase.measured)), share)


def _row(figure: str, pairs: list[tuple[float, float]], most_seconds: float | None) -> Row:
    before, after = (_median(each) * 1000 for each in zip(*pairs, strict=True))
    moved = _median(after - before for before, after in pairs)
    return Row(
        figure=figure,
        ours=f"{before:.2f} → {after:.2f} ms, moves by {moved * 1000:+.2f} ms",
        target="" if most_seconds is None else f"moves ≤ {most_seconds * 1000:.0f} ms",
        met=None if most_seconds is None else moved <= most_seconds,
    )


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _served(pairs: list[tuple[Phase, Phase]]) -> list[Row]:
    """How the visitors fared, over all rounds."""
    answers = [answer for _, crowded in pairs for answer in crowded.answers]
    good = [answer for answer in answers if answer.status in _GOOD]
    others = Counter(answer.status for answer in answers if answer.status not in _GOOD)
    told = ", ".join(f"{count} × {status or 'none'}" for status, count in others.items())
    first = [answer.first_seconds for answer in answers]
    by_name = {name: [a.first_seconds for a in good if a.name == name] for name in _names(good)}
    return [
        Row(
            figure=f"{WHAT}: answered",
            ours=f"{len(good)} of {len(answers)}" + (f"; else {told}" if told else ""),
        ),
        Row(figure=f"{WHAT}: first byte", ours=_spread(first)),
        *(Row(figure=f"… {name}", ours=_spread(seconds)) for name, seconds in by_name.items()),
    ]


_GOOD = {http.HTTPStatus.OK, http.HTTPStatus.NOT_MODIFIED}


def _names(answers: list[Answer]) -> list[str]:
    return list(dict.fromkeys(answer.name for answer in answers))


def _spread(seconds: list[float]) -> str:
    middle, worst = percentile(seconds, 0.5) * 1000, percentile(seconds, 0.99) * 1000
    return f"p50 {middle:.1f}, p99 {worst:.1f} ms (n={len(seconds)})"


def _pages(
    cold: dict[str, float], warm: list[float], sizes: dict[str, tuple[int, int]], days: int
) -> list[Row]:
    """How soon a page is there when nobody else asks, and how large it is."""
    worst = percentile(warm, 0.99)
    largest = max(raw for raw, _ in sizes.values())
    told = (
        f"{name} {raw / 1000:.0f} ({packed / 1000:.0f})" for name, (raw, packed) in sizes.items()
    )
    return [
        Row(
            figure=f"page over {days} days of history: first byte, each made anew",
            ours=_spread(warm),
            target="p99 ≤ 50 ms",
            met=worst <= 0.05,
        ),
        Row(
            figure="… the first one after the start, in turn",
            ours=", ".join(f"{name} {seconds * 1000:.0f}" for name, seconds in cold.items())
            + " ms",
        ),
        Row(
            figure="… size in kB (with gzip)",
            ours=", ".join(told),
            target="≤ 100 kB",
            met=largest <= 100_000,
        ),
    ]
