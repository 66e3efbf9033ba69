"""What hostile servers can do to us: hold up the loop, fill the memory, keep descriptors open.

    python -m benchmarks.hostile FOLDER

is the victim, a process of its own; it prints its figures as JSON.
"""

import asyncio
import gc
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.table import Row
from benchmarks.targets import ROOT, wait_for
from benchmarks.usage import Usage
from monitor.clock import SystemClock
from monitor.net.toolbox import Net
from monitor.probes import HttpProbe
from monitor.probes.run import run
from tests.support.processes import started

FAULTS = (
    "good",
    "body_endless",
    "body_endless_but_needed",
    "gzip_bomb",
    "gzip_bomb_of_members",
    "gzip_of_endless_members",
    "deflate_bomb",
    "headers_20000",
    "headers_for_ever",
    "header_for_ever",
    "chunk_extension_for_ever",
    "trailers_for_ever",
    "chunks_of_one_byte",
    "early_answers_for_ever",
    "redirect_loop",
)
BEAT_SECONDS = 0.002
TIMES = 5


def measure(folder: Path) -> list[Row]:
    """Let the victim meet every fault, several times each."""
    command = [sys.executable, "-m", "benchmarks.hostile_servers", str(folder), *FAULTS]
    with started(command, ports=(), log=folder / "hostile.log", cwd=ROOT):
        wait_for(folder / "faults.json")
        victim = [sys.executable, "-m", "benchmarks.hostile", str(folder)]
        said = subprocess.run(victim, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    figures = json.loads(said)
    worst = max(figures["lags"], key=lambda name: float(figures["lags"][name]))
    lag = figures["lags"][worst] * 1000
    grown = figures["grown_bytes"] / 1024**2
    return [
        Row(
            figure="event-loop lag under a hostile server",
            ours=f"{lag:.0f} ms ({worst})",
            target="≤ 50 ms",
            met=lag <= 50,
        ),
        Row(
            figure="memory grown by hostile servers",
            ours=f"{grown:.1f} MiB",
            target="≤ 5 MiB",
            met=grown <= 5,
        ),
        Row(
            figure="descriptors left open a second later",
            ours=f"{figures['left_open']}",
            target="0",
            met=figures["left_open"] <= 0,
        ),
    ]


class _Heart:
    """The longest pause between beats, and the most memory seen at one."""

    def __init__(self) -> None:
        self._usage = Usage(os.getpid())
        self.lag_seconds = 0.0
        self.most_bytes = 0

    async def beat(self) -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(BEAT_SECONDS)
            self.lag_seconds = max(self.lag_seconds, time.monotonic() - began - BEAT_SECONDS)
            self.most_bytes = max(self.most_bytes, self._usage.rss_bytes)


async def suffer(met: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Run a probe into every fault; garbage is not collected meanwhile, so that leaks show."""
    net = Net(clock=SystemClock(), user_agent="jmo-monitor-benchmark", hosts={})
    probes = {
        name: HttpProbe.model_validate(
            {"id": "p", "kind": "http", "attempts": 1, "timeout": "5s", **options}
        )
        for name, options in met.items()
    }
    for _ in range(TIMES):
        await run(probes["good"], net, service="s", location="l")
    gc.disable()
    heart = _Heart()
    beating = asyncio.create_task(heart.beat())
    await asyncio.sleep(0.1)
    before, open_before = heart.most_bytes, _open_files()
    lags = {}
    for name, probe in probes.items():
        heart.lag_seconds = 0.0
        for _ in range(TIMES):
            await run(probe, net, service="s", location="l")
        await asyncio.sleep(2 * BEAT_SECONDS)
        lags[name] = heart.lag_seconds
    await asyncio.sleep(1)
    beating.cancel()
    return {
        "lags": lags,
        "grown_bytes": heart.most_bytes - before,
        "left_open": _open_files() - open_before,
    }


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


if __name__ == "__main__":
    faults = json.loads((Path(sys.argv[1]) / "faults.json").read_text())
    print(json.dumps(asyncio.run(suffer(faults))))
