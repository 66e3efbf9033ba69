"""A network that belongs to the tests alone: loopback, in which everybody may ping.

Linux gives a thread a network of its own where root asks for it. Whoever may not ask, but may ping,
stays where they are.
"""

import ctypes
import fcntl
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.net.echo_socket import refusal

_HERE = Path("/proc/thread-self/ns/net")
_RANGE = Path("/proc/sys/net/ipv4/ping_group_range")
_CLONE_NEWNET, _CLONE_NEWUSER = 0x4000_0000, 0x1000_0000
_SIOCGIFFLAGS, _SIOCSIFFLAGS = 0x8913, 0x8914
_IFF_UP = 1
EVERYBODY = "0 2147483647"


@contextmanager
def pingable() -> Iterator[None]:
    """This thread, and what it starts, may ping within the block. Raises OSError where it cannot be
    done: then run the tests as root, or set net.ipv4.ping_group_range.
    """
    try:
        home = _leave()
    except PermissionError:
        if refusal() is not None:
            raise
        yield
        return
    try:
        _RANGE.write_text(EVERYBODY)
        up("lo")
        yield
    finally:
        _check(_libc().setns(home, _CLONE_NEWNET))
        os.close(home)


def forbid_pings() -> None:
    """From here on this process may not ping; for a new process, which never takes it back.

    Root takes a group that no range can hold; anybody else goes to a network of their own, where a
    new one lets nobody ping.
    """
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(2**31)
    else:
        _check(_libc().unshare(_CLONE_NEWUSER | _CLONE_NEWNET))


def up(interface: str) -> None:
    """Bring an interface up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        asked = struct.pack("16sH14x", interface.encode(), 0)
        (flags,) = struct.unpack("16xH14x", fcntl.ioctl(sock, _SIOCGIFFLAGS, asked))
        wanted = struct.pack("16sH14x", interface.encode(), flags | _IFF_UP)
        fcntl.ioctl(sock, _SIOCSIFFLAGS, wanted)


def _leave() -> int:
    """Enter a new, empty network; the way back is a file descriptor."""
    home = os.open(_HERE, os.O_RDONLY)
    try:
        _check(_libc().unshare(_CLONE_NEWNET))
    except OSError:
        os.close(home)
        raise
    return home


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
