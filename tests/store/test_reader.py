"""Answers are cut to what was asked, in order, and come while somebody writes."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model import PERCENTILES, Phase, Result, Spread, State
from monitor.store import Reader, Store, StoreError
from tests.store.samples import (
    FAR,
    LONG_AGO,
    assessed,
    at,
    closed,
    failed,
    history,
    outcome,
    release,
    segment,
    transition,
    window,
    written,
)
from tests.support.waiting import until


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with history(tmp_path / "history.sqlite") as kept:
        yield kept


def test_windows_that_touch_the_span_are_found(store: Store) -> None:
    # closed(): from 60 to 240 seconds
    store.put(assessed(windows=(closed(), window("open", began_at=at(500)))))
    written(store)

    def names(since: float, until: float) -> list[str]:
        return [each.id for each in store.reader.windows(at(since), at(until))]

    assert names(0, 60) == []
    assert names(0, 61) == names(100, 120) == names(239, 300) == ["w1"]
    assert names(240, 500) == []
    assert names(9000, 9001) == ["open"]
    assert names(0, 9000) == ["w1", "open"]


def test_windows_are_chosen_by_service_and_severity(store: Store) -> None:
    store.put(
        assessed(
            windows=tuple(
                window(f"{service}-{severity}", service=service, severity=severity)
                for service in ("a", "b")
                for severity in (State.DOWN, State.DEGRADED)
            )
        )
    )
    written(store)
    found = store.reader.windows(LONG_AGO, FAR, services=["a"], severities=[State.DOWN])
    assert [each.id for each in found] == ["a-down"]
    assert len(store.reader.windows(LONG_AGO, FAR, severities=[State.DOWN, State.DEGRADED])) == 4


def test_segments_are_cut_to_the_span(store: Store) -> None:
    parts = (segment(0, 60), segment(60, 90, State.DOWN), segment(100, 200, service="b"))
    store.put(assessed(segments=parts))
    written(store)
    found = store.reader.segments("a", at(30), at(80))
    assert found == (segment(30, 60), segment(60, 80, State.DOWN))
    assert store.reader.segments("a", at(90), at(95)) == ()


def test_results_of_a_probe_come_newest_first_unless_asked_otherwise(store: Store) -> None:
    for n in range(6):
        store.put(assessed(outcome(probe="pq"[n % 2], started_at=at(n))))
    written(store)

    def seconds(*, newest_first: bool = True) -> list[float]:
        found = store.reader.results("p", at(0), at(4), limit=2, newest_first=newest_first)
        return [(each.started_at - at(0)).total_seconds() for each in found]

    assert seconds() == [2, 0]
    assert seconds(newest_first=False) == [0, 2]
    assert store.reader.results("nobody", at(0), at(4), limit=2) == ()


def test_the_latest_outcome_of_each_probe_is_found(store: Store) -> None:
    for n in range(6):
        store.put(assessed(outcome(probe="pq"[n % 2], started_at=at(n))))
    written(store)
    found = store.reader.latest(["p", "q", "r"])
    assert {name: each.started_at for name, each in found.items()} == {"p": at(4), "q": at(5)}


def test_outcomes_come_in_the_order_in_which_they_were_recorded(store: Store) -> None:
    for second in (5, 1, 9, 3):
        store.put(assessed(outcome(started_at=at(second))))
    written(store)
    found = [each.started_at for each in store.reader.outcomes(at(1), at(9))]
    assert found == [at(5), at(1), at(3)]


def test_transitions_and_releases_are_found_by_when_they_were_seen(store: Store) -> None:
    store.put(
        assessed(
            transitions=(transition(100), transition(200, service="b", probe=None)),
            release=release(),
        )
    )
    written(store)
    reader = store.reader
    assert reader.transitions(at(100), at(200)) == (transition(100),)
    assert len(reader.transitions(LONG_AGO, FAR)) == 2
    assert [t.probe for t in reader.transitions(LONG_AGO, FAR, services=["b"])] == [None]
    assert reader.releases(at(5), at(6)) == (release(),)
    assert reader.releases(at(6), FAR) == ()


def test_readers_read_while_somebody_writes(store: Store) -> None:
    counts: dict[int, list[int]] = {0: [], 1: []}
    ended, faults = threading.Event(), list[Exception]()

    def read(own: list[int]) -> None:
        while not ended.is_set() and not faults:
            try:
                found = list(store.reader.outcomes(LONG_AGO, FAR))
                own.append(len(found))
                assert store.reader.checkpoint() in {None, *map(str, range(400))}
            except Exception as error:  # noqa: BLE001 - told to the test
                faults.append(error)

    readers = [threading.Thread(target=read, args=(own,)) for own in counts.values()]
    for each in readers:
        each.start()
    for n in range(400):
        store.put(assessed(outcome(started_at=at(n))), str(n))
    written(store)
    until(
        lambda: bool(faults) or all(own and own[-1] == 400 for own in counts.values()),
        "all is read",
    )
    ended.set()
    for each in readers:
        each.join()
    assert faults == []
    assert all(own == sorted(own) for own in counts.values())
    assert store.stats().errors == 0


def test_an_answer_that_nobody_reads_to_its_end_hinders_nobody(store: Store) -> None:
    for n in range(50):
        store.put(assessed(outcome(started_at=at(n))))
    written(store)
    begun = store.reader.outcomes(LONG_AGO, FAR)
    next(begun)
    store.put(assessed(outcome(started_at=at(99))))
    written(store)
    assert len(list(begun)) == 49


def test_a_history_that_is_not_there_says_so(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "none.sqlite")
    with pytest.raises(StoreError, match=r"none\.sqlite cannot be read: .*No such file"):
        reader.checkpoint()


def test_a_reader_finds_the_new_file_when_the_old_one_was_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    reader = Reader(path)
    for memory in ("old", "new"):
        with history(path) as store:
            store.put(assessed(failed()), memory)
        assert reader.checkpoint() == memory
        path.rename(tmp_path / f"{memory}.sqlite")
    reader.close()


def test_a_reader_changes_nothing(store: Store, tmp_path: Path) -> None:
    store.put(assessed(outcome(started_at=at(0) + timedelta(days=400))))
    written(store)
    before = (tmp_path / "history.sqlite").read_bytes()
    reader = Reader(tmp_path / "history.sqlite")
    assert len(list(reader.outcomes(LONG_AGO, FAR))) == 1
    reader.close()
    assert (tmp_path / "history.sqlite").read_bytes() == before


def test_the_timings_of_a_probe_are_those_that_can_be_believed(store: Store) -> None:
    phases = {Phase.CONNECT: 0.1, Phase.PROCESSING: 0.2}
    store.put(assessed(outcome(probe="p", started_at=at(0), duration_seconds=0.5, phases=phases)))
    store.put(assessed(outcome(probe="p", started_at=at(1), duration_seconds=0.1, stalled=True)))
    store.put(assessed(failed(probe="p", started_at=at(2), duration_seconds=0.3)))
    store.put(assessed(outcome(probe="q", started_at=at(3), duration_seconds=0.2)))
    written(store)
    first, second = store.reader.timings("p", at(0), at(9))
    assert (first.started_at, first.seconds, first.result) == (at(0), 0.5, Result.OK)
    assert first.phases == phases
    assert (second.started_at, second.result) == (at(2), Result.FAILED)
    assert store.reader.timings("nobody", at(0), at(9)) == ()
    both = store.reader.spread("p", at(0), at(9), [Result.OK, Result.FAILED])
    assert both == Spread(runs=2, percentiles=(0.3, 0.5, 0.5))
    passed = store.reader.spread("p", at(0), at(9), [Result.OK])
    assert passed == Spread(runs=1, percentiles=(0.5, 0.5, 0.5))
    nothing = Spread(runs=0, percentiles=(None, None, None))
    assert store.reader.spread("nobody", at(0), at(9), [Result.OK]) == nothing


@pytest.mark.parametrize("runs", [1, 2, 19, 20, 21, 99, 100, 101, 300])
def test_percentiles_are_values_that_so_many_runs_do_not_exceed(store: Store, runs: int) -> None:
    seconds = [number * 37 % runs / 100 for number in range(runs)]
    for number, each in enumerate(seconds):
        store.put(assessed(outcome(probe="p", started_at=at(number), duration_seconds=each)))
    written(store)
    spread = store.reader.spread("p", at(0), at(runs), [Result.OK])
    expected = (
        min(v for v in seconds if 100 * sum(each <= v for each in seconds) >= percent * runs)
        for percent in PERCENTILES
    )
    assert spread == Spread(runs=runs, percentiles=tuple(expected))


def test_results_may_be_those_of_some_results_alone(store: Store) -> None:
    store.put(assessed(outcome(probe="p", started_at=at(0))))
    store.put(assessed(failed(probe="p", started_at=at(1))))
    written(store)
    (only,) = store.reader.results("p", at(0), at(9), limit=9, of=[Result.FAILED])
    assert only.started_at == at(1)


def test_a_window_is_found_by_its_id(store: Store) -> None:
    store.put(assessed(windows=(closed("w1"),)))
    written(store)
    assert store.reader.window("w1") == closed("w1")
    assert store.reader.window("w2") is None


@pytest.mark.parametrize(
    ("service", "seconds", "id"),
    [
        ("a", 60, None),
        ("a", 61, "first"),
        ("a", 239, "first"),
        ("a", 240, None),
        ("a", 500, None),
        ("a", 9000, "open"),
        ("b", 100, None),
        ("b", 121, "other"),
        ("b", 9000, None),
        ("c", 100, None),
    ],
)
def test_a_window_is_found_by_a_moment_in_it(
    store: Store, service: str, seconds: float, id: str | None
) -> None:
    first, other = closed("first", service="a"), closed("other", service="b", began_at=at(120))
    store.put(assessed(windows=(first, other, window("open", service="a", began_at=at(500)))))
    written(store)
    assert store.reader.window_at(service, at(seconds)) == id
