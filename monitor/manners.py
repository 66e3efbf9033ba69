"""Manners towards a host: one connection at a time, a budget of requests, `Retry-After` obeyed."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext

from monitor.clock import Clock

LONGEST_RETRY_AFTER_SECONDS = 3600.0
"""A server may send us away for so long at most."""
RESERVE_SHARE = 1 / 3
"""The part of the budget that attempts and sharpened runs leave to the regular ones."""


class HostGate:
    """The way to one host, for all its probes. A host that is not public has no budget."""

    def __init__(self, clock: Clock, requests_per_minute: int | None) -> None:
        self._clock = clock
        self._per_minute = requests_per_minute
        self._tokens = float(requests_per_minute or 0)
        self._counted_at = clock.monotonic()
        self._closed_until = self._counted_at
        self._lock = asyncio.Lock()

    @property
    def is_closed(self) -> bool:
        """Whether the host asked us to stay away until later."""
        return self._clock.monotonic() < self._closed_until

    def place(self) -> AbstractAsyncContextManager[None]:
        """Waits for its turn and is held while a connection to the host may be open."""
        return nullcontext() if self._per_minute is None else self._lock

    def may_spend(self, *, extra: bool = False) -> bool:
        """Whether a request fits the budget; an `extra` one must leave the reserve untouched."""
        if self._per_minute is None:
            return True
        self._refill(self._per_minute)
        return self._tokens >= 1 + (self._per_minute * RESERVE_SHARE if extra else 0)

    def spend(self, requests: int) -> None:
        """Count requests that were made; more than were left delay the next ones."""
        if self._per_minute is not None:
            self._refill(self._per_minute)
            self._tokens -= requests

    def close_for(self, seconds: float) -> None:
        """Stay away, as the host asked."""
        until = self._clock.monotonic() + min(seconds, LONGEST_RETRY_AFTER_SECONDS)
        self._closed_until = max(self._closed_until, until)

    def _refill(self, per_minute: int) -> None:
        now = self._clock.monotonic()
        earned = (now - self._counted_at) * per_minute / 60
        self._tokens = min(float(per_minute), self._tokens + earned)
        self._counted_at = now


class Manners:
    """Gates by host; what a host asked of us outlives a reload of the configuration."""

    def __init__(self, clock: Clock, requests_per_minute: int) -> None:
        self._clock = clock
        self._per_minute = requests_per_minute
        self._gates: dict[tuple[str, bool], HostGate] = {}

    def gate(self, host: str, *, public: bool) -> HostGate:
        """The gate of `host`; only where it is reached at a public address is there a limit."""
        key = (host, public)
        found = self._gates.get(key)
        if found is None:
            found = self._gates[key] = HostGate(self._clock, self._per_minute if public else None)
        return found
