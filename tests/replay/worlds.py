"""A monitor that keeps its history in a real file, and can be stopped and started again."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from monitor.assess.assessor import Assessor
from monitor.assess.memory import to_json
from monitor.assess.rules import Rules
from monitor.model import Assessment, Outcome
from monitor.replay.feed import remembered
from monitor.store import Reader, Store
from tests.assess.chance import ended_at
from tests.store.samples import history, written


class Monitor:
    """The assessor and the store, joined as the program joins them."""

    def __init__(self, store: Store, rules: Rules, now: datetime) -> None:
        self._store = store
        self._assessor = Assessor(rules, remembered(store.reader), now)
        self.pass_time(now)

    def record(self, outcome: Outcome) -> None:
        """A run ended."""
        self._keep(self._assessor.record(outcome))

    def pass_time(self, now: datetime) -> None:
        """A tick."""
        self._keep(self._assessor.pass_time(now))

    def adopt(self, rules: Rules, now: datetime) -> None:
        """A new configuration."""
        self._keep(self._assessor.adopt(rules, now))

    def _keep(self, said: Assessment) -> None:
        self._store.put(said, partial(to_json, self._assessor.memory))


@contextmanager
def running(path: Path, rules: Rules, now: datetime) -> Iterator[Monitor]:
    """A monitor from its start to its end; goes on from what the file remembers."""
    with history(path) as store:
        written(store)
        yield Monitor(store, rules, now)


def record_all(path: Path, rules: Rules, outcomes: Iterable[Outcome], rest: timedelta) -> datetime:
    """Have one monitor record these, and then rest for a while; returns when that ended."""
    told = list(outcomes)
    with running(path, rules, told[0].started_at) as monitor:
        for outcome in told:
            monitor.record(outcome)
        now = ended_at(told[-1]) + rest
        monitor.pass_time(now)
    return now


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """The history of a monitor that has ended."""
    reader = Reader(path)
    try:
        yield reader
    finally:
        reader.close()
