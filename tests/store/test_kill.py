"""`kill -9` under load: the file stays sound, no closed window is lost, and little else."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from monitor.model import Grain
from monitor.store import Reader
from tests.store.killed_writer import A_MILLION
from tests.store.samples import FAR, LONG_AGO
from tests.support.clocks import EPOCH

ROOT = Path(__file__).parents[2]
LANES, KILLS = 4, 5
MOST_LOST_SECONDS = 1.0


@dataclass
class Life:
    """What one writer said until it was killed."""

    put: dict[int, float] = field(default_factory=dict)
    """The number of each outcome, and when it was put."""
    written: set[int] = field(default_factory=set)
    """Windows that it knew to be written."""

    def lost_seconds(self, stored: set[int]) -> float:
        """How long before its end the first outcome was put that is not there."""
        lost = [moment for n, moment in self.put.items() if n not in stored]
        return max(self.put.values()) - min(lost) if lost else 0.0


def lives(said: str) -> list[Life]:
    found: dict[int, Life] = {}
    for line in said.splitlines():
        what, n, moment = line.split()
        life = found.setdefault(int(n) // A_MILLION, Life())
        if what == "put":
            life.put[int(n)] = float(moment)
        else:
            life.written.add(int(n))
    return list(found.values())


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, list[Life]]]:
    """Histories that were written side by side, each killed a few times, and what was put."""
    paths = [tmp_path_factory.mktemp("kill") / "history.sqlite" for _ in range(LANES)]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.killed_writer", str(path), str(KILLS)],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for path in paths
    ]  # fmt: skip
    said = [each.communicate(timeout=120)[1] for each in started]
    assert [each.returncode for each in started] == [0] * LANES
    return list(zip(paths, map(lives, said), strict=True))


def numbers(path: Path) -> list[int]:
    reader = Reader(path)
    found = [each.started_at for each in reader.outcomes(LONG_AGO, FAR)]
    reader.close()
    return [round((moment - EPOCH).total_seconds()) for moment in found]


def test_there_was_load_and_it_was_killed(killed: list[tuple[Path, list[Life]]]) -> None:
    every = [life for _, many in killed for life in many]
    assert sum(bool(life.written) for life in every) > KILLS
    assert len(every) > LANES * KILLS / 2
    assert sum(len(life.put) for life in every) > 500


def test_the_file_is_sound(killed: list[tuple[Path, list[Life]]]) -> None:
    for path, _ in killed:
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        assert list(path.parent.glob("*corrupt*")) == []


def test_no_window_is_lost_that_was_closed(killed: list[tuple[Path, list[Life]]]) -> None:
    for path, many in killed:
        reader = Reader(path)
        stored = {window.id for window in reader.windows(LONG_AGO, FAR)}
        reader.close()
        assert {f"w{n}" for life in many for n in life.written} <= stored


def test_at_most_a_second_of_outcomes_is_lost(killed: list[tuple[Path, list[Life]]]) -> None:
    for path, many in killed:
        stored = set(numbers(path))
        assert max(life.lost_seconds(stored) for life in many) <= MOST_LOST_SECONDS


def test_nothing_is_there_twice_or_in_parts(killed: list[tuple[Path, list[Life]]]) -> None:
    for path, many in killed:
        stored, reader = numbers(path), Reader(path)
        assert stored == sorted(set(stored))
        assert set(stored) <= {n for life in many for n in life.put}
        assert reader.checkpoint() == str(stored[-1])
        for grain in Grain:
            rollups = reader.rollups(grain, LONG_AGO, FAR)
            assert sum(sum(each.results.values()) for each in rollups) == len(stored)
        reader.close()
