"""Pages filled in without a server, and a reader of what is on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

from monitor.model import (
    Depth,
    Outcome,
    Recent,
    Roster,
    ServiceDetail,
    Status,
    Timing,
    Window,
    WindowDetail,
)
from monitor.web.pages.drawings import draw
from monitor.web.pages.front import front
from monitor.web.pages.service import service
from monitor.web.pages.sheets import Desk, Sheets
from monitor.web.pages.window import window
from monitor.words import Language, Speech
from tests.metrics.samples import probe, roster
from tests.support.clocks import EPOCH
from tests.web.overviews import DETAIL, OVER, PAST, RELEASE, summary

ROSTER = roster(probe(), probe("jmo-api-new"))
SHEETS = Sheets()
VOID_TAGS = {"meta", "link", "path"}
"""They have no end; SVG's paths end by themselves."""


def speech(language: Language, zone: str = "Asia/Jakarta") -> Speech:
    """A language, by the clocks of a zone."""
    return Speech(language=language, zone=ZoneInfo(zone))


def filled(
    template: str, values: Mapping[str, Any], known: Roster, language: Language, path: str = "/"
) -> str:
    """A template in a language."""
    desk = Desk(known, speech(language, known.timezone), path, explicit=False)
    return SHEETS.fill(template, desk, values)


def front_page(
    status: Status,
    recent: Recent,
    known: Roster = ROSTER,
    language: Language = Language.INDONESIAN,
) -> str:
    """The front page."""
    values = front(status, recent, known, speech(language, known.timezone))
    return filled("front.html", values, known, language)


def service_page(
    status: Status,
    detail: ServiceDetail | None = DETAIL,
    known: Roster = ROSTER,
    language: Language = Language.INDONESIAN,
) -> str:
    """The page of the first service."""
    drawing = None if detail is None else draw(detail, ZoneInfo(known.timezone))
    values = service(status.services[0], drawing, status.at)
    return filled("service.html", values, known, language, "/service/jmo-api")


def window_page(
    found: Window,
    *evidence: Outcome,
    known: Roster = ROSTER,
    language: Language = Language.INDONESIAN,
    depths: tuple[Depth, ...] = summary().depths,
    timings: Mapping[str, tuple[Timing, ...]] = DETAIL.timings,
) -> str:
    """The page of a window."""
    detail = WindowDetail(
        window=found,
        evidence=evidence,
        depths=depths,
        timings=timings,
        since=EPOCH - timedelta(hours=10),
        until=EPOCH,
    )
    return filled("window.html", window(detail, known, EPOCH), known, language, "/window/x")


def recent(*services: str, **changes: Any) -> Recent:
    """The same past of each service, and a window that is over."""
    past = dict.fromkeys(services or ("jmo-api",), PAST)
    usual = Recent(services=past, windows=(OVER,), releases=(RELEASE,))
    return replace(usual, **changes)


NO_PAST = Recent(services={}, windows=(), releases=())


@dataclass
class Read(HTMLParser):
    """The tags, attributes and text of a page, which must be well formed."""

    page: str
    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str | None]] = field(default_factory=list)
    text: str = ""
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), tag
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID_TAGS:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that is its own end."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """It ends what was opened last."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note it."""
        self.text += data

    @property
    def words(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())

    @property
    def shape(self) -> tuple[list[str], list[str]]:
        """Tags and names of attributes."""
        return self.tags, [name for name, _ in self.attributes]

    def values(self, *names: str) -> set[str | None]:
        """What stands in these attributes."""
        return {value for name, value in self.attributes if name in names}
