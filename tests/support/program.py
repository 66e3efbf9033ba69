"""The whole program: within a test's own process, or as a process of its own."""

import asyncio
import gc
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import structlog
from prometheus_client.parser import text_string_to_metric_families

from monitor.app import Monitor, Options
from monitor.clock import Clock, SystemClock
from monitor.config.loader import load
from monitor.model import Assessment
from tests.support.clocks import ManualClock

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0
"""Nothing that a test waits for takes so long, even on a busy machine."""

Event = dict[str, Any]


@dataclass(slots=True)
class Client:
    """Asks the program over HTTP, a connection for each request."""

    url: str
    """Ends in a slash."""

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """The answer to GET."""
        return await self._ask("GET", path, headers)

    async def post(self, path: str, **headers: str) -> httpx.Response:
        """The answer to POST."""
        return await self._ask("POST", path, headers)

    async def until_ready(self) -> None:
        """Wait until the schedule runs."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await self.get("/-/ready")).status_code != 200:
                pass

    async def _ask(self, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False, verify=False, timeout=30) as client:
            return await client.request(method, self.url + path[1:], headers=headers)

    async def samples(self) -> "Samples":
        """Everything that `/metrics` says now."""
        answer = await self.get("/metrics")
        assert answer.status_code == 200, answer.text
        return Samples.of(answer.text)


@dataclass(frozen=True, slots=True)
class Samples:
    """A scrape: name, labels, value."""

    every: tuple[tuple[str, dict[str, str], float], ...]

    @classmethod
    def of(cls, text: str) -> "Samples":
        """Read the text format."""
        families = text_string_to_metric_families(text)
        return cls(tuple((s.name, s.labels, s.value) for f in families for s in f.samples))

    def values(self, name: str, **labels: str) -> list[float]:
        """The values of the samples with this name and, at least, these labels."""
        return [v for n, its, v in self.every if n == name and labels.items() <= its.items()]

    def value(self, name: str, **labels: str) -> float:
        """The value of the only such sample."""
        (only,) = self.values(name, **labels)
        return only

    def runs(self) -> dict[str, float]:
        """How often each probe ran, by its id."""
        names = self.labels("probe_runs_total", "probe")
        return {name: sum(self.values("probe_runs_total", probe=name)) for name in names}

    def labels(self, name: str, label: str) -> set[str]:
        """The values of a label over all samples with this name."""
        return {its[label] for n, its, _ in self.every if n == name}


class Journal:
    """Takes what the program logs, and lets a test wait for an event."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()

    def add(self, event: Event) -> None:
        """Take an event, from whatever thread."""
        self.events.append(event)
        self._loop.call_soon_threadsafe(self._news.set)

    def said(self, event: str, **fields: Any) -> list[Event]:
        """The events of this name with, at least, these fields."""
        wanted = {"event": event, **fields}
        return [seen for seen in self.events if wanted.items() <= seen.items()]

    async def until(self, event: str, *, count: int = 1, **fields: Any) -> Event:
        """Wait until such an event has come for the `count`th time; returns that one."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.said(event, **fields)) < count:
                self._news.clear()
                await self._news.wait()
        return self.said(event, **fields)[count - 1]


@dataclass(slots=True)
class Inner(Client):
    """The program in this process."""

    journal: Journal
    monitor: Monitor
    running: asyncio.Task[None]

    async def stop(self) -> None:
        """Tell it to end, as an operator does, and wait until it has."""
        signal.raise_signal(signal.SIGTERM)
        await self.running


async def until(program: Inner, clock: ManualClock, happened: Callable[[Samples], bool]) -> Samples:
    """Let a scrape's second pass again and again, until a scrape says that this is so."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            clock.advance(1)
            samples = await program.samples()
            if happened(samples):
                return samples


@asynccontextmanager
async def inner_program(
    config: Path,
    *,
    clock: Clock | None = None,
    reload_enabled: bool = False,
    hear: Callable[[Assessment], None] = lambda assessment: None,
) -> AsyncIterator[Inner]:
    """Run the program on this loop until the block ends; begins when it is ready.

    Its log is in `journal`.
    """
    options = Options(
        config=config,
        data=config.parent / "data",
        host="127.0.0.1",
        port=0,
        reload_enabled=reload_enabled,
    )
    with _own_log() as journal, _own_collector():
        monitor = Monitor(load(config, os.environ), options, clock or SystemClock(), hear=hear)
        running = asyncio.create_task(monitor.run())
        serving = asyncio.create_task(journal.until("serving"))
        await asyncio.wait({running, serving}, return_when=asyncio.FIRST_COMPLETED)
        url = (await serving)["url"]
        program = Inner(url=url, journal=journal, monitor=monitor, running=running)
        try:
            await program.until_ready()
            yield program
        finally:
            if not running.done():
                await program.stop()


@contextmanager
def _own_log() -> Iterator[Journal]:
    journal = Journal()

    def take(logger: object, method: str, event: Any) -> Any:
        journal.add({**event, "level": method})
        raise structlog.DropEvent

    structlog.configure(processors=[structlog.processors.format_exc_info, take])
    try:
        yield journal
    finally:
        structlog.reset_defaults()


@contextmanager
def _own_collector() -> Iterator[None]:
    """The program sets the garbage collector up for itself; a test's process has others' too."""
    before = gc.get_threshold()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


@dataclass(slots=True)
class Outer(Client):
    """The program as a process of its own: its log, line by line and as events."""

    journal: Journal
    process: asyncio.subprocess.Process
    lines: list[str]

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to end; returns its exit code."""
        self.process.send_signal(number)
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self.process.wait()


@asynccontextmanager
async def outer_program(config: Path, *options: str) -> AsyncIterator[Outer]:
    """Run the program as a process until the block ends; begins when it is ready.

    Its log is JSON, at debug level.
    """
    journal, lines = Journal(), list[str]()
    logging = ("--log-level", "debug", "--log-format", "json")
    folder = ("--data", str(config.parent / "data"))
    listen = ("--listen", "127.0.0.1:0")
    arguments = ("run", "--config", str(config), *folder, *listen, *logging, *options)
    process = await asyncio.create_subprocess_exec(
        *command(*arguments), cwd=ROOT, stdout=asyncio.subprocess.DEVNULL, stderr=PIPE
    )
    reading = asyncio.create_task(_read_log(process, journal, lines))
    try:
        program = Outer((await journal.until("serving"))["url"], journal, process, lines)
        await program.until_ready()
        yield program
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def _read_log(
    process: asyncio.subprocess.Process, journal: Journal, lines: list[str]
) -> None:
    assert process.stderr is not None
    async for line in process.stderr:
        lines.append(line.decode())
        journal.add(json.loads(line))


@dataclass(frozen=True, slots=True)
class Said:
    """What a command came to."""

    exit_code: int
    stdout: str
    stderr: str


async def said(*arguments: str, **environ: str) -> Said:
    """Run a command of the program as a process of its own, to its end."""
    process = await asyncio.create_subprocess_exec(
        *command(*arguments), cwd=ROOT, stdout=PIPE, stderr=PIPE, env={**os.environ, **environ}
    )
    async with asyncio.timeout(PATIENCE_SECONDS):
        stdout, stderr = await process.communicate()
    return Said(process.returncode or 0, stdout.decode(), stderr.decode())


def command(*arguments: str) -> list[str]:
    """The program's command line."""
    return [sys.executable, "-m", "monitor", *arguments]
