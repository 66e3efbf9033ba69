"""A monitor's 35 days: the program's own assessor and figures by the clock of the script."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from prometheus_client import CollectorRegistry

from monitor.assess.assessor import Assessor
from monitor.assess.memory import Memory, from_json, to_json
from monitor.assess.uptime import Range
from monitor.config.settings import Settings
from monitor.metrics import Metrics
from monitor.metrics.collectors import OwnCollector
from monitor.metrics.elsewhere import Elsewhere, ElsewhereCollector
from monitor.model import Assessment, Outcome, State
from tests.prove import script
from tests.prove.runs import outcomes
from tests.prove.scrapes import LOOK_BACK, STEP, Scene, Scrapes
from tests.prove.told import Told
from tests.support.clocks import ManualClock


@dataclass(frozen=True, slots=True)
class _Store:
    """The history of a monitor that is well."""

    last_commit_at: datetime
    up: bool = True
    queued: int = 0
    dropped: int = 0
    errors: int = 0
    set_aside: int = 0
    size_bytes: int = 1_000_000


class World:
    """One monitor from `began` on; `names` are the metrics that somebody asks for."""

    def __init__(
        self,
        settings: Settings,
        began: datetime,
        names: frozenset[str],
        faults: Sequence[script.Fault] = script.FAULTS,
    ) -> None:
        self.told = Told()
        self.began = began
        self.settings = settings
        self.location = settings.location
        self._faults = faults
        self._clock = ManualClock(began)
        self._memory = Memory()
        self._begin(began)
        self._scrapes = Scrapes(self.location, began, names, faults)

    def _begin(self, now: datetime) -> None:
        self._metrics = Metrics(self.settings.roster, "1.2.3", self._clock)
        self._assessor = Assessor(self.settings.rules, self._memory, now)
        self._started_at = now
        self._network_up: bool | None = None
        self._own = CollectorRegistry()
        self._own.register(OwnCollector(self._metrics.snapshot))
        self._elsewhere = Elsewhere(
            store=lambda: _Store(self._clock.now() - timedelta(seconds=7)),
            periods=lambda: self.settings.calendar.at(self._clock.now()),
        )
        self._own.register(ElsewhereCollector(lambda: self.settings.periods, self._elsewhere))
        self._publish(self._assessor.pass_time(now))

    def counted(self, service: str, stretch: Range) -> list[Range]:
        """The time that was counted between the first and the last scrape in this stretch.

        It was settled then. What was counted after the last scrape before an end of the monitor
        nobody has seen.
        """
        began, ended = max(stretch[0], self.began + STEP), stretch[1]
        ends = [off for off, _ in script.OFF if began < off < ended]
        firsts = [began, *ends]
        lasts = [*(off - STEP for off in ends), ended]
        pairs = zip(firsts, lasts, strict=True)
        return [(self._settled(service, a), self._settled(service, b)) for a, b in pairs if a < b]

    def is_scraped(self, moment: datetime) -> bool:
        """Whether a later scrape told of what happened then, and an earlier one of what was before.

        What happened after the last scrape before an end of the monitor nobody has seen.
        """
        lost = any(off - STEP < moment < off for off, _ in script.OFF)
        return moment > self.began + STEP and not lost

    def last_scrape(self, moment: datetime) -> datetime:
        """Which scrape an answer for this moment comes from, where there is one."""
        gone = (off for off, _ in script.OFF if off <= moment < off + LOOK_BACK)
        return next((off - STEP for off in gone), moment)

    def _settled(self, service: str, moment: datetime) -> datetime:
        """Up to when time was settled at this moment."""
        said = (until for at, until in self.told.settled.get(service, ()) if at <= moment)
        return max(said, default=self.began)

    def state_at(self, service: str, moment: datetime) -> State | None:
        """What a scrape at this moment showed; None where there was none."""
        off = any(began + LOOK_BACK <= moment < ended for began, ended in script.OFF)
        if moment < self.began or off:
            return None
        shown = self.told.shown[service]
        return shown[bisect_right(shown, moment, key=lambda each: each[0]) - 1][1]

    def play(self, file: TextIO) -> None:
        """Live through it all, and write what was scraped until END."""
        now = self._clock.now()
        runs = outcomes(self.settings.location, now, self._faults)
        coming = next(runs, None)
        while now < script.AFTER:
            now += STEP
            self._clock.advance(STEP.total_seconds())
            off = any(began <= now < ended for began, ended in script.OFF)
            while coming is not None and _ended(coming) <= now:
                self._take(coming)
                coming = next(runs, None)
            if now in {ended for _, ended in script.OFF}:
                self._memory = from_json(to_json(self._assessor.memory))
                self._begin(now)
            if not off:
                self._tick(now)
            if now <= script.END:
                self._scrape(file, now, off)

    def _take(self, outcome: Outcome) -> None:
        self._metrics.run_started(0.003)
        self._metrics.record(outcome)
        self._publish(self._assessor.record(outcome))
        self._metrics.run_ended()
        self.told.runs.append(outcome)

    def _tick(self, now: datetime) -> None:
        began, minutes = script.CUT
        up = not began <= now < began + timedelta(minutes=minutes)
        self._metrics.loop_lagged(0.002)
        if up is not self._network_up:
            self._network_up = up
            self._metrics.own_network(up=up)
            self._assessor.own_network(up=up)
        self._publish(self._assessor.pass_time(now))

    def _publish(self, said: Assessment) -> None:
        self._metrics.assess(said)
        self.told.hear(said)

    def _scrape(self, file: TextIO, now: datetime, off: bool) -> None:
        self._scrapes.write(file, now, None if off else self._scene(now))

    def _scene(self, now: datetime) -> Scene:
        current = self.settings.calendar.at(now)
        return Scene(
            snapshot=self._metrics.snapshot(),
            own=self._own,
            periods={period.id: period.id in current for period in self.settings.periods},
            started_at=self._started_at,
        )


def _ended(outcome: Outcome) -> datetime:
    return outcome.started_at + timedelta(seconds=outcome.duration_seconds)


def write(path: Path, worlds: Sequence[World]) -> None:
    """Write all of them as one file that promtool makes blocks of."""
    with path.open("w", encoding="utf-8") as file:
        for world in worlds:
            world.play(file)
        file.write("# EOF\n")
