"""How everything is and was, for the web server: what is known now, joined with the history.

It lives on the web server's loop. The present is read from the hub, as it stands; the history is
read in threads, a few at a time, and what every page shows of it is kept for some seconds.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog

from monitor.clock import Clock
from monitor.config.settings import Service, Settings
from monitor.depth import broken
from monitor.hub import Hub
from monitor.kept import Edition, Freshness, Kept
from monitor.lookback import Lookback
from monitor.model import (
    Assessment,
    Outcome,
    ProbeInfo,
    ProbeSummary,
    Recent,
    ReleaseChange,
    Roster,
    ServiceDetail,
    ServicePast,
    ServiceSummary,
    SloStatus,
    State,
    Status,
    Uptime,
    Window,
    WindowDetail,
)
from monitor.news import News
from monitor.past import Past
from monitor.store import Reader, StoreError
from monitor.web import BusyError, HistoryError

STALE_SECONDS = 900.0
"""Nothing has happened since; then nobody waits for what is not quite new."""
UPTIMES_FRESH = Freshness(settled=30.0, settling=5.0, stale=STALE_SECONDS)
BUDGETS_FRESH = Freshness(settled=30.0, settling=30.0, stale=120.0)
"""Budgets take tenths of a second to reckon, and move slowly: no news makes them old at once."""
WINDOWS_FRESH = Freshness(settled=60.0, settling=2.0, stale=STALE_SECONDS)
"""One that has just ended is no longer among the open ones."""
PAST_FRESH = Freshness(settled=120.0, settling=30.0, stale=STALE_SECONDS)
"""Days and hours take tenths of a second to reckon, and are days and hours."""
MOST_READERS = 2
"""More questions to the history wait: no client may keep all processors busy."""
MOST_QUESTIONS = 16
"""More of visitors' own questions are refused: whoever asks at random shuts nobody out."""

Happened = tuple[tuple[Window, ...], tuple[ReleaseChange, ...]]
Lately = tuple[Mapping[int, Uptime], tuple[SloStatus, ...]]
"""Uptimes by the length of their span in seconds, and SLOs, of one service."""
T = TypeVar("T")

_NOTHING: Lately = ({}, ())
_log = structlog.get_logger("monitor")


