"""Whatever befalls the file, putting goes on, trouble shows, and ends by itself."""

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from structlog.testing import capture_logs

from monitor.store import StoreError
from tests.store.samples import (
    FAR,
    LONG_AGO,
    assessed,
    at,
    closed,
    failed,
    history,
    outcome,
    outcomes_in,
    release,
    window,
    written,
)
from tests.support.clocks import ManualClock
from tests.support.waiting import until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


def set_aside_in(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.glob("*.corrupt-*"))


def events(lines: list[Any]) -> list[str]:
    return [line["event"] for line in lines]


def fill(path: Path) -> None:
    """A history of some pages, ended well."""
    with history(path) as store:
        for n in range(2000):
            store.put(assessed(outcome(started_at=at(n), detail="x" * 200)), "memory")


def overwrite(path: Path, start: int, size: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * size)


@contextmanager
def nothing_can_be_written(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_outlived(path: Path) -> None:
    with history(path, most_waiting=50) as store:
        store.put(assessed(outcome()))
        written(store)
        with capture_logs() as lines:
            with nothing_can_be_written(0):
                for n in range(200):
                    store.put(assessed(outcome(started_at=at(n)), windows=(closed(),)), f"{n}")
                until(lambda: store.stats().errors >= 2, "it was tried again")
                stats = store.stats()
                assert (stats.up, stats.queued, stats.dropped) == (False, 51, 150)
                assert "SQLITE_" in stats.trouble
                assert len(outcomes_in(store)) == 1  # what is there can be read
            written(store)
        assert events(lines) == [
            "the history is not written; probing goes on",
            "the history is written",
        ]
        found = [each.started_at for each in outcomes_in(store)]
        assert found == [at(0), *(at(n) for n in range(150, 200))]
        assert store.reader.windows(LONG_AGO, FAR) == (closed(),)
        assert store.reader.checkpoint() == "199"
        assert store.stats().trouble == ""


def test_a_limit_that_leaves_no_room_is_trouble_like_a_full_disk(path: Path) -> None:
    with history(path, max_bytes=200 * 1024) as store:
        long = tuple(window(f"w{n}", maintenance=("x" * 500,) * 20) for n in range(50))
        store.put(assessed(windows=long))
        until(lambda: not store.stats().up, "there is no room")
        assert "SQLITE_FULL" in store.stats().trouble
        store.put(assessed(withdrawn=tuple(each.id for each in long[1:])))
        written(store)
        assert store.reader.windows(LONG_AGO, FAR) == long[:1]


def test_a_place_where_nothing_can_be_made_is_outlived(path: Path) -> None:
    path.parent.write_text("a file where the folder should be")
    with history(path) as store:
        store.put(assessed(failed()))
        assert (store.stats().up, store.stats().queued) == (False, 1)
        with pytest.raises(StoreError):
            store.reader.checkpoint()
        path.parent.unlink()
        written(store)
        assert outcomes_in(store) == [failed()]


_AS_NOBODY = """
import os, sys
from pathlib import Path
from tests.store.samples import assessed, failed, history
if os.geteuid() == 0:  # to whom nothing is read-only
    os.setgid(65534)
    os.setuid(65534)
with history(Path(sys.argv[1])) as store:
    store.put(assessed(failed()))
    print(store.stats())
"""


def test_a_read_only_folder_is_outlived() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite"
        fill(path)
        before = path.read_bytes()
        path.chmod(0o444)
        path.parent.chmod(0o555)
        command = [sys.executable, "-c", _AS_NOBODY, str(path)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        path.parent.chmod(0o755)
        assert ended.returncode == 0, ended.stderr
        assert "up=False, queued=1" in ended.stdout
        assert path.read_bytes() == before
        assert [each.name for each in path.parent.iterdir()] == [path.name]


def _not_a_database(path: Path) -> None:
    overwrite(path, 0, 100)


def _broken_tables(path: Path) -> None:
    overwrite(path, 100, 3000)


def _cut_short(path: Path) -> None:
    os.truncate(path, 50)


@pytest.mark.parametrize("damage", [_not_a_database, _broken_tables, _cut_short])
def test_a_file_that_is_broken_at_the_start_is_set_aside(
    path: Path, damage: Callable[[Path], None]
) -> None:
    fill(path)
    damage(path)
    broken = path.read_bytes()
    with capture_logs() as lines, history(path) as store:
        store.put(assessed(failed()), "new")
        written(store)
        assert outcomes_in(store) == [failed()]
        assert (store.stats().up, store.stats().set_aside) == (True, 1)
    aside = set_aside_in(path)[0]
    assert aside.startswith("history.sqlite.corrupt-2")
    assert (path.parent / aside).read_bytes() == broken
    assert "the history was broken and is set aside" in events(lines)


def test_a_file_that_breaks_meanwhile_is_set_aside_with_its_companions(path: Path) -> None:
    fill(path)
    with history(path) as store:
        store.put(assessed(outcome()))
        written(store)
        overwrite(path, 4096, path.stat().st_size - 4096)
        with pytest.raises(StoreError, match="SQLITE_CORRUPT"):
            outcomes_in(store)
        until(lambda: store.stats().set_aside == 1, "it is set aside")
        store.put(assessed(outcome(started_at=at(1))), "new")
        written(store)
        assert [each.started_at for each in outcomes_in(store)] == [at(1)]
        assert store.reader.checkpoint() == "new"
    kinds = [name.rpartition("Z")[2] for name in set_aside_in(path)]
    assert kinds == ["", "-shm", "-wal"]


def test_two_broken_files_of_one_second_are_both_kept(path: Path) -> None:
    for _ in range(2):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"no database" * 100)
        with history(path, clock=ManualClock()) as store:
            assert store.stats().set_aside == 1
    assert len(set_aside_in(path)) == 2


_UNTIL_IT_ENDS = """
import os, sys
from pathlib import Path
from tests.store.samples import assessed, at, history, outcome, written
with history(Path(sys.argv[1])) as store:
    for n in range(3000):
        store.put(assessed(outcome(started_at=at(n), detail="x" * 99)))
    written(store)
    os._exit(0)
"""


def _unclean(path: Path) -> None:
    """A history whose writer was killed."""
    command = [sys.executable, "-c", _UNTIL_IT_ENDS, str(path)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)


def test_after_an_unclean_end_the_file_is_checked(path: Path) -> None:
    _unclean(path)
    with capture_logs() as lines, history(path, checkup_delay_seconds=0):
        until(lambda: "the history is sound after an unclean end" in events(lines), "it is checked")
    with capture_logs() as lines, history(path, checkup_delay_seconds=0) as store:
        store.put(assessed(outcome()))
        written(store)
    assert events(lines) == ["the history is written"]


def test_damage_that_nobody_touches_is_found_after_an_unclean_end(path: Path) -> None:
    _unclean(path)
    with history(path):
        pass  # all that the -wal held is in the file
    _unclean(path)
    overwrite(path, 30 * 4096, 4096)
    with history(path, checkup_delay_seconds=0) as store:
        until(lambda: store.stats().set_aside == 1, "it is set aside")
        store.put(assessed(release=release()))
        written(store)


def test_no_trouble_is_raised_to_who_puts(path: Path) -> None:
    path.parent.mkdir()
    path.mkdir()  # where the file should be
    with history(path, most_waiting=10) as store:
        for n in range(100):
            store.put(assessed(outcome(started_at=at(n))), str(n))
        assert (store.stats().queued, store.stats().dropped) == (10, 90)
        assert not store.stats().up


def test_an_end_in_trouble_comes_in_time_and_says_what_is_lost(path: Path) -> None:
    path.parent.mkdir()
    path.mkdir()
    with history(path) as store, capture_logs() as lines:
        store.put(assessed(outcome()))
        assert not store.stop(20)
    assert lines[-1] == {
        "event": "the end of the history was not written",
        "items": 1,
        "log_level": "warning",
    }
    assert not any(each.name == "store-writer" for each in threading.enumerate())
