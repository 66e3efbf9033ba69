"""Reads the whole file once after an unclean end, in a thread of its own."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import structlog

from monitor.store.errors import StoreError, describe
from monitor.store.file import is_sound, open_for_reading

_log = structlog.get_logger("monitor")
_STEPS_BETWEEN_LOOKS = 10_000


class Checkup:
    """A `quick_check` that hinders nobody: readers do not block the writer of a WAL."""

    def __init__(self, path: Path, damaged: Callable[[], None], delay_seconds: float) -> None:
        self._path = path
        self._damaged = damaged
        self._delay_seconds = delay_seconds
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin after the delay, when the program's start is over."""
        threading.Thread(target=self._run, name="store-checkup", daemon=True).start()

    def stop(self) -> None:
        """Have it end soon; nobody need wait for it."""
        self._stopped.set()

    def _run(self) -> None:
        if self._stopped.wait(self._delay_seconds):
            return
        try:
            with closing(open_for_reading(self._path)) as connection:
                connection.set_progress_handler(self._stopped.is_set, _STEPS_BETWEEN_LOOKS)
                sound = is_sound(connection)
        except (sqlite3.Error, StoreError) as error:
            if not self._stopped.is_set():
                _log.warning("the history could not be checked", why=describe(error))
            return
        if sound:
            _log.info("the history is sound after an unclean end")
        else:
            self._damaged()
