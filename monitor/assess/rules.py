"""By which rules outcomes become states and windows: what the configuration says of them."""

from dataclasses import dataclass

from monitor.assess.calendar import Calendar, Maintenance
from monitor.model import Role

SILENT_INTERVALS = 3
"""A probe without evidence for so many of its intervals is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """So many of the last so many runs with evidence: `3 of 5`."""

    needed: int
    of: int

    def __str__(self) -> str:
        return f"{self.needed} of {self.of}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRules:
    """When a probe goes down or is degraded, and when it is up again."""

    down: Quota = Quota(needed=3, of=5)
    """Failed runs."""
    degraded: Quota = Quota(needed=3, of=5)
    """Failed or degraded runs."""
    recover: int = 3
    """Good runs in a row."""
    merge_gap_seconds: float = 300.0
    """Windows that are closer than this are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRules:
    """What the assessor must know of a probe."""

    id: str
    role: Role
    interval_seconds: float
    timeout_seconds: float

    @property
    def patience_seconds(self) -> float:
        """For so long nothing need be heard of it."""
        return self.interval_seconds * SILENT_INTERVALS

    @property
    def grace_seconds(self) -> float:
        """For so long a run may be under way that began in time: itself, then the controls."""
        return self.timeout_seconds * 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRules:
    """What the assessor must know of a service."""

    id: str
    essential: bool
    """Whether JMO as a whole counts as out when it is down."""
    states: StateRules
    probes: tuple[ProbeRules, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules of a configuration."""

    services: tuple[ServiceRules, ...]
    calendar: Calendar
    maintenance: tuple[Maintenance, ...]
