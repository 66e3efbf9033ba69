"""How everything is and was, for the web server: what is known now, joined with the history.

It lives on the web server's loop. The present is read from the hub, as it stands; the history is
read in threads, a few at a time, and what every page shows of it is kept for some seconds.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import structlog

from monitor.clock import Clock
from monitor.config.settings import Service, Settings
from monitor.depth import depths
from monitor.hub import Hub
from monitor.model import (
    Assessment,
    Outcome,
    ProbeInfo,
    ProbeSummary,
    Roster,
    ServiceSummary,
    SloStatus,
    State,
    Status,
    Uptime,
    Window,
)
from monitor.past import Past
from monitor.store import Reader, StoreError
from monitor.text import clean
from monitor.web import HistoryError

UPTIMES_FRESH_SECONDS = 5.0
BUDGETS_FRESH_SECONDS = 30.0
"""Budgets take tenths of a second to reckon, and move slowly."""
STALE_SECONDS = 120.0
"""What is older is not shown while a newer answer is on its way."""
MOST_READERS = 2
"""More questions to the history wait: no client may keep all processors busy."""
MOST_HOSTS = 3
"""So many broken hosts of a service are told of."""
HOST_CHARACTERS = 100

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
        self._uptimes = _Kept(self._read_uptimes, UPTIMES_FRESH_SECONDS, clock)
        self._budgets = _Kept(self._read_budgets, BUDGETS_FRESH_SECONDS, clock)

    async def status(self) -> Status:
        """Everything now, with uptimes and without SLOs."""
        settings = self._settings()
        return self._joined(settings, await self._uptimes.get(settings))

    async def services(self) -> Status:
        """Everything now, with uptimes and SLOs."""
        settings = self._settings()
        return self._joined(settings, await self._budgets.get(settings))

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
        async with self._readers:
            try:
                return await asyncio.to_thread(question)
            except StoreError as error:
                _log.warning("the history cannot be read", why=str(error))
                raise HistoryError(str(error)) from error

    async def _read_uptimes(self, settings: Settings) -> Mapping[str, Lately]:
        past, now = Past(self._reader, settings), self._clock.now()
        return await self._of_each(settings, lambda service: (past.uptimes(service, now), ()))

    async def _read_budgets(self, settings: Settings) -> Mapping[str, Lately]:
        past, now = Past(self._reader, settings), self._clock.now()
        return await self._of_each(settings, lambda service: past.lately(service, now))

    async def _of_each(
        self, settings: Settings, question: Callable[[str], Lately]
    ) -> Mapping[str, Lately]:
        """By service; nothing at all where the history cannot be read."""
        try:
            return await self._asked(lambda: {s.id: question(s.id) for s in settings.services})
        except HistoryError:  # said in the log; the present can be told without it
            return {}

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
            depth=_depth(roster, (probe.last for probe in probes if probe.last)),
        )

    def _probe(self, info: ProbeInfo, now: Assessment) -> ProbeSummary:
        seen = self._hub.latest(info.id)
        return ProbeSummary(
            info=info,
            state=now.probe_states.get(info.id, State.UNKNOWN),
            last=seen.outcome if seen else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read(Generic[T]):
    settings: Settings
    value: T
    at: float


class _Kept(Generic[T]):
    """An answer that is read once for all who ask, and shown while it is not too old.

    An answer that is no longer fresh is still shown, and a newer one read meanwhile.
    """

    def __init__(
        self, read: Callable[[Settings], Awaitable[T]], fresh_seconds: float, clock: Clock
    ) -> None:
        self._read = read
        self._fresh_seconds = fresh_seconds
        self._clock = clock
        self._last: _Read[T] | None = None
        self._reading: asyncio.Task[_Read[T]] | None = None

    async def get(self, settings: Settings) -> T:
        """The answer for a configuration."""
        last = self._last
        known = last is not None and last.settings is settings
        age = self._clock.monotonic() - last.at if last is not None and known else STALE_SECONDS
        if last is not None and age < self._fresh_seconds:
            return last.value
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._renew(settings))
        if last is not None and age < STALE_SECONDS:
            return last.value
        # Whoever goes away meanwhile leaves it to the others.
        return (await asyncio.shield(self._reading)).value

    async def _renew(self, settings: Settings) -> _Read[T]:
        value = await self._read(settings)
        self._last = _Read(settings=settings, value=value, at=self._clock.monotonic())
        return self._last


def _depth(roster: Roster, outcomes: Iterable[Outcome]) -> str | None:
    """How deep a service is well, host by host, where something fails."""
    broken = [each for each in depths(roster, outcomes) if each.shallowest_broken is not None]
    told = [f"{clean(each.host, HOST_CHARACTERS)}: {each}" for each in broken[:MOST_HOSTS]]
    return "; ".join(told) if told else None
