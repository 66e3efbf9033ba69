"""The one thread that writes: batches, chores when there is time, and trouble outlived."""

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace

import structlog

from monitor.clock import Clock
from monitor.store.batch import Batch
from monitor.store.checkup import Checkup
from monitor.store.errors import (
    DamageError,
    StoreError,
    describe,
    is_damage,
    is_full,
    is_trouble,
    may_pass,
)
from monitor.store.file import is_sound, open_for_writing, set_aside, size_bytes
from monitor.store.inbox import Inbox
from monitor.store.ledger import Entry, Ledger
from monitor.store.options import Health, Options
from monitor.store.outcomes import outcome_row
from monitor.store.pruning import make_room, prune

_log = structlog.get_logger("monitor")

SHORTEST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
"""In trouble it tries again after pauses that double between these."""
PRUNE_SECONDS = 60.0
"""When nothing was too old it looks again after this."""
BREATH_SECONDS = 0.05
"""Between two chunks that are deleted."""


class Writer:
    """Owns the connection. Whatever happens here, the thread goes on until it is told to end."""

    def __init__(self, options: Options, inbox: Inbox, clock: Clock) -> None:
        self._options = options
        self._inbox = inbox
        self._clock = clock
        self._health = Health()
        self._connection: sqlite3.Connection | None = None
        self._ledger: Ledger | None = None
        self._checkup: Checkup | None = None
        self._suspect = threading.Event()
        self._pause_seconds = 0.0
        self._prune_at = clock.monotonic()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)

    @property
    def health(self) -> Health:
        """How writing goes; any thread may ask."""
        return self._health if self._thread.is_alive() else replace(self._health, up=False)

    def start(self) -> None:
        """Open the file, which may take a moment, and begin; trouble is logged, never raised."""
        if not self._try(self._open) and self._health.set_aside:
            self._try(self._open)
        self._thread.start()

    def join(self, timeout_seconds: float) -> bool:
        """Wait for the end of the thread, after the inbox was closed; says whether it came."""
        self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    def suspect(self) -> None:
        """Somebody found the file to be broken: have the writer look for itself."""
        self._suspect.set()
        self._inbox.nudge()

    def _run(self) -> None:
        last = False
        while not last:
            self._inbox.rest(self._pause_seconds)
            last = self._inbox.closed
            batch = self._inbox.take(
                idle_seconds=max(0.0, self._prune_at - self._clock.monotonic()),
                gather_seconds=self._options.gather_seconds,
            )
            self._write(batch)
            if self._health.up and not last:
                self._try(self._chores)
        self._try(self._end)

    def _write(self, batch: Batch) -> None:
        """Write a batch; what the file does not take now is kept for another time."""
        if batch.is_empty and self._ledger is not None:
            return
        if self._try(lambda: self._commit(batch)):
            self._inbox.done()
        else:
            self._inbox.give_back(batch)

    def _commit(self, batch: Batch) -> None:
        ledger = self._ledger or self._open()
        if batch.is_empty:
            return
        try:
            ledger.write(self._entry(batch))
        except Exception as error:
            if is_trouble(error):
                raise
            # Our own fault, and it would be the same for ever.
            self._fault("a batch cannot be stored, and is dropped", items=len(batch))
            self._inbox.give_up(len(batch))
        else:
            self._health = replace(self._health, last_commit_at=self._clock.now())

    def _entry(self, batch: Batch) -> Entry:
        """The batch as rows and text; what cannot be made so costs only itself."""
        rows, checkpoint = [], None
        for outcome in batch.outcomes:
            try:
                rows.append(outcome_row(outcome))
            except Exception:  # noqa: BLE001 - the others are worth more
                self._fault("an outcome cannot be stored", probe=outcome.probe)
        try:
            checkpoint = batch.checkpoint() if callable(batch.checkpoint) else batch.checkpoint
        except Exception:  # noqa: BLE001 - the outcomes are worth more
            self._fault("the checkpoint cannot be stored")
        return Entry(rows=tuple(rows), batch=batch, checkpoint=checkpoint)

    def _fault(self, event: str, **details: object) -> None:
        """Say what we ourselves did wrong, with the exception that is being handled."""
        _log.exception(event, **details)
        self._health = replace(self._health, errors=self._health.errors + 1)

    def _open(self) -> Ledger:
        connection = open_for_writing(self._options.path, self._options.max_bytes)
        try:
            clean = connection.execute("SELECT value FROM meta WHERE key = 'clean'").fetchone()
            _mark_clean(connection, "0")
        except sqlite3.Error:
            connection.close()
            raise
        if clean == ("0",):
            self._check_up()
        self._connection, self._ledger = connection, Ledger(connection)
        return self._ledger

    def _check_up(self) -> None:
        options = self._options
        self._checkup = Checkup(options.path, self.suspect, options.checkup_delay_seconds)
        self._checkup.start()

    def _chores(self) -> None:
        """What is done when there is time: look after a suspicion, delete what is too old."""
        if self._connection is None:
            return
        if self._suspect.is_set():
            self._suspect.clear()
            if not is_sound(self._connection):
                raise DamageError("quick_check found the file to be broken")
        now = self._clock.monotonic()
        if now >= self._prune_at:
            self._prune_at = now + PRUNE_SECONDS
            if prune(self._connection, self._options.retention, self._clock.now()):
                self._prune_at = now + BREATH_SECONDS

    def _try(self, work: Callable[[], object]) -> bool:
        """Do something with the file; says whether it went well."""
        try:
            work()
        except (sqlite3.Error, OSError, StoreError) as error:
            self._outlive(error)
            return False
        if not self._health.up:
            _log.info("the history is written", path=str(self._options.path))
        self._pause_seconds = 0.0
        self._health = replace(self._health, up=True, trouble="", size_bytes=self._size())
        return True

    def _size(self) -> int:
        try:
            return size_bytes(self._options.path)
        except OSError as error:  # the file may be gone, but what was written is written
            _log.warning("the size of the history is not known", why=str(error))
            return 0

    def _outlive(self, error: Exception) -> None:
        self._health = replace(self._health, errors=self._health.errors + 1)
        if is_damage(error):
            self._start_anew(describe(error))
        elif not (is_full(error) and self._make_room()):
            self._be_down(describe(error))
            # Readers lean on the open connection: without it they need to write themselves.
            if not (may_pass(error) and self._pause_seconds < LONGEST_PAUSE_SECONDS):
                self._close()

    def _make_room(self) -> bool:
        """Where only our own limit is reached, the oldest outcomes go."""
        if self._options.max_bytes is None or self._connection is None:
            return False
        try:
            return make_room(self._connection)
        except sqlite3.Error as error:
            _log.warning("no room could be made in the history", why=describe(error))
            return False

    def _start_anew(self, why: str) -> None:
        """The file is broken: keep it under another name, and let the next write make a new one."""
        try:
            aside = set_aside(self._options.path, self._clock.now())
        except OSError as error:
            self._be_down(f"a broken file could not be set aside: {error}")
            return
        finally:
            self._close()
        _log.error("the history was broken and is set aside", why=why, aside=str(aside))
        self._health = replace(
            self._health, up=False, trouble=why, set_aside=self._health.set_aside + 1
        )
        self._wait_longer()

    def _be_down(self, trouble: str) -> None:
        if trouble != self._health.trouble:
            _log.error("the history is not written; probing goes on", why=trouble)
        self._health = replace(self._health, up=False, trouble=trouble)
        self._wait_longer()

    def _wait_longer(self) -> None:
        doubled = max(SHORTEST_PAUSE_SECONDS, 2 * self._pause_seconds)
        self._pause_seconds = min(LONGEST_PAUSE_SECONDS, doubled)

    def _close(self) -> None:
        connection, self._connection, self._ledger = self._connection, None, None
        if self._checkup is not None:
            self._checkup.stop()
        if connection is None:
            return
        try:
            connection.close()
        except sqlite3.Error as error:
            _log.warning("the history did not close well", why=describe(error))

    def _end(self) -> None:
        if self._connection is not None:
            _mark_clean(self._connection, "1")
        self._close()


def _mark_clean(connection: sqlite3.Connection, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('clean', ?)", (value,))
