"""What can be wrong with the file, told apart by SQLite's own codes."""

import sqlite3

_PRIMARY = 0xFF
"""The low byte of an extended code is the primary one."""
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class StoreError(RuntimeError):
    """The history cannot be read or written; the message says why, and what to do."""


class DamageError(StoreError):
    """A check of the whole file found it to be broken."""


def is_damage(error: BaseException) -> bool:
    """Whether the file was found to be broken."""
    return isinstance(error, DamageError) or _primary(error) in _DAMAGE


def is_trouble(error: BaseException) -> bool:
    """Whether the file or its disk is the cause, and not what was to be written."""
    files = (OSError, StoreError, sqlite3.OperationalError)
    return isinstance(error, files) or is_damage(error)


def is_full(error: BaseException) -> bool:
    """Whether there is no more space: on the disk, or within `max_bytes`."""
    return _primary(error) == sqlite3.SQLITE_FULL


def may_pass(error: BaseException) -> bool:
    """Whether the same connection may be good again: after a full disk it is."""
    return is_full(error) or _primary(error) in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY}


def describe(error: BaseException) -> str:
    """The trouble in one line, the same for the same trouble."""
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return str(error) if isinstance(error, StoreError) else f"{name}: {error}"


def _primary(error: BaseException) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & _PRIMARY
