"""The HTTP surface: what answers at which path."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from monitor.text import clean
from monitor.web.api import api_routes
from monitor.web.explain import LINE_CHARACTERS, explain
from monitor.web.headers import SECURITY_HEADERS, SecurityHeaders
from monitor.web.inside import Inside, Page, ReloadError
from monitor.web.pages import Pages
from monitor.web.shared import shared_routes


def build_app(inside: Inside) -> Starlette:
    """Build the ASGI application: GET and HEAD, and a POST that reloads where that is allowed."""
    surface, pages = _Surface(inside), Pages(inside)
    app = Starlette(
        routes=[
            *pages.routes,
            *shared_routes(inside),
            Route("/metrics", surface.metrics),
            Route("/probe", surface.probe),
            *api_routes(inside),
            Route("/-/healthy", surface.healthy),
            Route("/-/ready", surface.ready),
            Route("/-/reload", surface.reload, methods=["POST"]),
        ],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={Exception: _broken},
        lifespan=lambda _: _alongside(pages.keep_ready()),
    )
    app.router.redirect_slashes = False  # a redirect would repeat the client's path and host
    return app


@asynccontextmanager
async def _alongside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have the work done while the application serves."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


class _Surface:
    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    async def metrics(self, request: Request) -> Response:
        return _sent(await self._inside.scrape(request.headers.get("accept", "")))

    async def probe(self, request: Request) -> Response:
        target = request.query_params.get("target")
        if not target:
            return _said("say which probe: /probe?target=<probe id>", HTTPStatus.BAD_REQUEST)
        try:
            sighting = await self._inside.probe_now(target)
        except KeyError:
            return _said("no probe with this id is configured", HTTPStatus.NOT_FOUND)
        age = {"Age": str(int(sighting.age_seconds))}
        if request.query_params.get("debug") != "true":
            accept = request.headers.get("accept", "")
            return _sent(self._inside.write_sighting(sighting, accept), age)
        figures = b"".join(self._inside.write_sighting(sighting, "").pieces).decode()
        return PlainTextResponse(f"{explain(sighting)}\n{figures}", headers=age)

    async def healthy(self, request: Request) -> Response:
        if self._inside.healthy():
            return _said("healthy")
        return _said("the probing loop does not answer", HTTPStatus.SERVICE_UNAVAILABLE)

    async def ready(self, request: Request) -> Response:
        if self._inside.ready():
            return _said("ready")
        return _said("not ready: the schedule does not run yet", HTTPStatus.SERVICE_UNAVAILABLE)

    async def reload(self, request: Request) -> Response:
        if self._inside.reload is None:
            return _said("reloading over HTTP is not enabled", HTTPStatus.FORBIDDEN)
        if "origin" in request.headers:  # only browsers send it: some page wants to reload us
            return _said("reloading from a web page is not allowed", HTTPStatus.FORBIDDEN)
        try:
            await self._inside.reload()
        except ReloadError as error:
            lines = (clean(line, LINE_CHARACTERS) for line in str(error).splitlines())
            return _said("\n".join(lines), HTTPStatus.INTERNAL_SERVER_ERROR)
        return _said("reloaded")


def _said(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return PlainTextResponse(f"{text}\n", status_code=status)


def _sent(page: Page, headers: dict[str, str] | None = None) -> Response:
    length = str(sum(map(len, page.pieces)))
    return StreamingResponse(
        _pieces(page),
        media_type=page.content_type,
        headers={"Content-Length": length, "Vary": "Accept", **(headers or {})},
    )


async def _pieces(page: Page) -> AsyncIterator[bytes]:
    for piece in page.pieces:
        yield piece


async def _broken(request: Request, error: Exception) -> Response:
    """Say nothing of what went wrong inside; the log has it."""
    text = f"{HTTPStatus.INTERNAL_SERVER_ERROR.phrase}\n"
    return PlainTextResponse(
        text, status_code=HTTPStatus.INTERNAL_SERVER_ERROR, headers=SECURITY_HEADERS
    )
