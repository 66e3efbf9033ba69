"""A crowd at our port: who asks at a steady rate, answered or not, and who hangs on to connections.

    python -m benchmarks.crowd_clients PLAN

The plan is JSON: port, seconds, requests to be sent in turn, so many of them a second, and how many
slow clients. What came of it is printed as JSON. It talks to loopback alone, and ends by itself.
"""

import asyncio
import json
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any, cast

HOST = "127.0.0.1"
PATIENCE_SECONDS = 10.0
MOST_UNDER_WAY = 2000
"""More requests are not sent, and counted."""
RETRY_SECONDS = 1.0
"""A slow client that was dropped comes again after so long."""
DRIP_SECONDS = 0.5
_REQUEST = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
_SEGMENT_BYTES = 536
"""As far away: on loopback a segment has 64 kB, and the kernel would take any answer at once."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One sort of request."""

    name: str
    path: str
    headers: dict[str, str]

    @property
    def sent(self) -> bytes:
        """The request on the wire."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        return f"GET {self.path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request; times are from the moment at which it was due."""

    name: str
    status: int
    """0 where there was no answer in time."""
    first_seconds: float
    whole_seconds: float


@dataclass(slots=True)
class Seen:
    """What came of it all."""

    answers: list[Answer] = field(default_factory=list)
    not_sent: int = 0
    connections: dict[str, int] = field(default_factory=lambda: dict.fromkeys(HABITS, 0))
    """How many the slow clients made, by their habit."""


class _Asking(asyncio.Protocol):
    def __init__(self, request: bytes) -> None:
        self._request = request
        self.status = 0
        self.first_at = 0.0
        self.ended = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.Transport, transport).write(self._request)

    def data_received(self, data: bytes) -> None:
        if not self.first_at:
            self.first_at, self.status = time.monotonic(), int(data[9:12])

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(time.monotonic())


async def _ask(port: int, ask: Ask, request: bytes, due: float, seen: Seen) -> None:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            transport, asking = await loop.create_connection(lambda: _Asking(request), HOST, port)
            try:
                ended = await asking.ended
            finally:
                transport.abort()
    except OSError:  # TimeoutError is one
        seen.answers.append(Answer(ask.name, 0, PATIENCE_SECONDS, PATIENCE_SECONDS))
        return
    first = asking.first_at - due if asking.status else PATIENCE_SECONDS
    seen.answers.append(Answer(ask.name, asking.status, first, ended - due))


async def _ask_steadily(plan: dict[str, Any], seen: Seen) -> None:
    began, rate = time.monotonic(), plan["per_second"]
    asks = cycle([(ask := Ask(**each), ask.sent) for each in plan["asks"]])
    async with asyncio.TaskGroup() as tasks:
        under_way: set[asyncio.Task[None]] = set()
        for number in range(int(rate * plan["seconds"])):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            ask, request = next(asks)
            if len(under_way) >= MOST_UNDER_WAY:
                seen.not_sent += 1
                continue
            task = tasks.create_task(_ask(plan["port"], ask, request, due, seen))
            under_way.add(task)
            task.add_done_callback(under_way.discard)


async def _half_open(connection: socket.socket) -> None:
    """Begin a request and wait to be dropped."""
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(connection, _REQUEST[:20])
    while await loop.sock_recv(connection, 4096):
        pass


async def _dribble(connection: socket.socket) -> None:
    """Send a request byte by byte."""
    loop = asyncio.get_running_loop()
    for byte in _REQUEST:
        await loop.sock_sendall(connection, bytes([byte]))
        await asyncio.sleep(DRIP_SECONDS)


async def _read_slowly(connection: socket.socket) -> None:
    """Ask, and take the answer byte by byte."""
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(connection, _REQUEST)
    taken = b"?"
    while taken:
        await asyncio.sleep(DRIP_SECONDS)
        taken = await loop.sock_recv(connection, 1)


HABITS: dict[str, Callable[[socket.socket], Awaitable[None]]] = {
    "half-open": _half_open,
    "dribbling": _dribble,
    "reading slowly": _read_slowly,
}


async def _slow(port: int, habit: str, seen: Seen) -> None:
    while True:
        with socket.socket() as connection:
            connection.setblocking(False)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, _SEGMENT_BYTES)
            seen.connections[habit] += 1
            with suppress(OSError):  # it was dropped
                await asyncio.get_running_loop().sock_connect(connection, (HOST, port))
                await HABITS[habit](connection)
        await asyncio.sleep(RETRY_SECONDS)


async def crowd(plan: dict[str, Any]) -> Seen:
    """Let everybody come, and leave at the end."""
    seen = Seen()
    habits = cycle(HABITS)
    slow = [
        asyncio.create_task(_slow(plan["port"], next(habits), seen)) for _ in range(plan["slow"])
    ]
    await asyncio.sleep(plan["settle_seconds"])
    await _ask_steadily(plan, seen)
    for task in slow:
        task.cancel()
    return seen


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(crowd(json.loads(Path(sys.argv[1]).read_text()))))))
