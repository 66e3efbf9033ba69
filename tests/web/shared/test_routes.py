"""What is shared, as others ask for it."""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from monitor.web import WebServer
from tests.metrics.samples import SERVICE, roster
from tests.web.overviews import Told, status, summary
from tests.web.shared.worlds import PAGE
from tests.web.surface import get, surface

BADGES = (
    "/badge/verdict.svg",
    "/badge/jmo-api/state.svg",
    "/badge/jmo-api/uptime.svg",
    "/badge/jmo-api/latency.svg",
)
PICTURES = (*BADGES, "/preview.png")
ALL = (*PICTURES, "/feed.xml")
TYPES = {"svg": "image/svg+xml", "png": "image/png", "xml": "application/atom+xml; charset=utf-8"}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def usual() -> Iterator[WebServer]:
    with surface(roster=lambda: replace(roster(), page=PAGE)) as server:
        yield server


def title(server: WebServer, path: str, *headers: str) -> str:
    answer = get(server, path, *headers)
    assert answer.status == 200, answer.body
    return ET.fromstring(answer.body).findtext(f"{SVG}title") or ""


@pytest.mark.parametrize("path", ALL)
def test_each_comes_in_its_own_type_and_to_head_without_a_body(usual: WebServer, path: str) -> None:
    whole, head = get(usual, path), get(usual, path, method="HEAD")
    assert (whole.status, head.status, head.body) == (200, 200, b"")
    assert whole.headers["content-type"] == TYPES[path.rpartition(".")[2]]
    assert whole.headers["content-language"] == "id"
    for name in ("content-type", "content-length", "etag", "cache-control"):
        assert whole.headers[name] == head.headers[name]
    assert get(usual, path, method="POST").status == 405


@pytest.mark.parametrize("path", ALL)
def test_who_has_it_already_is_told_so(usual: WebServer, path: str) -> None:
    first = get(usual, path)
    again = get(usual, path, f"If-None-Match: {first.headers['etag']}")
    assert (again.status, again.body) == (304, b"")
    for name in ("etag", "cache-control", "cross-origin-resource-policy"):
        assert again.headers[name] == first.headers[name]


@pytest.mark.parametrize("path", PICTURES)
def test_pictures_may_be_shown_by_others_and_kept_for_a_minute(usual: WebServer, path: str) -> None:
    answer = get(usual, path)
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("path", ["/", "/feed.xml", "/icon.svg", "/metrics", "/badge/x/state.svg"])
def test_nothing_else_may_be_shown_by_others(usual: WebServer, path: str) -> None:
    assert get(usual, path).headers["cross-origin-resource-policy"] == "same-origin"


def test_text_is_packed_for_those_who_can_unpack_it_and_the_picture_is_not(
    usual: WebServer,
) -> None:
    assert get(usual, "/feed.xml", "Accept-Encoding: gzip").headers["content-encoding"] == "gzip"
    picture = get(usual, "/preview.png", "Accept-Encoding: gzip")
    assert "content-encoding" not in picture.headers
    assert picture.body.startswith(b"\x89PNG")


def test_the_language_is_the_address_s_or_the_reader_s(usual: WebServer) -> None:
    english = "Accept-Language: en-GB,en;q=0.9"
    path = "/badge/jmo-api/state.svg"
    assert "Aplikasi JMO: mati" in title(usual, path)
    assert "JMO app: down" in title(usual, path, english)
    assert "JMO app: down" in title(usual, f"{path}?lang=en")
    assert "Aplikasi JMO: mati" in title(usual, f"{path}?lang=id", english)
    assert "Aplikasi JMO: mati" in title(usual, f"{path}?lang=%3Cb%3E")
    assert get(usual, "/preview.png?lang=en").body != get(usual, "/preview.png").body
    assert b'xml:lang="en"' in get(usual, "/feed.xml?lang=en").body


@pytest.mark.parametrize(
    ("asked", "told"),
    [("", "30 hari"), ("?span=24h", "24 jam"), ("?span=7d", "7 hari"), ("?span=90d", "90 hari")],
)
def test_an_uptime_is_of_the_span_that_was_asked_for(
    usual: WebServer, asked: str, told: str
) -> None:
    assert f" selama {told}, " in title(usual, f"/badge/jmo-api/uptime.svg{asked}")


@pytest.mark.parametrize("span", ["", "1d", "30D", "evil%3Cb%3E", "9" * 500])
def test_a_span_that_there_is_not_is_refused_and_not_repeated(usual: WebServer, span: str) -> None:
    answer = get(usual, f"/badge/jmo-api/uptime.svg?span={span}")
    assert answer.status == 400
    assert answer.body == b"span is one of 24h, 7d, 30d, 90d\n"


@pytest.mark.parametrize(
    "path",
    [
        "/badge/evil%3Cb%3E/state.svg",
        "/badge/evil/uptime.svg?span=7d",
        "/badge/jmo-api/evil.svg",
        "/badge/jmo-api/state.png",
        "/badge/jmo-api",
        "/badge/evil.svg",
        "/badge/a/b/state.svg",
    ],
)
def test_what_there_is_not_is_not_found_and_not_repeated(usual: WebServer, path: str) -> None:
    answer = get(usual, path)
    assert answer.status == 404
    assert b"evil" not in answer.body


def test_a_service_that_has_gone_meanwhile_is_not_found() -> None:
    other = summary(info=replace(SERVICE, id="other"))
    with surface(overview=Told(now=status(other))) as server:
        assert get(server, "/badge/jmo-api/state.svg").status == 404


def test_without_history_the_present_is_told_and_the_feed_waits_for_better_times() -> None:
    told = Told(now=status(summary(uptimes={})), readable=False)
    with surface(overview=told) as server:
        assert "JMO sedang mati" in title(server, "/badge/verdict.svg")
        assert "ketersediaan belum ada" in title(server, "/badge/jmo-api/uptime.svg")
        assert "belum ada jawaban" in title(server, "/badge/jmo-api/latency.svg")
        assert get(server, "/preview.png").status == 200
        feed = get(server, "/feed.xml")
    assert (feed.status, feed.body) == (503, b"the history cannot be read now\n")


def test_the_feed_has_the_windows_of_90_days() -> None:
    overview = Told()
    with surface(overview=overview) as server:
        feed = ET.fromstring(get(server, "/feed.xml").body)
    (question,) = overview.asked
    assert (question["until"] - question["since"]).days == 90
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 2
