"""Echo requests and their replies, over UDP to a host on loopback: their bytes are the same."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.clock import SystemClock
from monitor.model import Echo, Reason
from monitor.net.echo import Series, exchange
from monitor.net.failure import AttemptError
from tests.support.pings import checksum
from tests.support.servers import refusing_port

SERIES = Series(packets=3, spacing_seconds=0.02, wait_seconds=1.0, payload_bytes=16)
IMPATIENT = replace(SERIES, wait_seconds=0.05)
REQUEST, REPLY = 8, 0


@dataclass(slots=True)
class Host(asyncio.DatagramProtocol):
    """Answers each request with what `answer` makes of it."""

    answer: Callable[[bytes], Iterable[bytes]]
    requests: list[bytes] = field(default_factory=list)
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)
    _transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.requests.append(data)
        self.was_asked.set()
        assert self._transport is not None
        for packet in self.answer(data):
            self._transport.sendto(packet, addr)


def reply_to(request: bytes) -> bytes:
    """The reply to a request; nobody but the kernel looks at its checksum."""
    return bytes([REPLY]) + request[1:]


def honest(request: bytes) -> Iterable[bytes]:
    return [reply_to(request)]


@asynccontextmanager
async def asked(host: Host) -> AsyncIterator[socket.socket]:
    """A socket that leads to the host."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: host, local_addr=("127.0.0.1", 0))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.connect(transport.get_extra_info("sockname"))
        try:
            yield sock
        finally:
            transport.close()


async def echo_of(host: Host, series: Series = SERIES) -> Echo:
    async with asked(host) as sock:
        return await exchange(sock, "127.0.0.1", series, SystemClock())


async def test_a_request_is_one_as_rfc_792_has_it() -> None:
    host = Host(honest)
    async with asked(host) as sock:
        port = sock.getsockname()[1]
        await exchange(sock, "127.0.0.1", replace(SERIES, payload_bytes=17), SystemClock())
    assert len(host.requests) == 3
    for number, request in enumerate(host.requests):
        kind, code, _, identifier, numbered = struct.unpack_from("!BBHHH", request)
        assert (kind, code, identifier, numbered) == (REQUEST, 0, port, number)
        assert checksum(request) == 0
        assert len(request) == 8 + 17


async def test_no_payload_is_like_another() -> None:
    host = Host(honest)
    await echo_of(host)
    assert len({request[8:] for request in host.requests}) == 3


async def test_round_trips_are_summed_up() -> None:
    echo = await echo_of(Host(honest))
    assert (echo.sent, echo.received, echo.loss_ratio) == (3, 3, 0.0)
    assert echo.minimum_seconds is not None
    assert echo.mean_seconds is not None
    assert echo.maximum_seconds is not None
    assert echo.deviation_seconds is not None
    assert 0 < echo.minimum_seconds <= echo.mean_seconds <= echo.maximum_seconds < 1
    assert 0 <= echo.deviation_seconds <= echo.maximum_seconds


async def test_it_ends_with_the_last_reply() -> None:
    async with asyncio.timeout(10):
        await echo_of(Host(honest), replace(SERIES, wait_seconds=30))


async def test_of_what_never_came_back_nothing_is_said() -> None:
    echo = await echo_of(Host(lambda request: []), IMPATIENT)
    assert echo == Echo(
        sent=3,
        received=0,
        minimum_seconds=None,
        mean_seconds=None,
        maximum_seconds=None,
        deviation_seconds=None,
        hop_limit=None,
    )
    assert echo.loss_ratio == 1.0


async def test_an_ip_header_in_front_is_taken_off() -> None:
    header = bytes([0x46]) + bytes(23)
    echo = await echo_of(Host(lambda request: [header + reply_to(request)]))
    assert echo.received == 3


async def test_a_reply_that_comes_twice_counts_once() -> None:
    series = replace(IMPATIENT, packets=2)
    first_only = Host(lambda request: [reply_to(request)] * 5 if request[7] == 0 else [])
    assert (await echo_of(first_only, series)).received == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda reply: bytes([REQUEST]) + reply[1:],
        lambda reply: reply[:1] + b"\1" + reply[2:],
        lambda reply: reply[:4] + bytes([reply[4] ^ 1]) + reply[5:],
        lambda reply: reply[:6] + b"\xff" + reply[7:],
        lambda reply: reply[:-1] + bytes([reply[-1] ^ 1]),
        lambda reply: reply[:-1],
        lambda reply: reply + b"x",
        lambda reply: reply[:7],
        lambda reply: b"",
        lambda reply: b"\x4f",
    ],
    ids=["type", "code", "identifier", "number", "payload", "cut", "longer", "head", "none", "ip"],
)
async def test_a_reply_that_differs_in_anything_is_none(change: Callable[[bytes], bytes]) -> None:
    echo = await echo_of(Host(lambda request: [change(reply_to(request))]), IMPATIENT)
    assert echo.received == 0


async def test_an_error_and_no_reply_is_an_unreachable_host() -> None:
    with refusing_port() as port, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.connect(("127.0.0.1", port))
        with pytest.raises(AttemptError, match="refused") as error:
            await exchange(sock, "127.0.0.1", IMPATIENT, SystemClock())
    assert error.value.reason is Reason.CONNECT_UNREACHABLE


async def test_after_a_cancelled_series_nobody_listens_to_the_socket() -> None:
    host = Host(lambda request: [])
    async with asked(host) as sock:
        task = asyncio.create_task(exchange(sock, "127.0.0.1", SERIES, SystemClock()))
        await host.was_asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not asyncio.get_running_loop().remove_reader(sock)


@settings(max_examples=40, deadline=None)
@given(junk=st.lists(st.binary(max_size=120), max_size=5), front=st.binary(max_size=8))
def test_whatever_comes_back_does_no_harm(junk: list[bytes], front: bytes) -> None:
    def answer(request: bytes) -> Iterable[bytes]:
        return [*junk, front + request[len(front) :]]

    series = replace(SERIES, packets=1, wait_seconds=0.01)
    echo = asyncio.run(echo_of(Host(answer), series))
    assert echo.received in {0, 1}
