"""What the status page shows of the past, read from the store: days, hours, paces, evidence."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from monitor.assess.cells import cells, day_edges, hour_edges
from monitor.config.settings import Service, Settings
from monitor.depth import broken
from monitor.model import (
    Cell,
    Grain,
    LatencySum,
    Outcome,
    Pace,
    ReleaseChange,
    Result,
    ServiceDetail,
    ServicePast,
    Window,
    WindowDetail,
)
from monitor.past import deciding, settled
from monitor.store import Reader

DAYS = 90
WINDOW_DAYS = 30
PACE = timedelta(minutes=15)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MOST_EVIDENCE = 3
"""So many runs of each probe are shown for a window …"""
MOST_PROBES = 6
"""… and of so many probes."""
MOST_DRAWN = 2
"""Of so many probes the runs are drawn, from AROUND before it on, and not longer than LONGEST."""
AROUND = timedelta(minutes=30)
LONGEST = timedelta(days=2)
_PASSED = (Result.OK, Result.DEGRADED)
_NOT_WELL = (Result.FAILED, Result.DEGRADED)


class Lookback:
    """Reads from the store; every method may take milliseconds and raise StoreError."""

    def __init__(self, reader: Reader, settings: Settings) -> None:
        self._reader = reader
        self._settings = settings
        self._zone = ZoneInfo(settings.timezone)

    def services(self, now: datetime) -> Mapping[str, ServicePast]:
        """The past of every service in short."""
        return {service.id: self._in_short(service, now) for service in self._settings.services}

    def windows(self, now: datetime) -> tuple[Window, ...]:
        """The windows of the last WINDOW_DAYS, in order."""
        return self._windows(now - timedelta(days=WINDOW_DAYS), now, *self._settings.services)

    def releases(self, now: datetime) -> tuple[ReleaseChange, ...]:
        """The newest release of each shop."""
        changes = self._reader.releases(_LONG_AGO, now + _SOON)
        return tuple({change.store: change for change in changes}.values())

    def detail(self, id: str, now: datetime) -> ServiceDetail:
        """The past of a service at length. Raises KeyError for one that is not configured."""
        service = {each.id: each for each in self._settings.services}[id]
        read, probes = self._reader, deciding(service)
        return ServiceDetail(
            at=now,
            hours=self._cells(service, hour_edges(now, DAYS, self._zone), now),
            timings={probe: read.timings(probe, now - DAY, now) for probe in probes},
            week={probe: read.spread(probe, now - WEEK, now, _PASSED) for probe in probes},
            windows=self._windows(now - timedelta(days=DAYS), now, service),
        )

    def window(self, id: str, now: datetime, opened: Window | None = None) -> WindowDetail | None:
        """A window with its evidence; None where there is none. One that is open is told as it is
        now: the store hears of it a little later.
        """
        window = opened or self._reader.window(id)
        if window is None:
            return None
        since, until = window.began_at - AROUND, min(now, (window.ended_at or now) + AROUND)
        until = min(until, since + LONGEST)
        evidence = (self._not_well(probe, window, now) for probe in window.probes[:MOST_PROBES])
        drawn = window.probes[:MOST_DRAWN]
        return WindowDetail(
            window=window,
            evidence=tuple(chain.from_iterable(evidence)),
            depths=broken(self._settings.roster, self._at_its_begin(window, now)),
            timings={probe: self._reader.timings(probe, since, until) for probe in drawn},
            since=since,
            until=until,
        )

    def _not_well(self, probe: str, window: Window, now: datetime) -> tuple[Outcome, ...]:
        return self._first(probe, window, now, MOST_EVIDENCE, _NOT_WELL)

    def _at_its_begin(self, window: Window, now: datetime) -> Iterator[Outcome]:
        """The first run in it of each probe of the service."""
        for probe in self._settings.roster.probes:
            if probe.service == window.service:
                yield from self._first(probe.id, window, now, 1, ())

    def _first(
        self, probe: str, window: Window, now: datetime, limit: int, of: Collection[Result]
    ) -> tuple[Outcome, ...]:
        until = window.ended_at or now + _SOON
        return self._reader.results(
            probe, window.began_at, until, limit=limit, newest_first=False, of=of
        )

    def _in_short(self, service: Service, now: datetime) -> ServicePast:
        edges = day_edges(now, DAYS, self._zone)
        sums = self._reader.latencies(
            Grain.FIVE_MINUTES,
            now - DAY,
            now,
            probes=deciding(service),
            every_seconds=int(PACE.total_seconds()),
        )
        return ServicePast(days=self._cells(service, edges, now), paces=paces(sums, now))

    def _cells(
        self, service: Service, edges: Sequence[datetime], now: datetime
    ) -> tuple[Cell, ...]:
        """The newest time, which is not settled yet, is left out rather than called unknown."""
        segments = self._reader.segments(service.id, edges[0], now)
        until = settled(segments, now)
        known = [edge for edge in edges if edge < until]
        return cells(segments, [*known, until])

    def _windows(self, since: datetime, now: datetime, *services: Service) -> tuple[Window, ...]:
        names = [service.id for service in services]
        return self._reader.windows(since, now + _SOON, services=names)


def paces(sums: Iterable[LatencySum], now: datetime) -> tuple[Pace, ...]:
    """The mean of each PACE of the last day, the oldest first."""
    means = {each.began_at: each.seconds / each.runs for each in sums if each.runs}
    last = _EPOCH + (now - _EPOCH) // PACE * PACE
    begins = (last - back * PACE for back in range(DAY // PACE, -1, -1))
    return tuple(Pace(began_at=began, mean_seconds=means.get(began)) for began in begins)


_SOON = timedelta(minutes=1)
"""What is just beginning belongs to the past that is shown."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
