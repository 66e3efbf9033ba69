"""Hosts that answer pings as a script says: each behind a wire of its own, a TUN device.

What is written to the device is what the kernel takes for packets from outside: real replies,
real errors of real routers, and whatever a hostile host may send. Needs root, for the device.
"""

import asyncio
import fcntl
import os
import socket
import struct
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from tests.support.ownnet import up

_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x4004_54CA, 1, 0x1000
_SIOCSIFADDR, _SIOCSIFNETMASK = 0x8916, 0x891C
_NEXT_ICMP, _NEXT_ICMPV6 = 1, 58
_HOP_LIMIT = 57

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """An echo request as it came over the wire, with the packets that one may send for it."""

    source: Address
    target: Address
    hop_limit: int
    identifier: int
    number: int
    payload: bytes
    packet: bytes
    """The whole of it, IP header and all."""

    def reply(
        self,
        *,
        source: Address | None = None,
        identifier: int | None = None,
        number: int | None = None,
        payload: bytes | None = None,
    ) -> bytes:
        """The reply, or one that differs from it in these things."""
        kind = 0 if self.target.version == 4 else 129
        rest = struct.pack(
            "!HH",
            self.identifier if identifier is None else identifier,
            self.number if number is None else number,
        )
        body = self.payload if payload is None else payload
        return _packet(source or self.target, self.source, kind, 0, rest + body)

    def error(self, kind: int, code: int) -> bytes:
        """An ICMP error about the request, from the host itself."""
        quoted = bytes(4) + self.packet[: 20 + 40]
        return _packet(self.target, self.source, kind, code, quoted)


Answer = tuple[float, bytes]
"""After how many seconds which packet is sent."""
Script = Callable[[Ping], Iterable[Answer]]


def echo(ping: Ping) -> Iterable[Answer]:
    """What an honest host does."""
    return [(0.0, ping.reply())]


def silence(ping: Ping) -> Iterable[Answer]:
    """What a host does that does not like pings, or that is not there."""
    return []


@asynccontextmanager
async def host(script: Script, *, version: int = 4) -> AsyncIterator[str]:
    """A host that does as `script` says to every ping; yields its address."""
    loop = asyncio.get_running_loop()
    device, name = _new_device()
    timers: list[asyncio.TimerHandle] = []

    def take() -> None:
        ping = _read(os.read(device, 65_536))
        for delay, packet in script(ping) if ping is not None else ():
            timers.append(loop.call_later(delay, os.write, device, packet))

    try:
        address = _number(name, version)
        up(name)
        while not _is_usable(address):  # noqa: ASYNC110 - the kernel tells nobody
            await asyncio.sleep(0.005)
        loop.add_reader(device, take)
        yield address
    finally:
        loop.remove_reader(device)
        for timer in timers:
            timer.cancel()
        os.close(device)


def _new_device() -> tuple[int, str]:
    """A TUN device, which ends with its descriptor, and the name that the kernel gave it."""
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    request = struct.pack("16sH22x", b"host%d", _IFF_TUN | _IFF_NO_PI)
    answer: bytes = fcntl.ioctl(device, _TUNSETIFF, request)
    return device, answer[:16].rstrip(b"\0").decode()


def _number(name: str, version: int) -> str:
    """Give our end of the wire an address, and say which one the other end then has."""
    # No index is given twice: what the kernel still knows of an earlier wire is not for this one.
    index = socket.if_nametoindex(name)
    if version == 4:
        network = f"10.{index // 256}.{index % 256}"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            for request, address in (
                (_SIOCSIFADDR, f"{network}.1"),
                (_SIOCSIFNETMASK, "255.255.255.0"),
            ):
                numbers = socket.inet_aton(address)
                fcntl.ioctl(sock, request, struct.pack("16sHH4s8x", name.encode(), 2, 0, numbers))
        return f"{network}.2"
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        numbers = socket.inet_pton(socket.AF_INET6, f"fd00:{index:x}::1")
        asked = struct.pack("16sIi", numbers, 64, index)
        fcntl.ioctl(sock, _SIOCSIFADDR, asked)
    return f"fd00:{index:x}::2"


def _is_usable(address: str) -> bool:
    """Whether what goes to `address` goes out under the address of our end of its wire."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.connect((address, 9))
        ours: str = sock.getsockname()[0]
    return ours == address[:-1] + "1"


def _read(packet: bytes) -> Ping | None:
    """The echo request in an IP packet; None where the packet is something else."""
    version = packet[0] >> 4
    if version == 4:
        start, hop_limit = 4 * (packet[0] & 15), packet[8]
        source, target = ip_address(packet[12:16]), ip_address(packet[16:20])
        is_ping = packet[9] == _NEXT_ICMP and packet[start] == 8
    else:
        start, hop_limit = 40, packet[7]
        source, target = ip_address(packet[8:24]), ip_address(packet[24:40])
        is_ping = packet[6] == _NEXT_ICMPV6 and packet[start] == 128
    if not is_ping:
        return None
    identifier, number = struct.unpack_from("!HH", packet, start + 4)
    return Ping(
        source=source,
        target=target,
        hop_limit=hop_limit,
        identifier=identifier,
        number=number,
        payload=packet[start + 8 :],
        packet=packet,
    )


def _packet(source: Address, target: Address, kind: int, code: int, rest: bytes) -> bytes:
    """An ICMP message in an IP packet, with both checksums."""
    bare = struct.pack("!BBH", kind, code, 0) + rest
    if source.version == 6:
        sum_over = source.packed + target.packed + struct.pack("!II", len(bare), _NEXT_ICMPV6)
        message = struct.pack("!BBH", kind, code, checksum(sum_over + bare)) + rest
        start = struct.pack("!IHBB", 6 << 28, len(message), _NEXT_ICMPV6, _HOP_LIMIT)
        return start + source.packed + target.packed + message
    message = struct.pack("!BBH", kind, code, checksum(bare)) + rest
    fields = (0x45, 0, 20 + len(message), 0, 0, _HOP_LIMIT, _NEXT_ICMP)
    header = struct.pack("!BBHHHBBH", *fields, 0) + source.packed + target.packed
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + message


def checksum(data: bytes) -> int:
    """The Internet checksum, byte by byte."""
    total = 0
    for place, byte in enumerate(data):
        total += byte << 8 if place % 2 == 0 else byte
    while total > 0xFFFF:
        total = (total >> 16) + (total & 0xFFFF)
    return total ^ 0xFFFF
