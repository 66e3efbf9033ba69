"""A small HTTP proxy: CONNECT for https, absolute targets for http."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from tests.support.servers import Peer, Request, Server, answer, serve


@asynccontextmanager
async def proxy(*, credentials: str | None = None) -> AsyncIterator[Server]:
    """Every host is looked for on loopback; `credentials` is what Proxy-Authorization must hold."""

    async def script(peer: Peer) -> None:
        request = await peer.request()
        if credentials is not None and request.header("proxy-authorization") != credentials:
            await peer.send(answer(407, reason="Proxy Authentication Required"))
        elif request.method == "CONNECT":
            await _tunnel(peer, int(request.target.rpartition(":")[2]))
        else:
            await _forward(peer, request)

    async with serve(script) as server:
        yield server


async def _tunnel(peer: Peer, port: int) -> None:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        await peer.send(answer(502, reason="Bad Gateway"))
        return
    await peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
    await _relay(peer, reader, writer)


async def _forward(peer: Peer, request: Request) -> None:
    parts = urlsplit(request.target)
    reader, writer = await asyncio.open_connection("127.0.0.1", parts.port or 80)
    kept = [(name, value) for name, value in request.headers if not name.startswith("proxy-")]
    lines = [f"{request.method} {parts.path or '/'} HTTP/1.1", *(f"{n}: {v}" for n, v in kept)]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + request.body)
    await _relay(peer, reader, writer)


async def _relay(peer: Peer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes both ways until either side is done."""
    ways = [
        asyncio.create_task(_carry(peer.reader, writer)),
        asyncio.create_task(_carry(reader, peer.writer)),
    ]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        writer.transport.abort()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
