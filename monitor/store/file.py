"""The file itself: opened, brought up to date, or set aside where it is broken."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from monitor.store.errors import StoreError, is_damage
from monitor.store.migrations import APPLICATION_ID, MIGRATIONS, migrate, version_of

BUSY_SECONDS = 5.0
"""So long a statement waits for another process that holds the file."""
WAL_KEPT_BYTES = 16 * 1024**2
COMPANIONS = ("", "-wal", "-shm")
"""A database in WAL mode is these three files."""


def open_for_writing(path: Path, max_bytes: int | None) -> sqlite3.Connection:
    """Open the history, made or migrated where needed.

    Raises StoreError where the file is not ours or newer than this program; it is left as it is.
    Raises sqlite3.Error or OSError where it cannot be used.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size:
        with closing(open_for_reading(path)) as seen:
            _refuse_others(seen, path)
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(connection, max_bytes)
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that can change nothing; any thread may use it, one at a time."""
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    return sqlite3.connect(
        address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def _refuse_others(seen: sqlite3.Connection, path: Path) -> None:
    version = version_of(seen)
    (owner,) = seen.execute("PRAGMA application_id").fetchone()
    (tables,) = seen.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if owner != APPLICATION_ID and (tables or version):
        raise StoreError(f"{path} is another program's database; name a file that may be made")
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{path} is of version {version}, and this program knows {len(MIGRATIONS)} at most; "
            "run the newer program, or name another file"
        )


def _prepare(connection: sqlite3.Connection, max_bytes: int | None) -> None:
    """Settings of the file, which must come before the first table, and of the connection."""
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA journal_size_limit = {WAL_KEPT_BYTES}")
    if max_bytes is not None:
        (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute(f"PRAGMA max_page_count = {max(1, max_bytes // page_bytes)}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of the block or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.rollback()


def is_sound(connection: sqlite3.Connection) -> bool:
    """Read the whole file and say whether it holds together; takes a second for some 500 MB."""
    try:
        rows = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise
    return bool(rows == [("ok",)])


def set_aside(path: Path, now: datetime) -> Path:
    """Rename the file with its companions to `….corrupt-<UTC>`; returns the new path.

    A connection to it may be open; it is to be closed afterwards, so that what the -wal holds is
    renamed before SQLite would delete it. Raises OSError.
    """
    stamp = f"{path.name}.corrupt-{now:%Y%m%dT%H%M%SZ}"
    aside, number = path.with_name(stamp), 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{stamp}-{number}")
    for companion in reversed(COMPANIONS):
        part = path.with_name(path.name + companion)
        if part.exists():
            part.rename(aside.with_name(aside.name + companion))
    return aside


def size_bytes(path: Path) -> int:
    """What the file and its companions take."""
    parts = (path.with_name(path.name + companion) for companion in COMPANIONS)
    return sum(part.stat().st_size for part in parts if part.exists())
