"""Writes a batch in one transaction: outcomes, what follows from them, and the checkpoint."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.model import Segment
from monitor.store.batch import Batch
from monitor.store.file import transaction
from monitor.store.interner import Interner
from monitor.store.outcomes import OutcomeRow
from monitor.store.records import (
    RELEASE_COLUMNS,
    TRANSITION_COLUMNS,
    WINDOW_COLUMNS,
    release_row,
    transition_row,
    window_row,
)
from monitor.store.rollups import recount
from monitor.store.stamps import to_ms


def _insert(verb: str, table: str, columns: str) -> str:
    marks = ", ".join("?" for _ in columns.split(","))
    return f"{verb} INTO {table} ({columns}) VALUES ({marks})"


_RESULT = _insert("INSERT", "results", ", ".join(OutcomeRow._fields))
_TRANSITION = _insert("INSERT", "transitions", TRANSITION_COLUMNS)
_WINDOW = _insert("INSERT OR REPLACE", "windows", WINDOW_COLUMNS)
_RELEASE = _insert("INSERT", "releases", RELEASE_COLUMNS)
_CHECKPOINT = "INSERT OR REPLACE INTO checkpoint (id, memory) VALUES (1, ?)"

_LAST_SEGMENT = """
SELECT began_at, ended_at, state FROM segments
WHERE service = ? ORDER BY began_at DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A batch whose outcomes are rows and whose checkpoint is text."""

    rows: tuple[OutcomeRow, ...]
    batch: Batch
    checkpoint: str | None


class Ledger:
    """Writes entries; one for each connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._interner = Interner(connection)

    def write(self, entry: Entry) -> None:
        """Write all of an entry or, where sqlite3.Error is raised, nothing of it."""
        try:
            with transaction(self._connection):
                self._write_outcomes(entry.rows)
                self._write_changes(entry.batch)
                if entry.checkpoint is not None:
                    self._connection.execute(_CHECKPOINT, (entry.checkpoint,))
        except BaseException:
            self._interner.forget()
            raise

    def _write_outcomes(self, rows: Iterable[OutcomeRow]) -> None:
        name, way = self._interner.name, self._interner.way
        numbered = [
            (
                name(row.probe),
                name(row.service),
                name(row.kind),
                name(row.location),
                *row[4:-2],
                way(row.way, row.at),
                row.facts,
            )
            for row in rows
        ]
        if numbered:
            self._connection.executemany(_RESULT, numbered)
            recount(self._connection, ((row[0], row[4]) for row in numbered))

    def _write_changes(self, batch: Batch) -> None:
        many = self._connection.executemany
        many(_TRANSITION, map(transition_row, batch.transitions))
        many("DELETE FROM windows WHERE id = ?", ((name,) for name in batch.withdrawn))
        many(_WINDOW, map(window_row, batch.windows.values()))
        many(_RELEASE, map(release_row, batch.releases))
        for segments in batch.segments.values():
            for segment in segments:
                self._write_segment(segment)

    def _write_segment(self, segment: Segment) -> None:
        """Lengthen the service's last segment or add one; time that was settled is not again."""
        execute = self._connection.execute
        last = execute(_LAST_SEGMENT, (segment.service,)).fetchone()
        began, ended, state = to_ms(segment.began_at), to_ms(segment.ended_at), segment.state.value
        if last is not None:
            began = max(began, last[1])
        if ended <= began:
            return
        if last is not None and (last[1], last[2]) == (began, state):
            execute(
                "UPDATE segments SET ended_at = ? WHERE service = ? AND began_at = ?",
                (ended, segment.service, last[0]),
            )
        else:
            execute(
                "INSERT INTO segments (service, state, began_at, ended_at) VALUES (?, ?, ?, ?)",
                (segment.service, state, began, ended),
            )
