"""How everything is and was, made by hand, for the surface to tell."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.kept import Edition
from monitor.model import (
    Budget,
    Cell,
    Depth,
    Layer,
    Objective,
    Outcome,
    Pace,
    PeriodInfo,
    Phase,
    ProbeSummary,
    Reason,
    Recent,
    ReleaseChange,
    Result,
    ServiceDetail,
    ServicePast,
    ServiceSummary,
    SloStatus,
    Spread,
    State,
    Status,
    Timing,
    Uptime,
    Verdict,
    Window,
    WindowDetail,
)
from monitor.web import BusyError, HistoryError
from tests.metrics.samples import SERVICE, failed, probe
from tests.support.clocks import EPOCH
from tests.windowlist.samples import window

DAY = 86_400
UPTIMES = {
    span: Uptime(up_seconds=0.8 * span, down_seconds=0.1 * span, unknown_seconds=0.1 * span)
    for span in (DAY, 7 * DAY, 30 * DAY, 90 * DAY)
}
SLO = SloStatus(
    objective=Objective.AVAILABILITY,
    target=0.995,
    window_seconds=30 * DAY,
    budget=Budget(objective=0.995, bad=0.01),
    recent={300: Budget(objective=0.995, bad=0.5), 3600: None},
    periods={"akhir-bulan": Budget(objective=0.995, bad=0.02)},
    outside={"akhir-bulan": None},
)
OPEN = window(
    "jmo-api-1",
    service="jmo-api",
    began_after=EPOCH - timedelta(seconds=660),
    began_at=EPOCH - timedelta(seconds=600),
    ended_after=None,
    ended_at=None,
)
OVER = window("jmo-api-0", service="jmo-api")


DOWN_FOR_AN_HOUR = Uptime(up_seconds=23 * 3600.0, down_seconds=3600.0)
PAST = ServicePast(
    days=tuple(
        Cell(began_at=EPOCH - timedelta(days=89 - at), uptime=seen)
        for at, seen in enumerate(
            [Uptime(unknown_seconds=DAY)] * 60
            + [Uptime(up_seconds=DAY)] * 28
            + [DOWN_FOR_AN_HOUR, Uptime(degraded_seconds=600.0)]
        )
    ),
    paces=tuple(
        Pace(began_at=EPOCH - timedelta(minutes=15 * at), mean_seconds=None if at == 4 else 0.2)
        for at in range(96, -1, -1)
    ),
)
DETAIL = ServiceDetail(
    at=EPOCH,
    hours=tuple(
        Cell(
            began_at=EPOCH - timedelta(hours=47 - at),
            uptime=Uptime(down_seconds=3600.0) if at == 20 else Uptime(up_seconds=3600.0),
        )
        for at in range(48)
    ),
    timings={
        "jmo-api-https": tuple(
            Timing(
                started_at=EPOCH - timedelta(minutes=at),
                seconds=0.25,
                result=Result.OK,
                phases={Phase.CONNECT: 0.05, Phase.PROCESSING: 0.2},
            )
            for at in range(600, 0, -1)
        )
    },
    week={"jmo-api-https": Spread(runs=1000, percentiles=(0.499, 0.949, 0.989))},
    windows=(OVER, OPEN),
)
RELEASE = ReleaseChange(
    service="app-stores",
    probe="app-store-release",
    store="app_store",
    version="7.1.0",
    previous="7.0.9",
    minimum_os="12.0",
    released_at=EPOCH - timedelta(days=9),
    seen_at=EPOCH - timedelta(days=8),
)


def summary(**changes: Any) -> ServiceSummary:
    """A service that is down, with its history."""
    usual = ServiceSummary(
        info=SERVICE,
        state=State.DOWN,
        since=EPOCH - timedelta(seconds=600),
        uptimes=UPTIMES,
        window=OPEN,
        slos=(SLO,),
        probes=(
            ProbeSummary(info=probe(), state=State.DOWN, last=failed()),
            ProbeSummary(info=probe("jmo-api-new"), state=State.UNKNOWN, last=None),
        ),
        depths=(
            Depth(
                service="jmo-api",
                host="jmo.example",
                deepest_healthy=Layer.DNS,
                shallowest_broken=Layer.TCP,
                reason=Reason.CONNECT_REFUSED,
                probe="jmo-api-https",
            ),
        ),
    )
    return replace(usual, **changes)


def status(*services: ServiceSummary) -> Status:
    """Everything is as these services are, at month-end."""
    return Status(
        at=EPOCH,
        location="jakarta",
        verdict=Verdict.MAJOR_OUTAGE,
        network_up=True,
        periods=(PeriodInfo(id="akhir-bulan", name="Akhir bulan", name_en="Month-end"),),
        services=services or (summary(),),
    )


Question = dict[str, Any]


@dataclass
class Told:
    """Tells what it was given, and keeps what it was asked of the history."""

    now: Status = field(default_factory=status)
    stored_windows: tuple[Window, ...] = (OVER, OPEN)
    stored_results: tuple[Outcome, ...] = ()
    stored_detail: ServiceDetail = field(default_factory=lambda: DETAIL)
    stored_evidence: tuple[Outcome, ...] = field(default_factory=lambda: (failed(),))
    readable: bool = True
    busy: bool = False
    asked: list[Question] = field(default_factory=list)
    number: int = 0

    def edition(self, service: str | None = None) -> Edition:
        """A settled one."""
        return Edition(self.number, settled=True)

    async def status(self) -> Status:
        """All of it: who shows less leaves it out."""
        return self.now

    async def services(self) -> Status:
        """All of it."""
        return self.now

    async def recent(self) -> Recent:
        """The same past of every service."""
        if not self.readable:
            return Recent(services={}, windows=(), releases=())
        services = {service.info.id: PAST for service in self.now.services}
        return Recent(services=services, windows=self.stored_windows, releases=(RELEASE,))

    async def detail(self, service: str) -> ServiceDetail:
        """The same for each service."""
        if service not in {each.info.id for each in self.now.services}:
            raise KeyError(service)
        self._ask(detail=service)
        return self.stored_detail

    async def window(self, id: str) -> WindowDetail | None:
        """One of the stored windows."""
        self._ask(window=id)
        found = {each.id: each for each in self.stored_windows}.get(id)
        if found is None:
            return None
        return WindowDetail(
            window=found,
            evidence=self.stored_evidence,
            depths=self.now.services[0].depths,
            timings=DETAIL.timings,
            since=EPOCH - timedelta(hours=10),
            until=EPOCH,
        )

    async def window_at(self, service: str, moment: datetime) -> str | None:
        """The first of the stored windows, whatever was asked."""
        self._ask(service=service, moment=moment)
        return next((window.id for window in self.stored_windows), None)

    async def windows(
        self,
        since: datetime,
        until: datetime,
        *,
        services: Collection[str],
        severities: Collection[State],
    ) -> tuple[Window, ...]:
        """All windows, whatever was asked."""
        self._ask(since=since, until=until, services=services, severities=severities)
        return self.stored_windows

    async def results(
        self, probe: str, since: datetime, until: datetime, limit: int
    ) -> tuple[Outcome, ...]:
        """All results, whatever was asked."""
        self._ask(probe=probe, since=since, until=until, limit=limit)
        return self.stored_results

    def _ask(self, **question: Any) -> None:
        if self.busy:
            raise BusyError
        if not self.readable:
            raise HistoryError("a secret place cannot be read")
        self.asked.append(question)
