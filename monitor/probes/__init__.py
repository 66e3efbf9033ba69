"""The kinds of probe: one file each, and one name in this table."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from monitor.probes.app_release import AppReleaseProbe
from monitor.probes.base import Probe
from monitor.probes.dns import DnsProbe
from monitor.probes.http import HttpProbe
from monitor.probes.icmp import IcmpProbe
from monitor.probes.journey import JourneyProbe
from monitor.probes.tcp import TcpProbe
from monitor.probes.tls import TlsProbe

KINDS: Mapping[str, type[Probe]] = MappingProxyType(
    {
        "http": HttpProbe,
        "tcp": TcpProbe,
        "tls": TlsProbe,
        "dns": DnsProbe,
        "icmp": IcmpProbe,
        "app_release": AppReleaseProbe,
        "journey": JourneyProbe,
    }
)
"""What `kind:` chooses from; a new kind is added here and nowhere else."""


class _ByKind:
    """How pydantic reads a probe: as the kind that its `kind` names."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        choices = {kind: handler.generate_schema(model) for kind, model in KINDS.items()}
        return core_schema.tagged_union_schema(choices, discriminator="kind")


AnyProbe = Annotated[Probe, _ByKind]
"""A probe of any kind."""

__all__ = [
    "KINDS",
    "AnyProbe",
    "AppReleaseProbe",
    "DnsProbe",
    "HttpProbe",
    "IcmpProbe",
    "JourneyProbe",
    "Probe",
    "TcpProbe",
    "TlsProbe",
]
