"""A scrape's answer: written in pieces, by one writer at a time, at most once a second.

The probing loop must not feel a scrape. So only what changed is written, and the writer, which runs
in the web server's thread, lets go of the interpreter every now and then.
"""

import asyncio

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector

from monitor.clock import Clock
from monitor.metrics.catalogue import PROBE_FAMILIES
from monitor.metrics.collectors import OwnCollector
from monitor.metrics.elsewhere import Elsewhere, ElsewhereCollector
from monitor.metrics.formats import Format, Page, choose
from monitor.metrics.metrics import Metrics
from monitor.metrics.section import Section, Stint
from monitor.metrics.service_catalogue import SERVICE_FAMILIES

FRESH_SECONDS = 1.0
"""A page is given out again for so long."""


class Exposition:
    """Writes the pages of `/metrics`; belongs to one event loop."""

    def __init__(self, metrics: Metrics, clock: Clock, elsewhere: Elsewhere) -> None:
        self._metrics = metrics
        self._clock = clock
        self._others = CollectorRegistry()
        register_others(self._others, metrics, elsewhere)
        self._probes = Section(PROBE_FAMILIES)
        self._services = Section(SERVICE_FAMILIES)
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
        stint = Stint(self._clock)
        snapshot = self._metrics.snapshot()
        probes = await self._probes.write(snapshot.probes, format, stint)
        services = await self._services.write(snapshot.services, format, stint)
        return Page(format.content_type, (*probes, *services, format.write(self._others)))


def register_others(registry: CollectorRegistry, metrics: Metrics, elsewhere: Elsewhere) -> None:
    """Register everything that belongs neither to a probe nor to a service."""
    registry.register(OwnCollector(metrics.snapshot))
    registry.register(ElsewhereCollector(lambda: metrics.roster.periods, elsewhere))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
