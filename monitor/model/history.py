"""What outcomes come to over time: states, transitions, windows, and the verdict over all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.outcome import Outcome
from monitor.model.reasons import Phase, Reason


class State(StrEnum):
    """How a probe or a service is, after hysteresis."""

    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"
    """There is no evidence, or not yet enough of it."""
    MAINTENANCE = "maintenance"

    @property
    def is_bad(self) -> bool:
        """Whether a window is made of it."""
        return self in {State.DEGRADED, State.DOWN}


class Verdict(StrEnum):
    """The one-word answer for the whole of JMO."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"
    OWN_NETWORK = "own_network"
    UNKNOWN = "unknown"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A change of state; all times are UTC."""

    service: str
    probe: str | None
    """None where the service itself changed."""
    old: State
    new: State
    began_at: datetime
    """The first run that showed it."""
    known_at: datetime
    """When so much had been seen that it was sure."""
    reason: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A span of settled time in which a service was in one state; `ended_at` is outside it."""

    service: str
    state: State
    began_at: datetime
    ended_at: datetime

    @property
    def seconds(self) -> float:
        """How long it is."""
        return (self.ended_at - self.began_at).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A span in which a service was degraded or down. The truth of an edge lies after `…_after`
    and not later than `…_at`; all times are UTC.
    """

    id: str
    """Deterministic: a replay of the same outcomes gives the same."""
    service: str
    severity: State
    """The worst state reached: degraded or down."""
    began_after: datetime | None
    """The last good run before; None where there was none."""
    began_at: datetime
    """The first run that showed it."""
    ended_after: datetime | None
    """The last bad run; None while the window is open."""
    ended_at: datetime | None
    """The first good run, or the moment at which maintenance began; None while it is open."""
    degraded_seconds: float
    down_seconds: float
    unknown_seconds: float
    """Time within the window about which nothing is known."""
    reason: Reason | None
    """The most frequent reason of the runs that were not ok."""
    phase: Phase | None
    """The most frequent phase of those runs."""
    reasons: Mapping[Reason, int]
    runs: int
    """Runs with evidence, of all probes of the service."""
    worst_latency_seconds: float | None
    median_latency_seconds: float | None
    """To within one percent."""
    probes: tuple[str, ...]
    """The probes that failed or were degraded, in alphabetical order."""
    periods: tuple[str, ...]
    """The calendar periods that it touches."""
    maintenance: tuple[str, ...]
    """Why maintenance had been announced next to it."""
    release: str | None
    """The app's release before it, as `store version`."""

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseChange:
    """A shop offers another version than before."""

    service: str
    probe: str
    store: str
    version: str
    previous: str | None
    """None where this is the first one seen."""
    minimum_os: str | None
    released_at: datetime | None
    """As the shop says."""
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What one outcome, or the passing of time, has changed: what every publisher receives."""

    at: datetime
    outcome: Outcome | None
    """None where only time has passed."""
    probe_states: Mapping[str, State]
    """The state of every probe of a service, by its id."""
    service_states: Mapping[str, State]
    """The state of every service now, maintenance included."""
    since: Mapping[str, datetime]
    """When the state of each service began."""
    verdict: Verdict
    transitions: tuple[Transition, ...] = ()
    segments: tuple[Segment, ...] = ()
    """Time that became settled; the segments of a service follow on from each other."""
    windows: tuple[Window, ...] = ()
    """Windows that are new or that changed, as they are now; by id."""
    finished: tuple[str, ...] = ()
    """Ids of those windows that can change no more."""
    withdrawn: tuple[str, ...] = ()
    """Ids of windows that were taken into another one."""
    release: ReleaseChange | None = None
