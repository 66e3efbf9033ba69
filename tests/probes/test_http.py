"""The http kind's options, each asked of a real server."""

import asyncio
import gc
import gzip
import json
import ssl
import zlib
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from monitor.clock import SystemClock
from monitor.model import Outcome, Phase, Reason, Result
from monitor.net.stream import Stream
from monitor.net.toolbox import Net
from monitor.probes.run import run
from tests.probes.conftest import probe_of, run_probe
from tests.support.certificates import DAY, Authority
from tests.support.hostile import PAGE, encoded, redirect, redirect_to
from tests.support.http2 import cut_h2, goodbye_h2, reset_h2, respond_h2
from tests.support.names import Name, name_server
from tests.support.proxies import proxy
from tests.support.servers import (
    Peer,
    Script,
    answer,
    black_hole,
    respond,
    route,
    say,
    serve,
)

NAME = "jmo.example"
OTHER = "lain.example"
AT_HOME = {"resolve": {NAME: "127.0.0.1", OTHER: "127.0.0.1"}}
page = respond(200, PAGE, [("Content-Type", "text/html"), ("X-App", "jmo"), ("X-App", "7.1")])


def basic(username: str, password: str) -> str:
    return "Basic " + b64encode(f"{username}:{password}".encode()).decode()


def came_to(outcome: Outcome) -> tuple[str, str | None]:
    return outcome.result.value, outcome.reason


# what is asked


async def test_the_request_says_who_asks_and_wants_no_surprises() -> None:
    async with serve(page) as server:
        await run_probe(url=server.url("/path?q=1"))
    (request,) = server.requests
    assert (request.method, request.target, request.version) == ("GET", "/path?q=1", "HTTP/1.1")
    assert dict(request.headers) == {
        "host": f"127.0.0.1:{server.port}",
        "user-agent": "jmo-monitor-test",
        "accept": "*/*",
        "accept-encoding": "identity",
        "connection": "close",
    }


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])
async def test_the_method_is_the_configured_one(method: str) -> None:
    async with serve(page) as server:
        outcome = await run_probe(url=server.url(), method=method)
    assert came_to(outcome) == ("ok", None)
    assert server.requests[0].method == method


async def test_a_body_and_headers_are_sent_as_configured() -> None:
    async with serve(page) as server:
        await run_probe(
            url=server.url(),
            method="POST",
            body='{"ping": "é"}',
            headers={"Content-Type": "application/json", "Host": "jmo.example", "accept": "a/b"},
        )
    (request,) = server.requests
    assert json.loads(request.body) == {"ping": "é"}
    assert request.header("content-type") == "application/json"
    assert request.header("host") == "jmo.example"
    assert [value for name, value in request.headers if name == "accept"] == ["a/b"]


async def test_the_answer_to_head_has_a_length_and_no_body() -> None:
    async with serve(say(answer(200, PAGE)[: -len(PAGE)])) as server:
        outcome = await run_probe(url=server.url(), method="HEAD")
    assert outcome.http is not None
    assert (outcome.http.content_length, outcome.http.body_bytes) == (len(PAGE), 0)


# what is expected of the answer


@pytest.mark.parametrize(
    ("status", "accepted", "reason"),
    [
        (200, None, None),
        (404, None, Reason.CHECK_STATUS),
        (404, [404], None),
        (500, ["200-499"], Reason.CHECK_STATUS),
        (401, ["200-499"], None),
        (204, [200, "300-399"], Reason.CHECK_STATUS),
    ],
)
async def test_the_status_is_judged_by_the_configured_set(
    status: int, accepted: list[Any] | None, reason: Reason | None
) -> None:
    expect = {} if accepted is None else {"status": accepted}
    async with serve(respond(status)) as server:
        outcome = await run_probe(url=server.url(), expect=expect)
    assert outcome.reason is reason
    assert outcome.http is not None
    assert outcome.http.status_code == status


