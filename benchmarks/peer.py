"""Blackbox exporter, asked as Prometheus asks it: over kept connections, at a steady rate."""

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import yaml

from benchmarks.targets import Target
from benchmarks.usage import Usage
from tests.support.processes import blackbox_exporter

_PROCESSING = re.compile(r'^probe_http_duration_seconds\{phase="processing"\} (\S+)$', re.MULTILINE)
_SUCCESS = re.compile(r"^probe_success 1$", re.MULTILINE)
_CONNECTIONS = 64


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of /probe."""

    url: str
    ended_at: float
    """Unix time."""
    page: str

    @property
    def processing_seconds(self) -> float:
        """The time to the first byte, as it measured it."""
        found = _PROCESSING.search(self.page)
        if found is None or not _SUCCESS.search(self.page):
            raise RuntimeError(f"blackbox exporter failed to probe {self.url}:\n{self.page}")
        return float(found[1])


@dataclass(frozen=True, slots=True)
class Blackbox:
    """A running blackbox exporter."""

    port: int
    usage: Usage

    async def probe(self, urls: list[str], per_second: float, seconds: float) -> list[Answer]:
        """Have it probe the URLs in turn, at a fixed rate."""
        waiting: asyncio.Queue[str | None] = asyncio.Queue()
        answers: list[Answer] = []
        workers = [self._work(waiting, answers) for _ in range(_CONNECTIONS)]
        running = asyncio.gather(*workers)
        began = time.monotonic()
        for number in range(int(per_second * seconds)):
            await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
            waiting.put_nowait(urls[number % len(urls)])
        for _ in workers:
            waiting.put_nowait(None)
        await running
        return answers

    async def _work(self, waiting: asyncio.Queue[str | None], answers: list[Answer]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            while (url := await waiting.get()) is not None:
                target = f"/probe?module=http&target={quote(url, safe='')}"
                writer.write(f"GET {target} HTTP/1.1\r\nHost: blackbox\r\n\r\n".encode())
                page = await _read(reader)
                answers.append(Answer(url, time.time(), page.decode()))
        finally:
            writer.close()
            await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> bytes:
    """The body of one answer, by its length or in chunks."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = re.search(rb"content-length: (\d+)", head)
    if length is not None:
        return await reader.readexactly(int(length[1]))
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return body


@contextmanager
def blackbox(folder: Path, target: Target) -> Iterator[Blackbox]:
    """Run blackbox exporter with one module that does what our probes do."""
    http = {
        "preferred_ip_protocol": "ip4",
        "enable_http2": False,
        "tls_config": {"ca_file": str(target.root_file), "server_name": target.tls["server_name"]},
    }
    config = {"modules": {"http": {"prober": "http", "timeout": "5s", "http": http}}}
    with blackbox_exporter(folder, yaml.safe_dump(config)) as process:
        yield Blackbox(process.ports[0], Usage(process.pid))
