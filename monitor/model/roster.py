"""All that is configured, as far as publishers may know it."""

from dataclasses import dataclass

from monitor.model.reasons import Reason, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Slo:
    """What a service promises itself, as in the Google SRE workbook; ratios are 0 to 1."""

    availability: float
    """The share of known time in which it is not down."""
    latency_under_seconds: float | None = None
    latency: float | None = None
    """The share of runs that pass within `latency_under_seconds`; both or neither."""
    window_seconds: float
    """Over how long the error budget is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceInfo:
    """What publishers may know of a configured service."""

    id: str
    name: str
    """Indonesian."""
    name_en: str
    symptom: str
    """What a participant notices when it fails, in Indonesian."""
    symptom_en: str
    essential: bool = False
    """Whether JMO as a whole counts as out when this service is down."""
    slo: Slo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeInfo:
    """What publishers may know of a configured probe."""

    id: str
    service: str
    kind: str
    role: Role
    target: str
    """For people: never a label."""
    host: str
    """The host that is asked."""
    subject: str = ""
    """The host that the probe is about: probes of one explain each other. Empty where it shows
    nothing of the way to a host."""
    reasons: frozenset[Reason]
    """The reasons that a probe of this kind can have."""
    steps: tuple[str, ...] = ()
    """The names of a journey's steps, in order; none for other kinds."""
    interval_seconds: float
    timeout_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodInfo:
    """A named recurring time, such as month-end."""

    id: str
    name: str
    """Indonesian."""
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInfo:
    """What is configured about the status page."""

    url: str | None = None
    """Under which others reach it, without a slash at its end; None where nobody said."""
    notice: str = ""
    """Stands above every page, in Indonesian; empty where there is nothing to say."""
    notice_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """All that is configured, as publishers see it. The controls' service id is `control`."""

    location: str
    timezone: str = "Asia/Jakarta"
    services: tuple[ServiceInfo, ...]
    probes: tuple[ProbeInfo, ...]
    periods: tuple[PeriodInfo, ...] = ()
    page: PageInfo = PageInfo()
