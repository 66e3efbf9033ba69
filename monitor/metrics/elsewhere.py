"""What a scrape asks other parts of the program, which are handed in: the calendar, the history."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from monitor.metrics.family import label
from monitor.metrics.readings import stamp
from monitor.model import PeriodInfo


class StoreFigures(Protocol):
    """How the history fares."""

    @property
    def up(self) -> bool:
        """Whether the last try to write went well."""
        ...

    @property
    def queued(self) -> int:
        """Items that are not written yet."""
        ...

    @property
    def dropped(self) -> int:
        """Items that found no room to wait, since the start."""
        ...

    @property
    def errors(self) -> int:
        """Tries to write that failed, since the start."""
        ...

    @property
    def set_aside(self) -> int:
        """Broken files that were put aside, since the start."""
        ...

    @property
    def size_bytes(self) -> int:
        """The history on disk; 0 while there is none."""
        ...

    @property
    def last_commit_at(self) -> datetime | None:
        """When something was last written; None until then."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Asked at every scrape, in the thread and the loop of whoever scrapes; must not wait."""

    store: Callable[[], StoreFigures]
    periods: Callable[[], Collection[str]]
    """The ids of the calendar periods that are now."""


class ElsewhereCollector(Collector):
    """The calendar and the history, as they are at the moment of a scrape."""

    def __init__(
        self, configured: Callable[[], Sequence[PeriodInfo]], elsewhere: Elsewhere
    ) -> None:
        self._configured = configured
        self._elsewhere = elsewhere

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: to register is not yet to ask."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """The families with their samples."""
        yield from _calendar(self._configured(), self._elsewhere.periods())
        yield from _store_now(store := self._elsewhere.store())
        yield from _store_counts(store)


def _calendar(configured: Sequence[PeriodInfo], active: Collection[str]) -> Iterator[Metric]:
    info = GaugeMetricFamily(
        "jmo_calendar_period_info",
        "A configured calendar period and its name.",
        labels=("period", "name", "name_en"),
    )
    now = GaugeMetricFamily(
        "jmo_calendar_period",
        "1 where it is now this calendar period, such as month-end; 0 where it is not.",
        labels=("period",),
    )
    for period in configured:
        info.add_metric(tuple(map(label, (period.id, period.name, period.name_en))), 1)
        now.add_metric((label(period.id),), period.id in active)
    yield info
    yield now


def _store_now(store: StoreFigures) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "jmo_monitor_store_up",
        "1 where the last try to write the history went well, 0 where it did not.",
        value=store.up,
    )
    yield GaugeMetricFamily(
        "jmo_monitor_store_queue",
        "Items that wait to be written to the history.",
        value=store.queued,
    )
    yield GaugeMetricFamily(
        "jmo_monitor_store_size_bytes",
        "The history's file with what SQLite keeps beside it.",
        value=store.size_bytes,
    )
    yield GaugeMetricFamily(
        "jmo_monitor_store_last_commit_timestamp_seconds",
        "When something was last written to the history; absent until then.",
        value=stamp(store.last_commit_at),
    )


def _store_counts(store: StoreFigures) -> Iterator[Metric]:
    yield CounterMetricFamily(
        "jmo_monitor_store_dropped_total",
        "Items that found no room to wait and are missing from the history.",
        value=store.dropped,
    )
    yield CounterMetricFamily(
        "jmo_monitor_store_errors_total",
        "Tries to write the history that failed.",
        value=store.errors,
    )
    yield CounterMetricFamily(
        "jmo_monitor_store_set_aside_total",
        "Broken history files that were put aside.",
        value=store.set_aside,
    )
