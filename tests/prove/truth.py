"""What panels should say, computed from what the assessor knows and not from any metric."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from monitor.assess.uptime import Range, uptime
from monitor.config.settings import Settings
from monitor.model import Outcome, State, Uptime, Window
from tests.prove.world import World

WIB = timezone(timedelta(hours=7))
MINUTE = timedelta(minutes=1)
SEVERITIES = {State.DEGRADED: 4, State.DOWN: 5}
"""The states as the dashboards number them."""


@dataclass(frozen=True)
class Truth:
    """All that was so, of several places; whoever looks, looks at `at`."""

    worlds: Sequence[World]
    at: datetime

    def place(self, name: str) -> "Truth":
        """Of one place alone."""
        return Truth([w for w in self.worlds if w.location == name], self.at)

    def last(self, seconds: int) -> Range:
        """The stretch of time before the look."""
        return self.at - timedelta(seconds=seconds), self.at

    def uptime(self, service: str, stretch: Range) -> Uptime:
        """Of one place, as far as it was counted in this stretch of time."""
        (world,) = self.worlds
        segments = [s for s in world.told.segments if s.service == service]
        return uptime(segments, world.counted(service, stretch))

    def votes(self, stretch: Range, service: str) -> Iterator[bool]:
        """Every minute of which a place knows: whether half of those that do say it is down."""
        for _, states in self._minutes(stretch, service):
            known = [state for state in states if state in _KNOWN]
            if known:
                yield 2 * known.count(State.DOWN) >= len(known)

    def windows(self, stretch: Range, *services: str) -> list[tuple[str, Window]]:
        """The windows of these services, or of all, that were seen in this stretch of time."""
        began, ended = stretch
        found = [
            (world.location, window)
            for world in self.worlds
            for window in world.told.windows.values()
            if (not services or window.service in services)
            and window.began_at < ended
            and (window.ended_at is None or window.ended_at > began)
        ]
        return sorted(found, key=lambda each: (each[1].began_at, each[0]))

    def runs(self, stretch: Range) -> Iterator[Outcome]:
        """The runs that ended in this stretch of time, as far as scrapes told of them."""
        began, ended = stretch
        for world in self.worlds:
            for run in world.told.runs:
                over = run.started_at + timedelta(seconds=run.duration_seconds)
                if began < over <= ended and world.is_scraped(over):
                    yield run

    def period_at(self, moment: datetime) -> Collection[str]:
        """The calendar's periods as the first place said last."""
        home = self.worlds[0]
        return home.settings.calendar.at(home.last_scrape(moment))

    def bad_share(self, stretch: Range, *services: str) -> Iterator[tuple[datetime, float]]:
        """Every minute of which anything is known: how many of those that know say it is bad."""
        for at, states in self._minutes(stretch, *services):
            known = [state for state in states if state in _KNOWN]
            if known:
                yield at, sum(state.is_bad for state in known if state) / len(known)

    def _minutes(
        self, stretch: Range, *services: str
    ) -> Iterator[tuple[datetime, list[State | None]]]:
        at, ended = stretch
        while at <= ended:
            yield at, [world.state_at(id, at) for world in self.worlds for id in services]
            at += MINUTE

    @property
    def settings(self) -> Settings:
        """The first place's configuration."""
        return self.worlds[0].settings


_KNOWN = frozenset({State.UP, State.DEGRADED, State.DOWN})


def open_seconds(window: Window, stretch: Range) -> float:
    """How much of the window lies in this stretch of time."""
    began, ended = stretch
    return (min(window.ended_at or ended, ended) - max(window.began_at, began)).total_seconds()


def length_seconds(window: Window, now: datetime) -> float:
    """How long it was open, or has been until now."""
    return (min(window.ended_at or now, now) - window.began_at).total_seconds()


def mean(values: Iterable[float]) -> float:
    """Their arithmetic mean."""
    every = list(values)
    return sum(every) / len(every)
