"""The rules find barriers where there are some."""

import pytest

from tests.browser.axe import PACKAGE
from tests.browser.eyes import chromium, eyes

PAGE = """
<!doctype html><html><head><title>x</title></head><body><main><h1>x</h1>
<img src="data:,"><p style="color: #999; background: #fff">pale</p>
<a href="#1" style="display: block; font-size: 8px; line-height: 9px">one</a>
<a href="#2" style="display: block; font-size: 8px; line-height: 9px">two</a>
</main></body></html>
"""


@pytest.mark.slow
@pytest.mark.npm
async def test_barriers_are_found() -> None:
    async with chromium() as browser, eyes(browser, "") as looking:
        await looking.page.set_content(PAGE)
        found = {barrier.split(": ")[1] for barrier in await looking.barriers()}
    assert {"image-alt", "html-has-lang", "color-contrast", "target-size"} <= found


def test_the_lock_names_no_address() -> None:
    assert "://" not in (PACKAGE / "package-lock.json").read_text(encoding="utf-8")
