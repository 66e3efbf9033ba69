"""How late our own event loop is: a heartbeat whose delay shows when we stood still ourselves."""

from collections import deque
from collections.abc import Callable

from monitor.clock import Clock

BEAT_SECONDS = 0.05
"""Between heartbeats; a stall shorter than this may pass unseen."""
MEMORY_SECONDS = 120.0
"""Stalls are remembered so long: longer than any run can last."""
STALL_SECONDS = 0.1
"""A stall that taints whatever it overlaps."""
STALL_SHARE = 0.2
"""A stall this large a part of a run taints it too …"""
LEAST_STALL_SECONDS = 0.02
"""… unless it is as short as any busy moment."""


class LoopLag:
    """Watches the running loop; `report` is told each heartbeat's delay in seconds."""

    def __init__(self, clock: Clock, report: Callable[[float], None]) -> None:
        self._clock = clock
        self._report = report
        self._due = clock.monotonic()
        self._stalls: deque[tuple[float, float]] = deque()

    async def watch(self) -> None:
        """Beat until cancelled."""
        while True:
            self._due = self._clock.monotonic() + BEAT_SECONDS
            await self._clock.sleep_until(self._due)
            now = self._clock.monotonic()
            self._note(now, max(0.0, now - self._due))

    def _note(self, now: float, lag_seconds: float) -> None:
        self._report(lag_seconds)
        if lag_seconds >= LEAST_STALL_SECONDS:
            self._stalls.append((now, lag_seconds))
        while self._stalls and self._stalls[0][0] < now - MEMORY_SECONDS:
            self._stalls.popleft()

    @property
    def overdue_seconds(self) -> float:
        """How long the next heartbeat has been due; may be asked from another thread."""
        return max(0.0, self._clock.monotonic() - self._due)

    def longest_since(self, began: float) -> float:
        """The longest stall in seconds that reached beyond `began`, the present one included."""
        past = (lag for at, lag in self._stalls if at >= began)
        return max(self.overdue_seconds, max(past, default=0.0))

    def stalled(self, began: float) -> bool:
        """Whether what ran from `began` until now was held up by ourselves enough to mislead."""
        longest = self.longest_since(began)
        share = STALL_SHARE * (self._clock.monotonic() - began)
        return longest > STALL_SECONDS or longest > max(share, LEAST_STALL_SECONDS)
