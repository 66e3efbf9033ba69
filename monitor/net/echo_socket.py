"""Unprivileged datagram sockets for ICMP, and whether the kernel lets us have one."""

import errno
import socket
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from monitor.model import Reason
from monitor.net.failure import AttemptError

_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EPROTONOSUPPORT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The numbers of one IP version; Python has no names for some of Linux's."""

    family: socket.AddressFamily
    protocol: int
    request: int
    reply: int
    level: int
    hop_limit: int
    """The option that sets it on what is sent."""
    tell_hop_limit: int
    hop_limit_told: int
    tell_errors: int
    offender: slice
    """Where, in an error's description, the address of its sender lies."""


IP4 = Version(
    family=socket.AF_INET,
    protocol=socket.IPPROTO_ICMP,
    request=8,
    reply=0,
    level=socket.IPPROTO_IP,
    hop_limit=socket.IP_TTL,
    tell_hop_limit=12,  # IP_RECVTTL
    hop_limit_told=socket.IP_TTL,
    tell_errors=11,  # IP_RECVERR
    offender=slice(20, 24),
)
IP6 = Version(
    family=socket.AF_INET6,
    protocol=socket.IPPROTO_ICMPV6,
    request=128,
    reply=129,
    level=socket.IPPROTO_IPV6,
    hop_limit=socket.IPV6_UNICAST_HOPS,
    tell_hop_limit=socket.IPV6_RECVHOPLIMIT,
    hop_limit_told=socket.IPV6_HOPLIMIT,
    tell_errors=25,  # IPV6_RECVERR
    offender=slice(24, 40),
)
VERSIONS = {version.family: version for version in (IP4, IP6)}

Opener = Callable[[socket.AddressFamily], socket.socket]


def open_socket(family: socket.AddressFamily) -> socket.socket:
    """A datagram socket for ICMP. Raises OSError; EACCES where our group may have none."""
    return socket.socket(family, socket.SOCK_DGRAM, VERSIONS[family].protocol)


def refusal(opener: Opener = open_socket) -> str | None:
    """Why this system lets us send no echo requests, and what to do; None where it does.

    One rule holds for both IP versions (`net.ipv4.ping_group_range`, see icmp(7)).
    """
    try:
        opener(socket.AF_INET).close()
    except OSError as error:
        if error.errno in _REFUSED:
            return (
                f"this system does not let the monitor ping: {error.strerror}; allow it with"
                ' sysctl -w net.ipv4.ping_group_range="0 2147483647", for a container with'
                ' --sysctl net.ipv4.ping_group_range="0 2147483647"'
            )
    return None


def connect(
    addresses: Iterable[str], hop_limit: int | None, opener: Opener = open_socket
) -> tuple[socket.socket, str]:
    """A socket to the first address to which there is a way; it is the caller's to close.

    Raises AttemptError: connect_unreachable where there is no way to any of them, local_resources
    where the system gives us no socket at all.
    """
    error: OSError | None = None
    for address in addresses:
        sock = _open(socket.AF_INET6 if ":" in address else socket.AF_INET, opener)
        try:
            _prepare(sock, hop_limit)
            sock.connect((address, 0))
        except OSError as refused:
            sock.close()
            error = refused
        else:
            return sock, address
    raise AttemptError(Reason.CONNECT_UNREACHABLE, f"no way to it: {error}") from error


def _open(family: socket.AddressFamily, opener: Opener) -> socket.socket:
    try:
        return opener(family)
    except OSError as error:
        said = refusal(opener) or f"no socket to ping with: {error.strerror}"
        raise AttemptError(Reason.LOCAL_RESOURCES, said) from error


def _prepare(sock: socket.socket, hop_limit: int | None) -> None:
    """Set what is sent, and what the kernel tells of what comes back."""
    version = VERSIONS[sock.family]
    sock.setblocking(False)
    if hop_limit is not None:
        sock.setsockopt(version.level, version.hop_limit, hop_limit)
    if sys.platform == "linux":
        sock.setsockopt(version.level, version.tell_hop_limit, 1)
        sock.setsockopt(version.level, version.tell_errors, 1)
