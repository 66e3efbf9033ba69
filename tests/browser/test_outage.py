"""A real browser looks at the real program while a service falls, is restarted and recovers."""

import asyncio
import re
import time
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser import pictures
from tests.browser.eyes import DESK, PHONE, Eyes, chromium, eyes
from tests.browser.past import write_past
from tests.browser.stage import INTERVAL_SECONDS, PARTS, Stage, stage
from tests.support.program import Outer, outer_program
from tests.support.story import Mood

pytestmark = [pytest.mark.slow, pytest.mark.npm]

LOOKS = list(product(("id", "en"), ("light", "dark"), (PHONE, DESK)))
WELL = {"id": "JMO berjalan normal", "en": "JMO is working normally"}
DOWN = {
    "id": r"^✕ ?JMO sedang mati sejak \d\d\.\d\d WIB — bukan ponsel Anda$",
    "en": r"^✕ ?JMO is down since \d\d:\d\d WIB — it is not your phone$",
}
TOLD = {
    "id": (
        "✕ mati Aplikasi JMO: Aplikasi tidak bisa dibuka",
        "! terganggu Klaim JHT — Lapak Asik: Klaim JHT gagal diajukan",
        "Normal: Toko aplikasi, SIPP Online",
        "Tunggu dulu: gangguannya bukan di ponsel Anda",
        "masih berlangsung",
        "server menjawab dengan status yang salah",
    ),
    "en": (
        "✕ down JMO app: The app does not open",
        "! degraded JHT claims — Lapak Asik: JHT claims cannot be filed",
        "Working: App stores, SIPP Online",
        "Wait: the trouble is not in your phone",
        "going on",
        "the server answered with a wrong status",
    ),
}
SOON_SECONDS = 2 * INTERVAL_SECONDS + 2
"""Two intervals until it is sure, a second for which a page is kept, and one to load it."""
WINDOW_LINK = '.windows a[href^="/window/jmo-api-"]'


async def test_the_page_tells_of_an_outage_as_it_goes(tmp_path: Path) -> None:
    write_past(tmp_path / "data", PARTS, datetime.now(UTC))
    async with chromium() as browser, stage(tmp_path) as on:
        async with outer_program(on.config) as program:
            await _falls(browser, program, on)
            await _told_in_every_look(browser, program)
            before = await _open_window(browser, program)
            await _kept_for_the_documentation(browser, program, before[0])
            await program.stop()
        async with outer_program(on.config) as program:
            assert await _open_window(browser, program) == before
            await _recovers(browser, program, on)


async def _falls(browser: Browser, program: Outer, on: Stage) -> None:
    """One reader loads the page again and again, another only has it open."""
    async with eyes(browser, _host(program)) as first, eyes(browser, _host(program)) as second:
        await _until_it_says(first, program.url, WELL["id"])
        await second.open(program.url)
        link = second.page.locator('.card a[href="/service/sipp"]')
        await link.focus()
        await second.evaluate("window.marked = true")

        began = time.monotonic()
        await on.all_become(Mood.SLOW, "lapak-asik")
        await on.all_become(Mood.BROKEN, "jmo-api")
        seconds = await _until_it_says(first, program.url, "JMO sedang mati") - began
        print(f"the page says that JMO is down {seconds:.2f} s after it is")
        assert seconds <= SOON_SECONDS

        await second.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await expect(second.page.locator("h1")).to_contain_text("JMO sedang mati")
        await expect(second.page.get_by_role("status")).to_contain_text("JMO sedang mati")
        await expect(link).to_be_focused()
        assert await second.evaluate("window.marked")
        assert "JMO sedang mati" in await second.page.title()
        assert await second.page.locator("body").get_attribute("class") == "down"
        assert first.complaints == second.complaints == []


async def _told_in_every_look(browser: Browser, program: Outer) -> None:
    for language, scheme, size in LOOKS:
        name = f"status-{language}-{size[0]}-{scheme}"
        async with eyes(
            browser, _host(program), size, locale=language, color_scheme=scheme
        ) as looking:
            await _until_it_says(looking, program.url, TOLD[language][1])
            said = await looking.words()
            assert [words for words in TOLD[language] if words not in said] == [], name
            await expect(looking.page.locator("h1")).to_have_text(_pattern(language))
            assert await looking.barriers() == [], name
            assert looking.complaints == [], name
            await pictures.keep(looking.page, name)


async def _kept_for_the_documentation(browser: Browser, program: Outer, window: str) -> None:
    async with eyes(browser, _host(program)) as looking:
        for name, path in (("service-en", "/service/jmo-api?lang=en"), ("window-id", window)):
            await looking.open(program.url + path.removeprefix("/"))
            await pictures.keep(looking.page, name)
        assert looking.complaints == []


async def _open_window(browser: Browser, program: Outer) -> tuple[str, str, str]:
    """The permanent link of the window that is open, since when it is, and what its page says."""
    async with eyes(browser, _host(program)) as looking:
        await _until_it_says(looking, program.url, "JMO sedang mati")
        sentence = await looking.words("h1")
        link = await looking.page.locator(WINDOW_LINK).first.get_attribute("href")
        assert link is not None
        await looking.open(program.url + link.removeprefix("/"))
        assert "masih berlangsung" in await looking.words("main")
        assert looking.complaints == []
        return link, sentence, await looking.words("h1")


async def _recovers(browser: Browser, program: Outer, on: Stage) -> None:
    async with eyes(browser, _host(program), locale="en") as looking:
        await _until_it_says(looking, program.url, "JMO is down")
        await on.all_become(Mood.WELL, "jmo-api", "lapak-asik")
        await _until_it_says(looking, program.url, WELL["en"])
        await expect(looking.page.locator("main")).to_contain_text("Update the JMO app")
        await expect(looking.page.locator("main")).to_contain_text("Nothing is going on")
        assert looking.complaints == []


async def _until_it_says(looking: Eyes, url: str, words: str) -> float:
    """Load the page until it says this; returns when it did."""
    async with asyncio.timeout(30):
        while True:
            await looking.page.goto(url)
            if words in await looking.words():
                return time.monotonic()
            await asyncio.sleep(0.1)


def _host(program: Outer) -> str:
    return program.url.split("/")[2]


def _pattern(language: str) -> re.Pattern[str]:
    return re.compile(DOWN[language])
