"""Earlier files are brought up to date, newer and foreign ones are refused and left alone."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.model import Grain
from monitor.store import Reader, StoreError
from monitor.store.file import open_for_writing
from monitor.store.migrations import APPLICATION_ID, MIGRATIONS, migrate, version_of
from tests.store.samples import (
    FAR,
    LONG_AGO,
    assessed,
    closed,
    failed,
    history,
    outcome,
    release,
    segment,
    transition,
)

VERSION_1 = (Path(__file__).parent / "version_1.sql").read_text(encoding="utf-8")
ONE_MORE = "ALTER TABLE windows ADD COLUMN note TEXT;"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


def tables(connection: sqlite3.Connection) -> set[str]:
    found = connection.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL").fetchall()
    return {" ".join(sql.split()) for (sql,) in found}


def write_version_1(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1)


def test_a_file_of_version_1_is_read_in_full(path: Path) -> None:
    write_version_1(path)
    with history(path) as store:
        reader = store.reader
        results = [each.result for each in reader.outcomes(LONG_AGO, FAR)]
        assert results == [outcome().result, failed().result]
        assert reader.windows(LONG_AGO, FAR) == (closed(),)
        assert reader.segments("a", LONG_AGO, FAR) == (segment(0, 60),)
        assert reader.transitions(LONG_AGO, FAR) == (transition(),)
        assert reader.releases(LONG_AGO, FAR) == (release(),)
        assert len(reader.rollups(Grain.HOUR, LONG_AGO, FAR)) == 1
        assert reader.checkpoint() == '{"memory": 1}'


def test_the_first_step_is_what_it_was_when_it_was_released() -> None:
    with closing(sqlite3.connect(":memory:")) as old, closing(sqlite3.connect(":memory:")) as new:
        old.executescript(VERSION_1)
        new.executescript(MIGRATIONS[0])
        assert tables(old) == tables(new)


def test_steps_that_lack_are_taken_and_others_are_not(path: Path) -> None:
    write_version_1(path)
    steps = (MIGRATIONS[0], ONE_MORE)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, steps)
        assert version_of(connection) == 2
        migrate(connection, steps)  # the same step again would fail
        assert connection.execute("SELECT id, note FROM windows").fetchall() == [("w1", None)]


def test_a_step_that_breaks_leaves_the_file_as_it_was(path: Path) -> None:
    write_version_1(path)
    broken = (MIGRATIONS[0], f"{ONE_MORE} INSERT INTO nowhere VALUES (1);")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        before = tables(connection)
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            migrate(connection, broken)
        assert (version_of(connection), tables(connection)) == (1, before)


def test_a_new_file_is_ours_and_of_the_newest_version(path: Path) -> None:
    with closing(open_for_writing(path, None)) as connection:
        assert version_of(connection) == len(MIGRATIONS)
        settings = ("application_id", "journal_mode", "auto_vacuum")
        found = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in settings]
        assert found == [APPLICATION_ID, "wal", 2]


def _newer(path: Path) -> None:
    write_version_1(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE precious (things)")


@pytest.mark.parametrize(
    ("make", "said"), [(_newer, "run the newer program"), (_foreign, "another program's database")]
)
def test_a_file_that_is_not_for_us_is_refused_and_left_as_it_is(
    path: Path, make: object, said: str
) -> None:
    assert callable(make)
    make(path)
    before = path.read_bytes()
    with history(path) as store:
        store.put(assessed(outcome()))
        stats = store.stats()
        assert (stats.up, stats.set_aside) == (False, 0)
        assert said in stats.trouble
    assert path.read_bytes() == before
    assert list(path.parent.glob("*corrupt*")) == []


def test_a_reader_refuses_a_newer_file(path: Path) -> None:
    _newer(path)
    reader = Reader(path)
    with pytest.raises(StoreError, match="use the newer program"):
        reader.checkpoint()


def test_a_reader_does_not_migrate(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE meta (key)")
    reader = Reader(path)
    with pytest.raises(StoreError, match="start the monitor once"):
        reader.checkpoint()