@pytest.mark.parametrize(
    ("expect", "reason"),
    [
        ({"headers": [{"name": "X-App", "contains": "7.1"}]}, None),
        ({"headers": [{"name": "x-app", "excludes": "7.1"}]}, Reason.CHECK_HEADER),
        ({"headers": [{"name": "X-None", "present": False}]}, None),
        ({"headers": [{"name": "X-None", "present": True}]}, Reason.CHECK_HEADER),
        ({"headers": [{"name": "Content-Type", "matches": "^text/"}]}, None),
        ({"headers": [{"name": "Content-Type", "not_matches": "html"}]}, Reason.CHECK_HEADER),
        ({"body": [{"contains": "JMO"}]}, None),
        ({"body": [{"contains": "jmo"}]}, Reason.CHECK_CONTENT),
        ({"body": [{"excludes": "error"}]}, None),
        ({"body": [{"excludes": "JMO"}]}, Reason.CHECK_CONTENT),
        ({"body": [{"matches": "<title>.*</title>"}]}, None),
        ({"body": [{"not_matches": "J.O"}]}, Reason.CHECK_CONTENT),
        ({"http_versions": ["1.1"]}, None),
        ({"http_versions": ["1.0"]}, Reason.CHECK_STATUS),
        ({"ssl": False}, None),
        ({"ssl": True}, Reason.CHECK_STATUS),
        ({"latency": "4s"}, None),
        ({"json": [{"path": "a", "exists": True}]}, Reason.CHECK_JSON),
    ],
)
async def test_a_check_on_the_answer_passes_or_names_its_reason(
    expect: dict[str, Any], reason: Reason | None
) -> None:
    async with serve(page) as server:
        outcome = await run_probe(url=server.url(), expect=expect)
    assert outcome.reason is reason
    assert [check.passed for check in outcome.checks[1:]] == [reason is None]


async def test_json_is_judged_by_path_whatever_its_type_is_called() -> None:
    body = json.dumps({"results": [{"bundleId": "com.bpjstku", "version": "7.1"}]}).encode()
    checks = [
        {"path": "results[0].bundleId", "equals": "com.bpjstku"},
        {"path": "results[0].version", "matches": r"^\d+\.\d+$"},
    ]
    async with serve(respond(200, body)) as server:
        outcome = await run_probe(url=server.url(), expect={"json": checks})
    assert came_to(outcome) == ("ok", None)
    assert len(outcome.checks) == 3


async def test_the_figures_of_the_answer_are_kept() -> None:
    headers = [("Last-Modified", "Mon, 31 Aug 2026 02:00:00 GMT"), ("Retry-After", "120")]
    async with serve(respond(503, PAGE, headers)) as server:
        outcome = await run_probe(url=server.url())
    assert outcome.http is not None
    assert outcome.http.content_length == outcome.http.body_bytes == len(PAGE)
    assert outcome.http.last_modified == datetime(2026, 8, 31, 2, tzinfo=UTC)
    assert outcome.http.retry_after_seconds == 120
    assert (outcome.http.http_version, outcome.http.ssl) == ("1.1", False)
    assert outcome.connection is not None
    assert (outcome.connection.address, outcome.connection.ip_version) == ("127.0.0.1", 4)


@pytest.mark.parametrize("value", ["soon", "-5", "", "9" * 400, "Mon, 99 Foo 2026"])
async def test_a_retry_after_or_a_date_that_is_none_is_left_out(value: str) -> None:
    async with serve(
        respond(200, PAGE, [("Retry-After", value), ("Last-Modified", value)])
    ) as server:
        outcome = await run_probe(url=server.url())
    assert came_to(outcome) == ("ok", None)
    assert outcome.http is not None
    assert outcome.http.last_modified is None
    assert (outcome.http.retry_after_seconds or 0) < 10**9


async def test_a_retry_after_may_be_a_date() -> None:
    later = datetime.now(UTC) + timedelta(minutes=10)
    value = later.strftime("%a, %d %b %Y %H:%M:%S GMT")
    async with serve(respond(503, headers=[("Retry-After", value)])) as server:
        outcome = await run_probe(url=server.url())
    assert outcome.http is not None
    assert outcome.http.retry_after_seconds == pytest.approx(600, abs=10)


async def test_a_run_that_passes_but_takes_long_is_degraded_in_its_longest_phase() -> None:
    async with serve(respond(200, PAGE, body_delay=0.1)) as server:
        outcome = await run_probe(url=server.url(), slow_after="50ms")
    assert came_to(outcome) == ("degraded", Reason.SLOW_LATENCY)
    assert outcome.phase is Phase.TRANSFER


# TLS


async def test_a_handshake_is_told_with_its_chain(authority: Authority) -> None:
    expiry = (datetime.now(UTC) + 90 * DAY).replace(microsecond=0)
    context = authority.context(authority.pair(NAME, not_after=expiry))
    async with serve(page, tls=context) as server:
        outcome = await run_probe(url=server.url(host=NAME), tls=trusting(authority), **AT_HOME)
    assert came_to(outcome) == ("ok", None)
    assert outcome.tls is not None
    assert outcome.tls.version == "TLS 1.3"
    assert outcome.tls.cipher is not None
    assert outcome.tls.leaf is not None
    assert outcome.tls.leaf.alternative_names == (NAME,)
    assert outcome.tls.earliest_expiry == expiry
    assert len(outcome.tls.verified) == 2
    assert outcome.http is not None
    assert outcome.http.ssl


