"""A socket under httpcore: read in small pieces, and closed by one call."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpcore
import pytest

from monitor.model import Reason
from monitor.net.dial import dial
from monitor.net.failure import AttemptError
from monitor.net.stream import HEAD_LIMIT_BYTES, HEAD_READ_BYTES, READ_BYTES, Stream
from monitor.net.tls import TlsOptions, build_context
from tests.support.certificates import Authority
from tests.support.servers import Peer, Script, serve


async def talk(peer: Peer) -> None:
    """Much at once, then wait."""
    await peer.send(b"x" * 1_000_000)
    await peer.until_closed()


async def echo(peer: Peer) -> None:
    while data := await peer.reader.read(65536):
        await peer.send(data)


@asynccontextmanager
async def connected(script: Script, authority: Authority | None = None) -> AsyncIterator[Stream]:
    tls = authority.context(authority.pair("jmo.example")) if authority else None
    async with serve(script, tls=tls) as server:
        stream = Stream((await dial(("127.0.0.1",), server.port)).sock)
        try:
            if authority:
                context = build_context(TlsOptions(ca_file=authority.root_file), ("http/1.1",))
                await stream.handshake(context, "jmo.example")
            yield stream
        finally:
            stream.close()


@pytest.mark.parametrize("tls", [True, False])
async def test_what_is_written_arrives_and_what_comes_is_read(
    tls: bool, authority: Authority
) -> None:
    async with connected(echo, authority if tls else None) as stream:
        await stream.write(b"")
        await stream.write(b"halo")
        assert await stream.read(100) == b"halo"
        assert (stream.get_extra_info("ssl_object") is not None) is tls
        assert stream.get_extra_info("other") is None


@pytest.mark.parametrize("tls", [True, False])
async def test_a_read_is_never_large(tls: bool, authority: Authority) -> None:
    async with connected(talk, authority if tls else None) as stream:
        assert 0 < len(await stream.read(1_000_000)) <= READ_BYTES
        stream.expect_head()
        assert 0 < len(await stream.read(1_000_000)) <= HEAD_READ_BYTES
        assert len(await stream.read(3)) == 3


async def read_for_ever(stream: Stream) -> None:
    while await stream.read(READ_BYTES):
        pass


async def test_headers_that_do_not_end_are_given_up() -> None:
    async with connected(talk) as stream:
        stream.expect_head()
        with pytest.raises(AttemptError) as caught:
            await read_for_ever(stream)
    assert caught.value.reason is Reason.HTTP_MALFORMED


async def test_a_body_has_no_such_limit() -> None:
    async with connected(talk) as stream:
        stream.expect_head()
        stream.head_done()
        came = 0
        while came < 2 * HEAD_LIMIT_BYTES:
            came += len(await stream.read(READ_BYTES))


@pytest.mark.parametrize("tls", [True, False])
async def test_the_end_is_an_empty_read(tls: bool, authority: Authority) -> None:
    async def leave(peer: Peer) -> None:
        await peer.send(b"bye")

    async with connected(leave, authority if tls else None) as stream:
        assert await stream.read(100) == b"bye"
        assert await stream.read(100) == b""


async def test_a_fast_server_leaves_the_loop_its_turn() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with connected(talk) as stream:
        counting = asyncio.create_task(count())
        for _ in range(40):
            await stream.read(READ_BYTES)
        counting.cancel()
    assert turns >= 10


@pytest.mark.parametrize("tls", [True, False])
async def test_closing_twice_is_closing_once(tls: bool, authority: Authority) -> None:
    async with connected(echo, authority if tls else None) as stream:
        stream.close()
        await stream.aclose()


async def test_closing_tls_says_goodbye(authority: Authority) -> None:
    told = asyncio.Event()
    theirs = authority.context(authority.pair("jmo.example"))

    async def until_told(peer: Peer) -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = theirs.wrap_bio(incoming, outgoing, server_side=True)
        while not told.is_set():
            try:
                assert tls.read(1) == b""  # the end, since the other side said so
                told.set()
            except ssl.SSLWantReadError:
                await peer.send(outgoing.read())
                data = await peer.reader.read(65536)
                assert data, "closed without a goodbye"
                incoming.write(data)

    async with serve(until_told) as server:
        stream = Stream((await dial(("127.0.0.1",), server.port)).sock)
        context = build_context(TlsOptions(ca_file=authority.root_file), ("http/1.1",))
        await stream.handshake(context, "jmo.example")
        stream.close()
        async with asyncio.timeout(2):
            await told.wait()


async def test_what_cannot_be_written_is_httpcores_write_error() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        ours.setblocking(False)
        stream = Stream(ours)
        ours.shutdown(socket.SHUT_WR)
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"x")
        stream.close()
