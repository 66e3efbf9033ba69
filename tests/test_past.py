"""What the history comes to: uptimes, budgets and periods out of a real file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config.settings import Settings
from monitor.model import Budget, Grain, Objective, Result, Segment, State
from monitor.past import (
    BURN_SECONDS,
    DAY_SECONDS,
    SPANS_SECONDS,
    Past,
    deciding,
    quick_runs,
    runs_of,
    settled,
)
from monitor.store import Reader, Store, StoreError
from tests.config.files import load_text
from tests.store.samples import assessed, failed, history, outcome, written

NOW = datetime(2026, 10, 10, tzinfo=UTC)
CONFIGURATION = """\
location: jakarta
timezone: UTC
contact: https://example.org/contact
services:
  - id: web
    name: Web
    symptom: {id: mati, en: dead}
    slo: {availability: 99%, latency: {under: 2s, target: 90%}, window: 7d}
    probes:
      - {id: web-page, kind: http, url: "https://www.example.org/"}
      - {id: web-name, kind: dns, name: www.example.org, record: A, role: supporting}
  - id: shop
    name: Shop
    symptom: {id: mati, en: dead}
    probes:
      - {id: shop-page, kind: http, url: "https://www.example.com/", role: supporting}
calendar:
  - {id: early, name: Early, days: 1..5}
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_text(tmp_path, CONFIGURATION)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with history(tmp_path / "history.sqlite") as kept:
        yield kept


def days(count: float) -> datetime:
    """So many days before now."""
    return NOW - timedelta(days=count)


def segment(state: State, began: float, ended: float, service: str = "web") -> Segment:
    """From so many to so many days before now."""
    return Segment(service=service, state=state, began_at=days(began), ended_at=days(ended))


def keep(store: Store, *segments: Segment) -> None:
    """Have these in the history."""
    store.put(assessed(segments=segments))
    written(store)


def past(store: Store, settings: Settings) -> Past:
    """The past as the store has it."""
    return Past(store.reader, settings)


def left(budget: Budget | None) -> float:
    """What is left of a budget that there is."""
    assert budget is not None
    return budget.left


def test_uptimes_are_of_the_last_spans(store: Store, settings: Settings) -> None:
    keep(store, segment(State.UP, 10, 2), segment(State.DOWN, 2, 1), segment(State.UP, 1, 0))
    found = past(store, settings).uptimes("web", NOW)
    assert set(found) == set(SPANS_SECONDS)
    assert found[DAY_SECONDS].ratio == 1
    assert found[7 * DAY_SECONDS].ratio == pytest.approx(6 / 7)
    assert found[30 * DAY_SECONDS].ratio == pytest.approx(9 / 10)
    assert found[30 * DAY_SECONDS].coverage == pytest.approx(1 / 3)


def test_the_newest_minutes_that_are_not_settled_are_not_called_unknown(
    store: Store, settings: Settings
) -> None:
    keep(store, segment(State.UP, 10, 0))
    later = NOW + timedelta(minutes=20)
    assert past(store, settings).uptimes("web", later)[DAY_SECONDS].unknown_seconds == 0
    much_later = NOW + timedelta(hours=6)
    seen = past(store, settings).uptimes("web", much_later)[DAY_SECONDS]
    assert seen.unknown_seconds == 6 * 3600


def test_where_nothing_is_stored_nothing_is_settled_before_now() -> None:
    assert settled([], NOW) == NOW


def test_availability_is_counted_over_the_window_and_the_burn_rates(
    store: Store, settings: Settings
) -> None:
    keep(store, segment(State.UP, 9, 0.5), segment(State.DOWN, 0.5, 0.465))
    keep(store, segment(State.UP, 0.465, 0))
    _, (availability, _) = past(store, settings).lately("web", NOW)
    assert availability.objective is Objective.AVAILABILITY
    assert left(availability.budget) == pytest.approx(1 - 0.035 / 7 / 0.01)
    assert set(availability.recent) == set(BURN_SECONDS)
    assert left(availability.recent[3600]) == 1
    assert left(availability.recent[DAY_SECONDS]) == pytest.approx(1 - 3.5)
    # The window is of the 3rd to the 9th: the outage of the 9th is not early in the month.
    assert left(availability.periods["early"]) == 1
    assert left(availability.outside["early"]) == pytest.approx(1 - 0.035 / 4 / 0.01)


def test_latency_is_counted_by_the_runs_of_critical_probes(
    store: Store, settings: Settings
) -> None:
    for at in range(20):
        seconds = 2.5 if at < 4 else 0.2
        named = {"service": "web", "probe": "web-page", "started_at": days(1)}
        store.put(assessed(outcome(**named, duration_seconds=seconds)))
        store.put(assessed(outcome(**{**named, "probe": "web-name"}, duration_seconds=9.0)))
    written(store)
    _, (_, latency) = past(store, settings).lately("web", NOW)
    assert latency.objective is Objective.LATENCY
    assert left(latency.budget) == pytest.approx(1 - 0.2 / 0.1)
    assert latency.recent[3600] is None
    assert left(latency.recent[259_200]) == pytest.approx(-1)
    assert latency.periods["early"] is None
    assert left(latency.outside["early"]) == pytest.approx(-1)


def test_a_service_without_objectives_has_uptimes_alone(store: Store, settings: Settings) -> None:
    keep(store, segment(State.UP, 1, 0, "shop"))
    uptimes, slos = past(store, settings).lately("shop", NOW)
    assert uptimes[DAY_SECONDS].ratio == 1
    assert slos == ()


def test_a_period_and_the_rest_are_all_of_a_span(store: Store, settings: Settings) -> None:
    ((period, inside, outside),) = past(store, settings).periods(days(10), NOW)
    assert period == "early"
    assert inside == ((days(9), days(4)),)
    assert outside == [(days(10), days(9)), (days(4), NOW)]


def test_critical_probes_decide_and_all_of_them_where_none_is(settings: Settings) -> None:
    web, shop = settings.services
    assert deciding(web) == ["web-page"]
    assert deciding(shop) == ["shop-page"]


def test_runs_are_counted_by_result(store: Store) -> None:
    for each in (outcome(), outcome(duration_seconds=2.0), failed()):
        store.put(assessed(each))
    written(store)
    rollups = store.reader.rollups(Grain.HOUR, datetime(2026, 1, 1, tzinfo=UTC), NOW)
    assert runs_of(rollups) == {
        Result.OK: 2,
        Result.DEGRADED: 0,
        Result.FAILED: 1,
        Result.VOID: 0,
    }
    assert quick_runs(rollups, 2.0) == (2, 2)
    assert quick_runs(rollups, 1.5) == (1, 2)
    assert runs_of([]) == dict.fromkeys(Result, 0)


def test_no_past_is_read_where_there_is_no_file(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        Past(Reader(tmp_path / "none.sqlite"), settings).uptimes("web", NOW)