def trusting(authority: Authority, **options: Any) -> dict[str, Any]:
    return {"ca_file": str(authority.root_file), **options}


async def test_a_certificate_is_asked_for_and_verified_by_the_server_name(
    authority: Authority,
) -> None:
    async with serve(page, tls=authority.context(authority.pair(OTHER))) as server:
        options = {"url": server.url(host=NAME), **AT_HOME}
        wrong = await run_probe(tls=trusting(authority), **options)
        right = await run_probe(tls=trusting(authority, server_name=OTHER), **options)
    assert came_to(wrong) == ("failed", Reason.TLS_CERT_HOSTNAME)
    assert came_to(right) == ("ok", None)


async def test_a_certificate_may_be_for_an_address(authority: Authority) -> None:
    async with serve(page, tls=authority.context(authority.pair("127.0.0.1"))) as server:
        outcome = await run_probe(url=server.url(), tls=trusting(authority))
    assert came_to(outcome) == ("ok", None)


async def test_verification_can_be_turned_off(authority: Authority) -> None:
    async with serve(page, tls=authority.context(authority.expired(OTHER))) as server:
        outcome = await run_probe(
            url=server.url(host=NAME), tls={"verify": False}, certificate_days=0, **AT_HOME
        )
    assert came_to(outcome) == ("ok", None)
    assert outcome.tls is not None
    assert len(outcome.tls.presented) == 1
    assert outcome.tls.verified == ()


async def test_without_our_root_the_certificate_is_not_trusted(authority: Authority) -> None:
    async with serve(page, tls=authority.context(authority.pair(NAME))) as server:
        outcome = await run_probe(url=server.url(host=NAME), **AT_HOME)
    assert came_to(outcome) == ("failed", Reason.TLS_CERT_UNTRUSTED)


async def test_a_client_certificate_is_shown_where_it_is_configured(authority: Authority) -> None:
    context = authority.context(authority.pair(NAME))
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(authority.root_file)
    certificate, key = authority.client_files("client.example")
    ours = trusting(authority, cert_file=str(certificate), key_file=str(key))
    async with serve(page, tls=context) as server:
        outcome = await run_probe(url=server.url(host=NAME), tls=ours, **AT_HOME)
    assert came_to(outcome) == ("ok", None)


@pytest.mark.parametrize("version", ["1.2", "1.3"])
async def test_the_tls_version_stays_within_its_bounds(version: str, authority: Authority) -> None:
    bounds = trusting(authority, min_version=version, max_version=version)
    async with serve(page, tls=authority.context(authority.pair(NAME))) as server:
        outcome = await run_probe(url=server.url(host=NAME), tls=bounds, **AT_HOME)
    assert outcome.tls is not None
    assert outcome.tls.version == f"TLS {version}"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_an_old_tls_version_is_spoken_where_it_is_allowed(authority: Authority) -> None:
    context = authority.context(authority.pair(NAME))
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    async with serve(page, tls=context) as server:
        options = {"url": server.url(host=NAME), **AT_HOME}
        refused = await run_probe(tls=trusting(authority), **options)
        allowed = await run_probe(tls=trusting(authority, min_version="1.0"), **options)
    assert refused.result is Result.FAILED
    assert came_to(allowed) == ("ok", None)
    assert allowed.tls is not None
    assert allowed.tls.version == "TLS 1.1"


@pytest.mark.parametrize(
    ("days", "reason"), [(30, Reason.CHECK_CERTIFICATE), (10, None), (0, None)]
)
async def test_a_chain_that_ends_soon_degrades(
    days: int, reason: Reason | None, authority: Authority
) -> None:
    pair = authority.pair(NAME, not_after=datetime.now(UTC) + 20 * DAY)
    async with serve(page, tls=authority.context(pair)) as server:
        outcome = await run_probe(
            url=server.url(host=NAME), tls=trusting(authority), certificate_days=days, **AT_HOME
        )
    assert came_to(outcome) == ("degraded" if reason else "ok", reason)


# credentials


