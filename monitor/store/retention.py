"""How long what is kept."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long outcomes and rollups are kept; windows, segments and transitions stay for ever."""

    outcomes: timedelta = timedelta(days=14)
    rollups: timedelta = timedelta(days=400)
