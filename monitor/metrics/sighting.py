"""One outcome in blackbox exporter's form: gauges without the probe's labels, for `/probe`."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from monitor.metrics.formats import Page, choose
from monitor.metrics.measured import MEASURES, TIMEOUT
from monitor.model import Result, Sighting


def sighting_page(sighting: Sighting, accept: str) -> Page:
    """The answer to a scrape of one probe with this Accept header."""
    registry = CollectorRegistry()
    registry.register(_SightingCollector(sighting))
    format = choose(accept)
    return Page(format.content_type, (format.write(registry),))


class _SightingCollector(Collector):
    def __init__(self, sighting: Sighting) -> None:
        self._sighting = sighting

    def collect(self) -> Iterator[Metric]:
        outcome = self._sighting.outcome
        measures = () if outcome.result is Result.VOID else MEASURES
        for measure in (TIMEOUT, *measures):
            points = list(measure.read(outcome))
            if points:
                metric = GaugeMetricFamily(measure.name, measure.help, labels=measure.further)
                for further, value in points:
                    metric.add_metric(further, value)
                yield metric
        yield GaugeMetricFamily(
            "probe_age_seconds",
            "How long ago the run ended that this answer tells of.",
            value=self._sighting.age_seconds,
        )
