"""A page is made once for all who ask, and again when it is old or something has happened."""

import gzip
from collections.abc import Iterator

import pytest
from starlette.requests import Request

from monitor.kept import Edition
from monitor.web.pages.cache import FRESH, MOST_PAGES, PageCache, Sheet, sent
from tests.support.clocks import ManualClock


class Maker:
    """Makes pages that are counted, or breaks."""

    def __init__(self, *faults: Exception) -> None:
        self.made = 0
        self._faults = list(faults)

    async def __call__(self) -> str:
        self.made += 1
        if self._faults:
            raise self._faults.pop(0)
        return f"page {self.made}"


class News:
    """Has an edition that settled long ago, until another one is set."""

    number = 0

    def edition(self) -> Edition:
        """The present one."""
        return Edition(self.number, settled=True)


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still."""
    return ManualClock()


@pytest.fixture
def news() -> News:
    """Nothing has happened."""
    return News()


@pytest.fixture
def cache(clock: ManualClock, news: News) -> PageCache:
    """One that is empty."""
    return PageCache(news.edition, clock)


async def test_a_page_is_made_once_as_long_as_it_is_good(
    cache: PageCache, clock: ManualClock
) -> None:
    make = Maker()
    first = await cache.get("key", make)
    clock.advance(FRESH.settled - 0.01)
    assert await cache.get("key", make) is first
    clock.advance(FRESH.stale)
    assert (await cache.get("key", make)).body == b"page 2"


async def test_what_has_happened_is_on_the_next_page_at_once(cache: PageCache, news: News) -> None:
    make = Maker()
    await cache.get("key", make)
    news.number += 1
    assert (await cache.get("key", make)).body == b"page 2"


async def test_each_key_has_its_page(cache: PageCache) -> None:
    one, other = Maker(), Maker()
    await cache.get("one", one)
    await cache.get("other", other)
    assert (one.made, other.made) == (1, 1)


async def test_what_was_asked_for_longest_ago_is_forgotten(cache: PageCache) -> None:
    makers = [Maker() for _ in range(MOST_PAGES)]
    for key, make in enumerate(makers):
        await cache.get(key, make)
    await cache.get(0, makers[0])  # it is the newest now
    await cache.get("one more", Maker())
    await cache.get(0, makers[0])
    await cache.get(1, makers[1])
    assert (makers[0].made, makers[1].made) == (1, 2)


async def test_pages_that_cannot_be_made_take_no_place_from_others(cache: PageCache) -> None:
    make = Maker()
    await cache.get("key", make)
    for number in range(2 * MOST_PAGES):
        with pytest.raises(KeyError, match="broken"):
            await cache.get(f"stray {number}", Maker(KeyError("broken")))
    await cache.get("key", make)
    assert make.made == 1


async def test_a_page_that_broke_is_made_when_it_is_asked_for_again(cache: PageCache) -> None:
    make = Maker(KeyError("broken"))
    with pytest.raises(KeyError, match="broken"):
        await cache.get("key", make)
    assert (await cache.get("key", make)).body == b"page 2"


def test_a_sheet_says_the_same_packed_and_its_tag_is_of_what_it_says() -> None:
    sheet = Sheet.of("halaman — ✓")
    assert sheet.packed is not None
    assert gzip.decompress(sheet.packed).decode() == sheet.body.decode() == "halaman — ✓"
    assert sheet == Sheet.of("halaman — ✓")
    assert sheet.tag != Sheet.of("halaman").tag


SHEET = Sheet.of("halaman")


def request(**headers: str) -> Request:
    """A request with these headers."""
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": pairs})


def accepted() -> Iterator[tuple[str, bool]]:
    """What a client says of codings, and whether gzip is one of them."""
    yield from {
        "gzip": True,
        "br, GZIP;q=0.5": True,
        "gzip, deflate, br, zstd": True,
        "": False,
        "identity": False,
        "br": False,
        "gzip;q=0": False,
        "gzipped": False,
        "gzip;q=0.000, br": False,
    }.items()


@pytest.mark.parametrize(("accept", "packed"), list(accepted()))
def test_it_is_packed_for_who_takes_that(accept: str, packed: bool) -> None:
    answer = sent(request(accept_encoding=accept), SHEET, "text/html")
    assert answer.body == (SHEET.packed if packed else SHEET.body)
    assert answer.headers.get("content-encoding") == ("gzip" if packed else None)
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_a_picture_is_packed_by_itself() -> None:
    picture = Sheet.of(b"\x89PNG")
    answer = sent(request(accept_encoding="gzip"), picture, "image/png")
    assert answer.body == b"\x89PNG"
    assert "content-encoding" not in answer.headers
    assert picture.tag != Sheet.of(b"\x89PNG2").tag


@pytest.mark.parametrize("accept", ["gzip", ""])
def test_who_has_it_is_told_so_whichever_form_it_had(accept: str) -> None:
    first = sent(request(accept_encoding=accept), SHEET, "text/html", {"Vary": "Accept-Language"})
    again = sent(request(if_none_match=first.headers["etag"]), SHEET, "text/html")
    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["vary"] == "Accept-Language"
    assert again.body == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == first.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("tag", ['"x"', "W/", "", '"x", W/"y"'])
def test_who_has_another_gets_it(tag: str) -> None:
    assert sent(request(if_none_match=tag), SHEET, "text/html").status_code == 200
