"""Reads what a month came to out of the history."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.assess.uptime import availability_budget, latency_budget, uptime
from monitor.config.settings import Service, Settings
from monitor.model import Grain, Objective, Rollup, Segment, Slo, Uptime, Window
from monitor.past import Past, PeriodRanges, deciding, quick_runs, runs_of, settled
from monitor.report.figures import Figures, PeriodFigures, Promise, ServiceFigures
from monitor.report.measure import by_hour
from monitor.report.month import Hour, Month, hours_of
from monitor.store import Reader


def gather(
    reader: Reader, settings: Settings, month: Month, now: datetime, coverage_floor: float
) -> Figures:
    """The figures of a month that has begun, in the configured time zone, up to `now` at most.

    The newest minutes, which are not settled yet, are left out. Raises StoreError.
    """
    zone = ZoneInfo(settings.timezone)
    began, ended = month.span(zone)
    segments = {
        service.id: reader.segments(service.id, began, min(ended, now))
        for service in settings.services
    }
    until = _until(segments.values(), began, ended, now)
    month_of_all = _Month(reader, settings, hours_of(month, zone), began, until)
    return Figures(
        month=month,
        zone_name=settings.timezone,
        zone=zone,
        location=settings.location,
        made_at=now,
        began_at=began,
        until=until,
        is_over=ended <= now,
        coverage_floor=coverage_floor,
        services=tuple(
            month_of_all.of(service, segments[service.id]) for service in settings.services
        ),
        periods=settings.periods,
        releases=reader.releases(began, until),
    )


class _Month:
    """What is read once for all services."""

    def __init__(
        self,
        reader: Reader,
        settings: Settings,
        hours: Sequence[Hour],
        began: datetime,
        until: datetime,
    ) -> None:
        self._span = began, until
        self._hours = hours
        self._infos = {period.id: period for period in settings.periods}
        self._periods: list[PeriodRanges] = Past(reader, settings).periods(began, until)
        self._windows = defaultdict[str, list[Window]](list)
        for window in reader.windows(began, until):
            self._windows[window.service].append(window)
        self._rollups = defaultdict[str, list[Rollup]](list)
        for rollup in reader.rollups(Grain.HOUR, began, until):
            self._rollups[rollup.service].append(rollup)

    def of(self, service: Service, segments: Sequence[Segment]) -> ServiceFigures:
        """One service's figures."""
        seen, rollups = uptime(segments, [self._span]), self._rollups[service.id]
        return ServiceFigures(
            info=service.info,
            uptime=seen,
            runs=runs_of(rollups),
            promises=tuple(_promises(service, seen, rollups)),
            windows=tuple(self._windows[service.id]),
            periods=tuple(
                PeriodFigures(
                    info=self._infos[period],
                    inside=uptime(segments, inner),
                    outside=uptime(segments, outer),
                )
                for period, inner, outer in self._periods
            ),
            hours=by_hour(segments, self._hours, self._span[1]),
        )


def _until(
    segments: Iterable[Sequence[Segment]], began: datetime, ended: datetime, now: datetime
) -> datetime:
    """Up to when the month is told of: its end, or where the first service is not settled."""
    return max(began, min(ended, *(settled(each, now) for each in segments)))


def _promises(service: Service, seen: Uptime, rollups: Iterable[Rollup]) -> Iterable[Promise]:
    slo = service.info.slo
    if slo is None:
        return
    yield Promise(
        objective=Objective.AVAILABILITY,
        target=slo.availability,
        under_seconds=None,
        bad=seen.down_seconds,
        counted=seen.known_seconds,
        budget=availability_budget(slo, seen),
    )
    deciders = deciding(service)
    yield from _latency(slo, [rollup for rollup in rollups if rollup.probe in deciders])


def _latency(slo: Slo, rollups: Sequence[Rollup]) -> Iterable[Promise]:
    if slo.latency is None or slo.latency_under_seconds is None:
        return
    fast, passed = quick_runs(rollups, slo.latency_under_seconds)
    yield Promise(
        objective=Objective.LATENCY,
        target=slo.latency,
        under_seconds=slo.latency_under_seconds,
        bad=passed - fast,
        counted=passed,
        budget=latency_budget(slo, fast, passed),
    )
