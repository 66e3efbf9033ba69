"""The way to a host: its addresses, a connection, a handshake, each noted as it happens."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.model import Connection, Phase, Reason
from monitor.net.addresses import is_public_address, is_public_host
from monitor.net.dial import dial
from monitor.net.failure import AttemptError
from monitor.net.recorder import Recorder
from monitor.net.resolve import Family, Resolution
from monitor.net.stream import Stream
from monitor.net.tls import TlsOptions
from monitor.net.toolbox import Net


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a host's addresses are found, and which of them are taken."""

    family: Family
    name_servers: tuple[str, ...]
    """The system's where there are none."""
    overrides: Mapping[str, str]
    """Addresses by name, instead of asking."""
    allow_private: bool
    """Whether a public name may lead to a private address."""


async def find(
    net: Net, way: Way, host: str, *, blocked: Reason = Reason.INTERFERENCE_DNS_HIJACK
) -> Resolution:
    """The addresses of `host`. Raises dnspython's exceptions, and AttemptError(`blocked`) where a
    public name leads inside.
    """
    resolver = net.resolver(way.name_servers)
    found = await resolver.resolve(host, way.family, way.overrides)
    if found.from_dns and not way.allow_private and is_public_host(host):
        inside = [address for address in found.addresses if not is_public_address(address)]
        if inside:
            raise AttemptError(blocked, f"the name {host} leads to the private address {inside[0]}")
    return found


async def connect(recorder: Recorder, found: Resolution, port: int) -> Stream:
    """Connect to the first address that answers. Raises OSError. Its phase is the caller's."""
    dialled = await dial(found.addresses, port)
    recorder.connection = Connection(
        address=dialled.address,
        ip_version=6 if ":" in dialled.address else 4,
        fallback=dialled.address != found.addresses[0],
    )
    return Stream(dialled.sock)


async def reach(net: Net, recorder: Recorder, way: Way, host: str, port: int) -> Stream:
    """Resolve and connect, each in its phase; the stream is the caller's to close.

    Raises what `find` and `connect` raise.
    """
    with recorder.phase(Phase.RESOLVE):
        found = await find(net, way, host)
    with recorder.phase(Phase.CONNECT):
        return await connect(recorder, found, port)


async def secure(
    net: Net,
    recorder: Recorder,
    stream: Stream,
    options: TlsOptions,
    *,
    host: str,
    alpn: tuple[str, ...] = (),
) -> None:
    """Make TLS in its phase, and note the certificate, accepted or not.

    Raises ssl.SSLError, OSError, AttemptError.
    """
    context = net.tls_contexts.get(options, alpn)
    with recorder.phase(Phase.TLS):
        accepted = False
        try:
            await stream.handshake(context, options.server_name or host.strip("[]"))
            accepted = True
        finally:
            if stream.tls is not None:
                recorder.tls = net.certificates.read(stream.tls, accepted=accepted)
