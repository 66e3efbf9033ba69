"""ICMP echo over an unprivileged datagram socket: requests, and which of them came back.

Linux gives such a socket an identifier of its own and hands it only replies to that; what it
cannot know, whether a reply carries what was sent and comes from whom we asked, is checked here.
"""

import asyncio
import errno
import os
import socket
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from statistics import fmean, pstdev

from monitor.clock import Clock
from monitor.model import Echo, Reason
from monitor.net.echo_socket import IP4, VERSIONS, Version
from monitor.net.failure import AttemptError

_HEADER = struct.Struct("!BBHHH")  # type, code, checksum, identifier, number (RFC 792, RFC 4443)
_MOST_IP_HEADER_BYTES = 60
_ANCILLARY_BYTES = 256
_MOST_ERRORS = 100
"""As many are taken at once: a flood of them must leave the loop its turn, too."""
_OURS = frozenset({errno.ENOBUFS, errno.ENOMEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """How a host is asked."""

    packets: int
    spacing_seconds: float
    wait_seconds: float
    """How long replies are awaited after the last request."""
    payload_bytes: int


async def exchange(sock: socket.socket, address: str, series: Series, clock: Clock) -> Echo:
    """Ask through a non-blocking socket that is connected to `address`; say what came back.

    Raises AttemptError(connect_unreachable) where errors came back and no reply, and OSError where
    this machine has no memory for a packet.
    """
    loop = asyncio.get_running_loop()
    replies = _Replies(sock, address, series, clock)
    loop.add_reader(sock, replies.take)
    try:
        began = clock.monotonic()
        for number in range(series.packets):
            await clock.sleep_until(began + number * series.spacing_seconds)
            replies.ask(number)
        with suppress(TimeoutError):
            async with asyncio.timeout(series.wait_seconds):
                await replies.complete.wait()
    finally:
        loop.remove_reader(sock)
    return replies.summary()


class _Replies:
    """The requests of one series, and their replies as they come in."""

    def __init__(self, sock: socket.socket, address: str, series: Series, clock: Clock) -> None:
        self._sock = sock
        self._version = VERSIONS[sock.family]
        self._identifier: int = sock.getsockname()[1]
        self._peer = ip_address(address)
        self._series = series
        self._clock = clock
        self._asked: dict[int, tuple[float, bytes]] = {}
        self._seconds: dict[int, float] = {}
        self._hop_limit: int | None = None
        self._trouble: str | None = None
        self.complete = asyncio.Event()

    def ask(self, number: int) -> None:
        """Send a request with a payload that nobody can guess."""
        self._take_errors()  # else the next call would fail in the place of an earlier packet
        payload = os.urandom(self._series.payload_bytes)
        packet = _request(self._version.request, self._identifier, number, payload)
        self._asked[number] = (self._clock.monotonic(), payload)
        try:
            self._sock.send(packet)
        except OSError as error:
            if error.errno in _OURS:
                raise
            self._trouble = str(error)

    def take(self) -> None:
        """Take one message from the socket: so a flood never keeps the loop to itself."""
        now = self._clock.monotonic()
        self._take_errors()
        longest = _MOST_IP_HEADER_BYTES + _HEADER.size + self._series.payload_bytes + 1
        try:
            data, ancillary, _, source = self._sock.recvmsg(longest, _ANCILLARY_BYTES)
        except BlockingIOError:
            return
        except OSError as error:
            self._trouble = str(error)
            return
        number = self._answered(data) if ip_address(source[0]) == self._peer else None
        if number is not None and number not in self._seconds:
            self._seconds[number] = now - self._asked[number][0]
            self._note_hop_limit(ancillary)
            if len(self._seconds) == self._series.packets:
                self.complete.set()

    def summary(self) -> Echo:
        """What came of it. Raises AttemptError where nothing but errors came back."""
        seconds = list(self._seconds.values())
        if not seconds and self._trouble is not None:
            raise AttemptError(Reason.CONNECT_UNREACHABLE, self._trouble)
        return Echo(
            sent=len(self._asked),
            received=len(seconds),
            minimum_seconds=min(seconds, default=None),
            mean_seconds=fmean(seconds) if seconds else None,
            maximum_seconds=max(seconds, default=None),
            deviation_seconds=pstdev(seconds) if seconds else None,
            hop_limit=self._hop_limit,
        )

    def _answered(self, data: bytes) -> int | None:
        """The number of the request that this message answers; None where it answers none."""
        if self._version is IP4 and data[:1] and data[0] >> 4 == 4:
            data = data[4 * (data[0] & 15) :]  # macOS hands over the IP header as well
        if len(data) < _HEADER.size:
            return None
        kind, code, _, identifier, number = _HEADER.unpack_from(data)
        if (kind, code, identifier) != (self._version.reply, 0, self._identifier):
            return None
        _, payload = self._asked.get(number, (0.0, None))
        return number if data[_HEADER.size :] == payload else None

    def _note_hop_limit(self, ancillary: Iterable[tuple[int, int, bytes]]) -> None:
        for level, kind, value in ancillary:
            if (level, kind) == (self._version.level, self._version.hop_limit_told):
                self._hop_limit = int.from_bytes(value, sys.byteorder)

    def _take_errors(self) -> None:
        """Empty the queue in which Linux keeps ICMP errors, or take a good part of it."""
        for _ in range(_MOST_ERRORS if sys.platform == "linux" else 0):
            try:
                _, ancillary, _, _ = self._sock.recvmsg(
                    _HEADER.size, _ANCILLARY_BYTES, socket.MSG_ERRQUEUE
                )
            except BlockingIOError:
                return
            for level, kind, value in ancillary:
                if (level, kind) == (self._version.level, self._version.tell_errors):
                    self._trouble = _described(value, self._version)


def _request(kind: int, identifier: int, number: int, payload: bytes) -> bytes:
    """An echo request. Linux puts identifier and checksum in anew; others take them as they are."""
    header = _HEADER.pack(kind, 0, 0, identifier, number)
    return _HEADER.pack(kind, 0, _checksum(header + payload), identifier, number) + payload


def _checksum(data: bytes) -> int:
    """The Internet checksum (RFC 1071)."""
    padded = data + bytes(len(data) % 2)
    total: int = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


def _described(error: bytes, version: Version) -> str:
    """An error in words, from Linux's `struct sock_extended_err` and the address behind it."""
    number, _, kind, code = struct.unpack_from("=IBBB", error)
    said = f"{os.strerror(number)} (ICMP type {kind}, code {code}"
    offender = error[version.offender]
    known = any(offender) and len(offender) in {4, 16}
    return f"{said}, from {socket.inet_ntop(version.family, offender)})" if known else f"{said})"
