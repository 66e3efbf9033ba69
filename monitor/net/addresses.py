"""Which addresses and names are public: pure rules, no look-ups."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

_SPECIAL_SUFFIXES = frozenset(
    {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "test"}
)
"""Top labels that are never public: RFC 6761, RFC 6762, ICANN's `internal`, and common habit."""


@lru_cache(maxsize=4096)
def is_public_address(address: str) -> bool:
    """Whether `address` can belong to a public service.

    Private, loopback, link-local (cloud metadata among them), shared, unspecified, multicast and
    reserved addresses cannot, nor can an IPv6 address that only wraps one of those.
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast


@lru_cache(maxsize=4096)
def is_public_host(host: str) -> bool:
    """Whether `host`, a name or an address, claims to be public; single labels never do."""
    try:
        return is_public_address(host)
    except ValueError:
        labels = host.lower().removesuffix(".").split(".")
        return (
            len(labels) > 1
            and labels[-1] not in _SPECIAL_SUFFIXES
            and labels[-2:] != ["home", "arpa"]
        )
