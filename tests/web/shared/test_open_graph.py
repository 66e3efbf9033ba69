"""What a page tells those who show a link to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from monitor.model import PageInfo
from monitor.web import WebServer
from tests.metrics.samples import SERVICE, roster
from tests.web.overviews import Told, status, summary
from tests.web.shared.worlds import PAGE
from tests.web.surface import get, surface

LONGEST = 200
"""As the configuration has it; it refuses what cannot be seen, too."""
VISIBLE = st.text(
    st.one_of(st.characters(), st.sampled_from("<>&\"'];{}%")), min_size=1, max_size=LONGEST
).filter(lambda text: text.isprintable() and text == text.strip())


class Metas(HTMLParser):
    """Collects what stands in a page's head for programs, and whatever scripts there are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.scripts = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("property") or given.get("name")
        if tag == "meta" and name:
            self.said[name] = given["content"] or ""
        self.scripts += tag == "script"


@contextmanager
def serving(page: PageInfo, name: str = "Aplikasi JMO") -> Iterator[WebServer]:
    info = replace(SERVICE, name=name, name_en=name, symptom=name, symptom_en=name)
    configured = replace(roster(services=(info,)), page=page, location=name)
    overview = Told(now=status(summary(info=info)))
    with surface(roster=lambda: configured, overview=overview) as server:
        yield server


def metas(server: WebServer, path: str) -> Metas:
    answer = get(server, path)
    assert answer.status == 200
    return Metas(answer.body.decode())


@pytest.mark.parametrize("path", ["/", "/service/jmo-api", "/window/jmo-api-0"])
def test_a_shared_link_shows_the_verdict_in_a_picture(path: str) -> None:
    with serving(PAGE) as server:
        said = metas(server, f"{path}?lang=en").said
        place = said["og:image"].removeprefix(str(PAGE.url))
        picture = get(server, place)
    assert said["og:url"] == f"{PAGE.url}{path}"
    assert (picture.status, picture.headers["content-type"]) == (200, "image/png")
    assert picture.headers["content-language"] == "en"
    width, height = (int.from_bytes(picture.body[at : at + 4]) for at in (16, 20))
    assert (said["og:image:width"], said["og:image:height"]) == (str(width), str(height))
    assert said["og:title"].startswith("On trial. ")


def test_the_front_page_is_titled_with_the_verdict() -> None:
    with serving(PageInfo()) as server:
        said = metas(server, "/").said
    assert said["og:title"] == "JMO sedang mati sejak 08.50 WIB — bukan ponsel Anda"
    assert "og:image" not in said  # nobody said under which address others find it


@given(VISIBLE)
@example('"><script>alert(1)</script>')
@example("'/><meta property='og:title' content='x'>&quot;{{ 7 * 7 }}{x}")
@settings(
    max_examples=10,  # a web server and three pages each
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_whatever_is_configured_stays_within_its_tag(text: str) -> None:
    notice = PageInfo(url="https://status.example", notice=text, notice_en=text)
    with serving(notice, text) as server:
        for path in ("/", "/service/jmo-api", "/window/jmo-api-0"):
            page = metas(server, path)
            assert page.scripts == 1
            assert page.said["og:title"].startswith(f"{text} ")
            if path != "/":  # the titles of these have the service's name, spaces drawn together
                named = page.said["og:title"].removeprefix(f"{text} ")
                assert named.startswith(f"{' '.join(text.split())}: mati")
            assert page.said["og:image"] == "https://status.example/preview.png?lang=id"
