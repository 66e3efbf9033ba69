"""The monitor itself, run as anybody runs it, and what it says at /metrics."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import yaml

from benchmarks.targets import ROOT, on_core
from benchmarks.usage import Usage
from monitor.cadence import WARM_UP_SECONDS
from tests.support.processes import free_ports, started

SETTLED_SECONDS = WARM_UP_SECONDS + 2
"""After so long every probe has run once, and keeps its own pace."""
_SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)
_LABEL = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Sample:
    """One line of a scrape."""

    name: str
    labels: dict[str, str]
    value: float


@dataclass(frozen=True, slots=True)
class Monitor:
    """A running monitor."""

    port: int
    usage: Usage

    def scrape(self) -> str:
        """The page at /metrics."""
        return self.fetch().decode()

    def fetch(self) -> bytes:
        """The page as it comes."""
        with urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=30) as answer:
            page: bytes = answer.read()
        return page

    def runs(self) -> int:
        """How many runs it made. Raises RuntimeError where one of them was not ok or slow."""
        found = [s for s in samples(self.scrape(), "probe_runs_total") if s.value]
        bad = {sample.labels["result"] for sample in found} - {"ok", "degraded"}
        if bad:
            raise RuntimeError(f"some runs were {', '.join(sorted(bad))}: nothing was measured")
        return int(sum(sample.value for sample in found))


def samples(page: str, *names: str) -> list[Sample]:
    """The samples of a page that have one of these names."""
    return [
        Sample(name, dict(_LABEL.findall(labels)), float(value))
        for name, labels, value in _SAMPLE.findall(page)
        if name in names
    ]


def processing_times(page: str) -> list[tuple[str, float, float]]:
    """Of every probe's last run: the probe, when it ended in Unix time, seconds of processing."""
    ended = {
        s.labels["probe"]: s.value for s in samples(page, "probe_last_evidence_timestamp_seconds")
    }
    return [
        (probe, ended[probe], s.value)
        for s in samples(page, "probe_http_duration_seconds")
        if s.labels["phase"] == "processing" and (probe := s.labels["probe"]) in ended
    ]


PROBES_EACH = 20
"""In a service; more than anybody has."""


def configuration(probes: list[dict[str, Any]], interval_seconds: float) -> dict[str, Any]:
    """A configuration with these probes; its control is the first of them, seldom asked."""
    milliseconds = int(interval_seconds * 1000)
    control = {**probes[0], "id": "control-0", "interval": "60s"}
    return {
        "location": "benchmark",
        "timezone": "UTC",
        "contact": "https://jmo.example/",
        "defaults": {
            "interval": f"{milliseconds}ms",
            "timeout": f"{milliseconds * 9 // 10}ms",
            "slow_after": f"{milliseconds * 8 // 10}ms",
        },
        "controls": {"quorum": 1, "probes": [control]},
        "services": [
            {"id": f"s{n}", "name": "s", "symptom": "s", "probes": probes[n : n + PROBES_EACH]}
            for n in range(0, len(probes), PROBES_EACH)
        ],
    }


@contextmanager
def monitor(
    folder: Path, settings: dict[str, Any], *, core: int | None = None
) -> Iterator[Monitor]:
    """Run the monitor with these settings, on one core where that is given."""
    file = folder / "probes.yaml"
    file.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))
    ports = free_ports(1)
    command = [*on_core(core), sys.executable, "-m", "monitor", "run", "--config", str(file)]
    command += ["--data", str(file.parent / "data")]
    command += ["--listen", f"127.0.0.1:{ports[0]}", "--log-level", "warning"]
    with started(command, ports=ports, log=folder / "monitor.log", cwd=ROOT) as process:
        yield Monitor(ports[0], Usage(process.pid))
