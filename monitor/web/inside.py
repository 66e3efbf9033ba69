"""What the HTTP surface may see of the program and ask of it: handed in, never imported."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from monitor.clock import Clock
from monitor.model import Outcome, Roster, Sighting


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
    probe_now: Callable[[str], Awaitable[Sighting]]
    """Run the probe with this id, or recall its last run. Raises KeyError for an unknown one."""
    healthy: Callable[[], bool]
    """Whether the probing loop is alive."""
    ready: Callable[[], bool]
    """Whether the schedule runs."""
    reload: Callable[[], Awaitable[None]] | None
    """Take over the configuration anew, or raise ReloadError; None where this is not allowed."""
