"""Deletes what is older than it is to be kept, a little at a time."""

import sqlite3
from datetime import datetime

from monitor.model import Grain
from monitor.store.file import transaction
from monitor.store.interner import DAY_MS
from monitor.store.retention import Retention
from monitor.store.rollups import outcomes_since
from monitor.store.stamps import to_ms

CHUNK_ROWS = 500
"""So many rows are deleted in one transaction: some milliseconds, for which writing waits."""
ROOM_ROWS = 2000
FREE_SHARE = 10
"""A tenth of the file may stay free for what comes next; what is more is given back."""
VACUUM_PAGES = 256
_HOUR_MS = Grain.HOUR * 1000

_OUTCOMES = """
DELETE FROM results WHERE seq IN (
    SELECT r.seq FROM names n CROSS JOIN results r ON r.probe = n.id WHERE r.at < ? LIMIT ?
)
"""
_GRAINS = " UNION ".join(f"SELECT {grain.value} AS seconds" for grain in Grain)
_ROLLUPS = f"""
DELETE FROM rollups WHERE (grain, probe, at, service) IN (
    SELECT r.grain, r.probe, r.at, r.service FROM ({_GRAINS}) g CROSS JOIN names n
    CROSS JOIN rollups r ON r.grain = g.seconds AND r.probe = n.id WHERE r.at < ? LIMIT ?
)
"""
_WAYS = "DELETE FROM ways WHERE id IN (SELECT id FROM ways WHERE used_at < ? LIMIT ?)"
_OLDEST = "SELECT max(at) FROM (SELECT at FROM results ORDER BY seq LIMIT ?)"
_MARK = "INSERT OR REPLACE INTO meta (key, value) VALUES ('outcomes_since', ?)"


def prune(connection: sqlite3.Connection, retention: Retention, now: datetime) -> bool:
    """Delete one chunk of what is too old; says whether there may be more."""
    outcomes = _floor(to_ms(now - retention.outcomes))
    rollups = _floor(to_ms(now - retention.rollups))
    with transaction(connection):
        deleted = _delete(connection, _OUTCOMES, outcomes)
        if deleted:
            _mark(connection, outcomes)
        else:
            # A way's last use may have been noted a day too early.
            deleted = _delete(connection, _WAYS, outcomes - DAY_MS)
            deleted = deleted or _delete(connection, _ROLLUPS, rollups)
    return bool(deleted) or _shrink(connection)


def make_room(connection: sqlite3.Connection) -> bool:
    """Delete the oldest outcomes, however young; says whether there were any."""
    (newest,) = connection.execute(_OLDEST, (ROOM_ROWS,)).fetchone()
    if newest is None:
        return False
    with transaction(connection):
        connection.execute(
            "DELETE FROM results WHERE seq IN (SELECT seq FROM results ORDER BY seq LIMIT ?)",
            (ROOM_ROWS,),
        )
        _mark(connection, _floor(newest) + _HOUR_MS)
    return True


def _delete(connection: sqlite3.Connection, statement: str, before: int) -> int:
    return connection.execute(statement, (before, CHUNK_ROWS)).rowcount


def _mark(connection: sqlite3.Connection, since: int) -> None:
    """Note from when on all outcomes are there: rollups before that are not recounted."""
    connection.execute(_MARK, (str(max(since, outcomes_since(connection))),))


def _floor(at: int) -> int:
    return at - at % _HOUR_MS


def _shrink(connection: sqlite3.Connection) -> bool:
    """Give back a piece of what is free beyond a share; says whether there is more."""
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    surplus = free - pages // FREE_SHARE - VACUUM_PAGES
    if surplus <= 0:
        return False
    # `execute` would stop after the first page, since the statement has no columns.
    connection.executescript(f"PRAGMA incremental_vacuum({min(surplus, VACUUM_PAGES)})")
    return bool(surplus > VACUUM_PAGES)
