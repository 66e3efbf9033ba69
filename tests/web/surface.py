"""The HTTP surface over real figures, served on loopback, and raw clients that ask it."""

import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from monitor.metrics import sighting_page
from monitor.model import Outcome, Sighting
from monitor.web import Inside, Limits, WebServer, build_app
from tests.metrics.samples import exposition, metrics, outcome, probe
from tests.support.clocks import ManualClock
from tests.web.overviews import Told


async def nothing_to_run(target: str) -> Sighting:
    """Knows no probe."""
    raise KeyError(target)


def recalling(*outcomes: Outcome, age_seconds: float = 3.0) -> Callable[[str], Awaitable[Sighting]]:
    """Knows the probes of these outcomes."""
    known = {seen.probe: Sighting(outcome=seen, age_seconds=age_seconds) for seen in outcomes}

    async def probe_now(target: str) -> Sighting:
        return known[target]

    return probe_now


def inside(**changes: Any) -> Inside:
    """A program in which one probe has run once and another has not."""
    clock = ManualClock()
    kept = metrics(probe(), probe("jmo-api-new"), clock=clock)
    kept.record(outcome())
    usual = Inside(
        clock=clock,
        scrape=exposition(kept, clock).page,
        write_sighting=sighting_page,
        roster=lambda: kept.roster,
        last_outcomes=kept.last_outcomes,
        overview=Told(),
        probe_now=nothing_to_run,
        healthy=lambda: True,
        ready=lambda: True,
        reload=None,
    )
    return replace(usual, **changes)


class Whole:
    """An application that answers requests, with a beginning and an end."""

    def __init__(self, answer: ASGIApp) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say that we have begun and ended."""
        if scope["type"] != "lifespan":
            await self._answer(scope, receive, send)
            return
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})


@contextmanager
def serving(app: ASGIApp, limits: Limits | None = None) -> Iterator[WebServer]:
    """Serve an application for the length of the block."""
    whole = app if isinstance(app, Starlette) else Whole(app)
    server = WebServer(whole, "127.0.0.1", 0, limits)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def surface(**changes: Any) -> Iterator[WebServer]:
    """Serve the program's own surface."""
    with serving(build_app(inside(**changes))) as server:
        yield server


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, in full."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


def connect(server: WebServer) -> socket.socket:
    """A connection that has said nothing yet; it gives up after five seconds of silence."""
    return socket.create_connection(("127.0.0.1", server.port), timeout=5)


def rest_of(connection: socket.socket) -> bytes:
    """Everything until the other side closes, or resets."""
    received = bytearray()
    with suppress(ConnectionResetError):
        while data := connection.recv(65536):
            received += data
    return bytes(received)


def parsed(raw: bytes) -> Answer:
    """An answer as it came over the wire."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.split(": ", 1) for line in lines)
    return Answer(int(first.split(" ")[1]), {name.lower(): value for name, value in pairs}, body)


def ask(server: WebServer, request: bytes) -> Answer:
    """Send some bytes and read the answer."""
    with connect(server) as connection:
        connection.sendall(request)
        return parsed(rest_of(connection))


def get(server: WebServer, path: str, *headers: str, method: str = "GET") -> Answer:
    """Ask for a path."""
    lines = "".join(f"{header}\r\n" for header in ("Host: localhost", *headers))
    return ask(server, f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode())
