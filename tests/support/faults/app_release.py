"""Everything that goes wrong for an app_release probe, by name; http has the rest."""

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.support import hostile
from tests.support.certificates import Authority
from tests.support.faults.http import NAME, Fault, Options, refused
from tests.support.hostile import encoded
from tests.support.names import NXDOMAIN, name_server
from tests.support.servers import Script, answer, respond, route, say, serve
from tests.support.shops import NUMBER, PACKAGE, apple, google, look_up, page

APPLE: Options = {"store": "app_store", "app": NUMBER}
GOOGLE: Options = {"store": "play_store", "app": PACKAGE}


def shop(whose: Options, script: Script | bytes, **options: Any) -> Fault:
    """A shop that answers so; bytes are the body of a good answer."""
    how = respond(200, script) if isinstance(script, bytes) else script

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with serve(how) as server:
            yield {"url": server.url(), **whose, **options}

    return fault


@asynccontextmanager
async def shop_refuses(authority: Authority) -> AsyncIterator[Options]:
    """Nobody listens where the shop was."""
    async with refused(authority) as options:
        yield options | GOOGLE


@asynccontextmanager
async def shop_unknown(authority: Authority) -> AsyncIterator[Options]:
    """The shop's name is gone."""
    async with name_server({NAME: NXDOMAIN}) as dns:
        resolver = [f"127.0.0.1:{dns.port}"]
        yield {"url": f"http://{NAME}/", "resolver": resolver, **GOOGLE}


@asynccontextmanager
async def certificate_expired(authority: Authority) -> AsyncIterator[Options]:
    """The shop forgot to renew."""
    context = authority.context(authority.expired(NAME))
    async with serve(respond(200, apple()), tls=context) as server:
        yield {
            "url": server.url(host=NAME),
            "resolve": {NAME: "127.0.0.1"},
            "tls": {"ca_file": str(authority.root_file)},
            **APPLE,
        }


FAULTS: dict[str, Fault] = {
    "look_up_good": shop(APPLE, apple()),
    "look_up_good_in_gzip": shop(APPLE, encoded(gzip.compress(apple()), "gzip")),
    "look_up_of_the_bundle": shop(
        APPLE, apple(), expect={"bundle": "id.go.bpjsketenagakerjaan.jmo"}
    ),
    "look_up_of_another_bundle": shop(APPLE, apple(), expect={"bundle": "com.lain"}),
    "look_up_empty": shop(APPLE, look_up()),
    "look_up_without_version": shop(APPLE, apple(version=None)),
    "look_up_without_version_allowed": shop(APPLE, apple(version=None), expect={"version": False}),
    "look_up_of_another_shape": shop(APPLE, b'{"errors": []}'),
    "look_up_that_is_a_page": shop(APPLE, google()),
    "look_up_cut": shop(APPLE, apple()[:-1]),
    "look_up_of_deep_nesting": shop(APPLE, b"[" * 200_000),
    "look_up_that_speaks_of_maintenance": shop(
        APPLE, apple(releaseNotes="pemeliharaan sistem selesai")
    ),
    "page_good": shop(GOOGLE, google()),
    "page_good_in_gzip": shop(GOOGLE, encoded(gzip.compress(google()), "gzip")),
    "page_without_version": shop(GOOGLE, google(version=None)),
    "page_without_version_needed": shop(GOOGLE, google(version=None), expect={"version": True}),
    "page_of_another_app": shop(GOOGLE, page([], app="com.lain")),
    "page_of_another_shape": shop(GOOGLE, b"<html>com.bpjstku</html>"),
    "page_empty": shop(GOOGLE, b""),
    "page_of_bytes": shop(GOOGLE, bytes(range(256)) * 64),
    "page_made_to_be_slow": shop(GOOGLE, google(version=None) + b'[[["1' * 400_000),
    "page_endless": shop(GOOGLE, hostile.endless_body),
    "page_gzip_bomb": shop(GOOGLE, hostile.gzip_bomb),
    "page_in_unasked_brotli": shop(GOOGLE, encoded(b"\x1b\x0e\x00\xf8", "br")),
    "page_gone": shop(GOOGLE, respond(404, b"Not here")),
    "page_forbidden": shop(GOOGLE, respond(403, google())),
    "shop_out_of_order": shop(GOOGLE, respond(500)),
    "shop_busy": shop(GOOGLE, say(answer(429, headers=[("Retry-After", "120")]))),
    "shop_in_maintenance": shop(APPLE, respond(503, b"under maintenance")),
    "shop_silent": shop(GOOGLE, hostile.silence),
    "shop_drips": shop(GOOGLE, hostile.drip_body),
    "shop_moved": shop(
        GOOGLE, route({"/": hostile.redirect("/there"), "/there": answer(200, google())})
    ),
    "shop_moves_for_ever": shop(GOOGLE, hostile.redirect_loop),
    "shop_refuses": shop_refuses,
    "shop_unknown": shop_unknown,
    "shop_behind_a_block_page": shop(GOOGLE, b"<h1>Internet Positif</h1>"),
    "shop_challenges": shop(
        GOOGLE, say(answer(403, b"Just a moment", [("cf-mitigated", "challenge")]))
    ),
    "certificate_expired": certificate_expired,
}
