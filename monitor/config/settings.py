"""What the rest of the program knows of the configuration: frozen, complete, cross-checked."""

from dataclasses import dataclass

from monitor.model import ProbeInfo, Roster, ServiceInfo
from monitor.probes import Probe

CONTROL_SERVICE = "control"
"""The service id under which controls are reported; no configured service may have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service and its probes."""

    info: ServiceInfo
    probes: tuple[Probe, ...]

    @property
    def id(self) -> str:
        """The service's id."""
        return self.info.id


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
class Settings:
    """A whole configuration."""

    location: str
    timezone: str
    manners: Manners
    controls: Controls
    services: tuple[Service, ...]

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
    def roster(self) -> Roster:
        """The settings as publishers see them."""
        return Roster(
            location=self.location,
            timezone=self.timezone,
            services=tuple(service.info for service in self.services),
            probes=tuple(_info(service, probe) for service, probe in self.probes),
        )


def _info(service: str, probe: Probe) -> ProbeInfo:
    return ProbeInfo(
        id=probe.id,
        service=service,
        kind=probe.kind,
        role=probe.role,
        target=probe.target,
        host=probe.host,
        reasons=probe.reasons,
        interval_seconds=probe.interval.total_seconds(),
        timeout_seconds=probe.timeout.total_seconds(),
    )