async def test_basic_credentials_go_to_the_target() -> None:
    auth = {"basic": {"username": "jmo", "password": "rahasia"}}
    async with serve(page) as server:
        await run_probe(url=server.url(), auth=auth)
    assert server.requests[0].header("authorization") == basic("jmo", "rahasia")


async def test_a_bearer_token_goes_to_the_target() -> None:
    async with serve(page) as server:
        await run_probe(url=server.url(), auth={"bearer": "token-123"})
    assert server.requests[0].header("authorization") == "Bearer token-123"


@pytest.mark.parametrize("host", [NAME, OTHER])
async def test_secrets_stay_with_the_server_that_they_are_for(host: str) -> None:
    async with (
        serve(page) as elsewhere,
        serve(route({"/": redirect(elsewhere.url("/there", host))})) as server,
    ):
        outcome = await run_probe(
            url=server.url(host=NAME),
            auth={"bearer": "token-123"},
            headers={"X-Key": "rahasia", "Cookie": "session=1"},
            **AT_HOME,
        )
    assert came_to(outcome) == ("ok", None)
    (request,) = elsewhere.requests
    assert request.header("authorization") is None
    assert request.header("cookie") is None
    assert request.header("x-key") is None
    assert request.header("host") == f"{host}:{elsewhere.port}"
    assert request.header("user-agent") == "jmo-monitor-test"


async def test_on_the_same_server_secrets_follow_a_redirect() -> None:
    async with serve(redirect_to("/there")) as server:
        headers = {"X-Key": "rahasia"}
        await run_probe(url=server.url(), auth={"bearer": "token-123"}, headers=headers)
    assert [r.header("x-key") for r in server.requests] == ["rahasia"] * 2
    assert [r.header("authorization") for r in server.requests] == ["Bearer token-123"] * 2


async def test_a_cookie_lives_for_one_run_alone() -> None:
    cookie = answer(302, headers=[("Location", "/there"), ("Set-Cookie", "a=1; Path=/")])
    async with serve(route({"/": cookie, "/there": answer(200, PAGE)})) as server:
        for _ in range(2):
            await run_probe(url=server.url())
    assert [request.header("cookie") for request in server.requests] == [None, "a=1"] * 2


async def test_no_secret_is_told_in_an_outcome_or_a_probe() -> None:
    secrets = {
        "auth": {"basic": {"username": "jmo", "password": "hunter2"}},
        "headers": {"X-Key": "hunter2"},
        "body": "hunter2",
        "proxy": {"url": "http://127.0.0.1:9/", "username": "jmo", "password": "hunter2"},
    }
    outcome = await run_probe(url="http://jmo.example/?key=x", method="POST", **secrets)
    assert outcome.result is Result.FAILED
    assert "hunter2" not in repr(outcome)
    assert "hunter2" not in repr(probe_of(url="http://jmo.example/", **secrets))
    assert outcome.hops == ("http://jmo.example/",)


# proxies


async def test_plain_http_is_asked_through_the_proxy_by_absolute_target() -> None:
    async with serve(page) as server, proxy() as between:
        outcome = await run_probe(url=server.url("/p?q=1", host=NAME), proxy={"url": between.url()})
    assert came_to(outcome) == ("ok", None)
    assert between.requests[0].target == f"http://{NAME}:{server.port}/p?q=1"
    assert between.requests[0].header("host") == f"{NAME}:{server.port}"
    assert len(server.requests) == 1


async def test_https_goes_through_a_tunnel_and_ends_at_the_target(authority: Authority) -> None:
    context = authority.context(authority.pair(NAME))
    async with serve(page, tls=context) as server, proxy() as between:
        outcome = await run_probe(
            url=server.url(host=NAME), tls=trusting(authority), proxy={"url": between.url()}
        )
    assert came_to(outcome) == ("ok", None)
    (request,) = between.requests
    assert (request.method, request.target) == ("CONNECT", f"{NAME}:{server.port}")
    assert outcome.tls is not None
    assert outcome.tls.leaf is not None
    assert outcome.tls.leaf.alternative_names == (NAME,)
    assert set(outcome.phases) == set(Phase) - {Phase.EXCHANGE}


@pytest.mark.parametrize("tls", [True, False])
async def test_the_proxy_gets_its_own_credentials_and_the_target_does_not(
    tls: bool, authority: Authority
) -> None:
    context = authority.context(authority.pair(NAME)) if tls else None
    credentials = basic("p", "w")
    async with serve(page, tls=context) as server, proxy(credentials=credentials) as between:
        outcome = await run_probe(
            url=server.url(host=NAME),
            tls=trusting(authority),
            proxy={"url": between.url(), "username": "p", "password": "w"},
        )
    assert came_to(outcome) == ("ok", None)
    assert server.requests[0].header("proxy-authorization") is None


