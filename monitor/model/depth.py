"""How deep a host is well: the layers that a service stands on."""

from dataclasses import dataclass
from enum import IntEnum

from monitor.model.reasons import Reason


class Layer(IntEnum):
    """What a service stands on, the shallowest first."""

    DNS = 1
    TCP = 2
    TLS = 3
    HTTP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How far one host of one service can be reached."""

    service: str
    host: str
    """In lower case; after a redirect it is the other side's own word."""
    deepest_healthy: Layer | None
    shallowest_broken: Layer | None
    """May be above the deepest healthy one, where probes contradict each other: of two ports, or of
    two moments."""
    reason: Reason | None
    """Why the first run failed that showed the shallowest broken layer."""
    probe: str | None
    """Which probe's run that was."""

    def __str__(self) -> str:
        healthy = self.deepest_healthy.name if self.deepest_healthy else "none"
        said = f"deepest healthy layer: {healthy}"
        if self.shallowest_broken is None:
            return said
        against = self.deepest_healthy is not None and self.deepest_healthy >= (
            self.shallowest_broken
        )
        joint = ", yet broken" if against else "; broken"
        why = f" ({self.reason})" if self.reason else ""
        return f"{said}{joint}: {self.shallowest_broken.name}{why}"
