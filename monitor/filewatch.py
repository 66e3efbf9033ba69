"""Notices that a file was changed or put in another's place, by looking now and then."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from monitor.clock import Clock

LOOK_SECONDS = 5.0

_Mark = tuple[int, int, int] | None


async def changes(path: Path, clock: Clock) -> AsyncIterator[None]:
    """Yield each time the file is not what it was; a file that vanished is waited for."""
    before = await asyncio.to_thread(_mark, path)
    while True:
        await clock.sleep_until(clock.monotonic() + LOOK_SECONDS)
        now = await asyncio.to_thread(_mark, path)
        if now is not None and now != before:
            before = now
            yield


def _mark(path: Path) -> _Mark:
    try:
        seen = path.stat()
    except OSError:
        return None  # nothing to read yet; the old configuration goes on
    return seen.st_ino, seen.st_size, seen.st_mtime_ns
