"""Scripts of servers that break HTTP, by accident or on purpose."""

import asyncio
import gzip
import ssl
import zlib
from functools import cache

from tests.support.servers import Peer, Script, answer, chunks, head, route, say

DRIP_SECONDS = 0.02
MEGABYTE = 1024 * 1024
CHUNKED = [("Transfer-Encoding", "chunked")]
PAGE = b"<title>JMO</title> halaman\n"


async def silence(peer: Peer) -> None:
    """Take the request and say nothing."""
    await peer.until_closed()


async def drip_headers(peer: Peer) -> None:
    """A status line, then headers a byte at a time, without an end."""
    await peer.request()
    await peer.send(b"HTTP/1.1 200 OK\r\n")
    await peer.drip(b"X-Drip: drip\r\n" * 1000, DRIP_SECONDS)


async def drip_body(peer: Peer) -> None:
    """Good headers, then a body a byte at a time."""
    await peer.request()
    await peer.send(head(200, [("Content-Length", "100000")]))
    await peer.drip(b"." * 100_000, DRIP_SECONDS)


async def endless_body(peer: Peer) -> None:
    """A body until the connection closes, which it never does."""
    await peer.request()
    await peer.send(head(200, [("Connection", "close")]))
    await peer.flood(b"jmo " * 4096)


async def header_flood(peer: Peer) -> None:
    """Headers for ever."""
    await peer.request()
    await peer.send(b"HTTP/1.1 200 OK\r\n")
    await peer.flood(b"X-Flood: " + b"f" * 1000 + b"\r\n")


async def one_header_flood(peer: Peer) -> None:
    """One header whose value never ends."""
    await peer.request()
    await peer.send(b"HTTP/1.1 200 OK\r\nX-Flood: ")
    await peer.flood(b"f" * 16384)


async def chunk_extension_flood(peer: Peer) -> None:
    """A chunk's size line that never ends."""
    await peer.request()
    await peer.send(head(200, CHUNKED) + b"5;x=")
    await peer.flood(b"e" * 16384)


async def trailer_flood(peer: Peer) -> None:
    """Trailers for ever after a chunked body."""
    await peer.request()
    await peer.send(head(200, CHUNKED) + b"5\r\nhello\r\n0\r\n")
    await peer.flood(b"X-Trailer: " + b"t" * 1000 + b"\r\n")


async def tiny_chunks(peer: Peer) -> None:
    """A body in chunks of one byte, for ever."""
    await peer.request()
    await peer.send(head(200, CHUNKED))
    await peer.flood(chunks(b"x", end=False) * 2000)


async def early_answers_flood(peer: Peer) -> None:
    """103 for ever, as fast as it goes."""
    await peer.request()
    await peer.flood(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 300)


async def processing_for_ever(peer: Peer) -> None:
    """102 now and then, and no answer."""
    await peer.request()
    while True:
        await peer.send(b"HTTP/1.1 102 Processing\r\n\r\n")
        await asyncio.sleep(0.1)


async def close_at_once(peer: Peer) -> None:
    """Take the request and close without a word."""
    await peer.request()


async def reset_at_once(peer: Peer) -> None:
    """Take the request and reset."""
    await peer.request()
    peer.reset()


async def reset_in_body(peer: Peer) -> None:
    """Reset after a part of the body."""
    await peer.request()
    await peer.send(head(200, [("Content-Length", "100000")]) + b"part")
    await asyncio.sleep(0.05)
    peer.reset()


async def hold_short_body(peer: Peer) -> None:
    """Less body than announced, and the connection stays open."""
    await peer.request()
    await peer.send(head(200, [("Content-Length", "1000")]) + b"part")
    await peer.until_closed()


async def half_close(peer: Peer) -> None:
    """A whole answer, then only our sending side is closed."""
    await peer.request()
    await peer.send(answer(200, PAGE))
    peer.writer.write_eof()
    await peer.until_closed()


async def ssh_banner(peer: Peer) -> None:
    """Another protocol, which then waits for its own client."""
    await peer.send(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    await peer.until_closed()


async def redirect_loop(peer: Peer) -> None:
    """Every path leads to the next."""
    request = await peer.request()
    await peer.send(redirect(request.target + "x"))


def handshake(context: ssl.SSLContext) -> Script:
    """A TLS handshake as far as it goes; what is wrong is said by an alert."""

    async def script(peer: Peer) -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = context.wrap_bio(incoming, outgoing, server_side=True)
        while True:
            try:
                tls.do_handshake()
            except ssl.SSLWantReadError:
                await peer.send(outgoing.read())
                incoming.write(await peer.reader.read(65536))
            except ssl.SSLError:
                await peer.send(outgoing.read())
                break
            else:
                break
        await peer.until_closed()

    return script


def redirect(location: str, status: int = 302) -> bytes:
    """A redirect."""
    return answer(status, b"moved", [("Location", location)], reason="Found")


def redirect_to(location: str) -> Script:
    """`/` leads to `location`; `/there` is a page."""
    return route({"/": redirect(location), "/there": answer(200, PAGE)})


def encoded(body: bytes, *encodings: str) -> Script:
    """A body that claims these content codings."""
    return say(answer(200, body, [("Content-Encoding", ", ".join(encodings))]))


async def gzip_bomb(peer: Peer) -> None:
    """300 KB of gzip that hold 64 MB of zeros."""
    await encoded(_compressed(zlib.MAX_WBITS | 16), "gzip")(peer)


async def gzip_bomb_of_members(peer: Peer) -> None:
    """A megabyte of gzip that holds a gigabyte of zeros, in members of half a megabyte."""
    member = gzip.compress(bytes(MEGABYTE // 2), 9)
    await encoded(member * 2048, "gzip")(peer)


async def deflate_bomb(peer: Peer) -> None:
    """The first bomb in zlib's own format, which HTTP calls deflate."""
    await encoded(_compressed(zlib.MAX_WBITS), "deflate")(peer)


@cache
def _compressed(bits: int) -> bytes:
    packer = zlib.compressobj(1, wbits=bits)
    zeros = bytes(MEGABYTE)
    return b"".join(packer.compress(zeros) for _ in range(64)) + packer.flush()


def stacked_gzip(layers: int) -> bytes:
    """gzip within gzip within gzip."""
    body = PAGE
    for _ in range(layers):
        body = gzip.compress(body)
    return body


def headers_of(count: int, size: int) -> bytes:
    """A good answer with `count` headers of `size` bytes each."""
    return answer(200, PAGE, [(f"X-{n}", "h" * (size - 10)) for n in range(count)])
