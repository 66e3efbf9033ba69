"""What is too old goes, a little at a time; the rest stays, and the file gives back its space."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model import Grain
from monitor.store import Reader, Retention
from monitor.store.batch import Batch
from monitor.store.file import open_for_writing, transaction
from monitor.store.ledger import Entry, Ledger
from monitor.store.outcomes import outcome_row
from monitor.store.pruning import CHUNK_ROWS, make_room, prune
from tests.metrics.samples import TLS
from tests.store.samples import (
    FAR,
    LONG_AGO,
    assessed,
    at,
    closed,
    history,
    outcome,
    outcomes_in,
    segment,
    transition,
)
from tests.support.clocks import ManualClock
from tests.support.waiting import until

DAY = 86_400
KEPT = Retention(outcomes=timedelta(days=2), rollups=timedelta(days=5))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_for_writing(path, None)) as opened:
        yield opened


def write(connection: sqlite3.Connection, *seconds: float, detail: str = "") -> None:
    rows = tuple(outcome_row(outcome(started_at=at(each), detail=detail)) for each in seconds)
    Ledger(connection).write(Entry(rows=rows, batch=Batch(limit=1), checkpoint=None))


def count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def prune_all(connection: sqlite3.Connection, now: float) -> int:
    """Delete chunk by chunk; returns how many there were."""
    chunks = 0
    while prune(connection, KEPT, at(now)):
        chunks += 1
    return chunks


def test_outcomes_go_before_their_rollups(path: Path, connection: sqlite3.Connection) -> None:
    write(connection, *(day * DAY for day in range(8)))
    prune_all(connection, 8 * DAY)
    reader = Reader(path)
    kept = [each.started_at for each in reader.outcomes(LONG_AGO, FAR)]
    assert kept == [at(6 * DAY), at(7 * DAY)]
    for grain in Grain:
        found = reader.rollups(grain, LONG_AGO, FAR)
        assert [each.began_at for each in found] == [at(day * DAY) for day in range(3, 8)]
    reader.close()


def test_a_chunk_is_small(connection: sqlite3.Connection) -> None:
    write(connection, *range(CHUNK_ROWS * 3))
    assert prune(connection, KEPT, at(9 * DAY))
    assert count(connection, "results") == CHUNK_ROWS * 2
    prune_all(connection, 9 * DAY)
    assert [count(connection, table) for table in ("results", "rollups", "ways")] == [0, 0, 0]


def test_a_rollup_does_not_shrink_when_its_outcomes_went(
    path: Path, connection: sqlite3.Connection
) -> None:
    write(connection, 0, 1, 2)
    prune_all(connection, 3 * DAY)
    write(connection, 3)  # the wall clock was set back
    reader = Reader(path)
    for grain in Grain:
        assert [sum(each.results.values()) for each in reader.rollups(grain, LONG_AGO, FAR)] == [3]
    reader.close()


def test_hours_whose_end_is_young_enough_are_whole(connection: sqlite3.Connection) -> None:
    write(connection, 0, 1800, 3599, 3600)
    prune_all(connection, 2 * DAY + 1800)
    assert count(connection, "results") == 4
    prune_all(connection, 2 * DAY + 3600)
    assert count(connection, "results") == 1


def test_a_way_stays_as_long_as_an_outcome_went_it(
    path: Path, connection: sqlite3.Connection
) -> None:
    other = replace(TLS, cipher="other")
    for day in range(10):
        row = outcome_row(outcome(started_at=at(day * DAY), tls=other if day == 0 else TLS))
        Ledger(connection).write(Entry(rows=(row,), batch=Batch(limit=1), checkpoint=None))
        prune_all(connection, day * DAY)
    assert count(connection, "ways") == 1
    reader = Reader(path)
    assert all(each.tls for each in reader.outcomes(LONG_AGO, FAR))
    reader.close()


def test_windows_segments_and_transitions_stay(path: Path) -> None:
    clock = ManualClock(at(9999 * DAY))
    with history(path, retention=KEPT, clock=clock) as store:
        store.put(
            assessed(
                outcome(),
                windows=(closed(),),
                segments=(segment(0, 60),),
                transitions=(transition(),),
            )
        )
        until(lambda: store.stats().last_commit_at is not None, "it is written")
        clock.advance(3600)
        store.put(assessed(), "memory")
        until(lambda: outcomes_in(store) == [], "the outcome is deleted")
        assert store.reader.windows(LONG_AGO, FAR) == (closed(),)
        assert store.reader.segments("a", LONG_AGO, FAR) == (segment(0, 60),)
        assert store.reader.transitions(LONG_AGO, FAR) == (transition(),)


def test_the_file_gives_back_what_it_does_not_need(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        connection.execute("CREATE TABLE ballast (x)")
        connection.executemany("INSERT INTO ballast VALUES (?)", [("x" * 4000,)] * 5000)
        connection.execute("DROP TABLE ballast")
    (before,) = connection.execute("PRAGMA page_count").fetchone()
    assert prune_all(connection, 0) > 10
    (after,) = connection.execute("PRAGMA page_count").fetchone()
    assert (before > 5000, after < 500) == (True, True)


def test_room_is_made_from_the_oldest_outcomes(path: Path, connection: sqlite3.Connection) -> None:
    write(connection, *range(0, 3000))
    assert make_room(connection)
    kept = [each.started_at for each in Reader(path).outcomes(LONG_AGO, FAR)]
    assert kept == [at(n) for n in range(2000, 3000)]
    assert make_room(connection)
    assert not make_room(connection)


def test_a_file_with_a_limit_stays_within_it(path: Path) -> None:
    limit = 1024**2
    with history(path, max_bytes=limit) as store:
        for n in range(8000):
            store.put(assessed(outcome(started_at=at(n), detail="x" * 300), windows=(closed(),)))
            if n % 500 == 0:
                until(lambda: store.stats().queued == 0, "all is written")
        until(lambda: store.stats().queued == 0, "all is written")
        stats = store.stats()
        kept = outcomes_in(store)
        assert (stats.up, stats.dropped, kept[-1].started_at) == (True, 0, at(7999))
        # So small a file holds fewer than go at a time: what came since room was made last is left.
        assert 0 < len(kept) < 8000
        assert [each.started_at for each in kept] == [at(n) for n in range(8000)][-len(kept) :]
        assert store.reader.windows(LONG_AGO, FAR) == (closed(),)
    assert path.stat().st_size <= limit
