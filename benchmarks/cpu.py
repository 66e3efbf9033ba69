"""CPU per probe: user and system time of the whole process, divided by the probes it made."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.peer import blackbox
from benchmarks.program import SETTLED_SECONDS, configuration, monitor
from benchmarks.table import Row
from benchmarks.targets import Target, static_targets

PER_SECOND = 200
INTERVAL_SECONDS = 5
SCRAPE_SECONDS = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to measure."""

    rounds: int
    seconds: float


def measure(folder: Path, effort: Effort, schemes: tuple[str, ...]) -> list[Row]:
    """Both in turn, round by round, on the same nginx."""
    with static_targets(folder) as targets:
        return [_compare(folder, scheme, targets[scheme], effort) for scheme in schemes]


_TARGETS = {"http": 0.8, "https": 1.0, "https-rsa": None}


def _compare(folder: Path, scheme: str, target: Target, effort: Effort) -> Row:
    ours, theirs = [], []
    for _ in range(effort.rounds):
        theirs.append(_theirs(folder, target, effort.seconds))
        ours.append(_ours(folder, target, effort.seconds))
    ratio, most = median(ours) / median(theirs), _TARGETS[scheme]
    return Row(
        figure=f"CPU per {scheme} probe, {PER_SECOND}/s",
        ours=_milliseconds(ours),
        theirs=_milliseconds(theirs),
        ratio=ratio,
        target="" if most is None else f"≤ {most} x",
        met=None if most is None else ratio <= most,
    )


def _milliseconds(values: list[float]) -> str:
    low, high = min(values) * 1000, max(values) * 1000
    return f"{median(values) * 1000:.2f} ms ({low:.2f}-{high:.2f})"


def _theirs(folder: Path, target: Target, seconds: float) -> float:
    with blackbox(folder, target) as peer:
        asyncio.run(peer.probe([target.url], PER_SECOND, 2))
        before = peer.usage.cpu_seconds
        answers = asyncio.run(peer.probe([target.url], PER_SECOND, seconds))
        spent = peer.usage.cpu_seconds - before
    passed = [answer.processing_seconds for answer in answers]  # raises where one did not
    return spent / len(passed)


def _ours(folder: Path, target: Target, seconds: float) -> float:
    """Scheduler, controls, heartbeat and scrapes included: all that the process does."""
    probes = [
        {"id": f"p{number}", "kind": "http", "url": target.url, "tls": target.tls}
        for number in range(PER_SECOND * INTERVAL_SECONDS)
    ]
    with monitor(folder, configuration(probes, INTERVAL_SECONDS)) as program:
        time.sleep(SETTLED_SECONDS)
        runs, before = program.runs(), program.usage.cpu_seconds
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            time.sleep(min(left, SCRAPE_SECONDS))
            if left > SCRAPE_SECONDS:
                program.scrape()
        made = program.runs() - runs
        return (program.usage.cpu_seconds - before) / made
