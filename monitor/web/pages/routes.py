"""The paths of the pages for people."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from monitor.web.inside import BusyError, HistoryError, Inside
from monitor.web.pages.cache import PageCache, sent
from monitor.web.pages.drawings import Drawings
from monitor.web.pages.front import front
from monitor.web.pages.keeper import Keeper
from monitor.web.pages.language import chosen, language_of
from monitor.web.pages.service import service
from monitor.web.pages.sheets import STATIC, Desk, Sheets, fingerprint, static
from monitor.web.pages.window import names, window
from monitor.words import Language, Speech

HTML = "text/html"
FOR_EVER = "public, max-age=31536000, immutable"
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_STAMP = "%Y%m%dT%H%M%SZ"
SOON = MappingProxyType({"Retry-After": "1"})
LONGEST_ID = 100
"""The id of a service has at most 63 characters, that of a window a stamp more."""

Endpoint = Callable[[Request], Awaitable[Response]]
Values = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """For whom a page is made."""

    path: str
    language: Language
    explicit: bool

    @classmethod
    def by(cls, request: Request, path: str) -> "_Asked":
        return cls(path=path, language=language_of(request), explicit=chosen(request) is not None)


class _MissingError(Exception):
    """There is no such page."""


class _MergedError(Exception):
    """A window was merged into another one: the text is the id of that."""


class Pages:
    """Everything for people, at its paths."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside
        self._sheets = Sheets()
        self._drawings = Drawings(inside)
        self._cache = PageCache(inside.overview.edition, inside.clock)
        self._writing = asyncio.Lock()
        self._keeper = Keeper(inside, self._sheets, self._drawings)

    @property
    def routes(self) -> list[Route]:
        """A route for each page, and for each file that pages load."""
        return [
            Route("/", self._front),
            Route("/service/{service}", self._service),
            Route("/window/{window}", self._window),
            *(Route(f"/{name}", _file(name)) for name in STATIC),
        ]

    async def keep_ready(self) -> None:
        """Keep at hand what pages are made of, until cancelled."""
        await self._keeper.keep()

    async def _front(self, request: Request) -> Response:
        return await self._page(request, "/", self._write_front)

    async def _service(self, request: Request) -> Response:
        id = request.path_params["service"][:LONGEST_ID]
        return await self._page(
            request, f"/service/{id}", lambda asked: self._write_service(asked, id)
        )

    async def _window(self, request: Request) -> Response:
        """A window, or the one into which it was merged, so that a link that was shared goes on to
        lead somewhere. Both are one page, which is made once.
        """
        id = request.path_params["window"][:LONGEST_ID]
        while True:
            make = partial(self._write_window, id=id)
            try:
                return await self._page(request, f"/window/{id}", make)
            except _MergedError as merged:
                id = str(merged)

    async def _page(
        self, request: Request, path: str, make: Callable[[_Asked], Awaitable[str]]
    ) -> Response:
        asked = _Asked.by(request, path)
        headers = {
            "Content-Language": asked.language.value,
            "Vary": "Accept-Language, Accept-Encoding",
        }
        try:
            sheet = await self._cache.get(asked, lambda: make(asked))
        except _MissingError:
            return await self._excuse(asked, "missing.html", HTTPStatus.NOT_FOUND)
        except BusyError:
            unavailable = HTTPStatus.SERVICE_UNAVAILABLE
            return await self._excuse(asked, "unreadable.html", unavailable, SOON)
        except HistoryError:
            return await self._excuse(asked, "unreadable.html", HTTPStatus.SERVICE_UNAVAILABLE)
        return sent(request, sheet, HTML, headers)

    async def _write_front(self, asked: _Asked) -> str:
        roster, overview = self._inside.roster(), self._inside.overview
        status, recent = await overview.status(), await overview.recent()
        values = partial(front, status, recent, roster, self._speech(asked))
        return await self._filled("front.html", asked, values)

    async def _write_service(self, asked: _Asked, id: str) -> str:
        status = await self._inside.overview.status()
        summary = next((each for each in status.services if each.info.id == id), None)
        if summary is None:
            raise _MissingError
        try:
            drawing = await self._drawings.of(id)
        except KeyError:  # a new configuration has come meanwhile
            raise _MissingError from None
        except HistoryError:
            drawing = None
        values = partial(service, summary, drawing, status.at)
        return await self._filled("service.html", asked, values)

    async def _write_window(self, asked: _Asked, id: str) -> str:
        detail = await self._inside.overview.window(id)
        if detail is None:
            into = await self._that_took_it_in(id)
            raise _MissingError if into in {None, id} else _MergedError(into)
        values = partial(window, detail, self._inside.roster(), self._inside.clock.now())
        return await self._filled("window.html", asked, values)

    async def _that_took_it_in(self, id: str) -> str | None:
        """The window of the same service at the moment in the id."""
        service, _, stamp = id.rpartition("-")
        try:
            moment = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            return None
        if service not in names(self._inside.roster()):
            return None
        return await self._inside.overview.window_at(service, moment)

    async def _excuse(
        self,
        asked: _Asked,
        template: str,
        status: HTTPStatus,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Response:
        plain = replace(asked, path="/")
        sheet = await self._cache.get((template, plain), lambda: self._excused(plain, template))
        told = {"Content-Language": asked.language.value, **headers}
        return HTMLResponse(sheet.body, status, headers=told)

    async def _excused(self, asked: _Asked, template: str) -> str:
        values = {"now": self._inside.clock.now(), "tone": "unknown"}
        return await self._filled(template, asked, lambda: values)

    def _speech(self, asked: _Asked) -> Speech:
        zone = ZoneInfo(self._inside.roster().timezone)
        return Speech(language=asked.language, zone=zone)

    async def _filled(self, template: str, asked: _Asked, values: Values) -> str:
        """A page, written in a thread: it takes tens of milliseconds, in which others are answered.
        One at a time, for the probing loop waits for each thread in turn.
        """
        desk = Desk(self._inside.roster(), self._speech(asked), asked.path, explicit=asked.explicit)
        async with self._writing:
            return await asyncio.to_thread(lambda: self._sheets.fill(template, desk, values()))


def _file(name: str) -> Endpoint:
    content = static(name)
    media_type = _TYPES[name.rpartition(".")[2]]
    headers = {"Cache-Control": FOR_EVER, "ETag": f'"{fingerprint(content)}"'}

    async def answer(request: Request) -> Response:
        return Response(content, media_type=media_type, headers=headers)

    return answer
