"""Everything that goes wrong for an http probe, by name."""

import gzip
import ssl
import warnings
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any

from tests.support import hostile
from tests.support.certificates import Authority, Pair, self_signed
from tests.support.hostile import PAGE, encoded, redirect_to
from tests.support.names import (
    AAAA,
    NO_DATA,
    NXDOMAIN,
    REFUSED,
    SERVFAIL,
    SILENT,
    A,
    Name,
    name_server,
)
from tests.support.servers import (
    Peer,
    Script,
    answer,
    black_hole,
    chunks,
    head,
    refusing_port,
    respond,
    route,
    say,
    serve,
)

Options = dict[str, Any]
Fault = Callable[[Authority], AbstractAsyncContextManager[Options]]

NAME = "jmo.example"
"""The name under which local servers are asked; it is public, as far as a name can be."""
READS = {"body": [{"contains": "JMO"}]}
OF_PAGE = [("Content-Length", str(len(PAGE)))]
GZIP = {"compression": "gzip", "expect": READS}
page = respond(200, PAGE)


def scripted(script: Script, **options: Any) -> Fault:
    """A server on plain HTTP, asked by its address."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with serve(script) as server:
            yield {"url": server.url(), **options}

    return fault


def under_name(script: Script, **options: Any) -> Fault:
    """The same, asked by a public name: where the probe may go from there is another matter."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with serve(script) as server:
            yield {"url": server.url(host=NAME), "resolve": {NAME: "127.0.0.1"}, **options}

    return fault


def over_tls(
    context: Callable[[Authority], ssl.SSLContext],
    script: Script = page,
    *,
    tls_options: Options | None = None,
    **options: Any,
) -> Fault:
    """A server on HTTPS whose root is trusted."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with serve(script, tls=context(authority)) as server:
            yield _https(authority, server.url(host=NAME), tls_options) | options

    return fault


def shaking_hands(context: Callable[[Authority], ssl.SSLContext], **tls_options: Any) -> Fault:
    """A server that says by a TLS alert why it does not go on; asyncio's own just hang up."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with serve(hostile.handshake(context(authority))) as server:
            url = server.url(host=NAME).replace("http:", "https:")
            yield _https(authority, url, tls_options)

    return fault


def under_https(script: Script, **options: Any) -> Fault:
    """A server that speaks plain bytes where TLS is expected."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with serve(script) as server:
            url = server.url(host=NAME).replace("http:", "https:")
            yield _https(authority, url, None) | options

    return fault


def _https(authority: Authority, url: str, tls_options: Options | None) -> Options:
    return {
        "url": url,
        "resolve": {NAME: "127.0.0.1"},
        "tls": {"ca_file": str(authority.root_file), **(tls_options or {})},
    }


def presenting(make: Callable[[Authority], Pair], **options: Any) -> Fault:
    """A server on HTTPS with this certificate."""
    return over_tls(lambda authority: authority.context(make(authority)), **options)


def named(how: Name, *, url_host: str = NAME, names: dict[str, Name] | None = None) -> Fault:
    """A good server behind a name that is answered like this."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with serve(page) as server, name_server({NAME: how, **(names or {})}) as dns:
            yield {
                "url": server.url(host=url_host),
                "resolver": [f"127.0.0.1:{dns.port}"],
                "allow_private": True,
            }

    return fault


@asynccontextmanager
async def private_answer(
    authority: Authority, address: str = "127.0.0.1"
) -> AsyncIterator[Options]:
    """A public name whose answer leads inside."""
    async with serve(page) as server, name_server({NAME: Name(a=(address,))}) as dns:
        yield {"url": server.url(host=NAME), "resolver": [f"127.0.0.1:{dns.port}"]}


@asynccontextmanager
async def redirect_to_inside_name(authority: Authority) -> AsyncIterator[Options]:
    """A redirect to another public name whose answer leads inside."""
    script = route({"/": hostile.redirect("http://inside.example/")})
    names = {"inside.example": Name(a=("127.0.0.1",))}
    async with serve(script) as server, name_server(names) as dns:
        yield {
            "url": server.url(host=NAME),
            "resolve": {NAME: "127.0.0.1"},
            "resolver": [f"127.0.0.1:{dns.port}"],
        }


@asynccontextmanager
async def resolver_dead(authority: Authority) -> AsyncIterator[Options]:
    """A name server that refuses even the packet."""
    with refusing_port() as port:
        yield {"url": f"http://{NAME}/", "resolver": [f"127.0.0.1:{port}"]}


