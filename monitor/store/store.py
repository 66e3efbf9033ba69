"""The history: takes what the probing loop tells it, and never makes it wait."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from monitor.clock import Clock
from monitor.model import Assessment
from monitor.store.batch import Checkpoint
from monitor.store.inbox import Inbox
from monitor.store.options import CHECKUP_DELAY_SECONDS, GATHER_SECONDS, Options
from monitor.store.reader import Reader
from monitor.store.retention import Retention
from monitor.store.writer import Writer

_log = structlog.get_logger("monitor")

MOST_WAITING = 20_000
"""So many outcomes wait while nothing can be written; then the oldest are dropped."""
LAST_WRITE_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreStats:
    """How the history fares, for metrics."""

    up: bool
    """Whether the last try to write went well."""
    queued: int
    """Items that are not written yet."""
    dropped: int
    """Items that found no room to wait, since the start."""
    errors: int
    """Tries that failed, since the start."""
    set_aside: int
    """Broken files that were put aside, since the start."""
    size_bytes: int
    """The file with its -wal and -shm."""
    last_commit_at: datetime | None
    trouble: str
    """Why it is not up; empty while it is."""


class Store:
    """One history file. `put` and `stats` may be called anywhere, the rest off the probing loop."""

    def __init__(self, options: Options, clock: Clock, most_waiting: int) -> None:
        self._inbox = Inbox(most_waiting)
        self._writer = Writer(options, self._inbox, clock)
        self.reader = Reader(options.path, self._writer.suspect)
        """Asks the same file; closed by `stop`."""

    def start(self) -> None:
        """Open the file and begin to write. Trouble is logged and shows in `stats`."""
        self._writer.start()

    def put(self, assessment: Assessment, checkpoint: Checkpoint | None = None) -> None:
        """Have an assessment written within a second, and in the same transaction the memory.

        Never waits, never raises. Where `checkpoint` is a function, only that of the last
        assessment of a batch is called, on the writer's thread: it must hold a memory that does
        not change.
        """
        self._inbox.put(assessment, checkpoint)

    def stats(self) -> StoreStats:
        """How the history fares now."""
        health = self._writer.health
        return StoreStats(
            up=health.up,
            queued=self._inbox.queued,
            dropped=self._inbox.dropped,
            errors=health.errors,
            set_aside=health.set_aside,
            size_bytes=health.size_bytes,
            last_commit_at=health.last_commit_at,
            trouble=health.trouble,
        )

    def stop(self, timeout_seconds: float = LAST_WRITE_SECONDS) -> bool:
        """Write what waits and close the file; says whether that was done in time."""
        self.reader.close()
        self._inbox.close()
        ended = self._writer.join(timeout_seconds)
        lost = self._inbox.queued
        if lost:
            _log.warning("the end of the history was not written", items=lost)
        return ended and not lost


def make_store(
    path: Path,
    clock: Clock,
    *,
    retention: Retention | None = None,
    max_bytes: int | None = None,
    most_waiting: int = MOST_WAITING,
    gather_seconds: float = GATHER_SECONDS,
    checkup_delay_seconds: float = CHECKUP_DELAY_SECONDS,
) -> Store:
    """A history that writes once it is started; its reader may be asked before. Raises nothing.

    The file is made where there is none. A broken one is set aside, and a new one begun. One that
    cannot be used now is tried again until it can; meanwhile what is put waits, up to
    `most_waiting` outcomes.
    """
    options = Options(
        path=path,
        retention=retention or Retention(),
        max_bytes=max_bytes,
        gather_seconds=gather_seconds,
        checkup_delay_seconds=checkup_delay_seconds,
    )
    return Store(options, clock, most_waiting)
