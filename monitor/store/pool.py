"""Read-only connections for any number of threads, renewed when the file is another one."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from monitor.store.errors import StoreError, describe, is_damage
from monitor.store.file import open_for_reading
from monitor.store.migrations import MIGRATIONS, version_of


@dataclass(frozen=True, slots=True)
class _Opened:
    connection: sqlite3.Connection
    identity: tuple[int, int]


class Pool:
    """Lends a connection to one thread at a time."""

    def __init__(self, path: Path, damaged: Callable[[], None]) -> None:
        self._path = path
        self._damaged = damaged
        self._idle: SimpleQueue[_Opened] = SimpleQueue()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for the time of the block.

        Raises StoreError, in place of what SQLite raises, where the history cannot be read.
        """
        opened: _Opened | None = None
        try:
            opened = self._take()
            yield opened.connection
        except (sqlite3.Error, OSError) as error:
            if opened is not None:
                opened.connection.close()
            if is_damage(error):
                self._damaged()
            raise StoreError(f"{self._path} cannot be read: {describe(error)}") from error
        except BaseException:
            if opened is not None:
                opened.connection.close()
            raise
        self._idle.put(opened)

    def close(self) -> None:
        """Close what nobody uses now."""
        while (opened := self._next_idle()) is not None:
            opened.connection.close()

    def _take(self) -> _Opened:
        """An idle connection to the file that is there now, or else a new one."""
        seen = self._path.stat()
        identity = (seen.st_dev, seen.st_ino)
        while (idle := self._next_idle()) is not None:
            if idle.identity == identity:
                return idle
            idle.connection.close()
        connection = open_for_reading(self._path)
        try:
            self._refuse_other_versions(connection)
        except BaseException:
            connection.close()
            raise
        return _Opened(connection, identity)

    def _next_idle(self) -> _Opened | None:
        try:
            return self._idle.get_nowait()
        except Empty:
            return None

    def _refuse_other_versions(self, connection: sqlite3.Connection) -> None:
        version = version_of(connection)
        if version < len(MIGRATIONS):
            raise StoreError(
                f"{self._path} is of version {version}, and this program reads "
                f"{len(MIGRATIONS)}; start the monitor once to bring it up to date"
            )
        if version > len(MIGRATIONS):
            raise StoreError(
                f"{self._path} is of version {version}, and this program knows "
                f"{len(MIGRATIONS)} at most; use the newer program"
            )
