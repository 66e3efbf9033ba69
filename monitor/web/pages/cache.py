"""Pages as they are sent, made once for all who ask within a second."""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from monitor.clock import Clock
from monitor.web.etags import known_tags
from monitor.web.pages.preferences import preferences

FRESH_SECONDS = 1.0
MOST_PAGES = 200
"""Those that were asked for last; a page is some tens of kilobytes."""
KEEP = "no-cache"
"""It may be kept, and shown again once we have said that it is still so."""
_COMPRESSION = 6

Make = Callable[[], Awaitable[str | bytes]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, also in gzip's form, and the tag of what it says, whichever form is sent."""

    body: bytes
    packed: bytes | None
    """None for what is packed by itself."""
    tag: str

    @classmethod
    def of(cls, content: str | bytes) -> "Sheet":
        """What is sent of a text, or of a picture's bytes."""
        if isinstance(content, bytes):
            return cls(content, None, _tag(content))
        body = content.encode()
        return cls(body, gzip.compress(body, _COMPRESSION, mtime=0), _tag(body))


def _tag(body: bytes) -> str:
    return f'"{sha256(body).hexdigest()[:32]}"'


@dataclass(slots=True)
class _Kept:
    making: "asyncio.Task[Sheet]"
    until: float = float("inf")


class PageCache:
    """The newest of each page; it lives on the web server's loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pages: OrderedDict[object, _Kept] = OrderedDict()

    async def get(self, key: object, make: Make) -> Sheet:
        """The page with this key, made anew where it is not fresh. Raises what `make` raises."""
        kept = self._pages.get(key)
        if kept is None or kept.until <= self._clock.monotonic():
            kept = self._begin(key, make)
        self._pages.move_to_end(key)
        return await asyncio.shield(kept.making)  # who goes away leaves it to the others

    def _begin(self, key: object, make: Make) -> _Kept:
        kept = self._pages[key] = _Kept(asyncio.create_task(self._made(key, make)))
        kept.making.add_done_callback(_heard)
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        return kept

    async def _made(self, key: object, make: Make) -> Sheet:
        try:
            sheet = await asyncio.to_thread(Sheet.of, await make())
        except BaseException:
            self._pages.pop(key, None)
            raise
        if key in self._pages:
            self._pages[key].until = self._clock.monotonic() + FRESH_SECONDS
        return sheet


def _heard(making: "asyncio.Task[Sheet]") -> None:
    """Whoever waits for a page hears of its fault; where all have gone, asyncio need not tell."""
    if not making.cancelled():
        making.exception()


def sent(
    request: Request, sheet: Sheet, media_type: str, headers: dict[str, str] | None = None
) -> Response:
    """The page, or only that it is still the one that the client has."""
    told = {
        "ETag": f"W/{sheet.tag}",
        "Cache-Control": KEEP,
        "Vary": "Accept-Encoding",
        **(headers or {}),
    }
    if sheet.tag in known_tags(request):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=told)
    codings = preferences(request.headers.get("accept-encoding", ""))
    unpacks = any(coding == "gzip" and weight > 0 for weight, coding in codings)
    if sheet.packed is None or not unpacks:
        return Response(sheet.body, headers=told, media_type=media_type)
    packed = {**told, "Content-Encoding": "gzip"}
    return Response(sheet.packed, headers=packed, media_type=media_type)
