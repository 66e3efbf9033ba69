"""What the history comes to: uptime and budgets of services over any stretch of time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.assess.calendar import Calendar
from monitor.assess.uptime import (
    Range,
    availability_budget,
    latency_budget,
    outside,
    uptime,
)
from monitor.config.settings import Service, Settings
from monitor.model import (
    LATENCY_SECONDS,
    Budget,
    Grain,
    LatencySum,
    Objective,
    Result,
    Role,
    Rollup,
    Segment,
    Slo,
    SloStatus,
    Uptime,
)
from monitor.store import Reader

DAY_SECONDS = 86_400
SPANS_SECONDS = (DAY_SECONDS, 7 * DAY_SECONDS, 30 * DAY_SECONDS, 90 * DAY_SECONDS)
BURN_SECONDS = (300, 1800, 3600, 7200, 21_600, 86_400, 259_200)
"""Long and short windows of the multi-window alerts (SRE workbook, chapter 5)."""
PeriodRanges = tuple[str, Sequence[Range], Sequence[Range]]
"""A calendar period's id, its stretches of time, and the time outside of them."""
_UNSETTLED = timedelta(minutes=30)
"""The newest time is not settled yet; so much of it is left out rather than called unknown."""


class Past:
    """Reads from the store; every method may take milliseconds and raise StoreError."""

    def __init__(self, reader: Reader, settings: Settings) -> None:
        self._reader = reader
        self._settings = settings
        self._services = {service.id: service for service in settings.services}

    @property
    def calendar(self) -> Calendar:
        """The configured calendar."""
        return self._settings.calendar

    def uptimes(self, service: str, now: datetime) -> dict[int, Uptime]:
        """The uptime over the last spans of SPANS_SECONDS: some milliseconds for a service."""
        longest = timedelta(seconds=max(SPANS_SECONDS))
        segments = self._reader.segments(service, now - longest, now)
        return _uptimes(segments, settled(segments, now))

    def lately(
        self, service: str, now: datetime
    ) -> tuple[dict[int, Uptime], tuple[SloStatus, ...]]:
        """The uptime over the last spans of SPANS_SECONDS, and how the service's SLO fares."""
        slo = self._services[service].info.slo
        longest = max(*SPANS_SECONDS, slo.window_seconds if slo else 0)
        segments = self._reader.segments(service, now - timedelta(seconds=longest), now)
        until = settled(segments, now)
        uptimes = _uptimes(segments, until)
        if slo is None:
            return uptimes, ()
        slos = [self._availability(slo, segments, until)]
        if slo.latency is not None and slo.latency_under_seconds is not None:
            slos.append(self._latency(service, slo, slo.latency, slo.latency_under_seconds, until))
        return uptimes, tuple(slos)

    def periods(self, began: datetime, ended: datetime) -> list[PeriodRanges]:
        """Each calendar period with its stretches of time, and with the time outside of them."""
        found: list[PeriodRanges] = []
        for period in self._settings.periods:
            inner = self.calendar.spans(period.id, began, ended)
            found.append((period.id, inner, outside(inner, began, ended)))
        return found

    def _availability(self, slo: Slo, segments: Sequence[Segment], until: datetime) -> SloStatus:
        def budget(ranges: Sequence[Range]) -> Budget | None:
            return availability_budget(slo, uptime(segments, ranges))

        whole = _last(slo.window_seconds, until)
        periods = self.periods(*whole)
        return SloStatus(
            objective=Objective.AVAILABILITY,
            target=slo.availability,
            window_seconds=slo.window_seconds,
            budget=budget([whole]),
            recent={span: budget([_last(span, until)]) for span in BURN_SECONDS},
            periods={period: budget(inner) for period, inner, _ in periods},
            outside={period: budget(outer) for period, _, outer in periods},
        )

    def _latency(
        self, service: str, slo: Slo, target: float, under_seconds: float, until: datetime
    ) -> SloStatus:
        whole = _last(slo.window_seconds, until)
        probes = deciding(self._services[service])

        def sums(grain: Grain, stretch: Range) -> Sequence[LatencySum]:
            return self._reader.latencies(
                grain,
                *stretch,
                probes=probes,
                every_seconds=grain.value,
                under_seconds=under_seconds,
            )

        def budget(sums: Iterable[LatencySum], ranges: Sequence[Range]) -> Budget | None:
            within = [s for s in sums if any(b <= s.began_at < e for b, e in ranges)]
            return latency_budget(slo, sum(s.quick for s in within), sum(s.runs for s in within))

        hours = sums(Grain.HOUR, whole)
        minutes = sums(Grain.FIVE_MINUTES, _last(BURN_SECONDS[-1], until))

        periods = self.periods(*whole)
        return SloStatus(
            objective=Objective.LATENCY,
            target=target,
            window_seconds=slo.window_seconds,
            budget=budget(hours, [whole]),
            recent={span: budget(minutes, [_last(span, until)]) for span in BURN_SECONDS},
            periods={period: budget(hours, inner) for period, inner, _ in periods},
            outside={period: budget(hours, outer) for period, _, outer in periods},
        )


def deciding(service: Service) -> Sequence[str]:
    """The ids of the probes by which a service is judged: the critical ones, or all if none is."""
    critical = [probe.id for probe in service.probes if probe.role is Role.CRITICAL]
    return critical or [probe.id for probe in service.probes]


def runs_of(rollups: Iterable[Rollup]) -> Mapping[Result, int]:
    """How many runs there were, by result; all four are there."""
    counted = dict.fromkeys(Result, 0)
    for rollup in rollups:
        for result, count in rollup.results.items():
            counted[result] += count
    return counted


def quick_runs(rollups: Iterable[Rollup], under_seconds: float) -> tuple[int, int]:
    """How many runs passed within a bound of LATENCY_SECONDS, and how many passed at all."""
    bounds = sum(bound <= under_seconds for bound in LATENCY_SECONDS)
    counts = [rollup.latency_counts for rollup in rollups]
    return sum(sum(each[:bounds]) for each in counts), sum(map(sum, counts))


def _uptimes(segments: Sequence[Segment], until: datetime) -> dict[int, Uptime]:
    return {span: uptime(segments, [_last(span, until)]) for span in SPANS_SECONDS}


def _last(seconds: float, until: datetime) -> Range:
    return until - timedelta(seconds=seconds), until


def settled(segments: Sequence[Segment], now: datetime) -> datetime:
    """Up to when the past is settled, where that is not long ago."""
    until = max((segment.ended_at for segment in segments), default=now)
    return until if now - until <= _UNSETTLED else now
