"""What the rest of the program knows of the configuration: frozen, complete, cross-checked."""

from dataclasses import dataclass, field
from datetime import timedelta

from monitor.assess.calendar import Calendar, Maintenance
from monitor.assess.rules import ProbeRules, Rules, ServiceRules, StateRules
from monitor.model import PageInfo, PeriodInfo, ProbeInfo, Roster, ServiceInfo
from monitor.probes import Probe

CONTROL_SERVICE = "control"
"""The service id under which controls are reported; no configured service may have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service and its probes."""

    info: ServiceInfo
    probes: tuple[Probe, ...]
    states: StateRules = field(default_factory=StateRules)

    @property
    def id(self) -> str:
        """The service's id."""
        return self.info.id

    @property
    def rules(self) -> ServiceRules:
        """The service as the assessor sees it."""
        return ServiceRules(
            id=self.id,
            essential=self.info.essential,
            states=self.states,
            probes=tuple(_probe_rules(probe) for probe in self.probes),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """Probes of something unrelated; fewer than `quorum` of them well means: it is our network."""

    quorum: int
    probes: tuple[Probe, ...]

    @property
    def interval_seconds(self) -> float:
        """From one round of all controls to the next: as often as the most frequent one."""
        return min((p.interval.total_seconds() for p in self.probes), default=60.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a public host is treated; loopback and private hosts have no limit."""

    requests_per_minute: int
    """Requests a minute to one public host, over all its probes, attempts and sharpened runs."""
    user_agent: str
    """Names the program, its version and whom to write to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How long what was seen is kept."""

    results: timedelta = timedelta(days=14)
    """Outcomes, one by one."""
    rollups: timedelta = timedelta(days=400)
    """Their counts in five minutes and in an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A whole configuration."""

    location: str
    timezone: str
    manners: Manners
    controls: Controls
    services: tuple[Service, ...]
    history: History = field(default_factory=History)
    calendar: Calendar = field(default_factory=Calendar)
    periods: tuple[PeriodInfo, ...] = ()
    """The calendar's periods as publishers see them, in its order."""
    maintenance: tuple[Maintenance, ...] = ()
    page: PageInfo = field(default_factory=PageInfo)

    @property
    def probes(self) -> tuple[tuple[str, Probe], ...]:
        """Every probe with its service's id, the controls first."""
        controls = [(CONTROL_SERVICE, probe) for probe in self.controls.probes]
        return (*controls, *((s.id, probe) for s in self.services for probe in s.probes))

    @property
    def control_pace_seconds(self) -> float:
        """The least time between two rounds of controls: they have the budget of any host."""
        public = any(probe.is_public for probe in self.controls.probes)
        return 60 / self.manners.requests_per_minute if public else 0.0

    @property
    def rules(self) -> Rules:
        """The settings as the assessor sees them."""
        return Rules(
            services=tuple(service.rules for service in self.services),
            calendar=self.calendar,
            maintenance=self.maintenance,
        )

    @property
    def roster(self) -> Roster:
        """The settings as publishers see them."""
        return Roster(
            location=self.location,
            timezone=self.timezone,
            services=tuple(service.info for service in self.services),
            probes=tuple(_info(service, probe) for service, probe in self.probes),
            periods=self.periods,
            page=self.page,
        )


def _probe_rules(probe: Probe) -> ProbeRules:
    return ProbeRules(
        id=probe.id,
        role=probe.role,
        interval_seconds=probe.interval.total_seconds(),
        timeout_seconds=probe.timeout.total_seconds(),
    )


def _info(service: str, probe: Probe) -> ProbeInfo:
    return ProbeInfo(
        id=probe.id,
        service=service,
        kind=probe.kind,
        role=probe.role,
        target=probe.target,
        host=probe.host,
        subject=probe.subject_host,
        reasons=probe.reasons,
        steps=probe.step_names,
        interval_seconds=probe.interval.total_seconds(),
        timeout_seconds=probe.timeout.total_seconds(),
    )
