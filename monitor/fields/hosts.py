"""Host names, addresses and name servers."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")


def check_host(host: str) -> str:
    """Return `host` where it is an address or a name that DNS can carry; else raise ValueError."""
    try:
        ip_address(host)
    except ValueError:
        labels = host.removesuffix(".").split(".")
        if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
            raise ValueError(
                f"{host!r} is not a host name; its labels are 1 to 63 letters, digits and hyphens"
            ) from None
    return host


def parse_ip_address(value: object) -> str:
    """Read an IPv4 or IPv6 address."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not an IP address; write it in quotes, such as '192.0.2.1'")
    try:
        return str(ip_address(value))
    except ValueError:
        raise ValueError(
            f"{value!r} is not an IP address; write it as 192.0.2.1 or 2001:db8::1"
        ) from None


def parse_network(value: object) -> IPv4Network | IPv6Network:
    """Read an IPv4 or IPv6 network, or an address, which is a network of one."""
    if isinstance(value, IPv4Network | IPv6Network):
        return value
    try:
        return ip_network(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(
            f"{value!r} is no address or network; write it in quotes as 192.0.2.1, 192.0.2.0/24 or"
            " 2001:db8::/32, with nothing after the prefix"
        ) from None


def split_name_server(value: str, default_port: int = 53) -> tuple[str, int]:
    """The address and port of a name server; raises ValueError where it is none."""
    address, port = value, str(default_port)
    if value.startswith("[") or value.count(":") == 1:
        address, _, port = value.rpartition(":")
    number = int(port) if port.isdecimal() and len(port) <= 5 else 0
    if not 0 < number < 65_536:
        raise ValueError(f"{value!r} has no valid port; write 192.0.2.1:53 or [2001:db8::1]:53")
    return parse_ip_address(address.removeprefix("[").removesuffix("]")), number


def parse_name_server(value: object) -> str:
    """Read a name server: an IP address, with a port where it is not 53."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a name server; write its IP address")
    split_name_server(value)
    return value


IpAddress = Annotated[str, BeforeValidator(parse_ip_address), WithJsonSchema({"type": "string"})]
"""An IPv4 or IPv6 address in its shortest form."""

IpNetwork = Annotated[
    IPv4Network | IPv6Network,
    BeforeValidator(parse_network),
    WithJsonSchema({"type": "string"}),
]
"""Addresses that belong together: `192.0.2.0/24`, or a single one."""

NameServer = Annotated[str, BeforeValidator(parse_name_server), WithJsonSchema({"type": "string"})]
"""A DNS server: `address`, `address:port` or `[address]:port`."""


def _parse_host_name(value: str) -> str:
    return check_host(value).lower().removesuffix(".")


HostName = Annotated[str, AfterValidator(_parse_host_name)]
"""A host name or address, in lower case and without the dot at its end."""
