"""Whatever a server says, and however it ends, a probe of any kind comes to a reason of its own."""

import asyncio
import gzip
import json
import ssl
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model import Outcome, Result
from tests.fuzz.broken import SERVERS, Server, run_into, said_instead_of
from tests.support.certificates import Authority
from tests.support.servers import answer, chunks, serve
from tests.support.shops import NUMBER, PACKAGE, apple, google

fuzz = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NOBODY = "127.0.0.1:9"
DOCUMENT = json.dumps({"data": {"token": "abc"}, "items": [1, 2]}).encode()
PAGES = (
    answer(200, DOCUMENT, [("Content-Type", "application/json"), ("Set-Cookie", "a=b; Path=/")]),
    answer(200, gzip.compress(DOCUMENT), [("Content-Encoding", "gzip")]),
    answer(200, DOCUMENT, [("Last-Modified", "Tue, 14 Jul 2026 02:03:04 GMT")]),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(DOCUMENT),
    answer(302, b"", [("Location", "http://127.0.0.1:9/there?x=1#y")], reason="Found"),
    answer(302, b"", [("Location", "//[::1]:9/\xe4")], reason="Found"),
    answer(429, b"", [("Retry-After", "120")]),
    b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(200, DOCUMENT),
    b"HTTP/1.0 200\r\n\r\n" + DOCUMENT,
)
EXPECT: dict[str, Any] = {
    "headers": [{"name": "Content-Type", "matches": "json", "optional": True}],
    "body": [{"matches": "token"}],
    "json": [{"path": "data.token", "exists": True}],
}


def meet(server: Server, what: bytes, **options: Any) -> Outcome:
    """A probe of a server that says this; `{url}` and `{port}` in options are the server's."""

    async def met() -> Outcome:
        async with serve(server.saying(what)) as running:
            return await run_into(**placed(options, url=running.url(), port=running.port))

    return asyncio.run(met())


def placed(options: Any, **where: Any) -> Any:
    """The options with the server's place in them."""
    if isinstance(options, dict):
        return {key: placed(value, **where) for key, value in options.items()}
    if isinstance(options, list):
        return [placed(each, **where) for each in options]
    return where.get(options[1:-1], options) if isinstance(options, str) else options


SCRIPTS: list[list[dict[str, Any]]] = [
    [{"expect_matches": "^220 .*mail"}, {"send": "QUIT"}, {"expect_matches": "^221"}],
    [{"expect": "+OK"}, {"send_bytes": "00 ff"}, {"expect_bytes": "53"}],
    [{"expect_matches": "^220 "}, {"send": "STARTTLS"}, {"starttls": True}, {"expect": "ok"}],
]
TALKS = (b"220 mail.example ESMTP\r\n221 bye\r\n", b"+OK S", b"220 hi\r\n\x16\x03\x03")
CARRY = {
    "token": {"json": "data.token"},
    "text": {"regex": '"token": "(.*?)"'},
    "kind": {"header": "Content-Type"},
}
WEB: dict[str, Any] = {"resolver": [NOBODY]}
HTTP = {"kind": "http", "url": "{url}", "expect": EXPECT, **WEB}
JOURNEY = {
    "kind": "journey",
    "steps": [
        {"name": "first", "url": "{url}", "carry": CARRY},
        {"name": "then", "url": "{url}", "headers": {"X-Token": "{{ token }}{{ kind }}"}},
    ],
    **WEB,
}
RELEASE = {"kind": "app_release", "url": "{url}", "expect": {"version": True}, **WEB}
SHOPS = [{"store": "app_store", "app": NUMBER}, {"store": "play_store", "app": PACKAGE}]
LISTINGS = (answer(200, apple()), answer(200, google()))
TCP = {"kind": "tcp", "host": "127.0.0.1", "port": "{port}"}


@fuzz
@given(SERVERS, said_instead_of(*PAGES), st.sampled_from(["identity", "gzip"]))
def test_http(server: Server, what: bytes, encoding: str) -> None:
    meet(server, what, **HTTP, compression=encoding)


