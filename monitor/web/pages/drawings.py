"""What of a service's page is drawn from its past: once for all who look, and ahead of them."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import partial
from zoneinfo import ZoneInfo

from monitor.kept import Freshness, Kept
from monitor.model import (
    PERCENTILES,
    Result,
    ServiceDetail,
    Spread,
    State,
    Timing,
    Window,
)
from monitor.web.inside import Inside
from monitor.web.pages import charts
from monitor.web.pages.front import worst_counts

DAY = timedelta(days=1)
MOST_WINDOWS = 30
FRESH = Freshness(settled=300.0, settling=5.0, stale=900.0)
"""What was drawn at the news is old when they have settled, and drawn again ahead of visitors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """How fast the runs of a probe were that passed, over some time."""

    probe: str
    span_seconds: int
    spread: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """Where the time of a probe's runs went."""

    probe: str
    stack: charts.Stack
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What of the page changes only when the history is read again."""

    hours: charts.Paths
    counts: Mapping[State, int]
    """How many hours were so at their worst."""
    latencies: Sequence[Latency]
    stacks: Sequence[Phases]
    windows: Sequence[Window]
    """Those that are over, the newest first."""
    more: int
    """So many further windows are only counted."""


def draw(detail: ServiceDetail, zone: tzinfo) -> Drawing:
    """The pictures and figures of a service's past, by the clocks of a zone."""
    over = [window for window in reversed(detail.windows) if not window.is_open]
    return Drawing(
        hours=charts.hour_map(detail.hours, zone),
        counts=worst_counts(detail.hours),
        latencies=tuple(_latencies(detail)),
        stacks=stacks(detail.timings, detail.at - DAY, detail.at),
        windows=over[:MOST_WINDOWS],
        more=max(0, len(over) - MOST_WINDOWS),
    )


def _latencies(known: ServiceDetail) -> Iterator[Latency]:
    for probe, week in known.week.items():
        yield Latency(probe=probe, span_seconds=86_400, spread=_spread(known.timings[probe]))
        yield Latency(probe=probe, span_seconds=604_800, spread=week)


def _spread(timings: Sequence[Timing]) -> Spread:
    ordered = sorted(t.seconds for t in timings if t.result in {Result.OK, Result.DEGRADED})
    percentiles = (charts.percentile(ordered, percent) for percent in PERCENTILES)
    return Spread(runs=len(ordered), percentiles=tuple(percentiles))


def stacks(
    timings: Mapping[str, Sequence[Timing]], since: datetime, until: datetime
) -> Sequence[Phases]:
    """A picture for each probe of which a run passed."""
    drawn = ((probe, charts.stack(each, since, until)) for probe, each in timings.items())
    return [
        Phases(probe=probe, stack=stack, since=since, until=until)
        for probe, stack in drawn
        if stack is not None
    ]


class Drawings:
    """The drawing of each service; it lives on the web server's loop.

    What was read is let go of: a day of runs has megabytes, a drawing some kilobytes.
    """

    def __init__(self, inside: Inside) -> None:
        self._inside = inside
        self._drawn: dict[str, Kept[Drawing]] = {}

    async def of(self, service: str) -> Drawing:
        """The drawing of a service.

        Raises HistoryError, or KeyError for a service that is not configured.
        """
        known = {info.id for info in self._inside.roster().services}
        self._drawn = {id: kept for id, kept in self._drawn.items() if id in known}
        if service not in known:
            raise KeyError(service)
        if service not in self._drawn:
            draw_it = partial(self._draw, service)
            self._drawn[service] = Kept(draw_it, FRESH, self._inside.clock)
        return await self._drawn[service].get(self._inside.overview.edition(service))

    async def _draw(self, service: str) -> Drawing:
        detail = await self._inside.overview.detail(service)
        zone = ZoneInfo(self._inside.roster().timezone)
        return await asyncio.to_thread(draw, detail, zone)
