"""What each fault costs a process that has nothing else to do, with the garbage collector off.

    python -m tests.support.faults.victim FOLDER

reads a JSON list of groups of faults from standard input; the faults of a group are met at the same
time. Prints the cost of each as JSON.
"""

import asyncio
import ctypes
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from monitor.clock import SystemClock
from monitor.net.toolbox import Net
from monitor.probes import KINDS
from monitor.probes.run import run
from tests.support.ownnet import pingable

DEADLINE_SECONDS = 0.8
RETRIES = 3
"""A busy machine stops a process whenever it likes; what is our own fault comes again each time."""
CLOSED_SECONDS = 1.0
"""So long descriptors may take to be closed."""
_BEAT_SECONDS = 0.002
Options = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a run into a fault cost."""

    overrun_seconds: float
    """How long after its deadline it ended."""
    lag_seconds: float
    """The longest that the loop stood still."""
    grown_bytes: int
    """By so much resident memory grew at its highest."""
    left_open: int
    """So many descriptors were still open a second later."""

    @property
    def is_small(self) -> bool:
        """Whether all of it is within its limit."""
        return all(getattr(self, each.name) <= getattr(LIMITS, each.name) for each in fields(self))

    def least(self, other: "Cost") -> "Cost":
        """The smaller of each."""
        pairs = {each.name: (getattr(self, each.name), getattr(other, each.name)) for each in _ALL}
        return Cost(**{name: min(pair) for name, pair in pairs.items()})


_ALL = fields(Cost)
LIMITS = Cost(overrun_seconds=0.1, lag_seconds=0.05, grown_bytes=5 * 1024 * 1024, left_open=0)


class _Servers:
    """The other process, which has the faults."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.support.faults.serving", str(folder)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def have(self, faults: list[str]) -> list[Options]:
        """The keys of the probes that run into these faults, which exist from now on."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(faults) + "\n")
        self._process.stdin.flush()
        options: list[Options] = json.loads(self._process.stdout.readline())
        return options

    def end(self) -> None:
        """Have no faults any more."""
        self._process.communicate()


class _Heart:
    """The longest pause between beats."""

    def __init__(self) -> None:
        self.lag_seconds = 0.0

    async def beat(self) -> None:
        """Until it is cancelled."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(_BEAT_SECONDS)
            self.lag_seconds = max(self.lag_seconds, time.monotonic() - began - _BEAT_SECONDS)


class _Memory:
    """By how much resident memory grows at its highest, however short that is."""

    def __init__(self) -> None:
        # What was freed is given back, so that each run pays for itself.
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5")  # the highest begins anew: proc(5)
        self._before = self._highest()

    @property
    def grown_bytes(self) -> int:
        """Since the beginning."""
        return self._highest() - self._before

    def _highest(self) -> int:
        lines = Path("/proc/self/status").read_text().splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


async def suffer(groups: list[list[str]], servers: _Servers) -> dict[str, Cost]:
    """Meet all groups; a fault that cost too much is met again, alone, and the least counts."""
    net = Net(clock=SystemClock(), user_agent="jmo-monitor-test", hosts={})
    heart = _Heart()
    beating = asyncio.create_task(heart.beat())
    await _met(["http/good"], servers, net, heart)
    gc.freeze()  # what stays for ever need not be looked through each time
    costs: dict[str, Cost] = {}
    for group in groups:
        costs |= dict.fromkeys(group, await _met(group, servers, net, heart))
        for fault in group:
            for _ in range(RETRIES):
                if costs[fault].is_small:
                    break
                again = await _met([fault], servers, net, heart)
                costs[fault] = costs[fault].least(again)
    beating.cancel()
    return costs


async def _met(faults: list[str], servers: _Servers, net: Net, heart: _Heart) -> Cost:
    probes = [
        KINDS[kind].model_validate(
            {"id": "p", "kind": kind, "attempts": 1, "timeout": f"{DEADLINE_SECONDS}s", **options}
        )
        for fault, options in zip(faults, servers.have(faults), strict=True)
        for kind in (fault.partition("/")[0],)
    ]
    for probe in probes:
        probe.prepare(net)  # as the program does, off the loop
    with _without_garbage_collection():
        await asyncio.sleep(2 * _BEAT_SECONDS)
        memory, open_before = _Memory(), _open_files()
        heart.lag_seconds = 0.0
        began = time.monotonic()
        await asyncio.gather(*(run(probe, net, service="s", location="l") for probe in probes))
        took = time.monotonic() - began
        await asyncio.sleep(2 * _BEAT_SECONDS)
        lag_seconds, grown_bytes = heart.lag_seconds, memory.grown_bytes
        return Cost(
            overrun_seconds=max(0.0, took - DEADLINE_SECONDS),
            lag_seconds=lag_seconds,
            grown_bytes=grown_bytes,
            left_open=await _left_open(open_before),
        )


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def _left_open(before: int) -> int:
    deadline = time.monotonic() + CLOSED_SECONDS
    while _open_files() > before and time.monotonic() < deadline:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.01)
    return max(0, _open_files() - before)


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208


def main() -> None:
    """Read, meet, print."""
    groups = json.load(sys.stdin)
    with pingable():
        servers = _Servers(Path(sys.argv[1]))
        try:
            costs = asyncio.run(suffer(groups, servers))
        finally:
            servers.end()
    print(json.dumps({fault: asdict(cost) for fault, cost in costs.items()}))


if __name__ == "__main__":
    main()
