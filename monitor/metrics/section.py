"""One part of a page: the families of one sort of thing, written in pieces, with rests between."""

import asyncio
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from monitor.clock import Clock
from monitor.metrics.family import Family, Labelled
from monitor.metrics.formats import OPENMETRICS, TEXT, Format
from monitor.metrics.sheet import Sheet

STINT_SECONDS = 0.003
"""The writer lets go of the interpreter after so long, however long Python would let it go on."""
PAUSE_SECONDS = 0.0005
"""Long enough for a waiting thread to take over; a pause of zero would not be."""
PIECE_BYTES = 256 * 1024
"""Pieces of a page are not much longer: neither to join nor to send one takes long."""
BATCH = 50
"""So many things' blocks are joined before their length is looked at."""


class Keyed(Labelled, Protocol):
    """The figures of one thing, which can be told from others."""

    @property
    def key(self) -> Hashable:
        """What makes it the same thing later on."""
        ...


K = TypeVar("K", bound=Keyed)


class Stint:
    """Work done at a stretch, in a thread that shares the interpreter with the probing loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock.monotonic()

    async def rest(self) -> None:
        """Let the other thread have the interpreter, if we have held it for long."""
        if self._clock.monotonic() - self._began >= STINT_SECONDS:
            await asyncio.sleep(PAUSE_SECONDS)
            self._began = self._clock.monotonic()


class Section(Generic[K]):
    """The part of the pages that is about probes, or about services."""

    def __init__(self, families: Sequence[Family[K]]) -> None:
        self._families = families
        self._headers = {format: _headers(families, format) for format in (TEXT, OPENMETRICS)}
        self._sheets: dict[Hashable, Sheet[K]] = {}

    async def write(self, things: Sequence[K], format: Format, stint: Stint) -> list[bytes]:
        """The pieces about these things; what is not among them any more is forgotten."""
        sheets = await self._sheets_of(things, stint)
        pieces = []
        for piece in _joined(self._headers[format], sheets):
            pieces.append(piece)
            await stint.rest()
        return pieces

    async def _sheets_of(self, things: Sequence[K], stint: Stint) -> list[Sheet[K]]:
        sheets = {}
        for figures in things:
            sheet = self._sheets.get(figures.key)
            if sheet is None or sheet.figures is not figures:
                sheet = Sheet.of(self._families, figures, sheet)
                await stint.rest()
            sheets[figures.key] = sheet
        self._sheets = sheets
        return list(sheets.values())


def _headers(families: Sequence[Family[K]], format: Format) -> list[bytes]:
    """The lines before each family's samples, as prometheus_client writes them."""
    return [_alone(family.empty(), format) for family in families]


def _alone(metric: Metric, format: Format) -> bytes:
    registry = CollectorRegistry()
    registry.register(_Single(metric))
    return format.write(registry).removesuffix(format.end)


class _Single(Collector):
    def __init__(self, metric: Metric) -> None:
        self._metric = metric

    def collect(self) -> Iterable[Metric]:
        return (self._metric,)


def _joined(headers: Sequence[bytes], sheets: Sequence[Sheet[K]]) -> Iterator[bytes]:
    """The text of all families: family by family, in it thing by thing."""
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
