"""Sockets for pings, and what is said where there are none."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from monitor.model import Reason
from monitor.net.echo_socket import Opener, connect, open_socket, refusal
from monitor.net.failure import AttemptError
from tests.support.ownnet import forbid_pings, pingable

FIX = 'sysctl -w net.ipv4.ping_group_range="0 2147483647"'
ASKED = "from monitor.net.echo_socket import refusal; print(refusal())"


@pytest.fixture(scope="module", autouse=True)
def own_network() -> Iterator[None]:
    """A network in which one may ping."""
    with pingable():
        yield


def failing(number: int) -> Opener:
    def opener(family: socket.AddressFamily) -> socket.socket:
        raise OSError(number, os.strerror(number))

    return opener


def said_of(number: int) -> tuple[Reason, str]:
    with pytest.raises(AttemptError) as error:
        connect(["127.0.0.1"], None, failing(number))
    return error.value.reason, str(error.value)


def test_where_the_kernel_allows_it_nothing_is_refused() -> None:
    assert refusal() is None


def test_what_the_kernel_refuses_is_told_with_the_way_out() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        preexec_fn=forbid_pings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "does not let the monitor ping: Permission denied" in done.stdout
    assert FIX in done.stdout
    assert "--sysctl net.ipv4.ping_group_range" in done.stdout


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EPROTONOSUPPORT])
def test_a_refusal_is_one_whatever_it_is_called(number: int) -> None:
    assert FIX in (refusal(failing(number)) or "")


def test_a_want_of_descriptors_is_no_refusal() -> None:
    assert refusal(failing(errno.EMFILE)) is None


def test_without_a_socket_the_fault_is_ours() -> None:
    reason, said = said_of(errno.EACCES)
    assert (reason, FIX in said) == (Reason.LOCAL_RESOURCES, True)
    reason, said = said_of(errno.EMFILE)
    assert (reason, said) == (
        Reason.LOCAL_RESOURCES,
        "no socket to ping with: Too many open files",
    )


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_a_socket_leads_to_its_address(address: str) -> None:
    sock, found = connect([address], 7)
    with sock:
        assert found == address
        assert not sock.getblocking()
        assert sock.getsockname()[1] > 0


def test_a_host_without_a_way_to_it_is_unreachable() -> None:
    opened: list[socket.socket] = []

    def opener(family: socket.AddressFamily) -> socket.socket:
        opened.append(open_socket(family))
        return opened[-1]

    with pytest.raises(AttemptError, match="no way to it") as error:
        connect(["255.255.255.255", "255.255.255.255"], None, opener)
    assert error.value.reason is Reason.CONNECT_UNREACHABLE
    assert [sock.fileno() for sock in opened] == [-1, -1]


def test_the_next_address_is_taken_where_there_is_no_way_to_the_first() -> None:
    sock, found = connect(["255.255.255.255", "127.0.0.1"], None)
    sock.close()
    assert found == "127.0.0.1"
