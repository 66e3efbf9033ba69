"""Limits on what a client may do to our port, kept beneath the application.

uvicorn takes whatever comes, for as long as it takes. Here a connection brings one request without
a body: its head within a few seconds and kilobytes, in one piece for h11. It is answered, and the
answer is taken, within a few seconds more; then the connection ends. Where there are too many, the
one that has kept us waiting longest gives way, be it for its request or until it takes the answer,
so neither half-open connections nor slow readers can shut a scraper out. Hundreds have a place: to
refuse somebody who comes again a second later costs the probing loop more than to let him wait.
"""

import asyncio
import re
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from monitor.web.headers import SECURITY_HEADERS

BACKLOG = 1024
"""The kernel keeps so many connections until we accept them; with few, it makes clients repeat."""
_HEAD_END = re.compile(rb"\n\r?\n")  # as h11 finds it
_LONGEST_HEAD_END = 3
_CLOSE = (b"connection", b"close")
_OPERATORS_PATHS = ("/metrics", "/-/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is allowed to a client."""

    connections: int = 512
    answering: int = 48
    """So many answers are made at a time; scrapes and health checks find the others free."""
    request_line_bytes: int = 4 * 1024
    head_bytes: int = 16 * 1024
    head_seconds: float = 5.0
    """From the connection to the end of the request's head."""
    answer_seconds: float = 10.0
    """From the first byte of the answer to its last, as the client takes it."""


class GuardedConfig(Config):
    """uvicorn's settings, and the limits."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self.limits = limits
        super().__init__(
            app,
            http=GuardedProtocol,
            loop="asyncio",
            ws="none",
            lifespan="on",
            interface="asgi3",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            backlog=BACKLOG,
            timeout_graceful_shutdown=1,
        )


class Places(ServerState):
    """What the connections of a server know of each other: who has a place, and who of them keeps
    us waiting, for the request or until the answer is taken; the longest first.
    """

    def __init__(self) -> None:
        super().__init__()
        self.taken = set[GuardedProtocol]()
        self._waiting = dict[GuardedProtocol, None]()

    @property
    def answering(self) -> int:
        """How many wait for our answer."""
        return len(self.taken) - len(self._waiting)

    @property
    def longest_waiting(self) -> "GuardedProtocol | None":
        """The one that has kept us waiting longest for its next step."""
        return next(iter(self._waiting), None)

    def step(self, peer: "GuardedProtocol") -> None:
        """It has come, or taken something: it is the last now of those that keep us waiting."""
        if peer in self.taken:
            self._waiting.pop(peer, None)
            self._waiting[peer] = None

    def wait(self, peer: "GuardedProtocol") -> None:
        """It waits for us now."""
        self._waiting.pop(peer, None)

    def leave(self, peer: "GuardedProtocol") -> None:
        """Its place is free."""
        self.taken.discard(peer)
        self._waiting.pop(peer, None)


class GuardedProtocol(H11Protocol):
    """One connection, within its limits."""

    def __init__(
        self,
        config: GuardedConfig,
        server_state: Places,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits = config.limits
        self._places = server_state
        self._inner: ASGIApp = self.app
        self.app = self._answer  # so that what is answered here belongs to this connection
        self._head = bytearray()
        self._timer: asyncio.TimerHandle | None = None
        self.asked = False
        """Whether a whole request has come."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock for the head of the request, and make room once it could be read: of many
        who come at once, those who have sent theirs do not give way.
        """
        super().connection_made(transport)
        self._places.taken.add(self)
        self._places.step(self)
        self._time(self._limits.head_seconds, self._refuse, HTTPStatus.REQUEST_TIMEOUT)
        self.loop.call_soon(self.loop.call_soon, self._make_room)  # the loop reads in between

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection, and let go of what refers back to it: while the collector looks
        for thousands of those, the probing loop stands still for tens of milliseconds.
        """
        self._stop_clock()
        self._places.leave(self)
        super().connection_lost(exc)
        self.app = self._inner
        self.cycle = None  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Collect the head of the request; what comes after it is nothing we asked for."""
        if self.asked or self.transport.is_closing():
            return
        seen = len(self._head)
        self._head += data
        end = _HEAD_END.search(self._head, max(0, seen - _LONGEST_HEAD_END))
        head = bytes(self._head[: end.end()] if end else self._head)
        if len(head.partition(b"\n")[0]) > self._limits.request_line_bytes:
            self._refuse(HTTPStatus.REQUEST_URI_TOO_LONG)
        elif len(head) > self._limits.head_bytes:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif end:
            self._stop_clock()
            self.asked = True
            self._places.wait(self)
            super().data_received(head)

    def send_400_response(self, msg: str) -> None:
        """Refuse what h11 cannot read."""
        self._refuse(HTTPStatus.BAD_REQUEST)

    def give_way(self) -> None:
        """Close a connection that keeps us waiting, for one that may not."""
        if self.asked:
            self._drop()
        else:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)

    def _make_room(self) -> None:
        """Where there are too many, let the one go that keeps us waiting longest."""
        longest = self._places.longest_waiting
        if longest is not None and len(self._places.taken) > self._limits.connections:
            longest.give_way()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def last(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._time(self._limits.answer_seconds, self._drop)
                message["headers"] = [*message.get("headers", ()), _CLOSE]
            await send(message)
            self._places.step(self)  # it has taken what there was before

        await self._app_for(scope)(scope, receive, last)

    def _app_for(self, scope: Scope) -> ASGIApp:
        if _announces_body(scope):
            return _too_large
        limits, is_operator = self._limits, scope["path"].startswith(_OPERATORS_PATHS)
        most = limits.connections if is_operator else min(limits.answering, limits.connections)
        return _busy if self._places.answering > most else self._inner

    def _refuse(self, status: HTTPStatus) -> None:
        """Say why in a few bytes, past h11, which may be in any state, and close."""
        self._places.leave(self)
        self.transport.write(_refusal(status))
        self.transport.close()

    def _drop(self) -> None:
        """Reset the connection, so that the kernel does not go on sending either."""
        self._places.leave(self)
        at_once = struct.pack("ii", 1, 0)
        connection = self.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.transport.abort()

    def _time(self, seconds: float, then: Callable[..., None], *args: object) -> None:
        self._stop_clock()
        self._timer = self.loop.call_later(seconds, then, *args)

    def _stop_clock(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _announces_body(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"


_too_large = PlainTextResponse(
    f"{HTTPStatus.REQUEST_ENTITY_TOO_LARGE.phrase}\n",
    status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    headers=SECURITY_HEADERS,
)


_busy = PlainTextResponse(
    f"{HTTPStatus.SERVICE_UNAVAILABLE.phrase}\n",
    status_code=HTTPStatus.SERVICE_UNAVAILABLE,
    headers={**SECURITY_HEADERS, "Retry-After": "1"},
)


def _refusal(status: HTTPStatus) -> bytes:
    body = f"{status.phrase}\n"
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **SECURITY_HEADERS,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n{lines}\r\n{body}".encode()
