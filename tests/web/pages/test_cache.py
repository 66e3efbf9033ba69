"""A page is made once for all who ask, and again when it is not fresh any longer."""

import asyncio
import gzip
from collections.abc import Iterator
from contextlib import suppress

import pytest
from starlette.requests import Request

from monitor.web.pages.cache import FRESH_SECONDS, MOST_PAGES, PageCache, Sheet, sent
from tests.support.clocks import ManualClock


class Maker:
    """Makes pages that are counted, as soon as it may."""

    def __init__(self, *faults: Exception) -> None:
        self.made = 0
        self.may = asyncio.Event()
        self.may.set()
        self._faults = list(faults)

    async def __call__(self) -> str:
        self.made += 1
        await self.may.wait()
        if self._faults:
            raise self._faults.pop(0)
        return f"page {self.made}"


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still."""
    return ManualClock()


@pytest.fixture
def cache(clock: ManualClock) -> PageCache:
    """One that is empty."""
    return PageCache(clock)


async def test_many_who_ask_at_once_get_one_page(cache: PageCache) -> None:
    make = Maker()
    make.may.clear()
    asking = [asyncio.create_task(cache.get("key", make)) for _ in range(100)]
    await asyncio.sleep(0)
    make.may.set()
    assert {sheet.body for sheet in await asyncio.gather(*asking)} == {b"page 1"}
    assert make.made == 1


async def test_a_page_is_made_again_after_its_time(cache: PageCache, clock: ManualClock) -> None:
    make = Maker()
    first = await cache.get("key", make)
    clock.advance(FRESH_SECONDS - 0.01)
    assert await cache.get("key", make) is first
    clock.advance(0.01)
    assert (await cache.get("key", make)).body == b"page 2"


async def test_its_time_begins_when_it_is_made(cache: PageCache, clock: ManualClock) -> None:
    make = Maker()
    make.may.clear()
    asking = asyncio.create_task(cache.get("key", make))
    await asyncio.sleep(0)
    clock.advance(10 * FRESH_SECONDS)
    also = asyncio.create_task(cache.get("key", make))
    make.may.set()
    assert await asking is await also
    assert (await cache.get("key", make)).body == b"page 1"


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


async def test_all_who_wait_for_a_page_that_breaks_hear_of_it_and_the_next_is_made(
    cache: PageCache,
) -> None:
    make = Maker(KeyError("broken"))
    asking = [asyncio.create_task(cache.get("key", make)) for _ in range(3)]
    for each in asking:
        with pytest.raises(KeyError, match="broken"):
            await each
    assert make.made == 1
    assert (await cache.get("key", make)).body == b"page 2"


async def test_who_goes_away_leaves_the_page_to_the_others(cache: PageCache) -> None:
    make = Maker()
    make.may.clear()
    first = asyncio.create_task(cache.get("key", make))
    await asyncio.sleep(0)
    other = asyncio.create_task(cache.get("key", make))
    await asyncio.sleep(0)
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
    make.may.set()
    assert (await other).body == b"page 1"
    assert first.cancelled()


async def test_a_page_that_breaks_when_all_have_gone_troubles_nobody(cache: PageCache) -> None:
    troubles: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: troubles.append(context))
    make = Maker(RuntimeError("broken"))
    make.may.clear()
    only = asyncio.create_task(cache.get("key", make))
    await asyncio.sleep(0)
    only.cancel()
    with suppress(asyncio.CancelledError):
        await only
    make.may.set()
    assert (await cache.get("another", Maker())).body == b"page 1"
    assert (await cache.get("key", make)).body == b"page 2"
    assert troubles == []


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
