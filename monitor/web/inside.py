"""What the HTTP surface may see of the program and ask of it: handed in, never imported."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.clock import Clock
from monitor.kept import Edition
from monitor.model import (
    Outcome,
    Recent,
    Roster,
    ServiceDetail,
    Sighting,
    State,
    Status,
    Window,
    WindowDetail,
)


class Page(Protocol):
    """An answer to a scrape, in pieces that are sent one after the other."""

    @property
    def content_type(self) -> str:
        """The format, as a header says it."""
        ...

    @property
    def pieces(self) -> tuple[bytes, ...]:
        """The body."""
        ...


class HistoryError(Exception):
    """The history cannot be read now; the log says why."""


class BusyError(HistoryError):
    """Too many ask the history at once; in a second it can be asked again."""


class Overview(Protocol):
    """How everything is and was; spans of time are half open, their ends are aware."""

    def edition(self, service: str | None = None) -> Edition:
        """Another one once something has happened that a reader must hear of at once: anything, or
        of this service.
        """
        ...

    async def status(self) -> Status:
        """Everything now, with uptimes and without SLOs; uptimes are empty where the history cannot
        be read.
        """
        ...

    async def services(self) -> Status:
        """Everything now, with uptimes and SLOs; both are empty where the history cannot be
        read.
        """
        ...

    async def recent(self) -> Recent:
        """The past of everything in short; empty where the history cannot be read."""
        ...

    async def detail(self, service: str) -> ServiceDetail:
        """The past of a service at length, read at every call: tenths of a second.

        Raises HistoryError, or KeyError for a service that is not configured.
        """
        ...

    async def window(self, id: str) -> WindowDetail | None:
        """A window and its evidence; None where there is none. Raises HistoryError."""
        ...

    async def window_at(self, service: str, moment: datetime) -> str | None:
        """The id of the window in which this moment of a service lies; None where there is none.

        Raises HistoryError.
        """
        ...

    async def windows(
        self,
        since: datetime,
        until: datetime,
        *,
        services: Collection[str],
        severities: Collection[State],
    ) -> tuple[Window, ...]:
        """Windows that touch a span; of all services or severities if none is named.

        Raises HistoryError.
        """
        ...

    async def results(
        self, probe: str, since: datetime, until: datetime, limit: int
    ) -> tuple[Outcome, ...]:
        """At most `limit` outcomes of a probe that began in a span, the newest first.

        Raises HistoryError.
        """
        ...


class ReloadError(Exception):
    """A new configuration was refused; the text says why, to the person who wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """Everything the surface needs.

    All of it is called in the web server's loop and thread; what must happen elsewhere, in the
    probing loop, is taken there by whoever hands it in.
    """

    clock: Clock
    scrape: Callable[[str], Awaitable[Page]]
    """The answer to a scrape of everything; takes the Accept header."""
    write_sighting: Callable[[Sighting, str], Page]
    """The answer to a scrape of one probe; takes the Accept header."""
    roster: Callable[[], Roster]
    last_outcomes: Callable[[], Mapping[str, Outcome]]
    """By probe id; probes that have not run are missing."""
    overview: Overview
    probe_now: Callable[[str], Awaitable[Sighting]]
    """Run the probe with this id, or recall its last run. Raises KeyError for an unknown one."""
    healthy: Callable[[], bool]
    """Whether the probing loop is alive."""
    ready: Callable[[], bool]
    """Whether the schedule runs."""
    reload: Callable[[], Awaitable[None]] | None
    """Take over the configuration anew, or raise ReloadError; None where this is not allowed."""