async def test_a_proxy_that_does_not_let_us_through_is_told(authority: Authority) -> None:
    async with proxy(credentials="other") as between:
        tunnel = await run_probe(url=f"https://{NAME}/", proxy={"url": between.url()})
        plain = await run_probe(url=f"http://{NAME}/", proxy={"url": between.url()})
    assert came_to(tunnel) == ("failed", Reason.CONNECT_REFUSED)
    assert "407" in tunnel.detail
    assert came_to(plain) == ("failed", Reason.CHECK_STATUS)


async def test_a_proxy_that_hangs_in_the_tunnel_is_a_connect_timeout(authority: Authority) -> None:
    with black_hole() as port:
        outcome = await run_probe(
            url=f"https://{NAME}/", proxy={"url": f"http://127.0.0.1:{port}"}, timeout="300ms"
        )
    assert came_to(outcome) == ("failed", Reason.CONNECT_TIMEOUT)


async def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    async with serve(page) as server:
        outcome = await run_probe(url=server.url())
    assert came_to(outcome) == ("ok", None)


# names and families


async def test_a_configured_address_takes_the_place_of_dns() -> None:
    async with serve(page) as server:
        outcome = await run_probe(
            url=server.url(host=NAME), resolve={NAME: "127.0.0.1"}, resolver=["127.0.0.1:9"]
        )
    assert came_to(outcome) == ("ok", None)
    assert server.requests[0].header("host") == f"{NAME}:{server.port}"


async def test_the_configured_name_server_is_asked_for_both_families() -> None:
    async with serve(page) as server, name_server({NAME: Name(a=("127.0.0.1",))}) as dns:
        outcome = await run_probe(
            url=server.url(host=NAME), resolver=[f"127.0.0.1:{dns.port}"], allow_private=True
        )
    assert came_to(outcome) == ("ok", None)
    assert sorted(dns.questions) == [(NAME, "A", False), (NAME, "AAAA", False)]


@pytest.mark.parametrize(
    ("family", "address", "version", "questions"),
    [
        ("any", "127.0.0.1", 4, {"A", "AAAA"}),
        ("ip4", "127.0.0.1", 4, {"A"}),
        ("ip6", "::1", 6, {"AAAA"}),
        ("ip6_first", "::1", 6, {"A", "AAAA"}),
    ],
)
async def test_the_family_says_what_is_asked_and_tried_first(
    family: str, address: str, version: int, questions: set[str]
) -> None:
    both = Name(a=("127.0.0.1",), aaaa=("::1",))
    async with (
        serve(page) as ip4,
        serve(page, host="::1", port=ip4.port),
        name_server({NAME: both}) as dns,
    ):
        outcome = await run_probe(
            url=ip4.url(host=NAME),
            resolver=[f"127.0.0.1:{dns.port}"],
            family=family,
            allow_private=True,
        )
    assert came_to(outcome) == ("ok", None)
    assert outcome.connection is not None
    assert (outcome.connection.address, outcome.connection.ip_version) == (address, version)
    assert {kind for _, kind, _ in dns.questions} == questions


async def test_broken_ipv6_falls_back_to_ipv4() -> None:
    both = Name(a=("127.0.0.1",), aaaa=("::1",))
    async with serve(page) as ip4, name_server({NAME: both}) as dns:
        with black_hole("::1", ip4.port):
            outcome = await run_probe(
                url=ip4.url(host=NAME),
                resolver=[f"127.0.0.1:{dns.port}"],
                family="ip6_first",
                allow_private=True,
            )
    assert came_to(outcome) == ("ok", None)
    assert outcome.connection is not None
    assert (outcome.connection.ip_version, outcome.connection.fallback) == (4, True)


async def test_an_address_of_the_wrong_family_is_no_data() -> None:
    outcome = await run_probe(url="http://127.0.0.1/", family="ip6")
    assert came_to(outcome) == ("failed", Reason.DNS_NO_DATA)


async def test_an_ipv6_address_can_be_the_target() -> None:
    async with serve(page, host="::1") as server:
        outcome = await run_probe(url=server.url())
    assert came_to(outcome) == ("ok", None)
    assert server.requests[0].header("host") == f"[::1]:{server.port}"


