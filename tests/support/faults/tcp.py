"""Everything that goes wrong for a tcp probe, by name."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from tests.support.certificates import Authority, Pair
from tests.support.faults import http
from tests.support.faults.endpoints import at_endpoint
from tests.support.faults.http import NAME, Fault, Options
from tests.support.servers import Peer, Script, serve

GREETING = b"220 jmo.example ESMTP\r\n"
READY = b"220 2.0.0 siap\r\n"
HELLO: Options = {"expect_matches": "^220 "}
START: list[Options] = [
    HELLO,
    {"send": "EHLO jmo-monitor.example"},
    {"expect_matches": "^250 STARTTLS$"},
    {"send": "STARTTLS"},
    {"expect_matches": "^220 "},
    {"starttls": True},
]
AFTER: list[Options] = [{"send": "NOOP"}, {"expect_matches": "^250 "}]
SSL_REQUEST = "00 00 00 08 04 d2 16 2f"
"""How PostgreSQL's clients ask for TLS (its documentation, section 55.7)."""


def talking(script: Script, *steps: Options, **options: Any) -> Fault:
    """A server on plain TCP, and the probe's steps."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with serve(script) as server:
            yield {"host": "127.0.0.1", "port": server.port, "script": list(steps), **options}

    return fault


def over_tls(script: Script, *steps: Options, **tls: Any) -> Fault:
    """A server that speaks TLS from the start."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with serve(script, tls=authority.context(authority.pair(NAME))) as server:
            yield {**trusting(authority, server.port), "script": list(steps)}

    return fault


def starting(
    script: Callable[[ssl.SSLContext], Script],
    pair: Callable[[Authority], Pair] = lambda authority: authority.pair(NAME),
    steps: list[Options] | None = None,
) -> Fault:
    """A server that can begin TLS in mid-conversation."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with serve(script(authority.context(pair(authority)))) as server:
            yield {**trusting(authority, server.port), "script": steps or [*START, *AFTER]}

    return fault


def unready(script: Script) -> Fault:
    """A server that is asked to begin TLS, and has none."""
    return starting(lambda context: script)


def trusting(authority: Authority, port: int) -> Options:
    """A probe of the name, which trusts the authority."""
    return {
        "host": NAME,
        "port": port,
        "resolve": {NAME: "127.0.0.1"},
        "tls": {"ca_file": str(authority.root_file)},
    }


def saying(data: bytes, *, held: bool = False) -> Script:
    """These bytes at once; then close, or hold the connection."""

    async def script(peer: Peer) -> None:
        await peer.send(data)
        if held:
            await peer.until_closed()

    return script


def dripping(data: bytes, every: float) -> Script:
    """These bytes, one at a time, and the connection is held."""

    async def script(peer: Peer) -> None:
        await peer.drip(data, every)
        await peer.until_closed()

    return script


def flooding(data: bytes) -> Script:
    """These bytes for ever."""

    async def script(peer: Peer) -> None:
        await peer.flood(data)

    return script


async def silence(peer: Peer) -> None:
    """Take whatever comes and say nothing."""
    await peer.until_closed()


async def close_at_once(peer: Peer) -> None:
    """Hang up on whoever comes."""


async def close_after_a_line(peer: Peer) -> None:
    """Greet, take a line, and hang up without an answer."""
    await peer.send(GREETING)
    await peer.reader.readline()


async def reset_at_once(peer: Peer) -> None:
    """Take a byte and reset."""
    await peer.reader.read(1)
    peer.reset()


async def reset_in_greeting(peer: Peer) -> None:
    """Begin to greet, and reset."""
    await peer.send(GREETING[:9])
    await asyncio.sleep(0.05)
    peer.reset()


async def plain_after_hello(peer: Peer) -> None:
    """Take the ClientHello for a command."""
    await peer.reader.read(4096)
    await peer.send(b"500 tidak dikenal\r\n")
    await peer.until_closed()


async def mail(peer: Peer) -> None:
    """A mail server's part, without TLS; it hangs up on QUIT."""
    await peer.send(GREETING)
    while (line := await peer.reader.readline()) and not line.startswith(b"QUIT"):
        known = line.startswith((b"EHLO", b"NOOP"))
        await peer.send(b"250 STARTTLS\r\n" if known else b"500 tidak dikenal\r\n")


async def postgres(peer: Peer) -> None:
    """PostgreSQL's answer to who asks for TLS, in one byte."""
    asked = await peer.reader.readexactly(8)
    await peer.send(b"S" if asked == bytes.fromhex(SSL_REQUEST) else b"E")


async def begin(peer: Peer) -> bytes:
    """A mail server's part up to the line that asks for TLS."""
    await peer.send(GREETING)
    await peer.reader.readline()
    await peer.send(b"250-jmo.example\r\n250 STARTTLS\r\n")
    return await peer.reader.readline()


@asynccontextmanager
async def secured(peer: Peer, context: ssl.SSLContext) -> AsyncIterator[Peer]:
    """The peer under TLS, on a connection that was plain."""
    loop, plain = asyncio.get_running_loop(), peer.writer.transport
    protocol = plain.get_protocol()
    transport = await loop.start_tls(plain, protocol, context, server_side=True)
    assert transport is not None
    writer = asyncio.StreamWriter(transport, protocol, peer.reader, loop)
    try:
        yield Peer(peer.reader, writer, peer.server)
    finally:
        writer.close()


def mail_with_tls(context: ssl.SSLContext) -> Script:
    """A whole conversation."""

    async def script(peer: Peer) -> None:
        await begin(peer)
        await peer.send(READY)
        async with secured(peer, context) as safe:
            await safe.reader.readline()
            await safe.send(b"250 baik\r\n")
            await safe.until_closed()

    return script


