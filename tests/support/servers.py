"""Servers on loopback that do exactly what a script says, and end with their block."""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it came over the wire; header names in lower case."""

    method: str
    target: str
    version: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return next((value for key, value in self.headers if key == name.lower()), None)


@dataclass(slots=True)
class Peer:
    """One accepted connection, with what a script most often does to it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    server: "Server"

    async def request(self) -> Request:
        """Read one request with its body. Raises IncompleteReadError where it never comes whole."""
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip("\r\n").split("\r\n")
        method, target, version = first.split(" ")
        split = (line.partition(":") for line in lines)
        headers = tuple((name.lower(), value.strip()) for name, _, value in split)
        length = int(dict(headers).get("content-length", "0"))
        body = await self.reader.readexactly(length)
        request = Request(method=method, target=target, version=version, headers=headers, body=body)
        self.server.requests.append(request)
        return request

    async def send(self, data: bytes) -> None:
        """Write, and wait until the kernel has taken it."""
        self.writer.write(data)
        await self.writer.drain()

    async def drip(self, data: bytes, every: float) -> None:
        """Send one byte at a time, `every` seconds apart."""
        for byte in data:
            await self.send(bytes([byte]))
            await asyncio.sleep(every)

    async def flood(self, data: bytes) -> None:
        """Send the same bytes for ever, letting the rest of the loop run in between."""
        while True:
            await self.send(data)
            await asyncio.sleep(0)

    async def until_closed(self) -> None:
        """Read and drop until the other side has closed."""
        while await self.reader.read(65536):
            pass

    def reset(self) -> None:
        """Close by RST instead of FIN."""
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Script = Callable[[Peer], Awaitable[None]]


@dataclass(slots=True)
class Server:
    """A listening server, what it was asked, and who is still connected."""

    host: str
    port: int
    scheme: str = "http"
    connections: int = 0
    requests: list[Request] = field(default_factory=list)
    open: set[asyncio.Task[None]] = field(default_factory=set)
    faults: list[BaseException] = field(default_factory=list)

    def url(self, path: str = "/", host: str | None = None) -> str:
        """The URL of a path, by address or under another host name."""
        name = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{self.scheme}://{name}:{self.port}{path}"


@asynccontextmanager
async def serve(
    script: Script,
    *,
    tls: ssl.SSLContext | None = None,
    tls_delay: float = 0.0,
    host: str = "127.0.0.1",
    port: int = 0,
) -> AsyncIterator[Server]:
    """Accept connections and run `script` for each; `tls_delay` seconds pass before a handshake.

    What a script raises is raised again at the end of the block, apart from what follows from the
    other side's leaving.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=1024) as listener:
        listener.setblocking(False)
        bound = listener.getsockname()[1]
        server = Server(host=host, port=bound, scheme="https" if tls else "http")
        accepting = asyncio.create_task(_accept(listener, server, script, tls, tls_delay))
        try:
            yield server
        finally:
            accepting.cancel()
            tasks = list(server.open)
            for task in tasks:
                task.cancel()
            await asyncio.gather(accepting, *tasks, return_exceptions=True)
    if server.faults:
        raise BaseExceptionGroup("a server's script broke", server.faults)


async def _accept(
    listener: socket.socket,
    server: Server,
    script: Script,
    tls: ssl.SSLContext | None,
    tls_delay: float,
) -> None:
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(listener, ready.set)
    try:
        while await ready.wait():
            # Not sock_accept: a connection that it has just made is lost when it is cancelled.
            ready.clear()
            with suppress(BlockingIOError):
                connection, _ = listener.accept()
                server.connections += 1
                task = loop.create_task(_handle(connection, server, script, tls, tls_delay))
                server.open.add(task)
                task.add_done_callback(server.open.discard)
                # A task that is cancelled before it began closes nothing.
                task.add_done_callback(partial(_let_go, connection))
    finally:
        loop.remove_reader(listener)


def _let_go(connection: socket.socket, _: asyncio.Task[None]) -> None:
    connection.close()


async def _handle(
    connection: socket.socket,
    server: Server,
    script: Script,
    tls: ssl.SSLContext | None,
    tls_delay: float,
) -> None:
    connection.setblocking(False)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    writer = None
    try:
        await asyncio.sleep(tls_delay)
        reader, writer = await _streams(connection, tls)
        await script(Peer(reader, writer, server))
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass  # the other side left, or did not like our certificate: that is what tests are about
    except Exception as fault:  # noqa: BLE001 - told at the end of the block
        server.faults.append(fault)
    finally:
        if writer is None:
            connection.close()
        else:
            await _close(writer)


async def _streams(
    connection: socket.socket, tls: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    transport, _ = await loop.connect_accepted_socket(lambda: protocol, connection, ssl=tls)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(0.2):
            await writer.wait_closed()
    writer.transport.abort()


def answer(
    status: int = 200,
    body: bytes = b"",
    headers: Headers = (),
    *,
    reason: str = "OK",
    version: str = "HTTP/1.1",
) -> bytes:
    """A whole response with its Content-Length, after which the connection closes."""
    standard = [("Content-Length", str(len(body))), ("Connection", "close")]
    return head(status, [*headers, *standard], reason=reason, version=version) + body


def head(
    status: int = 200, headers: Headers = (), *, reason: str = "OK", version: str = "HTTP/1.1"
) -> bytes:
    """A status line and headers, with exactly the headers given."""
    lines = [f"{version} {status} {reason}", *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def chunks(*pieces: bytes, end: bool = True) -> bytes:
    """Pieces in chunked coding."""
    coded = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return coded + (b"0\r\n\r\n" if end else b"")


def respond(
    status: int = 200,
    body: bytes = b"",
    headers: Headers = (),
    *,
    header_delay: float = 0.0,
    body_delay: float = 0.0,
) -> Script:
    """Answer every request alike: after `header_delay` the headers, `body_delay` later the body."""
    whole = answer(status, body, headers)

    async def script(peer: Peer) -> None:
        await peer.request()
        await asyncio.sleep(header_delay)
        await peer.send(whole[: len(whole) - len(body)])
        await asyncio.sleep(body_delay)
        await peer.send(body)

    return script


def route(routes: dict[str, Script | bytes]) -> Script:
    """Answer by path; other paths are 404. A value in bytes is sent as it is."""

    async def script(peer: Peer) -> None:
        request = await peer.request()
        chosen = routes.get(request.target.partition("?")[0], answer(404, reason="Not Found"))
        await (peer.send(chosen) if isinstance(chosen, bytes) else chosen(peer))

    return script


def say(data: bytes) -> Script:
    """Read the request's head, send these bytes, and close."""

    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(data)

    return script


@contextmanager
def black_hole(host: str = "127.0.0.1", port: int = 0) -> Iterator[int]:
    """A port whose SYNs vanish: its queue is full and nobody accepts. Yields the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.bind((host, port))
        listener.listen(0)
        bound: int = listener.getsockname()[1]
        fillers = [socket.socket(family) for _ in range(8)]
        try:
            for filler in fillers:
                filler.setblocking(False)
                filler.connect_ex((host, bound))
            yield bound
        finally:
            for filler in fillers:
                filler.close()


@contextmanager
def refusing_port(host: str = "127.0.0.1") -> Iterator[int]:
    """A port on which nobody listens, kept from others for the length of the block."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as holder:
        holder.bind((host, 0))
        yield holder.getsockname()[1]