async def test_the_hosts_file_knows_names_before_dns_does() -> None:
    net = Net(clock=SystemClock(), user_agent="t", hosts={NAME: ("127.0.0.1",)})
    async with serve(page) as server:
        probe = probe_of(url=server.url(host=NAME), resolver=["127.0.0.1:9"])
        outcome = await run(probe, net, service="s", location="l")
    assert came_to(outcome) == ("ok", None)


# bodies


@pytest.mark.parametrize(
    ("encoding", "packed"), [("gzip", gzip.compress(PAGE)), ("deflate", zlib.compress(PAGE))]
)
async def test_an_encoding_that_was_asked_for_is_undone(encoding: str, packed: bytes) -> None:
    async with serve(encoded(packed, encoding)) as server:
        outcome = await run_probe(
            url=server.url(), compression=encoding, expect={"body": [{"contains": "JMO"}]}
        )
    assert came_to(outcome) == ("ok", None)
    assert server.requests[0].header("accept-encoding") == encoding
    assert outcome.http is not None
    assert (outcome.http.content_length, outcome.http.body_bytes) == (len(packed), len(PAGE))


@pytest.mark.parametrize(
    ("size", "needed", "reason", "truncated"),
    [
        (4096, False, None, False),
        (4097, False, None, True),
        (4096, True, None, False),
        (4097, True, Reason.BODY_TOO_LARGE, None),
    ],
)
async def test_a_body_is_read_up_to_its_limit(
    size: int, needed: bool, reason: Reason | None, truncated: bool | None
) -> None:
    expect = {"body": [{"contains": "J"}]} if needed else {}
    async with serve(respond(200, b"J" * size)) as server:
        outcome = await run_probe(url=server.url(), body_limit="4KiB", expect=expect)
    assert outcome.reason is reason
    assert outcome.http is not None
    if truncated is not None:
        assert (outcome.http.body_bytes, outcome.http.truncated) == (min(size, 4096), truncated)


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (b"Situs sedang dalam pemeliharaan", [], Reason.MAINTENANCE_PAGE),
        (b"INTERNET POSITIF", [], Reason.INTERFERENCE_BLOCKPAGE),
        (b"Checking your browser", [("CF-Mitigated", "challenge")], Reason.INTERFERENCE_CHALLENGE),
        (b"x" * 20_000 + b"under maintenance", [], None),
    ],
)
async def test_marks_tell_other_pages_from_the_service(
    body: bytes, headers: list[tuple[str, str]], reason: Reason | None
) -> None:
    async with serve(respond(200, body, headers)) as server:
        outcome = await run_probe(url=server.url())
    assert outcome.reason is reason


async def test_marks_of_ones_own_take_the_place_of_the_shipped_ones() -> None:
    marks = {"maintenance": [{"body": "tutup"}], "block": [], "challenge": []}
    async with serve(respond(200, b"Kantor TUTUP; internet positif")) as server:
        outcome = await run_probe(url=server.url(), marks=marks)
    assert came_to(outcome) == ("failed", Reason.MAINTENANCE_PAGE)


# redirects


async def test_each_hop_is_a_connection_of_its_own_and_its_phases_add_up() -> None:
    hops = {"/": redirect("/a?token=x"), "/a": redirect("/b#part"), "/b": answer(200, PAGE)}
    async with serve(route({path: slowly(sent) for path, sent in hops.items()})) as server:
        outcome = await run_probe(url=server.url())
    assert server.connections == 3
    assert outcome.hops == (server.url("/"), server.url("/a"), server.url("/b"))
    assert outcome.http is not None
    assert outcome.http.redirects == 2
    assert outcome.phases[Phase.PROCESSING] >= 0.09


def slowly(data: bytes) -> Script:
    async def script(peer: Peer) -> None:
        await asyncio.sleep(0.03)
        await peer.send(data)

    return script


async def test_a_redirect_that_is_not_followed_is_the_answer() -> None:
    async with serve(redirect_to("/there")) as server:
        outcome = await run_probe(
            url=server.url(), redirects={"follow": False}, expect={"status": [302]}
        )
    assert came_to(outcome) == ("ok", None)
    assert server.connections == 1


async def test_a_limit_is_the_number_of_redirects_that_are_followed() -> None:
    hops = {"/": redirect("/a"), "/a": redirect("/b"), "/b": answer(200, PAGE)}
    async with serve(route(dict(hops))) as server:
        within = await run_probe(url=server.url(), redirects={"limit": 2})
        beyond = await run_probe(url=server.url(), redirects={"limit": 1})
    assert came_to(within) == ("ok", None)
    assert came_to(beyond) == ("failed", Reason.HTTP_TOO_MANY_REDIRECTS)


