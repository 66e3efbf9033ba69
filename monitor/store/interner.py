"""Texts that come again and again: each is stored once, and a number takes its place."""

import sqlite3
from hashlib import blake2b

MOST_REMEMBERED = 4096
DAY_MS = 86_400_000


class Interner:
    """Numbers of names and ways. What it remembers holds only while transactions succeed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._names: dict[str, int] = {}
        self._ways: dict[str, tuple[int, int]] = {}

    def forget(self) -> None:
        """A transaction was undone, and with it perhaps some numbers."""
        self._names.clear()
        self._ways.clear()

    def name(self, text: str) -> int:
        """The number of an id, kind or location."""
        if text not in self._names:
            self._names[text] = self._number_of_name(text)
        return self._names[text]

    def way(self, text: str | None, at: int) -> int | None:
        """The number of a way that was taken at `at`, in milliseconds.

        A day may pass before its last use is noted, so that nothing is written each run.
        """
        if text is None:
            return None
        number, used_at = self._ways.get(text) or self._number_of_way(text, at)
        if at - used_at >= DAY_MS:
            used_at = at
            self._connection.execute("UPDATE ways SET used_at = ? WHERE id = ?", (at, number))
        if len(self._ways) >= MOST_REMEMBERED:
            self._ways.clear()
        self._ways[text] = (number, used_at)
        return number

    def _number_of_name(self, text: str) -> int:
        self._connection.execute("INSERT OR IGNORE INTO names (text) VALUES (?)", (text,))
        found = self._connection.execute("SELECT id FROM names WHERE text = ?", (text,))
        return int(found.fetchone()[0])

    def _number_of_way(self, text: str, at: int) -> tuple[int, int]:
        digest = blake2b(text.encode(), digest_size=16).digest()
        self._connection.execute(
            "INSERT OR IGNORE INTO ways (digest, used_at, facts) VALUES (?, ?, ?)",
            (digest, at, text),
        )
        found = self._connection.execute(
            "SELECT id, used_at FROM ways WHERE digest = ?", (digest,)
        ).fetchone()
        return int(found[0]), int(found[1])
