"""Pages as they are sent, made once for all who ask within a few seconds."""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from monitor.clock import Clock
from monitor.kept import Edition, Freshness, Kept
from monitor.web.etags import known_tags
from monitor.web.pages.preferences import preferences

FRESH = Freshness(settled=13.0, settling=1.0, stale=14.5)
"""What has happened since makes a page old at once: then it is made anew for all who ask. To make
one takes tens of milliseconds of the interpreter, which the probing loop shares; a reader's page
asks every 15 s, and gets a new one.
"""
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


class PageCache:
    """The newest of each page; it lives on the web server's loop."""

    def __init__(self, edition: Callable[[], Edition], clock: Clock) -> None:
        self._edition = edition
        self._clock = clock
        self._pages: OrderedDict[object, Kept[Sheet]] = OrderedDict()

    async def get(self, key: object, make: Make) -> Sheet:
        """The page with this key, made anew where it is not fresh. Raises what `make` raises."""
        kept = self._pages.get(key) or self._placed(key, make)
        self._pages.move_to_end(key)
        return await kept.get(self._edition())

    def _placed(self, key: object, make: Make) -> Kept[Sheet]:
        kept = self._pages[key] = Kept(partial(self._made, key, make), FRESH, self._clock)
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        return kept

    async def _made(self, key: object, make: Make) -> Sheet:
        """A page that cannot be made takes no place from others."""
        try:
            return await asyncio.to_thread(Sheet.of, await make())
        except BaseException:
            self._pages.pop(key, None)
            raise


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
