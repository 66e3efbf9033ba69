"""Pages as they were drawn, for tests that look at them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser

from tests.prove.history import History
from tests.prove.preview import expected
from tests.prove.preview.browser import Seen, chromium, drawn
from tests.prove.preview.bundle import Bundle, bundled
from tests.prove.preview.looks import looks
from tests.prove.preview.view import View, seen


@dataclass(frozen=True)
class Shown:
    """A page that was drawn, and what it was drawn from."""

    view: View
    panels: dict[int, Seen]
    complaints: list[str]

    def of_kind(self, *kinds: str) -> dict[int, Seen]:
        """The panels of these kinds."""
        return {number: seen for number, seen in self.panels.items() if seen.kind in kinds}

    def wrong(self, view: View) -> list[str]:
        """What stats, bars and tables say otherwise than they should, given these answers."""
        found = []
        for number, lines in expected.said(view).items():
            panel = self.panels[number]
            is_table = panel.kind == "table"
            told = [*panel.lines[:1], *sorted(panel.lines[1:])] if is_table else panel.lines
            if told != lines:
                found.append(f"panel {number}: {told} instead of {lines}")
        return found


@dataclass
class Gallery:
    """Draws what is asked for, each page once."""

    past: History
    browser: Browser
    bundle: Bundle
    kept: dict[str, Shown] = field(default_factory=dict)

    def page(self, uid: str) -> Shown:
        """A dashboard as its picture shows it."""
        if uid not in self.kept:
            self.kept[uid] = self.draw(self.view(uid))
        return self.kept[uid]

    def view(self, uid: str) -> View:
        """What that is drawn from."""
        look = dict(looks())[uid]
        return seen(self.past, uid, look.range_seconds, **look.chosen)

    def draw(self, view: View) -> Shown:
        """Any other page."""
        with drawn(self.browser, self.bundle, view) as sheet:
            return Shown(view, sheet.panels(), sheet.complaints)


@pytest.fixture(scope="package")
def gallery(past: History, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """One Chromium and one script for all pages."""
    bundle = bundled(tmp_path_factory.mktemp("preview") / "page")
    with chromium() as browser:
        yield Gallery(past, browser, bundle)


@pytest.fixture(params=[uid for uid, _ in looks()])
def shown(request: pytest.FixtureRequest, gallery: Gallery) -> Shown:
    """Every dashboard in both languages."""
    return gallery.page(request.param)
