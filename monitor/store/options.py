"""How a history is kept, and how it fares."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.store.retention import Retention

GATHER_SECONDS = 0.5
"""So long a batch grows; with the writing of it, less than a second is lost by `kill -9`."""
CHECKUP_DELAY_SECONDS = 30.0
"""So long the check after an unclean end waits, until the program's start is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a history is kept."""

    path: Path
    retention: Retention
    max_bytes: int | None = None
    """The file grows no larger; the oldest outcomes make room."""
    gather_seconds: float = GATHER_SECONDS
    checkup_delay_seconds: float = CHECKUP_DELAY_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How writing goes."""

    up: bool = False
    errors: int = 0
    set_aside: int = 0
    size_bytes: int = 0
    last_commit_at: datetime | None = None
    trouble: str = ""
    """Why it is not up; empty while it is."""
