"""What is put is found again, at once or never in parts, and `put` waits for nothing."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from monitor.clock import SystemClock
from monitor.model import Outcome, State
from monitor.store import Store, make_store
from tests.store.samples import (
    FAR,
    LONG_AGO,
    assessed,
    at,
    failed,
    history,
    outcome,
    outcomes_in,
    release,
    segment,
    transition,
    window,
    written,
)
from tests.store.samples import closed as closed_window
from tests.support.waiting import until


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with history(path) as kept:
        yield kept


def seen_in(found: list[Outcome]) -> list[tuple[str, float]]:
    return [(each.probe, (each.started_at - at(0)).total_seconds()) for each in found]


def test_all_of_an_assessment_is_found_again(store: Store) -> None:
    store.put(
        assessed(
            failed(),
            transitions=(transition(),),
            segments=(segment(0, 60), segment(60, 120, State.DOWN)),
            windows=(window("open"), closed_window("closed")),
            release=release(),
        ),
        "memory",
    )
    written(store)
    reader = store.reader
    assert outcomes_in(store) == [failed()]
    assert reader.transitions(LONG_AGO, FAR) == (transition(),)
    assert reader.segments("a", LONG_AGO, FAR) == (segment(0, 60), segment(60, 120, State.DOWN))
    assert reader.windows(LONG_AGO, FAR) == (closed_window("closed"), window("open"))
    assert reader.releases(LONG_AGO, FAR) == (release(),)
    assert reader.checkpoint() == "memory"


def test_a_tick_without_outcome_brings_only_what_it_changed(store: Store) -> None:
    store.put(assessed(segments=(segment(0, 60, State.UNKNOWN),)), "memory")
    written(store)
    assert outcomes_in(store) == []
    assert store.reader.segments("a", LONG_AGO, FAR) == (segment(0, 60, State.UNKNOWN),)


def test_a_history_goes_on_after_a_restart(path: Path) -> None:
    with history(path) as first:
        first.put(assessed(outcome(), windows=(window(),), segments=(segment(0, 60),)), "one")
    with history(path) as second:
        assert second.reader.checkpoint() == "one"
        second.put(
            assessed(
                outcome(started_at=at(60)),
                windows=(closed_window(),),
                segments=(segment(60, 120),),
            ),
            "two",
        )
        written(second)
        assert seen_in(outcomes_in(second)) == [("jmo-api-https", 0), ("jmo-api-https", 60)]
        assert second.reader.windows(LONG_AGO, FAR) == (closed_window(),)
        assert second.reader.segments("a", LONG_AGO, FAR) == (segment(0, 120),)
        assert second.reader.checkpoint() == "two"


def test_a_window_that_was_withdrawn_is_gone(store: Store) -> None:
    store.put(assessed(windows=(window("a"), window("b"))))
    written(store)
    store.put(assessed(windows=(window("a", runs=9),), withdrawn=("b",)))
    written(store)
    assert store.reader.windows(LONG_AGO, FAR) == (window("a", runs=9),)


def test_time_that_was_settled_is_not_settled_again(store: Store) -> None:
    store.put(assessed(segments=(segment(0, 60),)))
    written(store)
    store.put(assessed(segments=(segment(30, 50, State.DOWN), segment(30, 90, State.DOWN))))
    written(store)
    found = store.reader.segments("a", LONG_AGO, FAR)
    assert found == (segment(0, 60), segment(60, 90, State.DOWN))


def test_only_the_last_checkpoint_of_a_batch_is_made(path: Path) -> None:
    made: list[tuple[int, str]] = []

    def memory(n: int) -> str:
        made.append((n, threading.current_thread().name))
        return f"memory {n}"

    with history(path, gather_seconds=60) as store:
        for n in range(50):
            store.put(assessed(outcome()), lambda n=n: memory(n))
    assert made == [(49, "store-writer")]
    with history(path) as again:
        assert again.reader.checkpoint() == "memory 49"
        assert len(outcomes_in(again)) == 50


def test_a_checkpoint_that_cannot_be_made_costs_only_itself(store: Store) -> None:
    store.put(assessed(outcome()), "first")
    written(store)
    with capture_logs() as lines:
        store.put(assessed(outcome()), lambda: str(1 / 0))
        written(store)
    assert [line["event"] for line in lines] == ["the checkpoint cannot be stored"]
    assert len(outcomes_in(store)) == 2
    assert store.reader.checkpoint() == "first"


def test_an_outcome_that_cannot_be_a_row_costs_only_itself(store: Store) -> None:
    with capture_logs() as lines:
        store.put(assessed(outcome(probe="broken", phases=None)))
        store.put(assessed(failed()))
        until(lambda: outcomes_in(store) == [failed()], "the other one is there")
    faults = [line["probe"] for line in lines if line["event"] == "an outcome cannot be stored"]
    assert faults == ["broken"]


def test_what_the_file_can_never_take_is_dropped_and_counted(store: Store) -> None:
    with capture_logs() as lines:
        store.put(assessed(outcome(), windows=(window(runs=2**70),)))
        until(lambda: store.stats().errors == 1, "the fault is counted")
        store.put(assessed(failed()))
        written(store)
    assert lines[0]["event"] == "a batch cannot be stored, and is dropped"
    assert outcomes_in(store) == [failed()]
    assert (store.stats().up, store.stats().dropped) == (True, 2)


def test_what_was_undone_is_not_remembered(store: Store) -> None:
    broken = assessed(outcome(probe="new", tls=None), windows=(window(runs=2**70),))
    with capture_logs():
        store.put(broken)
        until(lambda: store.stats().errors == 1, "the batch is undone")
    store.put(assessed(outcome(probe="new", tls=None, checks=())))
    written(store)
    assert outcomes_in(store) == [outcome(probe="new", tls=None, checks=())]


def test_a_closed_window_does_not_wait_for_others(path: Path) -> None:
    with history(path, gather_seconds=600) as store:
        store.put(assessed(outcome(), windows=(window(),)))
        assert store.stats().queued == 2
        store.put(assessed(windows=(closed_window(),)))
        written(store)
        assert store.reader.windows(LONG_AGO, FAR) == (closed_window(),)


def test_put_does_not_wait_for_the_file(path: Path) -> None:
    with history(path) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            for n in range(100):
                store.put(assessed(outcome(started_at=at(n))))
            assert store.stats().queued == 100
            other.execute("COMMIT")
        written(store)
        assert len(outcomes_in(store)) == 100


def test_the_end_writes_what_waits(path: Path) -> None:
    store = make_store(path, SystemClock(), gather_seconds=600)
    store.start()
    for n in range(1000):
        store.put(assessed(outcome(started_at=at(n))))
    assert store.stop()
    with history(path) as again:
        assert len(outcomes_in(again)) == 1000


def test_the_end_leaves_one_file(path: Path) -> None:
    with history(path) as store:
        store.put(assessed(outcome()))
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_comes_after_the_end_is_counted(path: Path) -> None:
    with history(path) as store:
        pass
    store.put(assessed(outcome()))
    assert (store.stats().dropped, store.stats().up) == (1, False)


def test_the_stats_tell_of_the_last_commit_and_the_size(store: Store, path: Path) -> None:
    assert (store.stats().up, store.stats().last_commit_at) == (True, None)
    store.put(assessed(outcome()))
    written(store)
    stats = store.stats()
    assert stats.last_commit_at is not None
    assert stats.size_bytes >= path.stat().st_size
    assert (stats.errors, stats.dropped, stats.set_aside, stats.trouble) == (0, 0, 0, "")