async def test_https_may_lead_to_http_only_where_any_scheme_is_allowed(
    authority: Authority,
) -> None:
    async with serve(page) as plain:
        downgrade = route({"/": redirect(plain.url(host=NAME))})
        async with serve(downgrade, tls=authority.context(authority.pair(NAME))) as server:
            options = {"url": server.url(host=NAME), "tls": trusting(authority), **AT_HOME}
            blocked = await run_probe(**options)
            allowed = await run_probe(redirects={"scheme": "any"}, **options)
    assert came_to(blocked) == ("failed", Reason.HTTP_REDIRECT_BLOCKED)
    assert came_to(allowed) == ("ok", None)
    assert allowed.http is not None
    assert not allowed.http.ssl


async def test_http_may_lead_to_https(authority: Authority) -> None:
    async with (
        serve(page, tls=authority.context(authority.pair(NAME))) as secure,
        serve(route({"/": redirect(secure.url(host=NAME))})) as server,
    ):
        outcome = await run_probe(url=server.url(host=NAME), tls=trusting(authority), **AT_HOME)
    assert came_to(outcome) == ("ok", None)
    assert outcome.http is not None
    assert outcome.http.ssl
    assert set(outcome.phases) == set(Phase) - {Phase.EXCHANGE}


async def test_a_redirect_inside_is_followed_where_that_is_allowed() -> None:
    async with serve(page) as inside, serve(route({"/": redirect(inside.url())})) as server:
        options = {"url": server.url(host=NAME), **AT_HOME}
        blocked = await run_probe(**options)
        allowed = await run_probe(allow_private=True, **options)
    assert came_to(blocked) == ("failed", Reason.HTTP_REDIRECT_BLOCKED)
    assert came_to(allowed) == ("ok", None)
    assert len(inside.requests) == 1


@pytest.mark.parametrize(
    ("status", "method", "then"),
    [(301, "POST", "GET"), (302, "POST", "GET"), (303, "PUT", "GET"), (307, "POST", "POST")],
)
async def test_a_redirect_changes_the_method_as_browsers_do(
    status: int, method: str, then: str
) -> None:
    hops = {"/": redirect("/there", status), "/there": answer(200, PAGE)}
    async with serve(route(dict(hops))) as server:
        await run_probe(url=server.url(), method=method, body="x")
    assert [request.method for request in server.requests] == [method, then]


@pytest.mark.parametrize(
    "script",
    [page, redirect_to("/there"), respond(200, b"x" * 100_000)],
    ids=["page", "redirect", "cut"],
)
async def test_a_run_leaves_nothing_to_the_garbage_collector(script: Script) -> None:
    def heavy() -> list[object]:
        return [thing for thing in gc.get_objects() if isinstance(thing, Stream | httpx.Response)]

    async with serve(script) as server:
        gc.collect()
        gc.disable()
        try:
            before = heavy()
            await run_probe(url=server.url(), body_limit="1KiB")
            await asyncio.sleep(0.01)  # the loop ends a body's generators in turns of its own
            assert len(heavy()) == len(before)
        finally:
            gc.enable()


# HTTP/2


async def test_http_2_is_spoken_where_it_is_asked_for(authority: Authority) -> None:
    context = authority.context(authority.pair(NAME), alpn=("h2", "http/1.1"))
    async with serve(respond_h2(200, PAGE, [("x-app", "jmo")]), tls=context) as server:
        outcome = await run_probe(
            url=server.url("/p", host=NAME),
            http2=True,
            tls=trusting(authority),
            expect={"http_versions": ["2"], "body": [{"contains": "JMO"}]},
            **AT_HOME,
        )
    assert came_to(outcome) == ("ok", None)
    assert outcome.http is not None
    assert outcome.http.http_version == "2"
    assert server.requests[0].target == "/p"
    assert server.requests[0].header("connection") is None