@asynccontextmanager
async def refused(authority: Authority) -> AsyncIterator[Options]:
    """Nobody listens."""
    with refusing_port() as port:
        yield {"url": f"http://127.0.0.1:{port}/"}


@asynccontextmanager
async def syn_black_hole(authority: Authority) -> AsyncIterator[Options]:
    """SYNs vanish."""
    with black_hole() as port:
        yield {"url": f"http://127.0.0.1:{port}/"}


@asynccontextmanager
async def unreachable(authority: Authority) -> AsyncIterator[Options]:
    """No route: to the loopback network's broadcast address there is none for TCP."""
    yield {"url": "http://127.255.255.255/"}


@asynccontextmanager
async def first_address_refuses(authority: Authority) -> AsyncIterator[Options]:
    """Two addresses, of which the second answers."""
    names = {NAME: Name(a=("127.0.0.2", "127.0.0.1"))}
    async with serve(page) as server, name_server(names) as dns:
        yield {
            "url": server.url(host=NAME),
            "resolver": [f"127.0.0.1:{dns.port}"],
            "allow_private": True,
        }


@asynccontextmanager
async def first_address_is_a_black_hole(authority: Authority) -> AsyncIterator[Options]:
    """Two addresses, of which the first swallows SYNs."""
    names = {NAME: Name(a=("127.0.0.2", "127.0.0.1"))}
    async with serve(page) as server, name_server(names) as dns:
        with black_hole("127.0.0.2", server.port):
            yield {
                "url": server.url(host=NAME),
                "resolver": [f"127.0.0.1:{dns.port}"],
                "allow_private": True,
            }


@asynccontextmanager
async def tls_on_the_http_port(authority: Authority) -> AsyncIterator[Options]:
    """Plain HTTP asked of a server that speaks TLS."""
    async with serve(page, tls=authority.context(authority.pair(NAME))) as server:
        yield {"url": server.url().replace("https:", "http:")}


async def handshake_silence(peer: Peer) -> None:
    """Take the ClientHello and say nothing."""
    await peer.until_closed()


async def handshake_reset(peer: Peer) -> None:
    """Reset after the ClientHello."""
    await peer.reader.read(1)
    peer.reset()


async def handshake_close(peer: Peer) -> None:
    """Close after the ClientHello."""
    await peer.reader.read(4096)


async def handshake_alert(peer: Peer) -> None:
    """The fatal alert `unrecognized_name`, as a server that refuses the SNI sends it."""
    await peer.reader.read(4096)
    await peer.send(bytes([21, 3, 3, 0, 2, 2, 112]))


async def plain_http_at_once(peer: Peer) -> None:
    """What an HTTP server says to a ClientHello."""
    await peer.reader.read(4096)
    await peer.send(answer(400, b"plain HTTP", reason="Bad Request"))


async def garbage(peer: Peer) -> None:
    """Bytes that are no protocol."""
    await peer.reader.read(4096)
    await peer.send(bytes(range(128, 256)) * 4)


def _tls_1_2(authority: Authority) -> ssl.SSLContext:
    context = authority.context(authority.pair(NAME))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


def _tls_1_1(authority: Authority) -> ssl.SSLContext:
    context = authority.context(authority.pair(NAME))
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def _one_cipher(authority: Authority) -> ssl.SSLContext:
    context = _tls_1_2(authority)
    context.set_ciphers("ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")
    return context


def _wants_client_certificate(authority: Authority) -> ssl.SSLContext:
    context = authority.context(authority.pair(NAME))
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(authority.root_file)
    return context


def line(data: bytes, **options: Any) -> Fault:
    """A server that says these bytes and closes."""
    return scripted(say(data), **options)


def with_page(lines: bytes) -> bytes:
    """These header lines, an empty one, and a page."""
    return lines + b"\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE


