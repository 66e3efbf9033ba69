"""Keeps at hand what pages are made of, so that whoever comes first does not wait for it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from math import inf

import structlog

from monitor.kept import Edition
from monitor.web.inside import HistoryError, Inside
from monitor.web.pages.drawings import Drawings
from monitor.web.pages.sheets import Sheets

BEGIN_SECONDS = 3.0
"""After the schedule has begun to run: the first results come first."""
LOOK_SECONDS = 1.0
AGAIN_SECONDS = 600.0
"""Sooner than what is kept is too old to be shown."""

Read = Callable[[], Awaitable[object]]

_log = structlog.get_logger()


class Keeper:
    """Reads the past when the program has begun, after news, and every now and then."""

    def __init__(self, inside: Inside, sheets: Sheets, drawings: Drawings) -> None:
        self._inside = inside
        self._sheets = sheets
        self._drawings = drawings
        self._seen: dict[str | None, tuple[Edition, float]] = {}

    async def keep(self) -> None:
        """Go on until cancelled."""
        try:
            while not self._inside.ready():
                await self._pause(LOOK_SECONDS)
            await self._pause(BEGIN_SECONDS)
            await asyncio.to_thread(self._sheets.compile)
            while True:
                await self.look()
                await self._pause(LOOK_SECONDS)
        except Exception:  # noqa: BLE001 - the task's last word, or nobody would hear of it
            _log.exception("pages are no longer prepared: the first who asks for one will wait")

    async def look(self) -> None:
        """Read what has become old, one after the other."""
        services = [info.id for info in self._inside.roster().services]
        self._seen = {id: seen for id, seen in self._seen.items() if id is None or id in services}
        await self._read(None, self._read_all)
        for service in services:
            await self._read(service, partial(self._drawings.of, service))

    async def _pause(self, seconds: float) -> None:
        await self._inside.clock.sleep_until(self._inside.clock.monotonic() + seconds)

    async def _read_all(self) -> None:
        await self._inside.overview.status()
        await self._inside.overview.recent()

    async def _read(self, service: str | None, read: Read) -> None:
        edition, now = self._inside.overview.edition(service), self._inside.clock.monotonic()
        known, at = self._seen.get(service, (None, -inf))
        if known == edition and now - at < AGAIN_SECONDS:
            return
        with suppress(HistoryError, KeyError):  # pages say so; another configuration has come
            await read()
        self._seen[service] = edition, now
