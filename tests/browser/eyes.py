"""A browser that looks at pages, and notes whatever it has to complain about."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

from tests.browser.axe import AXE
from tests.support.processes import find

PHONE, DESK = (360, 740), (1280, 800)
NARROW = (320, 740)
"""A page of 1280 pixels at 400 %, as WCAG has it, or a phone of 640 at 200 %."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The system's own browser, without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find("chromium", "chromium"),
            args=["--no-sandbox"],  # tests may run as root, in a container
        )
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Eyes:
    """A page in a browser, and what was wrong about it."""

    page: Page
    host: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        """Chromium tells of every refusal by the content security policy too."""
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self.host:
            self.complaints.append(f"asks another: {request.url}")

    async def open(self, url: str) -> str:
        """Open a page; all that it loads is there then. Returns its tag, if it has one."""
        answer = await self.page.goto(url)
        assert answer is not None
        return answer.headers.get("etag", "")

    async def words(self, selector: str = "body") -> str:
        """The text of a part, on one line."""
        return " ".join((await self.page.locator(selector).first.inner_text()).split())

    async def evaluate(self, script: str) -> Any:
        """What a script comes to within the page; its policy does not bind this one."""
        return await self.page.evaluate(script)

    async def barriers(self) -> list[str]:
        """What axe finds, each as its weight, its rule and where it is."""
        await self.page.evaluate(AXE.source)
        found = await self.page.evaluate(AXE.run)
        return [
            f"{each['impact']}: {each['id']}: {node['target']}: {node['html'][:200]}"
            for each in found["violations"]
            for node in each["nodes"]
        ]


@asynccontextmanager
async def eyes(
    browser: Browser, host: str, size: tuple[int, int] = DESK, **options: Any
) -> AsyncIterator[Eyes]:
    """Somebody's browser: language, zone, colours and size are theirs."""
    width, height = size
    settings = {"locale": "id-ID", "timezone_id": "Asia/Jakarta", "color_scheme": "light"}
    context = await browser.new_context(
        viewport={"width": width, "height": height}, **{**settings, **options}
    )
    try:
        yield Eyes(await context.new_page(), host)
    finally:
        await context.close()
