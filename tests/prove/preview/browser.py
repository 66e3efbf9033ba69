"""Debian's Chromium, which sees nothing but what it is given here."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Route,
    TimeoutError,
    sync_playwright,
)

from tests.prove.preview.bundle import Bundle
from tests.prove.preview.view import WIDTH, View
from tests.support import processes

ORIGIN = "http://preview.localhost"
DRAWN, DRAWN_MS = "body[data-drawn]", 30_000
FLAGS = ["--no-sandbox", "--disable-lcd-text", "--font-render-hinting=none", "--hide-scrollbars"]
_FACE = """
@font-face {{ font-family: Inter; font-weight: {}; src: url("public/fonts/inter/{}.woff2") }}
"""
_STYLE = f"""
body {{ margin: 0 }}
{_FACE.format(400, "Inter-Regular")}
{_FACE.format(500, "Inter-Medium")}
"""
"""Texts are measured before the components ask for their font."""
_LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
_PAGE = f"""<!doctype html>
<meta charset="utf-8">
<title>Preview</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="page.css">
<style>{_STYLE}</style>
<body>
<div id="root"></div>
<script src="page.js"></script>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a person sees of one panel."""

    title: str
    kind: str
    lines: list[list[str]]
    """Its texts; of a table the cells of each row, the titles first."""
    cut: list[str]
    """The titles of columns that do not fit."""
    legend: list[str]
    states: list[str]
    """The words of bands and cells, whether there was room for them or not."""
    bars: int
    canvases: int
    coloured: int
    """How many of these have more on them than grey lines and letters."""


@dataclass
class Sheet:
    """A page that is open, and everything that went wrong on it."""

    page: Page
    bundle: Bundle
    view: View
    complaints: list[str] = field(default_factory=list)

    def draw(self) -> None:
        """Open it, and wait until it is drawn."""
        self.page.on("console", self._spoken)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.route("**/*", self._serve)
        self.page.goto(f"{ORIGIN}/", wait_until="commit")
        try:
            self.page.wait_for_selector(DRAWN, state="attached", timeout=DRAWN_MS)
        except TimeoutError as error:
            raise AssertionError(f"it was not drawn: {self.complaints}") from error

    def panels(self) -> dict[int, "Seen"]:
        """What can be seen, by panel."""
        found = self.page.evaluate(_LOOK)
        return {int(number): Seen(**each) for number, each in found.items()}

    def _spoken(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _serve(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        found = self._file(address.path) if address.netloc == urlsplit(ORIGIN).netloc else None
        if found is None:
            self.complaints.append(f"asked for {route.request.url}")
            route.abort()
        else:
            route.fulfill(body=found, content_type=mimetypes.guess_type(address.path)[0])

    def _file(self, path: str) -> bytes | str | None:
        pages: dict[str, bytes | str] = {
            "/": _PAGE,
            "/page.js": self.bundle.script,
            "/page.css": self.bundle.style,
            "/view.json": self.view.text(),
        }
        return pages.get(path) or self.bundle.public(path)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Have it run until the end of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=processes.find("chromium", "chromium"), args=FLAGS
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def drawn(browser: Browser, bundle: Bundle, view: View) -> Iterator[Sheet]:
    """Show a view until the end of the block."""
    page = browser.new_page(
        viewport={"width": WIDTH, "height": view.height}, reduced_motion="reduce"
    )
    try:
        sheet = Sheet(page, bundle, view)
        sheet.draw()
        yield sheet
    finally:
        page.close()