class Overview:
    """Answers the web server; see `monitor.web.inside.Overview`."""

    def __init__(
        self, hub: Hub, reader: Reader, settings: Callable[[], Settings], clock: Clock
    ) -> None:
        self._hub = hub
        self._reader = reader
        self._settings = settings
        self._clock = clock
        self._readers = asyncio.Semaphore(MOST_READERS)
        self._questions = 0
        self._news = News(self._facts, clock)
        self._service_news: dict[str, News] = {}
        self._configurations = News(settings, clock)
        self._is_readable = True
        self._uptimes = Kept(self._read_uptimes, UPTIMES_FRESH, clock)
        self._budgets = Kept(self._read_budgets, BUDGETS_FRESH, clock)
        self._pasts = Kept(self._read_pasts, PAST_FRESH, clock)
        self._happened = Kept(self._read_happened, WINDOWS_FRESH, clock)

    def edition(self, service: str | None = None) -> Edition:
        """Another one once something has happened that a reader must hear of at once: anything, or
        of this service.
        """
        if service is None:
            return self._news.edition()
        if service not in self._service_news:
            facts = partial(self._service_facts, service)
            self._service_news[service] = News(facts, self._clock)
        return self._service_news[service].edition()

    async def status(self) -> Status:
        """Everything now, with uptimes and without SLOs."""
        settings = self._settings()
        return self._joined(settings, await _or({}, self._uptimes.get(self.edition())))

    async def services(self) -> Status:
        """Everything now, with uptimes and SLOs."""
        settings, edition = self._settings(), self._configurations.edition()
        return self._joined(settings, await _or({}, self._budgets.get(edition)))

    async def recent(self) -> Recent:
        """The past of everything in short; empty where the history cannot be read."""
        windows, releases = await _or(((), ()), self._happened.get(self.edition()))
        services = await _or({}, self._pasts.get(self.edition()))
        return Recent(services=services, windows=windows, releases=releases)

    async def detail(self, service: str) -> ServiceDetail:
        """The past of a service at length, read at every call: tenths of a second.

        Raises HistoryError, or KeyError for a service that is not configured.
        """
        if all(each.id != service for each in self._settings().services):
            raise KeyError(service)
        lookback, now = self._lookback()
        return await self._read(lambda: lookback.detail(service, now))

    async def window(self, id: str) -> WindowDetail | None:
        """A window and its evidence; None where there is none. Raises HistoryError."""
        lookback, now = self._lookback()
        opened = next((w for w in self._hub.open_windows.values() if w.id == id), None)
        return await self._asked(lambda: lookback.window(id, now, opened))

    async def window_at(self, service: str, moment: datetime) -> str | None:
        """The id of the window in which this moment lies. Raises HistoryError."""
        return await self._asked(lambda: self._reader.window_at(service, moment))

    async def windows(
        self,
        since: datetime,
        until: datetime,
        *,
        services: Collection[str],
        severities: Collection[State],
    ) -> tuple[Window, ...]:
        """Windows that touch a span. Raises HistoryError."""
        return await self._asked(
            lambda: self._reader.windows(since, until, services=services, severities=severities)
        )

    async def results(
        self, probe: str, since: datetime, until: datetime, limit: int
    ) -> tuple[Outcome, ...]:
        """Outcomes of a probe that began in a span, the newest first. Raises HistoryError."""
        return await self._asked(lambda: self._reader.results(probe, since, until, limit=limit))

    async def _asked(self, question: Callable[[], T]) -> T:
        """What one visitor wants to know. Raises HistoryError, or BusyError where many ask."""
        if self._questions >= MOST_QUESTIONS:
            raise BusyError
        self._questions += 1
        try:
            return await self._read(question)
        finally:
            self._questions -= 1

    async def _read(self, question: Callable[[], T]) -> T:
        async with self._readers:
            try:
                answer = await asyncio.to_thread(question)
            except StoreError as error:
                if self._is_readable:
                    _log.warning("the history cannot be read", why=str(error))
                self._is_readable = False
                raise HistoryError(str(error)) from error
        self._is_readable = True
        return answer

    async def _read_uptimes(self) -> Mapping[str, Lately]:
        past, ids, now = self._past()
        return await self._read(lambda: {id: (past.uptimes(id, now), ()) for id in ids})

    async def _read_budgets(self) -> Mapping[str, Lately]:
        past, ids, now = self._past()
        return await self._read(lambda: {id: past.lately(id, now) for id in ids})

    async def _read_pasts(self) -> Mapping[str, ServicePast]:
        lookback, now = self._lookback()
        return await self._read(lambda: lookback.services(now))

    async def _read_happened(self) -> Happened:
        lookback, now = self._lookback()
        return await self._read(lambda: (lookback.windows(now), lookback.releases(now)))

    def _past(self) -> tuple[Past, list[str], datetime]:
        settings = self._settings()
        ids = [service.id for service in settings.services]
        return Past(self._reader, settings), ids, self._clock.now()

    def _lookback(self) -> tuple[Lookback, datetime]:
        return Lookback(self._reader, self._settings()), self._clock.now()

    def _facts(self) -> object:
        hub, now = self._hub, self._hub.now
        opened = {(w.id, w.severity, w.reason) for w in hub.open_windows.values()}
        known = (now.verdict, hub.network_up, now.service_states, now.since)
        return self._settings(), known, opened

    def _service_facts(self, id: str) -> object:
        hub, now = self._hub, self._hub.now
        window = hub.open_windows.get(id)
        opened = window and (window.id, window.severity, window.reason)
        return self._settings(), now.service_states.get(id), now.since.get(id), opened

    def _joined(self, settings: Settings, lately: Mapping[str, Lately]) -> Status:
        now, roster = self._hub.now, settings.roster
        periods = settings.calendar.at(now.at)
        return Status(
            at=now.at,
            location=settings.location,
            verdict=now.verdict,
            network_up=self._hub.network_up,
            periods=tuple(period for period in settings.periods if period.id in periods),
            services=tuple(
                self._summary(service, roster, now, lately.get(service.id, _NOTHING))
                for service in settings.services
            ),
        )

    def _summary(
        self, service: Service, roster: Roster, now: Assessment, lately: Lately
    ) -> ServiceSummary:
        probes = tuple(
            self._probe(info, now) for info in roster.probes if info.service == service.id
        )
        uptimes, slos = lately
        return ServiceSummary(
            info=service.info,
            state=now.service_states.get(service.id, State.UNKNOWN),
            since=now.since.get(service.id),
            uptimes=uptimes,
            window=self._hub.open_windows.get(service.id),
            slos=slos,
            probes=probes,
            depths=broken(roster, (probe.last for probe in probes if probe.last)),
        )

    def _probe(self, info: ProbeInfo, now: Assessment) -> ProbeSummary:
        seen = self._hub.latest(info.id)
        return ProbeSummary(
            info=info,
            state=now.probe_states.get(info.id, State.UNKNOWN),
            last=seen.outcome if seen else None,
        )


async def _or(otherwise: T, answer: Awaitable[T]) -> T:
    """What is said otherwise where the history cannot be read: the log has it, and the present can
    be told without it.
    """
    try:
        return await answer
    except HistoryError:
        return otherwise