@pytest.mark.parametrize("http2", [True, False])
async def test_without_both_sides_http_1_1_is_spoken(http2: bool, authority: Authority) -> None:
    alpn = ("http/1.1",) if http2 else ("h2", "http/1.1")
    context = authority.context(authority.pair(NAME), alpn=alpn)
    async with serve(page, tls=context) as server:
        outcome = await run_probe(
            url=server.url(host=NAME), http2=http2, tls=trusting(authority), **AT_HOME
        )
    assert came_to(outcome) == ("ok", None)
    assert outcome.http is not None
    assert outcome.http.http_version == "1.1"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (reset_h2(), Reason.HTTP_RESET),
        (goodbye_h2(), Reason.HTTP_RESET),
        (say(b""), Reason.HTTP_CLOSED),
        (say(answer(200, PAGE)), Reason.HTTP_CLOSED),
        (cut_h2(PAGE), Reason.BODY_TRUNCATED),
    ],
    ids=["reset", "goodbye", "closed", "http_1_1", "cut"],
)
async def test_a_fault_in_http_2_has_its_reason(
    script: Script, reason: Reason, authority: Authority
) -> None:
    context = authority.context(authority.pair(NAME), alpn=("h2",))
    async with serve(script, tls=context) as server:
        outcome = await run_probe(
            url=server.url(host=NAME),
            http2=True,
            tls=trusting(authority),
            timeout="1s",
            **AT_HOME,
        )
    assert came_to(outcome) == ("failed", reason), outcome.detail


# configuration


@pytest.mark.parametrize(
    "options",
    [
        {"method": "TRACE"},
        {"auth": {}},
        {"auth": {"bearer": "a", "basic": {"username": "a", "password": "b"}}},
        {"redirects": {"limit": 0}},
        {"redirects": {"limit": 21}},
        {"certificate_days": -1},
        {"compression": "br"},
        {"family": "ip5"},
        {"resolve": {"a": "not an address"}},
        {"resolver": ["dns.example"]},
        {"headers": {"a b": "c"}},
        {"headers": {"X": "a\r\nY: b"}},
        {"body_limit": 5},
        {"proxy": {"url": "https://127.0.0.1/"}},
        {"proxy": {"url": "http://127.0.0.1/", "password": "b"}},
        {"tls": {"key_file": "/k"}},
        {"tls": {"min_version": "1.3", "max_version": "1.2"}},
        {"expect": {"status": []}},
        {"colour": "red"},
    ],
)
def test_an_option_that_makes_no_sense_is_refused_at_load(options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        probe_of(url="http://jmo.example/", **options)


def test_a_probe_says_its_target_and_host() -> None:
    probe = probe_of(url="https://www.bpjsketenagakerjaan.go.id/tracking")
    assert probe.target == "https://www.bpjsketenagakerjaan.go.id/tracking"
    assert probe.host == "www.bpjsketenagakerjaan.go.id"
    assert probe.is_public
    assert not probe_of(url="http://localhost:8080/").is_public


async def _echo(peer: Peer) -> None:
    """Answer with all that was asked, in the body and in a header."""
    request = await peer.request()
    said = f"{request.header('authorization')} {request.header('x-key')} {request.body.decode()}"
    await peer.send(answer(200, said.encode(), [("X-Echo", said)]))


@pytest.mark.parametrize(
    "expect",
    [
        {"body": [{"contains": "not there"}]},
        {"headers": [{"name": "X-Echo", "contains": "not there"}]},
        {"json": [{"path": "a", "exists": True}]},
    ],
)
async def test_what_a_server_echoes_of_our_secrets_is_not_repeated(expect: dict[str, Any]) -> None:
    secrets = ("token-rahasia", "kunci-rahasia", "isi-rahasia")
    async with serve(_echo) as server:
        outcome = await run_probe(
            url=server.url(),
            method="POST",
            auth={"bearer": secrets[0]},
            headers={"X-Key": secrets[1]},
            body=secrets[2],
            expect=expect,
        )
    assert outcome.reason in {Reason.CHECK_CONTENT, Reason.CHECK_HEADER, Reason.CHECK_JSON}
    assert all(secret not in repr(outcome) for secret in secrets)


async def test_a_redirect_that_repeats_a_secret_is_told_without_it() -> None:
    async with serve(redirect_to("/kunci-rahasia")) as server:
        outcome = await run_probe(url=server.url(), headers={"X-Key": "kunci-rahasia"})
    assert len(outcome.hops) > 1
    assert "kunci-rahasia" not in repr(outcome)


@pytest.mark.parametrize("status", [307, 308])
async def test_a_request_body_does_not_follow_to_another_host(status: int) -> None:
    async with serve(page) as elsewhere:
        there = elsewhere.url("/there", OTHER)
        script = respond(status, b"", [("Location", there)])
        async with serve(script) as server:
            outcome = await run_probe(
                url=server.url(host=NAME), method="POST", body="isi-rahasia", **AT_HOME
            )
    assert outcome.reason is Reason.HTTP_REDIRECT_BLOCKED
    assert elsewhere.requests == []
