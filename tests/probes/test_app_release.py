"""Probes of kind app_release: every key, against shops on loopback."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.model import HttpAnswer, Observation, Outcome, Reason, Release, Result
from monitor.probes import AppReleaseProbe
from tests.probes.conftest import probe_of, run_probe
from tests.support.certificates import Authority
from tests.support.clocks import EPOCH
from tests.support.hostile import encoded, redirect
from tests.support.proxies import proxy
from tests.support.servers import Script, answer, respond, route, serve
from tests.support.shops import NUMBER, PACKAGE, apple, google, look_up

ON_14_AUGUST = datetime(2026, 8, 14, 2, 3, 4, tzinfo=UTC)
NAME = "jmo.example"


def release(store: str = "app_store", **options: Any) -> AppReleaseProbe:
    app = NUMBER if store == "app_store" else PACKAGE
    probe = probe_of(**{"kind": "app_release", "store": store, "app": app, **options})
    assert isinstance(probe, AppReleaseProbe)
    return probe


async def ask(script: Script | bytes, store: str = "app_store", **options: Any) -> Outcome:
    """Look the app up in a shop that answers so."""
    app = NUMBER if store == "app_store" else PACKAGE
    how = respond(200, script) if isinstance(script, bytes) else script
    async with serve(how) as server:
        url = server.url()
        return await run_probe(
            **{"kind": "app_release", "store": store, "app": app, "url": url, **options}
        )


@pytest.mark.parametrize(
    ("store", "body", "oldest"),
    [("app_store", apple(), "12.0"), ("play_store", google(), "5.0")],
)
async def test_a_listing_is_told(store: str, body: bytes, oldest: str) -> None:
    outcome = await ask(body, store)
    assert outcome.result is Result.OK
    assert outcome.release == Release(
        store=store, version="2.18.0", released_at=ON_14_AUGUST, minimum_os=oldest
    )
    assert outcome.http is not None
    assert outcome.http.status_code == 200


async def test_an_app_that_is_not_offered_is_no_release() -> None:
    outcome = await ask(look_up())
    assert (outcome.result, outcome.reason, outcome.release) == (
        Result.FAILED,
        Reason.CHECK_CONTENT,
        None,
    )
    assert outcome.detail == (
        f"expected: the App Store offers {NUMBER}; seen: it does not offer it"
    )


async def test_a_page_of_another_shape_degrades_and_is_no_release() -> None:
    outcome = await ask(b"<html></html>", "play_store")
    assert (outcome.result, outcome.reason, outcome.release) == (
        Result.DEGRADED,
        Reason.CHECK_CONTENT,
        None,
    )
    assert "perhaps the shop changed its shape" in outcome.detail


async def test_a_listing_under_a_bad_status_is_no_release() -> None:
    outcome = await ask(respond(404, google()), "play_store")
    assert (outcome.reason, outcome.release) == (Reason.CHECK_STATUS, None)
    assert [check.reason for check in outcome.checks] == [Reason.CHECK_STATUS]


@pytest.mark.parametrize(
    ("store", "wanted", "result"),
    [
        ("app_store", None, Result.DEGRADED),
        ("app_store", True, Result.DEGRADED),
        ("app_store", False, Result.OK),
        ("play_store", None, Result.OK),
        ("play_store", True, Result.DEGRADED),
        ("play_store", False, Result.OK),
    ],
)
async def test_a_version_is_needed_where_it_is_expected(
    store: str, wanted: bool | None, result: Result
) -> None:
    body = apple(version=None) if store == "app_store" else google(version=None)
    expect = {} if wanted is None else {"version": wanted}
    outcome = await ask(body, store, expect=expect)
    assert outcome.result is result
    assert outcome.release is not None
    assert outcome.release.version is None


@pytest.mark.parametrize(
    ("bundle", "result"),
    [("id.go.bpjsketenagakerjaan.jmo", Result.OK), ("com.lain", Result.FAILED)],
)
async def test_the_bundle_is_checked_where_it_is_expected(bundle: str, result: Result) -> None:
    assert (await ask(apple(), expect={"bundle": bundle})).result is result


async def test_a_listing_without_a_bundle_is_not_the_expected_one() -> None:
    outcome = await ask(apple(bundleId=None), expect={"bundle": "com.lain"})
    assert outcome.detail.endswith("seen: it is None")


async def test_the_request_is_polite_and_asks_for_gzip() -> None:
    async with serve(encoded(gzip.compress(apple()), "gzip")) as server:
        options = {"store": "app_store", "app": NUMBER, "url": server.url("/lookup?id=1")}
        outcome = await run_probe(kind="app_release", **options)
        (request,) = server.requests
    assert outcome.result is Result.OK
    assert (request.method, request.target) == ("GET", "/lookup?id=1")
    assert request.header("accept-encoding") == "gzip"
    assert request.header("user-agent") == "jmo-monitor-test"


@pytest.mark.parametrize("compression", ["identity", "deflate"])
async def test_another_encoding_may_be_asked_for(compression: str) -> None:
    async with serve(respond(200, apple())) as server:
        options = {"store": "app_store", "app": NUMBER, "url": server.url()}
        await run_probe(kind="app_release", compression=compression, **options)
        assert server.requests[0].header("accept-encoding") == compression


async def test_a_body_past_its_limit_has_failed() -> None:
    outcome = await ask(google() + bytes(2048), "play_store", body_limit="2KiB")
    assert (outcome.result, outcome.reason) == (Result.FAILED, Reason.BODY_TOO_LARGE)


@pytest.mark.parametrize(("follow", "result"), [(True, Result.OK), (False, Result.FAILED)])
async def test_redirects_are_followed_as_configured(follow: bool, result: Result) -> None:
    moved = route({"/": redirect("/there"), "/there": answer(200, apple())})
    outcome = await ask(moved, redirects={"follow": follow})
    assert outcome.result is result


async def test_tls_and_its_certificate_are_judged(authority: Authority) -> None:
    for pair, result, reason in (
        (authority.pair(NAME), Result.OK, None),
        (authority.ending_soon(NAME), Result.DEGRADED, Reason.CHECK_CERTIFICATE),
        (authority.expired(NAME), Result.FAILED, Reason.TLS_CERT_EXPIRED),
    ):
        async with serve(respond(200, apple()), tls=authority.context(pair)) as server:
            outcome = await run_probe(
                kind="app_release",
                store="app_store",
                app=NUMBER,
                url=server.url(host=NAME),
                resolve={NAME: "127.0.0.1"},
                tls={"ca_file": str(authority.root_file)},
            )
        assert (outcome.result, outcome.reason) == (result, reason)


async def test_a_certificate_that_ends_soon_may_be_well(authority: Authority) -> None:
    context = authority.context(authority.ending_soon(NAME))
    async with serve(respond(200, apple()), tls=context) as server:
        outcome = await run_probe(
            kind="app_release",
            store="app_store",
            app=NUMBER,
            url=server.url(host=NAME),
            resolve={NAME: "127.0.0.1"},
            tls={"ca_file": str(authority.root_file)},
            certificate_days=0,
        )
    assert outcome.result is Result.OK


async def test_a_shop_is_asked_by_way_of_a_proxy() -> None:
    async with serve(respond(200, apple())) as server, proxy() as through:
        options = {"store": "app_store", "app": NUMBER, "url": server.url()}
        outcome = await run_probe(kind="app_release", proxy={"url": through.url()}, **options)
    assert outcome.result is Result.OK


async def test_marks_count_only_where_there_is_no_listing() -> None:
    notes = apple(releaseNotes="Sistem sedang dalam pemeliharaan")
    assert (await ask(notes)).result is Result.OK
    outcome = await ask(b"Sistem sedang dalam pemeliharaan")
    assert outcome.reason is Reason.MAINTENANCE_PAGE
    outcome = await ask(b"tutup sebentar", marks={"maintenance": [{"body": "tutup"}]})
    assert outcome.reason is Reason.MAINTENANCE_PAGE


def test_the_app_store_is_asked_for_a_number_in_a_country() -> None:
    probe = release(country="SG")
    assert probe.target == f"https://itunes.apple.com/lookup?id={NUMBER}&country=sg"
    assert (probe.host, probe.is_public) == ("itunes.apple.com", True)
    assert release(app=int(NUMBER)) == release()


def test_the_play_store_is_asked_for_a_package_in_a_country_and_language() -> None:
    place = "https://play.google.com/store/apps/details?id=com.bpjstku"
    assert release("play_store").target == f"{place}&hl=id&gl=ID"
    other = release("play_store", country="sg", language="en-GB")
    assert other.target == f"{place}&hl=en-GB&gl=SG"
    assert other.host == "play.google.com"


def test_it_asks_once_an_hour_and_knows_its_reasons() -> None:
    probe = release()
    assert (probe.interval, probe.slow_after) == (timedelta(hours=1), timedelta(seconds=5))
    assert {Reason.CHECK_CONTENT, Reason.CHECK_STATUS, Reason.BODY_TOO_LARGE} <= probe.reasons
    assert not {Reason.CHECK_JSON, Reason.CHECK_PACKET_LOSS, Reason.CHECK_LATENCY} & probe.reasons


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"store": "f_droid"}, "'app_store' or 'play_store'"),
        ({"app": PACKAGE}, "'com.bpjstku' is no app of the App Store; write a number"),
        ({"app": "0"}, "is no app of the App Store"),
        ({"app": -1}, "is no app of the App Store"),
        ({"app": True}, "valid string"),
        ({"app": f"{NUMBER}&x=1"}, "is no app of the App Store"),
        ({"store": "play_store", "app": NUMBER}, "write a package name, such as com.bpjstku"),
        ({"store": "play_store", "app": "bpjstku"}, "is no app of the Play Store"),
        ({"store": "play_store", "app": "com.bpjstku&gl=US"}, "is no app of the Play Store"),
        ({"country": "IDN"}, "country"),
        ({"language": "Indonesia"}, "language"),
        ({"url": "ftp://example.org/"}, "is not a URL"),
        (
            {"store": "play_store", "app": PACKAGE, "expect": {"bundle": "com.lain"}},
            "the Play Store is asked for it already",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        release(**options)


def seen(body: bytes, status: int = 200) -> Observation:
    http = HttpAnswer(
        status_code=status,
        http_version="1.1",
        redirects=0,
        ssl=False,
        content_length=-1,
        body_bytes=len(body),
        truncated=False,
        last_modified=None,
        retry_after_seconds=None,
    )
    return Observation(phases={}, http=http, body=body)


@given(
    st.binary() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps).map(str.encode),
    st.sampled_from(["app_store", "play_store"]),
)
def test_whatever_a_shop_says_is_judged(body: bytes, store: str) -> None:
    probe = release(store, expect={"version": True})
    checks = probe.evaluate(seen(body), EPOCH)
    assert any(check.reason is Reason.CHECK_CONTENT and not check.passed for check in checks)
    assert {check.reason for check in checks} <= probe.reasons
