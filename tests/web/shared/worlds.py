"""How everything is, as it is shared: usual, and with words that somebody hostile wrote."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from monitor.model import PageInfo, PeriodInfo, Recent, Roster, Status, Verdict, Window
from monitor.words import Language, Speech
from tests.metrics.samples import SERVICE, roster
from tests.web.overviews import OPEN, OVER, PAST, status, summary

JAKARTA = ZoneInfo("Asia/Jakarta")
INDONESIAN = Speech(language=Language.INDONESIAN, zone=JAKARTA)
ENGLISH = Speech(language=Language.ENGLISH, zone=JAKARTA)
PAGE = PageInfo(
    url="https://status.example/jmo", notice="Uji coba — belum resmi.", notice_en="On trial."
)


@dataclass(frozen=True)
class World:
    """All that what is shared is made of."""

    status: Status
    roster: Roster
    windows: tuple[Window, ...] = (OVER, OPEN)

    @property
    def recent(self) -> Recent:
        """The same past of every service."""
        services = {each.info.id: PAST for each in self.status.services}
        return Recent(services=services, windows=self.windows, releases=())


def world(page: PageInfo = PAGE) -> World:
    """A service is down."""
    return World(status=status(), roster=replace(roster(), page=page))


def hostile_world(text: str) -> World:
    """Somebody else wrote every text in it."""
    info = replace(SERVICE, name=text, name_en=text, symptom=text, symptom_en=text)
    period = PeriodInfo(id="month-end", name=text, name_en=text)
    windows = tuple(
        replace(each, release=text, maintenance=(text,), periods=("month-end", text))
        for each in (OVER, OPEN)
    )
    strange = replace(OVER, id=f"x{text}", service=text)
    return World(
        status=replace(status(*[summary(info=info)] * 6), location=text),
        roster=Roster(
            location=text,
            services=(info,),
            probes=(),
            periods=(period,),
            page=PageInfo(url="https://status.example", notice=text, notice_en=text),
        ),
        windows=(*windows, strange),
    )


def calm(verdict: Verdict) -> Status:
    """Nothing is known to be wrong with any service."""
    return replace(status(), verdict=verdict, services=())
