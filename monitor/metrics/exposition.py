"""A scrape's answer: written in pieces, by one writer at a time, at most once a second.

The probing loop must not feel a scrape. So only what changed is written, and the writer, which runs
in the web server's thread, lets go of the interpreter every now and then.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from monitor.clock import Clock
from monitor.metrics.catalogue import PROBE_FAMILIES
from monitor.metrics.collectors import OwnCollector
from monitor.metrics.figures import Figures
from monitor.metrics.formats import OPENMETRICS, TEXT, Format, Page, choose
from monitor.metrics.metrics import Metrics
from monitor.metrics.sheet import Sheet

FRESH_SECONDS = 1.0
"""A page is given out again for so long."""
STINT_SECONDS = 0.003
"""The writer lets go of the interpreter after so long; by itself, Python makes others wait 5 ms."""
PAUSE_SECONDS = 0.0005
"""Long enough for a waiting thread to take over; a pause of zero would not be."""
PIECE_BYTES = 256 * 1024
"""Pieces of a page are not much longer: neither to join nor to send one takes long."""
BATCH = 50
"""So many probes' blocks are joined before their length is looked at."""


class Exposition:
    """Writes the pages of `/metrics`; belongs to one event loop."""

    def __init__(self, metrics: Metrics, clock: Clock) -> None:
        self._metrics = metrics
        self._clock = clock
        self._others = CollectorRegistry()
        register_others(self._others, metrics)
        self._headers = {format: _headers(format) for format in (TEXT, OPENMETRICS)}
        self._sheets: dict[tuple[str, str, str], Sheet] = {}
        self._pages: dict[Format, tuple[float, Page]] = {}
        self._lock = asyncio.Lock()

    async def page(self, accept: str) -> Page:
        """The answer to a scrape with this Accept header, at most a second old."""
        format = choose(accept)
        async with self._lock:
            written_at, page = self._pages.get(format, (float("-inf"), None))
            if page is None or self._clock.monotonic() - written_at >= FRESH_SECONDS:
                page = await self._write(format)
                self._pages[format] = self._clock.monotonic(), page
            return page

    async def _write(self, format: Format) -> Page:
        stint = _Stint(self._clock)
        sheets = await self._sheets_of(self._metrics.snapshot().probes, stint)
        pieces = []
        for piece in _joined(self._headers[format], sheets):
            pieces.append(piece)
            await stint.rest()
        return Page(format.content_type, (*pieces, format.write(self._others)))

    async def _sheets_of(self, probes: Sequence[Figures], stint: "_Stint") -> list[Sheet]:
        """The probes' sheets; those of removed probes are forgotten."""
        sheets = {}
        for figures in probes:
            sheet = self._sheets.get(figures.key)
            if sheet is None or sheet.figures is not figures:
                sheet = Sheet.of(figures, sheet)
                await stint.rest()
            sheets[figures.key] = sheet
        self._sheets = sheets
        return list(sheets.values())


class _Stint:
    """Work done at a stretch, in a thread that shares the interpreter with the probing loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock.monotonic()

    async def rest(self) -> None:
        """Let the other thread have the interpreter, if we have held it for long."""
        if self._clock.monotonic() - self._began >= STINT_SECONDS:
            await asyncio.sleep(PAUSE_SECONDS)
            self._began = self._clock.monotonic()


def register_others(registry: CollectorRegistry, metrics: Metrics) -> None:
    """Register everything that does not belong to a probe."""
    registry.register(OwnCollector(metrics.snapshot))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)


def _headers(format: Format) -> list[bytes]:
    """The lines before each family's samples, as prometheus_client writes them."""
    return [_alone(family.empty(), format) for family in PROBE_FAMILIES]


def _alone(metric: Metric, format: Format) -> bytes:
    registry = CollectorRegistry()
    registry.register(_Single(metric))
    return format.write(registry).removesuffix(format.end)


class _Single(Collector):
    def __init__(self, metric: Metric) -> None:
        self._metric = metric

    def collect(self) -> Iterable[Metric]:
        return (self._metric,)


def _joined(headers: Sequence[bytes], sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """The probes' part of a page: family by family, in it probe by probe."""
    batches = [sheets[at : at + BATCH] for at in range(0, len(sheets), BATCH)]
    pending: list[bytes] = []
    size = 0
    for at, header in enumerate(headers):
        pending.append(header)
        for batch in batches:
            text = b"".join([sheet.blocks[at] for sheet in batch])
            pending.append(text)
            size += len(text)
            if size >= PIECE_BYTES:
                yield b"".join(pending)
                pending, size = [], 0
    yield b"".join(pending)
