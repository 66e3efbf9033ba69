"""What answers at which path, in which language, and what does not."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model import Roster
from monitor.web import WebServer, build_app
from monitor.web.headers import SECURITY_HEADERS
from monitor.web.pages.routes import LONGEST_ID
from tests.metrics.samples import failed
from tests.support.clocks import EPOCH
from tests.web.overviews import OPEN, OVER, Told
from tests.web.surface import Answer, get, inside, serving, surface

MERGED = replace(
    OVER,
    id="jmo-api-20261031T010005Z",
    service="jmo-api",
    began_at=EPOCH - timedelta(hours=3),
    ended_at=EPOCH - timedelta(hours=1),
)
PAGES = ("/", "/service/jmo-api", "/window/jmo-api-1", "/window/jmo-api-0")
FILES = ("/style.css", "/page.js", "/icon.svg")


@pytest.fixture(scope="module")
def usual() -> Iterator[WebServer]:
    """A surface of which nothing unusual is asked."""
    with surface() as server:
        yield server


@pytest.fixture
def unreadable() -> Iterator[WebServer]:
    """A surface whose history cannot be read."""
    with surface(overview=Told(readable=False)) as server:
        yield server


def canonical(answer: Answer) -> set[str]:
    """The paths of the page in the other language."""
    return set(re.findall(r'hreflang="\w+" href="([^"?]*)\?lang=', answer.body.decode()))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_html_for_whom_it_concerns_and_may_be_asked_for_again(
    usual: WebServer, path: str
) -> None:
    whole, head = get(usual, path), get(usual, path, method="HEAD")
    assert (whole.status, head.status, head.body) == (200, 200, b"")
    assert whole.headers["content-type"] == "text/html; charset=utf-8"
    assert whole.headers["content-language"] == "id"
    assert whole.headers["vary"] == "Accept-Language, Accept-Encoding"
    assert whole.headers["cache-control"] == "no-cache"
    assert whole.headers["content-length"] == head.headers["content-length"]
    assert whole.body.startswith(b'<!doctype html>\n<html lang="id">')
    assert canonical(whole) == {path}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("query", "accept", "language"),
    [
        ("", "", "id"),
        ("", "en-GB,en;q=0.9", "en"),
        ("?lang=en", "id", "en"),
        ("?lang=id", "en", "id"),
        ("?lang=fr", "en", "en"),
        ("?lang=<b>", "fr", "id"),
        ("?lang=en&lang=id", "", "id"),
    ],
)
def test_the_language_is_the_readers(
    usual: WebServer, path: str, query: str, accept: str, language: str
) -> None:
    answer = get(usual, path + query, f"Accept-Language: {accept}")
    assert answer.status == 200
    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">'.encode() in answer.body


def test_links_keep_the_language_that_was_chosen(usual: WebServer) -> None:
    chosen = get(usual, "/?lang=en").body.decode()
    preferred = get(usual, "/", "Accept-Language: en").body.decode()
    assert 'href="/service/jmo-api?lang=en"' in chosen
    assert 'href="/service/jmo-api"' in preferred
    assert re.sub(r"\?lang=en", "", chosen) == re.sub(r"\?lang=en", "", preferred)


@pytest.mark.parametrize("path", PAGES)
def test_who_has_a_page_is_told_that_it_is_the_same(usual: WebServer, path: str) -> None:
    first = get(usual, path)
    again = get(usual, path, f"If-None-Match: {first.headers['etag']}")
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = get(usual, path, f"If-None-Match: {first.headers['etag']}", "Accept-Language: en")
    assert other.status == 200
    assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_packed_for_who_takes_that(usual: WebServer, path: str) -> None:
    plain, packed = get(usual, path), get(usual, path, "Accept-Encoding: gzip, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2
    assert packed.headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize(
    ("path", "media_type"),
    list(zip(FILES, ("text/css", "text/javascript", "image/svg+xml"), strict=True)),
)
def test_files_that_pages_load_are_kept_for_ever(
    usual: WebServer, path: str, media_type: str
) -> None:
    loaded = re.findall(
        rf'(?:href|src)="({re.escape(path)}\?v=\w+)"', get(usual, "/").body.decode()
    )
    answer = get(usual, loaded[0])
    assert answer.status == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_of_others_and_has_nothing_inline(usual: WebServer, path: str) -> None:
    page = get(usual, path).body.decode()
    assert not re.search(r"<(?:style|iframe|img|form|object|embed)\b", page)
    assert not re.search(r"\s(?:style|on\w+)=", page)
    assert re.findall(r"<script\b[^>]*>(.*?)</script>", page) == [""]
    assert not re.search(r'(?:src|href)="(?!/|#|tel:)', page)


@pytest.mark.parametrize(
    "path",
    [
        "/service/nobody",
        "/service/%3Cscript%3E",
        "/service/" + "x" * 500,
        "/window/nobody",
        "/window/jmo-api-20261031T010005Z",
        "/window/jmo-api-99999999T999999Z",
        "/window/nobody-20261031T010005Z",
        "/window/%00",
        "/window/" + "9" * 500,
    ],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_what_there_is_not_has_a_page_that_says_so_and_repeats_nothing(
    path: str, language: str
) -> None:
    with surface(overview=Told(stored_windows=())) as server:
        answer = get(server, path, f"Accept-Language: {language}")
    words = {"id": b"Tidak ada halaman ini", "en": b"There is no such page"}
    assert answer.status == 404
    assert answer.headers["content-language"] == language
    assert answer.headers["cache-control"] == "no-store"
    assert words[language] in answer.body
    assert canonical(answer) == {"/"}
    for part in (b"nobody", b"script>", b"9999", b"xxxx", b"20261031"):
        assert part not in answer.body.replace(b"</script>", b"")


@pytest.mark.parametrize("path", ["/service/", "/window/", "/service/jmo-api/", "/window/a/b"])
def test_half_a_path_is_no_page(usual: WebServer, path: str) -> None:
    assert get(usual, path).status == 404


def test_the_longest_id_of_a_window_is_found() -> None:
    name = "s" * 63
    long = replace(OVER, id=f"{name}-20261031T010005Z", service=name)
    assert len(long.id) <= LONGEST_ID
    with surface(overview=Told(stored_windows=(long,))) as server:
        assert get(server, f"/window/{long.id}").status == 200


def test_the_address_of_a_window_that_was_taken_into_another_leads_to_that() -> None:
    told = Told(stored_windows=(MERGED,))
    with surface(overview=told) as server:
        answer = get(server, "/window/jmo-api-20260831T001500Z")
    moment = EPOCH.replace(hour=0, minute=15)
    assert answer.status == 200
    assert canonical(answer) == {f"/window/{MERGED.id}"}
    assert {"service": "jmo-api", "moment": moment} in told.asked


def test_all_addresses_of_a_window_lead_to_one_page_that_is_made_once() -> None:
    told = Told(stored_windows=(MERGED,))
    with surface(overview=told) as server:
        for id in ("jmo-api-20260831T001500Z", "jmo-api-20260831T001600Z", MERGED.id):
            assert get(server, f"/window/{id}").status == 200
    assert told.asked.count({"window": MERGED.id}) == 1


@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), ("/service/jmo-api", 200), ("/window/jmo-api-1", 503)]
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_where_the_history_cannot_be_read_the_present_is_told(
    unreadable: WebServer, path: str, status: int, language: str
) -> None:
    words = {"id": "tidak bisa dibaca", "en": "The history cannot be read now"}
    answer = get(unreadable, path, f"Accept-Language: {language}")
    assert answer.status == status
    assert words[language] in answer.body.decode()
    assert b"a secret place" not in answer.body
    assert answer.headers["cache-control"] == ("no-cache" if status == 200 else "no-store")


def test_who_asks_when_too_many_do_is_told_to_come_again() -> None:
    with surface(overview=Told(busy=True)) as server:
        answer = get(server, "/window/jmo-api-1", "Accept-Language: en")
        front = get(server, "/")
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    assert b"Try again in a little while" in answer.body
    assert front.status == 200


def test_what_says_that_there_is_no_page_is_made_once_within_a_second() -> None:
    made: list[Roster] = []
    usual = inside(overview=Told(stored_windows=()))

    def roster() -> Roster:
        made.append(usual.roster())
        return made[-1]

    with serving(build_app(replace(usual, roster=roster))) as server:
        assert get(server, "/window/a").status == 404
        once = len(made)
        assert {get(server, f"/window/{name}").status for name in "bcdef"} == {404}
    assert once > 0
    assert len(made) == once


def test_a_page_is_not_kept_where_it_could_not_be_made() -> None:
    told = Told(readable=False)
    with surface(overview=told) as server:
        assert get(server, "/window/jmo-api-1").status == 503
        told.readable = True
        assert get(server, "/window/jmo-api-1").status == 200


def test_a_page_is_made_once_within_a_second() -> None:
    told = Told()
    with surface(overview=told) as server:
        for _ in range(5):
            get(server, "/window/jmo-api-1")
        get(server, "/window/jmo-api-1?lang=en")
    assert told.asked == [{"window": "jmo-api-1"}] * 2


@pytest.mark.parametrize("path", [*PAGES, *FILES, "/service/nobody"])
def test_every_page_has_the_security_headers(usual: WebServer, path: str) -> None:
    answer = get(usual, path)
    for name, value in SECURITY_HEADERS.items():
        assert name == "Cache-Control" or answer.headers[name.lower()] == value


def test_evidence_is_shown_on_the_page_of_a_window() -> None:
    with surface(overview=Told(stored_evidence=(failed(detail="<b>refused"),))) as server:
        page = get(server, f"/window/{OPEN.id}").body.decode()
    assert "&lt;b&gt;refused" in page
