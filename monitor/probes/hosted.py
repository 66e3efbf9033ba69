"""What the kinds share that look a host up and go to it: which addresses they take."""

from pydantic import Field, StrictBool

from monitor.fields import HostName, IpAddress, NameServer
from monitor.net.addresses import is_public_host
from monitor.net.reach import Way
from monitor.net.resolve import Family
from monitor.probes.base import Probe


class HostedProbe(Probe):
    """A probe that goes to a host by its name or address."""

    allow_private: StrictBool = Field(
        False, description="Let a public name or a redirect lead to a private or loopback address"
    )
    family: Family = Field(Family.ANY, description="Which IP versions to use, and which first")
    resolver: tuple[NameServer, ...] = Field(
        (), description="Name servers to ask instead of the system's"
    )
    resolve: dict[HostName, IpAddress] = Field(
        {}, description="Addresses for names, instead of asking"
    )

    @property
    def is_public(self) -> bool:
        """Whether the host, or the address given for it, is a public one."""
        return is_public_host(self.resolve.get(self.host, self.host))

    @property
    def way(self) -> Way:
        """How the host's addresses are found."""
        return Way(
            family=self.family,
            name_servers=self.resolver,
            overrides=self.resolve,
            allow_private=self.allow_private,
        )
