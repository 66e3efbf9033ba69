"""Each page as people come to it: by keyboard, on a narrow screen, without scripts, on paper."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from monitor.web.pages.cache import FRESH
from tests.browser import pictures
from tests.browser.eyes import NARROW, PHONE, Eyes, chromium, eyes
from tests.browser.past import write_past
from tests.browser.stage import LONG_PARTS, stage
from tests.support.program import Outer, outer_program
from tests.support.story import Mood

pytestmark = [pytest.mark.slow, pytest.mark.npm, pytest.mark.asyncio(loop_scope="module")]

PAGES = ("front", "service", "long", "window", "past")
LANGUAGES = ("id", "en")
PAPER = (680, 1000)
"""A4 without its margins."""
SMALLEST_TARGET = 24


@dataclass(frozen=True, slots=True)
class Site:
    """The program in the middle of an outage, and a browser."""

    browser: Browser
    program: Outer
    paths: dict[str, str]

    @property
    def host(self) -> str:
        """Where it is found."""
        return self.program.url.split("/")[2]

    def url(self, name: str) -> str:
        """The address of a page."""
        return self.program.url + self.paths[name]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """Two services that are down, one of which has long names; ninety days behind all."""
    folder = tmp_path_factory.mktemp("site")
    write_past(folder / "data", LONG_PARTS, datetime.now(UTC))
    async with (
        stage(folder, LONG_PARTS) as on,
        outer_program(on.config) as program,
        chromium() as browser,
    ):
        await on.all_become(Mood.BROKEN, "jmo-api", "long-names")
        paths = {
            "front": "",
            "service": "service/jmo-api",
            "long": "service/long-names",
            "window": await _window(program, "jmo-api", "masih berlangsung"),
            "past": await _window(program, "lapak-asik", "\N{EN DASH}"),
        }
        yield Site(browser, program, paths)


async def _window(program: Outer, service: str, words: str) -> str:
    """The path of the newest window of a service, once the front page says this of it."""
    async with asyncio.timeout(60):
        while True:
            page = (await program.get("/")).text
            for found in re.finditer(rf'href="/(window/{service}-\w+)".*?</li>', page, re.DOTALL):
                if words in found[0]:
                    return found[1]
            await asyncio.sleep(0.2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["service", "long", "window", "past"])
async def test_a_page_has_no_barriers(site: Site, name: str, scheme: str) -> None:
    async with eyes(site.browser, site.host, PHONE, color_scheme=scheme) as looking:
        await looking.open(site.url(name))
        assert await looking.barriers() == []
        assert looking.complaints == []
        await pictures.keep(looking.page, f"{name}-id-{PHONE[0]}-{scheme}", whole=True)


async def test_a_page_that_was_not_found_has_no_barriers(site: Site) -> None:
    async with eyes(site.browser, site.host, PHONE, locale="en") as looking:
        await looking.open(site.program.url + "service/nobody")
        assert "There is no such page" in await looking.words("h1")
        assert await looking.barriers() == []


async def test_nothing_is_wider_than_the_screen(site: Site) -> None:
    async with eyes(site.browser, site.host) as looking:
        for name, language in product(site.paths, LANGUAGES):
            await looking.open(f"{site.url(name)}?lang={language}")
            for width, height in (NARROW, PHONE, (640, 400)):
                await looking.page.set_viewport_size({"width": width, "height": height})
                where = f"{name}, {language}, {width}"
                wide = await looking.evaluate("document.scrollingElement.scrollWidth")
                assert wide <= width, where
                assert await looking.evaluate(CUT) == [], where
        assert looking.complaints == []


CUT = """
[...document.querySelectorAll("body *")].filter((each) => {
  const {right, left, width} = each.getBoundingClientRect();
  return width && !each.closest(".scroll, .unseen, .skip") && (left < 0 || right > innerWidth + 1);
}).map((each) => each.outerHTML.slice(0, 200))
"""
"""What sticks out of the screen, but for tables that scroll by themselves."""


async def test_a_page_says_the_same_without_scripts(site: Site) -> None:
    async with (
        eyes(site.browser, site.host) as one,
        eyes(site.browser, site.host, java_script_enabled=False) as other,
    ):
        for name in site.paths:
            await _open_the_same(site.url(name), one, other)
            said = [re.sub(r"[\d.,]+", "#", await each.words("main")) for each in (one, other)]
            assert said[0] == said[1]
            assert len(said[0]) > 300
        assert one.complaints == other.complaints == []


async def _open_the_same(url: str, *several: Eyes) -> None:
    """It may be made anew between one look and another."""
    async with asyncio.timeout(60):
        while len({await looking.open(url) for looking in several}) > 1:
            pass


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
async def test_a_time_has_the_readers_own_zone_where_one_points_at_it(
    site: Site, zone: str
) -> None:
    async with eyes(site.browser, site.host, timezone_id=zone) as looking:
        await looking.open(site.url("window"))
        times = looking.page.locator("time")
        for nth in range(await times.count()):
            moment = datetime.fromisoformat(str(await times.nth(nth).get_attribute("datetime")))
            title = str(await times.nth(nth).get_attribute("title"))
            own = moment.astimezone(ZoneInfo(zone))
            assert f"{own:%H.%M.%S}" in title
            assert "(waktu Anda)" in title
        await looking.open(site.url("front"))
        title = str(await looking.page.locator("time").first.get_attribute("title"))
        assert re.search(r"WIB · .* \(waktu Anda\)$", title)
        assert title.count("waktu Anda") == 1


async def test_the_content_is_the_first_stop_of_a_keyboard(site: Site) -> None:
    async with eyes(site.browser, site.host) as looking:
        await looking.open(site.url("front"))
        await looking.page.keyboard.press("Tab")
        assert await looking.evaluate("document.activeElement.className") == "skip"
        assert await looking.evaluate(SEEN)
        await looking.page.keyboard.press("Enter")
        await looking.page.keyboard.press("Tab")
        assert await looking.evaluate("!!document.activeElement.closest('main')")


async def test_every_stop_of_a_keyboard_can_be_seen_and_none_is_a_trap(site: Site) -> None:
    async with eyes(site.browser, site.host, PHONE) as looking:
        for name in site.paths:
            await looking.open(site.url(name))
            stops = await looking.evaluate(f"document.querySelectorAll('{STOPS}').length")
            for _ in range(stops):
                await looking.page.keyboard.press("Tab")
                stop = await looking.evaluate("document.activeElement.outerHTML")
                assert await looking.evaluate(SEEN), stop
            assert "/metrics" in stop, name  # the last link


STOPS = "a[href], [tabindex]"
SEEN = """
(() => {
  const stop = document.activeElement, box = stop.getBoundingClientRect();
  const style = getComputedStyle(stop);
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return inside && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
})()
"""
"""Whether the focus is on the screen and has a line around it."""


async def test_a_finger_hits_what_it_aims_at(site: Site) -> None:
    async with eyes(site.browser, site.host, PHONE) as looking:
        for name in site.paths:
            await looking.open(site.url(name))
            assert await looking.evaluate(TOO_SMALL) == [], name


TOO_SMALL = f"""
[...document.querySelectorAll("a:not(.skip)")].filter((link) => {{
  const box = link.getBoundingClientRect();
  return box.height < {SMALLEST_TARGET} || box.width < {SMALLEST_TARGET};
}}).map((link) => `${{link.getBoundingClientRect().height}}: ${{link.outerHTML}}`)
"""


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_is_printed_in_whole_and_on_white(site: Site, name: str) -> None:
    async with eyes(site.browser, site.host, PAPER, color_scheme="dark") as looking:
        await looking.open(site.url(name))
        await looking.page.emulate_media(media="print")
        assert await looking.evaluate("getComputedStyle(document.body).backgroundColor") == WHITE
        assert await looking.evaluate(CUT.replace(".scroll, ", "")) == []
        printed = await looking.page.pdf(format="A4", print_background=True)
        assert printed.startswith(b"%PDF")
        await pictures.keep(looking.page, f"{name}-print", whole=True)


WHITE = "rgb(255, 255, 255)"


async def test_a_page_keeps_its_place_while_it_renews_itself(site: Site) -> None:
    async with eyes(site.browser, site.host, PHONE) as looking:
        await looking.open(site.url("front"))
        link = looking.page.locator(".windows a").first
        await link.focus()
        await _renewed(looking, ".windows")
        await expect(link).to_be_focused()
        await looking.open(site.url("service"))
        table = looking.page.locator("#probes + .scroll")
        await table.evaluate("box => box.scrollLeft = 40")
        await _renewed(looking, "#probes + .scroll")
        assert await table.evaluate("box => box.scrollLeft") == 40
        assert await looking.evaluate("document.getElementById('news').textContent") == ""
        assert looking.complaints == []


async def _renewed(looking: Eyes, selector: str) -> None:
    """Wait until another stands in the place of what this selects, as there is news of it."""
    await looking.evaluate(f"document.querySelector('{selector}').old = true")
    await asyncio.sleep(FRESH.stale + 0.5)
    await looking.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(looking.page.locator(selector).first).not_to_have_js_property("old", True)


async def test_a_page_renews_itself_in_time(site: Site) -> None:
    async with eyes(site.browser, site.host, PHONE) as looking:
        await looking.open(site.url("front"))
        duration = looking.page.locator(".windows .lasted").first
        before = await duration.inner_text()
        await expect(duration).not_to_have_text(before, timeout=20_000)
        assert looking.complaints == []