def injecting(context: ssl.SSLContext) -> Script:
    """An answer slipped in before TLS, and none after it."""

    async def script(peer: Peer) -> None:
        await begin(peer)
        await peer.send(READY + b"250 disisipkan\r\n")
        async with secured(peer, context) as safe:
            await safe.reader.readline()

    return script


def answering(data: bytes, after: Script | None = None) -> Script:
    """This answer to who asks for TLS, and then whatever follows."""

    async def script(peer: Peer) -> None:
        await begin(peer)
        await peer.send(data)
        if after is not None:
            await after(peer)

    return script


PLAIN: dict[str, Fault] = {
    "connects": talking(silence),
    "connects_and_is_closed": talking(close_at_once),
    "greeted": talking(saying(GREETING), HELLO),
    "greeted_in_drops": talking(dripping(GREETING, 0.005), HELLO),
    "conversation": talking(mail, HELLO, {"send": "EHLO jmo.example"}, {"expect": "250 "}),
    "bytes": talking(postgres, {"send_bytes": SSL_REQUEST}, {"expect_bytes": "53"}),
    "bytes_of_another": talking(postgres, {"send_bytes": "00" * 8}, {"expect_bytes": "53"}),
    "silence": talking(silence, HELLO),
    "dripped_line_without_end": talking(dripping(GREETING[:-1], 0.005), HELLO),
    "greeting_of_another": talking(saying(b"SSH-2.0-OpenSSH_9.2p1\r\n"), HELLO),
    "greeting_of_another_and_held": talking(saying(b"SSH-2.0-OpenSSH_9.2p1\r\n", held=True), HELLO),
    "greeting_cut": talking(saying(GREETING[:3]), HELLO),
    "busy": talking(saying(b"421 sibuk\r\n"), HELLO),
    "binary": talking(saying(bytes(range(256)) * 4), HELLO),
    "answer_of_another": talking(
        mail, HELLO, {"send": "VRFY"}, {"send": "QUIT"}, {"expect": "252"}, {"send": "RSET"}
    ),
    "closed_without_a_word": talking(close_at_once, HELLO),
    "closed_without_an_answer": talking(
        close_after_a_line, {"expect": "220"}, {"send": "EHLO jmo.example"}, {"expect": "250"}
    ),
    "reset_without_a_word": talking(reset_at_once, {"send": "PING"}, {"expect": "+PONG"}),
    "reset_in_greeting": talking(reset_in_greeting, HELLO),
    "flood_without_line_end": talking(flooding(b"x" * 16_384), HELLO),
    "flood_of_empty_lines": talking(flooding(b"\n" * 16_384), HELLO),
    "flood_of_lines": talking(flooding(b"221 jmo\r\n" * 1800), HELLO),
    "flood_of_almost_the_text": talking(flooding(b"a" * 16_384), {"expect": "a" * 1000 + "b"}),
    "flood_of_almost_the_bytes": talking(
        flooding(bytes(16_384)), {"expect_bytes": "00" * 999 + "01"}
    ),
    "answer_after_too_much": talking(saying(b"x" * 65_536 + GREETING), {"expect": "220"}),
    "slower_than_usual": talking(dripping(GREETING, 0.005), HELLO, slow_after="50ms"),
}
SECURED: dict[str, Fault] = {
    "tls_conversation": over_tls(mail, HELLO, *AFTER),
    "tls_answer_of_another": over_tls(saying(GREETING), {"expect": "SSH-"}),
    "tls_closed_without_a_word": over_tls(close_at_once, HELLO),
    "tls_silence_after_handshake": over_tls(silence, HELLO),
    "tls_flood": over_tls(flooding(b"221 jmo\r\n" * 1800), HELLO),
    "tls_client_certificate_demanded": at_endpoint(
        http.TLS["tls_client_certificate_missing"], script=[HELLO]
    ),
    "tls_where_none_is_expected": at_endpoint(http.TLS["tls_on_the_http_port"], script=[HELLO]),
}
STARTTLS: dict[str, Fault] = {
    "starttls": starting(mail_with_tls),
    "starttls_certificate_expired": starting(mail_with_tls, lambda a: a.expired(NAME)),
    "starttls_certificate_of_another_host": starting(
        mail_with_tls, lambda a: a.pair("lain.example")
    ),
    "starttls_certificate_ends_soon": starting(mail_with_tls, lambda a: a.ending_soon(NAME)),
    "starttls_refused": unready(answering(b"454 tidak tersedia\r\n")),
    "starttls_refused_and_held": unready(answering(b"454 tidak tersedia\r\n", silence)),
    "starttls_closed": unready(answering(READY)),
    "starttls_reset": unready(answering(READY, reset_at_once)),
    "starttls_silence": unready(answering(READY, silence)),
    "starttls_garbage": unready(answering(READY, http.garbage)),
    "starttls_plain": unready(answering(READY, plain_after_hello)),
    "starttls_injected": starting(injecting),
}
HANDSHAKE = {
    name: at_endpoint(fault) for name, fault in http.TLS.items() if name != "tls_on_the_http_port"
}
"""Those of http, where the probe makes TLS at once."""
CONNECT = {name: at_endpoint(fault) for name, fault in http.CONNECT.items()}
DNS = {
    name: at_endpoint(fault)
    for name, fault in http.DNS.items()
    if name not in {"name_a_dropped", "resolver_dead"}
}

FAULTS: dict[str, Fault] = {
    **PLAIN,
    **SECURED,
    **STARTTLS,
    **HANDSHAKE,
    **CONNECT,
    **DNS,
}
