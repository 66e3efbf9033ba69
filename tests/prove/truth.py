"""What panels should say, computed from what the assessor knows and not from any metric."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from monitor.assess.uptime import Range, uptime
from monitor.config.settings import Settings
from monitor.model import Outcome, Segment, State, Uptime, Window
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

    def uptimes(self, service: str, stretch: Range) -> list[Uptime]:
        """The uptime as each place saw it."""
        return [uptime(self._segments(w, service), [stretch]) for w in self.worlds]

    def uptime(self, service: str, stretch: Range) -> float:
        """The share of all places' known time in which it was not down."""
        every = self.uptimes(service, stretch)
        return 1 - sum(u.down_seconds for u in every) / sum(u.known_seconds for u in every)

    def known_seconds(self, service: str, stretch: Range) -> float:
        """The known time of all places."""
        return sum(u.known_seconds for u in self.uptimes(service, stretch))

    def coverage(self, service: str, stretch: Range) -> float:
        """The mean share of the time that the places know of."""
        every = self.uptimes(service, stretch)
        return sum(u.coverage or 0.0 for u in every) / len(every)

    def lag_seconds(self, service: str, moment: datetime) -> float:
        """How far behind settled time was at this moment, at the place that was slowest."""
        return max(w.lag_seconds(service, moment) for w in self.worlds)

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
        """The runs of all places that ended in this stretch of time."""
        began, ended = stretch
        for world in self.worlds:
            for run in world.told.runs:
                if began <= run.started_at + timedelta(seconds=run.duration_seconds) < ended:
                    yield run

    def bad_share(self, stretch: Range, *services: str) -> Iterator[tuple[datetime, float]]:
        """Every minute of which anything is known: how many of those that know say it is bad."""
        at, ended = stretch
        while at <= ended:
            seen = [world.state_at(id, at) for world in self.worlds for id in services]
            known = [state for state in seen if state in _KNOWN]
            if known:
                yield at, sum(state.is_bad for state in known if state) / len(known)
            at += MINUTE

    @property
    def settings(self) -> Settings:
        """The first place's configuration."""
        return self.worlds[0].settings

    def _segments(self, world: World, service: str) -> Iterable[Segment]:
        return (s for s in world.told.segments if s.service == service)


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
