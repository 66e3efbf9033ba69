"""Calendar periods that tag results and windows, and announced maintenance: pure rules of time."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The named recurring times of a configuration."""

    def at(self, moment: datetime) -> tuple[str, ...]:
        """The ids of the periods that hold `moment`, in the order of the configuration."""
        return ()

    def within(self, began_at: datetime, ended_at: datetime) -> tuple[str, ...]:
        """The ids of the periods that touch a span of time."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """Announced maintenance of some services."""

    services: frozenset[str]
    """Ids; empty for all services."""
    why: str
    why_en: str

    def spans(
        self, began_at: datetime, ended_at: datetime
    ) -> tuple[tuple[datetime, datetime], ...]:
        """When it applies within a span of time: cut to it, in order, not overlapping."""
        return ()
