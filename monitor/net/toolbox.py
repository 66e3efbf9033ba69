"""What a probe may use to reach the other side: resolvers, TLS contexts and the clock."""

from collections.abc import Mapping
from pathlib import Path

import anyio.lowlevel
import dns.asyncbackend

from monitor.clock import Clock
from monitor.net.certificate import CertificateReader
from monitor.net.resolve import Resolver, read_hosts, resolver_at, system_resolver
from monitor.net.tls import TlsContexts

HOSTS_FILE = Path("/etc/hosts")


class Net:
    """Shared by all probes; keeps what is dear to build, and nothing of any run."""

    def __init__(
        self, *, clock: Clock, user_agent: str, hosts: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.clock = clock
        self.user_agent = user_agent
        self.tls_contexts = TlsContexts()
        self.certificates = CertificateReader()
        self._hosts = hosts
        self._system = system_resolver(hosts)
        self._others: dict[tuple[str, ...], Resolver] = {}

    async def warm_up(self) -> None:
        """Have httpcore's and dnspython's late imports done before a run is timed by mistake."""
        await anyio.lowlevel.checkpoint()
        dns.asyncbackend.get_default_backend()

    def resolver(self, servers: tuple[str, ...]) -> Resolver:
        """The resolver that asks these servers; the system's where there are none."""
        if not servers:
            return self._system
        found = self._others.get(servers)
        if found is None:
            found = self._others[servers] = resolver_at(servers, self._hosts)
        return found


def system_net(clock: Clock, user_agent: str) -> Net:
    """A toolbox with this machine's hosts file and name servers; reads both, so not on the loop."""
    return Net(clock=clock, user_agent=user_agent, hosts=read_hosts(HOSTS_FILE))
