"""Waiting for what another thread or process does, where it sends no event."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.01


def until(holds: Callable[[], bool], what: str) -> None:
    """Return as soon as `holds`; raises AssertionError, naming `what`, where it never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"this did not come: {what}"
        time.sleep(LOOK_SECONDS)