@fuzz
@given(SERVERS, said_instead_of(*PAGES))
def test_journey(server: Server, what: bytes) -> None:
    meet(server, what, **JOURNEY)


@fuzz
@given(SERVERS, said_instead_of(*LISTINGS), st.sampled_from(SHOPS))
def test_app_release(server: Server, what: bytes, shop: dict[str, Any]) -> None:
    meet(server, what, **RELEASE, **shop)


@fuzz
@given(SERVERS, said_instead_of(*TALKS), st.sampled_from(SCRIPTS))
def test_tcp(server: Server, what: bytes, script: list[dict[str, Any]]) -> None:
    meet(server, what, **TCP, script=script)


@pytest.mark.parametrize(
    ("what", "options"),
    [
        (PAGES[0], HTTP),
        (PAGES[1], {**HTTP, "compression": "gzip"}),
        (PAGES[0], JOURNEY),
        (LISTINGS[0], {**RELEASE, **SHOPS[0]}),
        (LISTINGS[1], {**RELEASE, **SHOPS[1]}),
        (TALKS[0], {**TCP, "script": SCRIPTS[0]}),
        (TALKS[1], {**TCP, "script": SCRIPTS[1]}),
    ],
)
def test_what_is_broken_here_was_good(what: bytes, options: dict[str, Any]) -> None:
    waits = options["kind"] != "tcp"
    whole = Server(cuts=(0.2, 0.5), end="close", waits=waits)
    assert meet(whole, what, **options, timeout="5s").result is Result.OK


def flight(context: ssl.SSLContext) -> bytes:
    """What a server says first in a handshake."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    asked, answered, heard, said = (ssl.MemoryBIO() for _ in range(4))
    with suppress(ssl.SSLWantReadError):
        client.wrap_bio(answered, asked, server_hostname="jmo.example").do_handshake()
    heard.write(asked.read())
    with suppress(ssl.SSLWantReadError):
        context.wrap_bio(heard, said, server_side=True).do_handshake()
    return said.read()


@pytest.fixture(scope="module")
def flights(authority: Authority) -> list[bytes]:
    """Good beginnings of TLS 1.2 and 1.3, and what a client hears that is not liked."""
    contexts = [authority.context(authority.pair("jmo.example")) for _ in range(2)]
    contexts[0].maximum_version = ssl.TLSVersion.TLSv1_2
    alert = b"\x15\x03\x03\x00\x02\x02\x28"
    return [*map(flight, contexts), alert, b"HTTP/1.1 400 Bad Request\r\n\r\n"]


@fuzz
@given(SERVERS, st.data(), st.booleans())
def test_tls(flights: list[bytes], server: Server, data: st.DataObject, verify: bool) -> None:
    what = data.draw(said_instead_of(*flights))
    options: dict[str, Any] = {"host": "127.0.0.1", "port": "{port}", "tls": {"verify": verify}}
    assert meet(server, what, kind="tls", **options).result is Result.FAILED
    options["script"] = [{"expect": "x"}]
    assert meet(server, what, kind="tcp", **options).result is Result.FAILED


@fuzz
@given(SERVERS, said_instead_of(*PAGES))
def test_what_is_said_within_tls(authority: Authority, server: Server, what: bytes) -> None:
    context = authority.context(authority.pair("jmo.example"))

    async def met() -> None:
        async with serve(server.saying(what), tls=context) as running:
            there = {"resolve": {"jmo.example": "127.0.0.1"}, "resolver": [NOBODY]}
            tls = {"ca_file": str(authority.root_file)}
            url = running.url(host="jmo.example")
            await run_into(kind="http", url=url, expect=EXPECT, tls=tls, **there)
            where = {"host": "jmo.example", "port": running.port, "resolve": there["resolve"]}
            await run_into(kind="tcp", **where, tls=tls, script=SCRIPTS[0])

    asyncio.run(met())
