"""What the kinds share that connect to one port of one host."""

from typing import Annotated

from pydantic import Field

from monitor.fields import HostName
from monitor.probes.hosted import HostedProbe

Port = Annotated[int, Field(strict=True, ge=1, le=65_535)]
CertificateDays = Annotated[int, Field(strict=True, ge=0)]


class EndpointProbe(HostedProbe):
    """A probe of a host and a port."""

    host_: HostName = Field(alias="host", description="A host name or address, without brackets")
    port: Port = Field(description="1 to 65535")
    certificate_days: CertificateDays = Field(
        14, description="Degraded when the presented chain expires within so many days; 0 never"
    )

    @property
    def host(self) -> str:
        """The configured host."""
        return self.host_

    @property
    def target(self) -> str:
        """`host:port`, an IPv6 address in brackets."""
        host = f"[{self.host_}]" if ":" in self.host_ else self.host_
        return f"{host}:{self.port}"
