"""The paths of what is shown elsewhere."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from monitor.model import ServiceSummary, Status
from monitor.web.inside import HistoryError, Inside
from monitor.web.pages.cache import PageCache, sent
from monitor.web.pages.language import language_of
from monitor.web.shared.badge import Badge, as_svg
from monitor.web.shared.badges import SPANS, USUAL_SPAN, Badges
from monitor.web.shared.feed import SPAN, as_atom
from monitor.web.shared.poster import poster
from monitor.web.shared.previews import Previews
from monitor.words import Language, Speech

SVG = "image/svg+xml"
ATOM = "application/atom+xml; charset=utf-8"
PNG = "image/png"
ELSEWHERE = {
    "Cache-Control": "public, max-age=60",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Pictures are for the pages of others, which may keep them for a minute."""


def shared_routes(inside: Inside) -> list[Route]:
    """A route for each."""
    shared = _Shared(inside)
    return [
        Route("/badge/verdict.svg", shared.verdict),
        Route("/badge/{service}/state.svg", shared.state),
        Route("/badge/{service}/uptime.svg", shared.uptime),
        Route("/badge/{service}/latency.svg", shared.latency),
        Route("/feed.xml", shared.feed),
        Route("/preview.png", shared.preview),
    ]


class _Shared:
    def __init__(self, inside: Inside) -> None:
        self._inside = inside
        self._overview = inside.overview
        self._cache = PageCache(inside.overview.edition, inside.clock)
        self._previews = Previews()

    async def verdict(self, request: Request) -> Response:
        language = language_of(request)

        async def make() -> str:
            status = await self._overview.status()
            return as_svg(self._badges(status, language).verdict(), language)

        return await self._picture(request, "verdict", make, SVG)

    async def state(self, request: Request) -> Response:
        async def said(badges: Badges, summary: ServiceSummary) -> Badge:
            return badges.state(summary)

        return await self._of_service(request, "state", said)

    async def uptime(self, request: Request) -> Response:
        wanted = request.query_params.get("span", USUAL_SPAN)
        if wanted not in SPANS:
            text = f"span is one of {', '.join(SPANS)}\n"
            return PlainTextResponse(text, HTTPStatus.BAD_REQUEST)

        async def said(badges: Badges, summary: ServiceSummary) -> Badge:
            return badges.uptime(summary, SPANS[wanted])

        return await self._of_service(request, f"uptime {wanted}", said)

    async def latency(self, request: Request) -> Response:
        async def said(badges: Badges, summary: ServiceSummary) -> Badge:
            return badges.latency(summary, await self._overview.recent())

        return await self._of_service(request, "latency", said)

    async def feed(self, request: Request) -> Response:
        language = language_of(request)
        try:
            sheet = await self._cache.get(("feed", language), lambda: self._feed(language))
        except HistoryError:
            text = "the history cannot be read now\n"
            return PlainTextResponse(text, HTTPStatus.SERVICE_UNAVAILABLE)
        return sent(request, sheet, ATOM, _spoken(language))

    async def preview(self, request: Request) -> Response:
        language = language_of(request)

        async def make() -> bytes:
            status, roster = await self._overview.status(), self._inside.roster()
            said = poster(status, roster, self._speech(language))
            return await self._previews.picture(said, language)

        return await self._picture(request, "preview", make, PNG)

    async def _feed(self, language: Language) -> str:
        now = self._inside.clock.now()
        windows = await self._overview.windows(now - SPAN, now, services=(), severities=())
        status = await self._overview.status()
        return as_atom(windows, status, self._inside.roster(), self._speech(language))

    async def _of_service(
        self,
        request: Request,
        name: str,
        said: Callable[[Badges, ServiceSummary], Awaitable[Badge]],
    ) -> Response:
        language, id = language_of(request), request.path_params["service"]

        async def make() -> str:
            status = await self._overview.status()
            known = {each.info.id: each for each in status.services}
            return as_svg(await said(self._badges(status, language), known[id]), language)

        if all(info.id != id for info in self._inside.roster().services):
            return _no_service()
        try:
            return await self._picture(request, f"{name} {id}", make, SVG)
        except KeyError:  # a new configuration has come meanwhile
            return _no_service()

    async def _picture(
        self,
        request: Request,
        name: str,
        make: Callable[[], Awaitable[str | bytes]],
        media_type: str,
    ) -> Response:
        language = language_of(request)
        sheet = await self._cache.get((name, language), make)
        return sent(request, sheet, media_type, {**_spoken(language), **ELSEWHERE})

    def _badges(self, status: Status, language: Language) -> Badges:
        return Badges(status, self._inside.roster(), self._speech(language))

    def _speech(self, language: Language) -> Speech:
        return Speech(language=language, zone=ZoneInfo(self._inside.roster().timezone))


def _no_service() -> Response:
    return PlainTextResponse("no service with this id is configured\n", HTTPStatus.NOT_FOUND)


def _spoken(language: Language) -> dict[str, str]:
    return {"Content-Language": language.value, "Vary": "Accept-Language, Accept-Encoding"}
