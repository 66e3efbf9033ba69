"""How everything is and was, made by hand, for the surface to tell."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.model import (
    Budget,
    Objective,
    Outcome,
    PeriodInfo,
    ProbeSummary,
    ServiceSummary,
    SloStatus,
    State,
    Status,
    Uptime,
    Verdict,
    Window,
)
from monitor.web import HistoryError
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
        depth="deepest healthy layer: DNS; broken: TCP (connect_refused)",
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
    readable: bool = True
    asked: list[Question] = field(default_factory=list)

    async def status(self) -> Status:
        """All of it: who shows less leaves it out."""
        return self.now

    async def services(self) -> Status:
        """All of it."""
        return self.now

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
        if not self.readable:
            raise HistoryError("a secret place cannot be read")
        self.asked.append(question)
