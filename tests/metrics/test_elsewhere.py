"""What a scrape asks of the calendar and of the history."""

from prometheus_client import CollectorRegistry

from monitor.metrics.elsewhere import Elsewhere, ElsewhereCollector
from tests.metrics.samples import ELSEWHERE, PERIODS, History
from tests.support.clocks import EPOCH


def scraped(elsewhere: Elsewhere) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    registry = CollectorRegistry()
    registry.register(ElsewhereCollector(lambda: PERIODS, elsewhere))
    samples = (sample for family in registry.collect() for sample in family.samples)
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def store(history: History) -> dict[str, float]:
    """What is told of this history, by the end of the metric's name."""
    found = scraped(Elsewhere(store=lambda: history, periods=tuple))
    start = "jmo_monitor_store_"
    return {
        name[0].removeprefix(start): value
        for name, value in found.items()
        if name[0].startswith(start)
    }


def test_every_configured_period_is_told_and_whether_it_is_now() -> None:
    found = scraped(ELSEWHERE)
    assert found["jmo_calendar_period", "payday"] == 1
    assert found["jmo_calendar_period", "month-end"] == 0
    assert found["jmo_calendar_period_info", "month-end", "Akhir bulan", "Month-end"] == 1


def test_the_history_is_told_as_it_fares() -> None:
    fares = History(up=False, queued=7, dropped=1, errors=2, set_aside=3, size_bytes=5)
    assert store(fares) == {
        "up": 0,
        "queue": 7,
        "dropped_total": 1,
        "errors_total": 2,
        "set_aside_total": 3,
        "size_bytes": 5,
        "last_commit_timestamp_seconds": EPOCH.timestamp(),
    }


def test_before_anything_was_written_there_is_no_last_time() -> None:
    assert "last_commit_timestamp_seconds" not in store(History(last_commit_at=None))


def test_each_scrape_asks_anew_and_registering_does_not() -> None:
    asked: list[History] = []

    def ask() -> History:
        asked.append(History())
        return asked[-1]

    registry = CollectorRegistry()
    registry.register(ElsewhereCollector(lambda: (), Elsewhere(store=ask, periods=tuple)))
    assert asked == []
    list(registry.collect())
    list(registry.collect())
    assert len(asked) == 2
