"""Pages filled in without a server, a reader of what is on them, and the fullest that there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

from monitor.model import (
    Cell,
    Depth,
    Outcome,
    Pace,
    Phase,
    ProbeInfo,
    ProbeSummary,
    Reason,
    Recent,
    Result,
    Roster,
    ServiceDetail,
    ServiceInfo,
    ServicePast,
    ServiceSummary,
    State,
    Status,
    Timing,
    Uptime,
    Window,
    WindowDetail,
)
from monitor.web.pages.front import front
from monitor.web.pages.service import service
from monitor.web.pages.sheets import Desk, Sheets
from monitor.web.pages.window import window
from monitor.words import Language, Speech
from tests.metrics.samples import PASSED, SERVICE, TLS, failed, probe, roster
from tests.support.clocks import EPOCH
from tests.web.overviews import DETAIL, OVER, PAST, RELEASE, UPTIMES, summary

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
    values = service(status.services[0], detail, status, known)
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


# the fullest pages

MANY_SERVICES, PROBES_EACH = 10, 6
LONG = "Layanan yang namanya tidak pendek — Lapak Asik, Jaminan Hari Tua dan Pensiun"
_BAD = (
    Uptime(up_seconds=3000.0, down_seconds=600.0),
    Uptime(up_seconds=3000.0, degraded_seconds=600.0),
    Uptime(unknown_seconds=3600.0),
    Uptime(maintenance_seconds=3600.0),
    Uptime(up_seconds=3600.0),
)


def full_roster() -> Roster:
    """Ten services of six probes."""
    services = tuple(full_info(at) for at in range(MANY_SERVICES))
    probes = tuple(full_probe(at, nth) for at in range(MANY_SERVICES) for nth in range(PROBES_EACH))
    return replace(roster(*probes, services=services), location="jakarta-selatan")


def full_info(at: int) -> ServiceInfo:
    """A service with long names."""
    return replace(
        SERVICE, id=f"service-{at}", name=LONG, name_en=LONG, symptom=LONG, symptom_en=LONG
    )


def full_probe(at: int, nth: int) -> ProbeInfo:
    """A probe with a long target."""
    target = f"https://service-{at}.example/{'path/' * 10}"
    return probe(f"service-{at}-probe-{nth}-https", service=f"service-{at}", target=target)


def full_status(usual: Status) -> Status:
    """Every service is down, and so is every probe."""
    return replace(usual, services=tuple(map(full_summary, range(MANY_SERVICES))))


def full_summary(at: int) -> ServiceSummary:
    """A service that is down in all its probes, whose certificates all differ."""
    probes = tuple(
        ProbeSummary(
            info=full_probe(at, nth), state=State.DOWN, last=full_evidence(f"service-{at}", nth)
        )
        for nth in range(PROBES_EACH)
    )
    return summary(info=full_info(at), uptimes=UPTIMES, window=full_window(at), probes=probes)


def full_evidence(name: str, nth: int) -> Outcome:
    """A run that failed, with all that can be told of it."""
    broken = replace(
        PASSED,
        passed=False,
        sentence="sentence " * 30,
        expected="expected " * 30,
        observed="seen " * 50,
    )
    leaf = replace(TLS.presented[0], fingerprint_sha256=f"{nth:064x}", subject="CN=" + "a" * 300)
    return failed(
        service=name,
        probe=f"{name}-probe-{nth}-https",
        detail="detail " * 50,
        checks=(broken,) * 3,
        tls=replace(TLS, presented=(leaf,)),
        hops=tuple(f"https://hop-{hop}.example/{'path/' * 50}" for hop in range(5)),
    )


def full_window(at: int) -> Window:
    """A window with every reason."""
    counts = dict.fromkeys(Reason, 12345)
    return replace(
        OVER,
        id=f"service-{at % MANY_SERVICES}-20260831T0200{at % 60:02}Z",
        service=f"service-{at % MANY_SERVICES}",
        ended_at=None if at < MANY_SERVICES else OVER.ended_at,
        reasons=counts,
        probes=tuple(f"service-{at}-probe-{nth}-https" for nth in range(PROBES_EACH)),
        maintenance=("reason " * 50,) * 5,
    )


def full_past() -> ServicePast:
    """Every day is another than the one before."""
    days = [Cell(began_at=EPOCH - timedelta(days=89 - at), uptime=_BAD[at % 4]) for at in range(90)]
    paces = [
        Pace(began_at=EPOCH - timedelta(minutes=15 * (96 - at)), mean_seconds=at * 7919 % 97 / 10)
        for at in range(97)
    ]
    return ServicePast(days=tuple(days), paces=tuple(paces))


def full_recent(count: int = 200) -> Recent:
    """Many windows."""
    return Recent(
        services={f"service-{at}": full_past() for at in range(MANY_SERVICES)},
        windows=tuple(full_window(MANY_SERVICES + at) for at in range(count)),
        releases=(RELEASE, replace(RELEASE, store="play_store")),
    )


def full_detail() -> ServiceDetail:
    """Every hour is another than the one before, and so are the medians of each phase."""
    first = EPOCH - timedelta(days=89, hours=9)
    hours = [
        Cell(began_at=first + timedelta(hours=at), uptime=_BAD[at % 4]) for at in range(90 * 24)
    ]
    timings = tuple(
        Timing(
            started_at=EPOCH - timedelta(seconds=86_399 - 900 * at),
            seconds=1.0,
            result=Result.OK,
            phases={phase: (at * 31 % 17 + 1) / 10 for phase in Phase},
        )
        for at in range(96)
    )
    probes = [f"service-0-probe-{nth}-https" for nth in range(PROBES_EACH)]
    return ServiceDetail(
        hours=tuple(hours),
        timings=dict.fromkeys(probes, timings),
        week={name: tuple(at / 1000 for at in range(10_000)) for name in probes},
        windows=tuple(full_window(MANY_SERVICES + at) for at in range(200)),
    )
