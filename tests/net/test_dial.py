"""The first address that answers wins, and no other socket is left behind."""

import asyncio
import errno
import os

import pytest

from monitor.net.dial import STAGGER_SECONDS, dial
from tests.support.servers import Peer, black_hole, refusing_port, serve


async def wait(peer: Peer) -> None:
    await peer.until_closed()


def open_sockets() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - only counted


async def test_a_single_address_is_connected_to() -> None:
    async with serve(wait) as server:
        dialled = await dial(("127.0.0.1",), server.port)
        dialled.sock.close()
    assert dialled.address == "127.0.0.1"


async def test_an_ipv6_address_is_connected_to() -> None:
    async with serve(wait, host="::1") as server:
        dialled = await dial(("::1",), server.port)
        dialled.sock.close()
    assert dialled.address == "::1"


async def test_the_first_of_good_addresses_wins_and_the_rest_are_left_alone() -> None:
    async with serve(wait) as one, serve(wait, host="127.0.0.2", port=one.port) as two:
        dialled = await dial(("127.0.0.2", "127.0.0.1"), one.port)
        dialled.sock.close()
    assert dialled.address == "127.0.0.2"
    assert (one.connections, two.connections) == (0, 1)


async def test_after_a_refusal_the_next_is_tried_at_once() -> None:
    async with serve(wait) as server:
        began = asyncio.get_running_loop().time()
        dialled = await dial(("127.0.0.2", "127.0.0.3", "127.0.0.1"), server.port)
        took = asyncio.get_running_loop().time() - began
        dialled.sock.close()
    assert dialled.address == "127.0.0.1"
    assert took < STAGGER_SECONDS


async def test_silence_delays_the_next_by_a_stagger() -> None:
    async with serve(wait) as server:
        with black_hole("127.0.0.2", server.port):
            began = asyncio.get_running_loop().time()
            dialled = await dial(("127.0.0.2", "127.0.0.1"), server.port)
            took = asyncio.get_running_loop().time() - began
            dialled.sock.close()
    assert dialled.address == "127.0.0.1"
    assert STAGGER_SECONDS - 0.01 <= took < STAGGER_SECONDS + 1


@pytest.mark.parametrize(
    ("addresses", "number"),
    [
        (("127.0.0.1",), errno.ECONNREFUSED),
        (("127.0.0.1", "127.0.0.2"), errno.ECONNREFUSED),
        (("127.255.255.255",), errno.ENETUNREACH),
        (("127.255.255.255", "127.0.0.1"), errno.ECONNREFUSED),
        (("127.0.0.1", "127.255.255.255"), errno.ECONNREFUSED),
    ],
)
async def test_where_none_answers_the_most_telling_error_is_raised(
    addresses: tuple[str, ...], number: int
) -> None:
    with refusing_port() as port, pytest.raises(OSError, match=r".+") as caught:
        await dial(addresses, port)
    assert caught.value.errno == number


@pytest.mark.parametrize("addresses", [("127.0.0.2",), ("127.0.0.2", "127.0.0.3", "127.0.0.4")])
async def test_giving_up_leaves_no_socket(addresses: tuple[str, ...]) -> None:
    with (
        black_hole("127.0.0.2") as port,
        black_hole("127.0.0.3", port),
        black_hole("127.0.0.4", port),
    ):
        before = open_sockets()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2.5 * STAGGER_SECONDS):
                await dial(addresses, port)
        assert open_sockets() == before


async def test_a_winner_leaves_no_other_socket() -> None:
    async with serve(wait) as server:
        with black_hole("127.0.0.2", server.port):
            before = open_sockets()
            dialled = await dial(("127.0.0.2", "127.0.0.1"), server.port)
            dialled.sock.close()
            await asyncio.wait(server.open, timeout=2)
            assert open_sockets() == before
