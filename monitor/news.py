"""Whether anything has happened that a reader must hear of at once."""

from collections.abc import Callable

from monitor.clock import Clock
from monitor.kept import Edition

SETTLING_SECONDS = 10.0
"""By then the history holds what has happened, and what follows at once has followed."""


class News:
    """Looks at the facts whenever it is asked, and numbers their editions."""

    def __init__(self, facts: Callable[[], object], clock: Clock) -> None:
        """`facts` are equal as long as nothing has happened."""
        self._facts = facts
        self._clock = clock
        self._last = facts()
        self._number = 0
        self._changed_at = clock.monotonic()

    def edition(self) -> Edition:
        """The present one."""
        facts, now = self._facts(), self._clock.monotonic()
        if facts != self._last:
            self._last, self._changed_at = facts, now
            self._number += 1
        return Edition(self._number, settled=now - self._changed_at >= SETTLING_SECONDS)
