"""What a program that starts again knows from before."""

from datetime import timedelta
from pathlib import Path

from monitor.assess.memory import Memory, to_json
from monitor.assess.service import ServiceTrack
from monitor.assess.windows import Known
from monitor.restart import LATELY, ended_windows, remembered
from monitor.store import Reader
from tests.store.samples import assessed, at, closed, history, window, written

UNSURE = Memory(
    services={
        "jmo-api": ServiceTrack(
            settled_until=0, reckoned_until=0, shown_since=0, probes={}, known=(Known("unsure", 0),)
        )
    }
)


def test_windows_that_can_change_no_more_are_shown_again_and_no_others(tmp_path: Path) -> None:
    old = {"began_at": at(-2), "ended_at": at(-1)}
    every = (closed("over"), closed("unsure"), window("open"), closed("old", **old))
    with history(tmp_path / "history.sqlite") as store:
        store.put(assessed(windows=every), to_json(UNSURE))
        written(store)
        memory = remembered(store.reader)
        assert memory == UNSURE
        found = ended_windows(store.reader, memory, at(0) + LATELY)
        assert found == (closed("over"),)


def test_a_history_that_cannot_be_read_is_as_good_as_none(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "none.sqlite")
    assert remembered(reader) == Memory()
    assert ended_windows(reader, Memory(), at(0) + timedelta(days=1)) == ()