HTTP: dict[str, Fault] = {
    "good": scripted(page, expect=READS),
    "silence": scripted(hostile.silence),
    "headers_dripped": scripted(hostile.drip_headers),
    "body_dripped": scripted(hostile.drip_body),
    "body_endless": scripted(hostile.endless_body),
    "body_endless_but_needed": scripted(hostile.endless_body, expect=READS),
    "gzip_bomb": scripted(hostile.gzip_bomb, body_limit="2MiB", **GZIP),
    "gzip_bomb_of_members": scripted(hostile.gzip_bomb_of_members, body_limit="2MiB", **GZIP),
    "deflate_bomb": scripted(
        hostile.deflate_bomb, body_limit="2MiB", compression="deflate", expect=READS
    ),
    "gzip": scripted(encoded(gzip.compress(PAGE), "gzip"), **GZIP),
    "gzip_unasked": scripted(encoded(gzip.compress(PAGE), "gzip"), expect=READS),
    "gzip_unasked_and_not_needed": scripted(encoded(b"no gzip", "gzip")),
    "deflate": scripted(
        encoded(zlib.compress(PAGE), "deflate"), compression="deflate", expect=READS
    ),
    "gzip_of_two_members": scripted(
        encoded(gzip.compress(PAGE[:8]) + gzip.compress(PAGE[8:]), "gzip"), **GZIP
    ),
    "gzip_of_endless_members": scripted(encoded(gzip.compress(b"") * 40_000, "gzip"), **GZIP),
    "gzip_then_padding": scripted(encoded(gzip.compress(PAGE) + bytes(99), "gzip"), **GZIP),
    "gzip_bad": scripted(encoded(b"this is no gzip", "gzip"), **GZIP),
    "gzip_truncated": scripted(encoded(gzip.compress(PAGE)[:-9], "gzip"), **GZIP),
    "gzip_stacked_20_times": scripted(encoded(hostile.stacked_gzip(20), *["gzip"] * 20), **GZIP),
    "brotli_unasked": scripted(encoded(b"\x1b\x0e\x00\xf8", "br")),
    "brotli_unasked_but_needed": scripted(encoded(b"\x1b\x0e\x00\xf8", "br"), expect=READS),
    "zstd_unasked_but_needed": scripted(encoded(b"\x28\xb5\x2f\xfd", "zstd"), expect=READS),
    "header_of_90_kb": line(hostile.headers_of(1, 90_000)),
    "header_of_200_kb": line(hostile.headers_of(1, 200_000)),
    "headers_20000": line(hostile.headers_of(20_000, 20)),
    "headers_for_ever": scripted(hostile.header_flood),
    "header_for_ever": scripted(hostile.one_header_flood),
    "chunk_extension_for_ever": scripted(hostile.chunk_extension_flood),
    "trailers_for_ever": scripted(hostile.trailer_flood),
    "chunks_of_one_byte": scripted(hostile.tiny_chunks),
    "early_answers_for_ever": scripted(hostile.early_answers_flood),
    "processing_for_ever": scripted(hostile.processing_for_ever),
    "switching_protocols": line(head(101, [("Upgrade", "websocket")])),
    "status_line_garbage": line(b"GARBAGE\r\n\r\n"),
    "status_line_cut": line(b"HTTP/1.1\r\n\r\n"),
    "status_abc": line(b"HTTP/1.1 abc OK\r\n\r\n"),
    "status_9999": line(b"HTTP/1.1 9999 OK\r\n\r\n"),
    "status_000": line(b"HTTP/1.1 000 OK\r\n\r\n"),
    "binary_garbage": line(bytes(range(256)) + b"\r\n\r\n"),
    "header_without_colon": line(with_page(b"HTTP/1.1 200 OK\r\nno colon")),
    "header_with_nul": line(with_page(b"HTTP/1.1 200 OK\r\nX: a\0b")),
    "header_with_space_before_colon": line(with_page(b"HTTP/1.1 200 OK\r\nX : a")),
    "content_length_bad": line(b"HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n"),
    "content_length_negative": line(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"),
    "content_length_twice": line(
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nJMO!"
    ),
    "transfer_encoding_unknown": line(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: jmo\r\n\r\nJMO"),
    "chunk_size_bad": line(head(200, hostile.CHUNKED) + b"zz\r\nJMO\r\n"),
    "status_999": line(answer(999)),
    "bare_lf": line(b"HTTP/1.1 200 OK\nContent-Length: 3\n\nJMO", expect=READS),
    "header_folded": line(with_page(b"HTTP/1.1 200 OK\r\nX: a\r\n  b"), expect=READS),
    "header_in_latin_1": line(with_page(b"HTTP/1.1 200 OK\r\nX: caf\xe9"), expect=READS),
    "http_1_0": line(answer(200, PAGE, version="HTTP/1.0"), expect=READS),
    "http_2_0_in_status_line": line(answer(200, PAGE, version="HTTP/2.0"), expect=READS),
    "content_length_and_chunked": line(
        head(200, [("Content-Length", "3"), *hostile.CHUNKED]) + chunks(PAGE), expect=READS
    ),
    "excess_after_body": line(head(200, OF_PAGE) + PAGE + b"excess" * 9, expect=READS),
    "no_content_with_body": line(head(204, OF_PAGE) + PAGE),
    "leading_blank_lines": line(b"\r\n\r\n" + answer(200, PAGE)),
    "http_0_9": line(PAGE),
    "closed_in_headers": line(b"HTTP/1.1 200 OK\r\nServer: x\r\n"),
    "closed_without_a_word": scripted(hostile.close_at_once),
    "ssh_banner": scripted(hostile.ssh_banner),
    "reset_before_answer": scripted(hostile.reset_at_once),
    "reset_in_body": scripted(hostile.reset_in_body),
    "half_closed": scripted(hostile.half_close, expect=READS),
    "body_short_and_held": scripted(hostile.hold_short_body),
    "body_short_and_closed": line(head(200, [("Content-Length", "1000")]) + b"part"),
    "chunked_cut": line(head(200, hostile.CHUNKED) + chunks(b"part", end=False)),
    "too_many_requests": line(answer(429, headers=[("Retry-After", "120")])),
    "service_unavailable": line(answer(503, headers=[("Retry-After", "120")])),
    "network_authentication_required": line(answer(511)),
    "challenge": line(answer(403, b"Just a moment", [("cf-mitigated", "challenge")])),
    "block_page": line(answer(200, b"<h1>Internet Positif</h1>")),
    "maintenance_page": line(answer(503, b"Sistem sedang dalam pemeliharaan")),
    "content_missing": line(answer(200, b"<title>lain</title>"), expect=READS),
    "header_missing": scripted(page, expect={"headers": [{"name": "X-App", "present": True}]}),
    "json_missing": scripted(page, expect={"json": [{"path": "a", "exists": True}]}),
    "slower_than_allowed": scripted(
        respond(200, PAGE, header_delay=0.1), expect={"latency": "50ms"}
    ),
    "slower_than_usual": scripted(respond(200, PAGE, header_delay=0.1), slow_after="50ms"),
}

REDIRECTS: dict[str, Fault] = {
    "redirect": scripted(redirect_to("/there"), expect=READS),
    "redirect_loop": scripted(hostile.redirect_loop),
    "redirect_past_limit": scripted(hostile.redirect_loop, redirects={"limit": 1}),
    "redirect_without_location": line(answer(302)),
    "redirect_to_ftp": scripted(redirect_to("ftp://jmo.example/")),
    "redirect_to_file": scripted(redirect_to("file:///etc/passwd")),
    "redirect_to_data": scripted(redirect_to("data:text/html,JMO")),
    "redirect_to_javascript": scripted(redirect_to("javascript:alert(1)")),
    "redirect_to_websocket": scripted(redirect_to("ws://127.0.0.1/")),
    "redirect_to_port_99999": scripted(redirect_to("http://127.0.0.1:99999/")),
    "redirect_to_port_0": scripted(redirect_to("http://127.0.0.1:0/")),
    "redirect_to_port_of_letters": scripted(redirect_to("http://127.0.0.1:http/")),
    "redirect_to_bad_idna": scripted(redirect_to("http://xn--\xe9.example/")),
    "redirect_to_snowman": scripted(redirect_to("http://\xe2\x98\x83.example/")),
    "redirect_to_long_label": scripted(redirect_to(f"http://{'a' * 64}.example/")),
    "redirect_to_empty_label": scripted(redirect_to("http://a..b/")),
    "redirect_with_control_characters": scripted(redirect_to("http://jmo.example/\x01\x7f")),
    "redirect_to_loopback": under_name(redirect_to("http://127.0.0.1/")),
    "redirect_to_ipv6_loopback": under_name(redirect_to("http://[::1]/")),
    "redirect_to_mapped_loopback": under_name(redirect_to("http://[::ffff:127.0.0.1]/")),
    "redirect_to_private": under_name(redirect_to("http://10.0.0.1/")),
    "redirect_to_link_local": under_name(redirect_to("http://169.254.1.1/")),
    "redirect_to_metadata": under_name(redirect_to("http://169.254.169.254/latest/meta-data/")),
    "redirect_to_localhost": under_name(redirect_to("http://localhost/")),
    "redirect_to_name_that_leads_inside": redirect_to_inside_name,
    "redirect_downgraded": over_tls(
        lambda authority: authority.context(authority.pair(NAME)),
        redirect_to(f"http://{NAME}/"),
    ),
    "redirect_to_block_page": under_name(
        route(
            {
                "/": hostile.redirect("/internetpositif"),
                "/internetpositif": answer(200, b"lamanlabuh"),
            }
        )
    ),
}

TLS: dict[str, Fault] = {
    "tls_good": presenting(lambda authority: authority.pair(NAME)),
    "tls_good_behind_intermediate": presenting(
        lambda authority: authority.behind_intermediate(NAME)
    ),
    "certificate_expired": presenting(lambda authority: authority.expired(NAME)),
    "certificate_not_yet_valid": presenting(lambda authority: authority.not_yet_valid(NAME)),
    "certificate_of_another_host": presenting(lambda authority: authority.pair("lain.example")),
    "certificate_self_signed": presenting(lambda authority: self_signed(NAME)),
    "certificate_of_untrusted_root": presenting(lambda authority: authority.stranger().pair(NAME)),
    "certificate_without_intermediate": presenting(
        lambda authority: authority.behind_intermediate(NAME, presented=False)
    ),
    "certificate_of_expired_intermediate": presenting(
        lambda authority: authority.expired_intermediate(NAME)
    ),
    "certificate_weak": presenting(lambda authority: authority.weak(NAME)),
    "certificate_ends_soon": presenting(lambda authority: authority.ending_soon(NAME)),
    "certificate_unverified": presenting(
        lambda authority: authority.expired(NAME),
        tls_options={"verify": False},
        certificate_days=0,
    ),
    "tls_version_too_old": shaking_hands(_tls_1_2, min_version="1.3"),
    "tls_version_too_old_and_closed": over_tls(_tls_1_2, tls_options={"min_version": "1.3"}),
    "tls_1_1_only": shaking_hands(_tls_1_1),
    "tls_no_common_cipher": shaking_hands(_one_cipher, max_version="1.2"),
    "tls_no_common_cipher_and_closed": over_tls(_one_cipher, tls_options={"max_version": "1.2"}),
    "tls_client_certificate_missing": shaking_hands(_wants_client_certificate),
    "tls_client_certificate_missing_in_1_2": shaking_hands(
        _wants_client_certificate, max_version="1.2"
    ),
    "tls_name_refused": under_https(handshake_alert),
    "tls_plain_http": under_https(plain_http_at_once),
    "tls_garbage": under_https(garbage),
    "tls_ssh": under_https(hostile.ssh_banner),
    "tls_silence": under_https(handshake_silence),
    "tls_reset": under_https(handshake_reset),
    "tls_closed": under_https(handshake_close),
    "tls_on_the_http_port": tls_on_the_http_port,
}


CONNECT: dict[str, Fault] = {
    "refused": refused,
    "syn_black_hole": syn_black_hole,
    "unreachable": unreachable,
    "first_address_refuses": first_address_refuses,
    "first_address_is_a_black_hole": first_address_is_a_black_hole,
}

LOOPBACK = Name(a=("127.0.0.1",))
DNS: dict[str, Fault] = {
    "name_good": named(LOOPBACK),
    "name_unknown": named(NXDOMAIN),
    "name_server_fails": named(SERVFAIL),
    "name_server_refuses": named(REFUSED),
    "name_without_data": named(NO_DATA),
    "name_never_answered": named(SILENT),
    "name_slow": named(Name(a=("127.0.0.1",), delay=0.2)),
    "name_aaaa_dropped": named(Name(a=("127.0.0.1",), silent=frozenset({AAAA}))),
    "name_a_dropped": named(Name(a=("127.0.0.1",), silent=frozenset({A}))),
    "name_truncated_over_udp": named(Name(a=("127.0.0.1",), truncated=True)),
    "alias": named(Name(cname="there.example"), names={"there.example": LOOPBACK}),
    "alias_loop": named(Name(cname="loop.example"), names={"loop.example": Name(cname=NAME)}),
    "alias_to_nothing": named(Name(cname="gone.example")),
    "name_leads_to_loopback": private_answer,
    "name_leads_to_zero": partial(private_answer, address="0.0.0.0"),
    "name_leads_to_private": partial(private_answer, address="10.0.0.1"),
    "name_leads_to_link_local": partial(private_answer, address="169.254.169.254"),
    "resolver_dead": resolver_dead,
}

FAULTS: dict[str, Fault] = {**HTTP, **REDIRECTS, **TLS, **CONNECT, **DNS}
