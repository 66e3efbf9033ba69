"""What pages show of the past comes out of a real file, and no more of it than is settled."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.config.settings import Settings
from monitor.lookback import DAYS, LONGEST, MOST_EVIDENCE, WINDOW_DAYS, Lookback, paces
from monitor.model import Layer, Phase, Reason, Result, Segment, Spread, State
from monitor.store import Store, StoreError
from tests.config.files import load_text
from tests.store.samples import assessed, closed, failed, history, outcome, release, window, written
from tests.test_past import CONFIGURATION

NOW = datetime(2026, 10, 10, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_text(tmp_path, CONFIGURATION)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with history(tmp_path / "history.sqlite") as kept:
        yield kept


def ago(**span: float) -> datetime:
    """So long before now."""
    return NOW - timedelta(**span)


def was(store: Store, state: State, began: datetime, ended: datetime) -> None:
    """Let `web` have been so."""
    span = Segment(service="web", state=state, began_at=began, ended_at=ended)
    store.put(assessed(segments=(span,)))


def ran(store: Store, at: datetime, seconds: float, **changes: Any) -> None:
    """Let the page of `web` have been asked."""
    run = replace(outcome(**changes), service="web", probe="web-page")
    store.put(assessed(replace(run, started_at=at, duration_seconds=seconds)))


def test_the_last_ninety_days_are_told_day_by_day(store: Store, settings: Settings) -> None:
    was(store, State.UP, ago(days=2, hours=12), ago(hours=14))
    was(store, State.DOWN, ago(hours=14), ago(hours=13))
    was(store, State.UP, ago(hours=13), ago(minutes=5))
    written(store)
    days = Lookback(store.reader, settings).services(NOW)["web"].days
    assert len(days) == DAYS
    assert [day.worst for day in days[-4:]] == [State.UNKNOWN, State.UP, State.DOWN, State.UP]
    assert days[-2].uptime.down_seconds == 3600


def test_what_is_not_settled_yet_is_left_out_and_not_called_unknown(
    store: Store, settings: Settings
) -> None:
    was(store, State.UP, ago(days=1), ago(minutes=5))
    written(store)
    today = Lookback(store.reader, settings).services(NOW)["web"].days[-1].uptime
    assert (today.up_seconds, today.unknown_seconds) == (12 * 3600 - 300, 0)


def test_when_the_monitor_was_off_is_unknown(store: Store, settings: Settings) -> None:
    was(store, State.UP, ago(days=1), ago(hours=2))
    written(store)
    today = Lookback(store.reader, settings).services(NOW)["web"].days[-1].uptime
    assert (today.up_seconds, today.unknown_seconds) == (10 * 3600, 2 * 3600)


def test_how_fast_it_was_is_told_in_quarters_of_an_hour(store: Store, settings: Settings) -> None:
    for minutes, seconds in ((1, 0.2), (2, 0.4), (20, 3.0)):
        ran(store, ago(minutes=minutes), seconds)
    ran(store, ago(minutes=3), 9.0, result=Result.FAILED)
    written(store)
    told = Lookback(store.reader, settings).services(NOW)["web"].paces
    assert len(told) == 97
    last = {pace.began_at: pace.mean_seconds for pace in told[-4:]}
    assert last[ago(minutes=15)] == pytest.approx(0.3)
    assert last[ago(minutes=30)] == pytest.approx(3.0)
    assert last[ago(minutes=45)] is None


def test_without_runs_there_is_no_pace() -> None:
    assert {pace.mean_seconds for pace in paces((), NOW)} == {None}


def test_the_windows_of_a_month_are_told_and_those_that_go_on(
    store: Store, settings: Settings
) -> None:
    old = ago(days=WINDOW_DAYS + 2)
    store.put(
        assessed(
            windows=(
                closed("old", service="web", began_at=old, ended_at=old + timedelta(hours=1)),
                closed("new", service="web", began_at=ago(hours=3), ended_at=ago(hours=2)),
                window("open", service="web", began_at=old),
                closed("gone", service="no-longer", began_at=ago(hours=3), ended_at=ago(hours=2)),
            )
        )
    )
    written(store)
    told = Lookback(store.reader, settings).windows(NOW)
    assert [each.id for each in told] == ["open", "new"]


def test_of_each_shop_the_newest_release_is_told(store: Store, settings: Settings) -> None:
    for version in ("7.0.9", "7.1.0"):
        store.put(assessed(release=release(version=version, seen_at=ago(days=1))))
    store.put(assessed(release=release(store="play_store", version="7.2", seen_at=ago(days=90))))
    written(store)
    told = Lookback(store.reader, settings).releases(NOW)
    assert {each.store: each.version for each in told} == {
        "app_store": "7.1.0",
        "play_store": "7.2",
    }


def test_a_service_is_told_at_length(store: Store, settings: Settings) -> None:
    was(store, State.UP, ago(days=1), ago(minutes=5))
    for days, seconds in ((6, 0.9), (2, 0.7), (0.5, 0.3), (8, 5.0)):
        ran(store, ago(days=days), seconds, phases={Phase.CONNECT: seconds / 2})
    ran(store, ago(hours=1), 8.0, result=Result.FAILED)
    ran(store, ago(hours=1), 7.0, stalled=True)
    written(store)
    detail = Lookback(store.reader, settings).detail("web", NOW)
    assert detail.hours[-1].began_at == ago(hours=1)
    assert detail.hours[-1].worst is State.UP
    assert len(detail.hours) == 24 * (DAYS - 1) + 12
    assert detail.week == {"web-page": Spread(runs=3, percentiles=(0.7, 0.9, 0.9))}
    half_a_day, failure = detail.timings["web-page"]
    assert (half_a_day.started_at, half_a_day.seconds) == (ago(days=0.5), 0.3)
    assert half_a_day.phases == {Phase.CONNECT: 0.15}
    assert failure.result is Result.FAILED
    with pytest.raises(KeyError):
        Lookback(store.reader, settings).detail("nobody", NOW)


def test_a_window_has_the_first_runs_that_show_it_as_evidence(
    store: Store, settings: Settings
) -> None:
    began, ended = ago(hours=3), ago(hours=2)
    shown = closed("w", service="web", began_at=began, ended_at=ended, probes=("web-page",))
    store.put(assessed(windows=(shown,)))
    ran(store, began - timedelta(minutes=1), 9.0, result=Result.FAILED)
    for minutes in range(10):
        ran(store, began + timedelta(minutes=minutes), 0.1, result=Result.FAILED)
    ran(store, began + timedelta(seconds=30), 0.1)
    written(store)
    found = Lookback(store.reader, settings).window("w", NOW)
    assert found is not None
    assert found.window.id == "w"
    assert [run.started_at for run in found.evidence] == [
        began + timedelta(minutes=at) for at in range(MOST_EVIDENCE)
    ]
    assert (found.since, found.until) == (ago(minutes=210), ago(minutes=90))
    assert [timing.seconds for timing in found.timings["web-page"]] == [9.0, 0.1, 0.1] + [0.1] * 9
    assert Lookback(store.reader, settings).window("nothing", NOW) is None


def test_a_window_tells_how_deep_it_was_well_when_it_began(
    store: Store, settings: Settings
) -> None:
    began = ago(hours=3)
    store.put(assessed(windows=(window("w", service="web", began_at=began, probes=("web-page",)),)))
    refused = {"phases": {Phase.RESOLVE: 0.1}, "hops": (), "service": "web", "probe": "web-page"}
    for minutes, changes in ((-1, {}), (0, refused), (1, {})):
        run = failed(**{"service": "web", "probe": "web-page", **changes})
        store.put(assessed(replace(run, started_at=began + timedelta(minutes=minutes))))
    written(store)
    found = Lookback(store.reader, settings).window("w", NOW)
    assert found is not None
    (depth,) = found.depths
    assert (depth.deepest_healthy, depth.shallowest_broken) == (Layer.DNS, Layer.TCP)
    assert depth.reason is Reason.CONNECT_REFUSED


def test_no_more_runs_are_drawn_than_can_be_seen(store: Store, settings: Settings) -> None:
    began = ago(days=9)
    long = closed("w", service="web", began_at=began, ended_at=NOW, probes=("a", "b", "c"))
    store.put(assessed(windows=(long,)))
    written(store)
    found = Lookback(store.reader, settings).window("w", NOW)
    assert found is not None
    assert found.until - found.since == LONGEST
    assert list(found.timings) == ["a", "b"]


def test_a_window_that_goes_on_has_evidence_too(store: Store, settings: Settings) -> None:
    store.put(assessed(windows=(window("w", service="web", began_at=ago(minutes=5)),)))
    store.put(assessed(replace(failed(), probe="jmo-api-https", started_at=ago(minutes=4))))
    written(store)
    found = Lookback(store.reader, settings).window("w", NOW)
    assert found is not None
    assert [run.detail for run in found.evidence] == ["nobody listens"]


def test_what_cannot_be_read_is_told(tmp_path: Path, store: Store, settings: Settings) -> None:
    written(store)
    store.stop()
    (tmp_path / "history.sqlite").unlink()
    with pytest.raises(StoreError):
        Lookback(store.reader, settings).services(NOW)
