"""What prometheus_client collects from: figures of probes and services, and of the monitor."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from monitor.metrics.family import F, Family, label, named
from monitor.metrics.histogram import Histogram
from monitor.metrics.metrics import Snapshot
from monitor.metrics.own import Own
from monitor.metrics.readings import one_hot
from monitor.model import Verdict


class FiguresCollector(Collector, Generic[F]):
    """All families of the probes, or of the services, the slow way."""

    def __init__(self, families: Sequence[Family[F]], figures: Callable[[], Sequence[F]]) -> None:
        self._families = families
        self._figures = figures

    def describe(self) -> Iterable[Metric]:
        """The families without samples."""
        return [family.empty() for family in self._families]

    def collect(self) -> Iterator[Metric]:
        """The families with the samples of all things."""
        things = self._figures()
        for family in self._families:
            metric = family.empty()
            for figures in things:
                family.add_to(metric, figures)
            yield metric


class OwnCollector(Collector):
    """The monitor's figures about itself and its configuration."""

    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self._snapshot = snapshot

    def collect(self) -> Iterator[Metric]:
        """The families with their samples."""
        snapshot = self._snapshot()
        yield from _program(snapshot)
        yield _verdict(snapshot.verdict)
        yield from _configuration(snapshot.own)
        yield from _schedule(snapshot.own)
        yield from _loop(snapshot.own, snapshot.now)
        yield _network(snapshot.own)


def _info(name: str, text: str, labels: dict[str, str]) -> Metric:
    metric = GaugeMetricFamily(name, text, labels=tuple(labels))
    metric.add_metric(tuple(map(label, labels.values())), 1)
    return metric


def _histogram(name: str, text: str, histogram: Histogram) -> Metric:
    return HistogramMetricFamily(name, text, buckets=named(histogram), sum_value=histogram.total)


def _program(snapshot: Snapshot) -> Iterator[Metric]:
    yield _info(
        "jmo_monitor_build_info",
        "The version of the monitor and of the Python that runs it.",
        {"version": snapshot.version, "python": snapshot.python},
    )
    yield _info(
        "jmo_monitor_location_info",
        "From where this monitor looks: one place's view is one place's view.",
        {"location": snapshot.roster.location},
    )


def _verdict(verdict: Verdict) -> Metric:
    metric = GaugeMetricFamily(
        "jmo_verdict",
        "1 for the one word that stands for the whole of JMO now, 0 for the others.",
        labels=("verdict",),
    )
    for word, value in one_hot(Verdict, verdict):
        metric.add_metric(word, value)
    return metric


def _configuration(own: Own) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "jmo_monitor_config_last_reload_successful",
        "1 where the configuration was taken over when it was last read, 0 where it was refused.",
        value=own.reload_succeeded,
    )
    yield GaugeMetricFamily(
        "jmo_monitor_config_last_reload_success_timestamp_seconds",
        "When a configuration was last taken over.",
        value=own.reloaded_at_seconds,
    )


def _schedule(own: Own) -> Iterator[Metric]:
    yield _histogram(
        "jmo_monitor_run_lateness_seconds",
        "How long after its tick a run began.",
        own.lateness,
    )
    yield GaugeMetricFamily("jmo_monitor_runs_in_flight", "Runs under way.", value=own.in_flight)
    yield CounterMetricFamily(
        "jmo_monitor_clock_steps_total", "How often the wall clock jumped.", value=own.clock_steps
    )


def _loop(own: Own, now: float) -> Iterator[Metric]:
    yield _histogram(
        "jmo_monitor_event_loop_lag_seconds",
        "By how much the probing loop was late for its heartbeats.",
        own.lag,
    )
    yield GaugeMetricFamily(
        "jmo_monitor_event_loop_lag_max_seconds",
        "The highest lag of the probing loop in the last minute; absent where it had no heartbeat.",
        value=own.highest_lag(now),
    )


def _network(own: Own) -> Metric:
    return GaugeMetricFamily(
        "jmo_monitor_own_network_up",
        "1 where a quorum of controls answered when they were last asked, 0 where none did; "
        "absent until they are asked.",
        value=own.network_up,
    )
