"""Everything that goes wrong for a journey: in its first step, on its way, or with what it carries.

Faults of single requests are the http kind's; here they meet a step that others stand around.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.support import hostile
from tests.support.certificates import Authority
from tests.support.faults.http import NAME, Fault, Options
from tests.support.names import NXDOMAIN, name_server
from tests.support.servers import Script, answer, refusing_port, respond, say, serve

TOKEN = "token-of-a-session-1234"
COOKIE = [("Set-Cookie", "sid=session-5678; Path=/; HttpOnly")]
LOGIN_BODY = json.dumps({"data": {"token": TOKEN}}).encode()
LOGGED_IN = answer(200, LOGIN_BODY, COOKIE)
WELL = answer(200, hostile.PAGE)
CARRIES: Options = {"token": {"json": "data.token"}}
SHOWS = {"Authorization": "Bearer {{ token }}"}


def journey(
    answers: dict[str, Script | bytes],
    *,
    carry: Options = CARRIES,
    second: Options | None = None,
    **options: Any,
) -> Fault:
    """A log-in, a page that needs its token, and a farewell; what is given takes their place."""
    scripts = {
        name: say(given) if isinstance(given, bytes) else given
        for name, given in ({"login": LOGGED_IN, "account": WELL, "bye": WELL} | answers).items()
    }

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with (
            serve(scripts["login"]) as first,
            serve(scripts["account"]) as then,
            serve(scripts["bye"]) as last,
        ):
            login = {"name": "login", "url": first.url(), "carry": carry}
            account = {"name": "account", "url": then.url(), "headers": SHOWS} | (second or {})
            yield {"steps": [login, account, {"name": "bye", "url": last.url()}], **options}

    return fault


def token(value: object) -> Fault:
    """A log-in whose token is this."""
    return journey({"login": answer(200, json.dumps({"data": {"token": value}}).encode())})


@asynccontextmanager
async def first_step_refused(authority: Authority) -> AsyncIterator[Options]:
    """Nobody listens, so that nothing is carried."""
    with refusing_port() as port:
        yield {"steps": [{"name": "login", "url": f"http://127.0.0.1:{port}/"}]}


@asynccontextmanager
async def second_step_refused(authority: Authority) -> AsyncIterator[Options]:
    """Nobody listens where the second step goes."""
    async with serve(respond(200, hostile.PAGE)) as server:
        with refusing_port() as port:
            urls = (server.url(), f"http://127.0.0.1:{port}/")
            yield {"steps": [{"name": f"s{n}", "url": url} for n, url in enumerate(urls)]}


@asynccontextmanager
async def second_name_unknown(authority: Authority) -> AsyncIterator[Options]:
    """A second host that DNS does not know."""
    async with serve(respond(200, hostile.PAGE)) as server, name_server({NAME: NXDOMAIN}) as dns:
        urls = (server.url(), f"http://{NAME}/")
        yield {
            "steps": [{"name": f"s{n}", "url": url} for n, url in enumerate(urls)],
            "resolver": [f"127.0.0.1:{dns.port}"],
        }


@asynccontextmanager
async def second_certificate_expired(authority: Authority) -> AsyncIterator[Options]:
    """A good certificate, then one that is past its time."""
    good, bad = authority.pair(NAME), authority.expired(NAME)
    async with (
        serve(respond(200), tls=authority.context(good)) as first,
        serve(respond(200), tls=authority.context(bad)) as second,
    ):
        urls = (first.url(host=NAME), second.url(host=NAME))
        yield {
            "steps": [{"name": f"s{n}", "url": url} for n, url in enumerate(urls)],
            "resolve": {NAME: "127.0.0.1"},
            "tls": {"ca_file": str(authority.root_file)},
        }


IN_HEADER: Options = {"token": {"header": "X-Token"}}
IN_BODY: Options = {"token": {"regex": 'token="(.*?)"'}}
COOKIES = [("Set-Cookie", f"c{number}=v; Path=/") for number in range(3000)]

FAULTS: dict[str, Fault] = {
    "good": journey({}),
    "first_step_refused": first_step_refused,
    "second_step_refused": second_step_refused,
    "second_name_unknown": second_name_unknown,
    "second_certificate_expired": second_certificate_expired,
    "first_status": journey({"login": answer(403)}),
    "second_status": journey({"account": answer(401)}),
    "second_silent": journey({"account": hostile.silence}),
    "second_dripped": journey({"account": hostile.drip_body}),
    "second_reset": journey({"account": hostile.reset_at_once}),
    "second_closed": journey({"account": hostile.close_at_once}),
    "second_malformed": journey({"account": b"GARBAGE\r\n\r\n"}),
    "second_redirects_for_ever": journey({"account": hostile.redirect_loop}),
    "second_redirects_to_nowhere": journey({"account": hostile.redirect("http://a..b/")}),
    "second_endless_but_needed": journey(
        {"account": hostile.endless_body}, second={"expect": {"body": [{"contains": "JMO"}]}}
    ),
    "second_rate_limited": journey({"account": answer(429)}),
    "second_rate_limited_as_expected": journey(
        {"account": answer(429)}, second={"expect": {"status": [429]}}
    ),
    "second_challenged": journey({"account": answer(403, b"", [("cf-mitigated", "challenge")])}),
    "second_under_maintenance": journey({"account": answer(200, b"Under Maintenance")}),
    "second_slower_than_allowed": journey(
        {"account": respond(200, header_delay=0.1)}, second={"expect": {"latency": "50ms"}}
    ),
    "slower_than_usual": journey({"account": respond(200, header_delay=0.1)}, slow_after="90ms"),
    "cookies_in_thousands": journey({"login": answer(200, LOGIN_BODY, COOKIES)}),
    "cookies_that_are_none": journey(
        {
            "login": answer(
                200,
                LOGIN_BODY,
                [("Set-Cookie", value) for value in ("", "=", ";;;", "a=\tb", "caf\xe9=\xff", "x")],
            )
        }
    ),
    "value_missing_in_json": journey({"login": answer(200, b"{}")}),
    "value_in_no_json": journey({"login": answer(200, hostile.PAGE)}),
    "value_in_deep_json": journey({"login": answer(200, b"[" * 200_000)}),
    "value_missing_in_header": journey({}, carry=IN_HEADER),
    "value_missing_in_body": journey({}, carry=IN_BODY),
    "value_of_bytes": journey({"login": answer(200, b'token="\xff\xfe\x00"')}, carry=IN_BODY),
    "value_of_bytes_in_header": journey(
        {"login": answer(200, b"", [("X-Token", "\xff\xfe")])}, carry=IN_HEADER
    ),
    "value_in_truncated_body": journey({"login": hostile.hold_short_body}),
    "value_in_body_too_large": journey({"login": hostile.endless_body}),
    "value_with_line_break": token("a\r\nX-Evil: 1"),
    "value_with_nul": token("a\0b"),
    "value_with_surrogate": token("\ud800"),
    "value_of_one_mebibyte": token("a" * 1_000_000),
    "value_empty": token(""),
    "value_of_dots": token(".."),
    "value_in_another_script": token("\u0627\u0644"),
    "value_of_a_number": token(1234567),
    "value_of_a_list": token([TOKEN]),
}
"""Everything that goes wrong for a journey, by name."""
