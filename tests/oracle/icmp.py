"""The icmp kind beside blackbox exporter's icmp module, on a network of their own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from tests.oracle.sides import (
    ALWAYS,
    JUDGED,
    PLAIN_HERE,
    UNCONNECTED,
    Aim,
    Case,
    Comparison,
    Ground,
    Stage,
    bare_ground,
)
from tests.support.ownnet import pingable
from tests.support.pings import Answer, Ping, Script, echo, host, silence

HOPS = frozenset({"probe_icmp_reply_hop_limit"})
IP6 = {"preferred_ip_protocol": "ip6"}
LATER_SECONDS = 0.1


def later(ping: Ping) -> list[Answer]:
    """An honest host that is far away."""
    return [(LATER_SECONDS, ping.reply())]


def refusing(ping: Ping) -> list[Answer]:
    """A host that says that it cannot be reached."""
    return [(0.0, ping.error(3, 1))]


def pinged(script: Script, *, version: int = 4) -> Stage:
    """A host behind a wire."""

    @asynccontextmanager
    async def stage(ground: Ground) -> AsyncIterator[Aim]:
        async with host(script, version=version) as address:
            yield _aim(address)

    return stage


def local(address: str) -> Stage:
    """This machine itself."""

    @asynccontextmanager
    async def stage(ground: Ground) -> AsyncIterator[Aim]:
        yield _aim(address)

    return stage


def _aim(address: str) -> Aim:
    return Aim(address, {"host": address, "packets": 1, "spacing": "20ms", "wait": "200ms"})


@contextmanager
def own_network(folder: Path) -> Iterator[Ground]:
    """A network in which both may ping: what is started there stays there."""
    with pingable(), bare_ground(folder) as ground:
        yield ground


CASES = {
    "loopback": Case(at=local("127.0.0.1"), both=ALWAYS | HOPS),
    "loopback_of_ip6": Case(at=local("::1"), theirs=IP6, both=ALWAYS | HOPS),
    "host": Case(
        at=pinged(echo),
        both=ALWAYS | HOPS,
        facts={"probe_ip_protocol": 4, "probe_icmp_reply_hop_limit": 57},
    ),
    "host_of_ip6": Case(
        at=pinged(echo, version=6),
        theirs=IP6,
        both=ALWAYS | HOPS,
        facts={"probe_ip_protocol": 6, "probe_icmp_reply_hop_limit": 57},
    ),
    "far_host": Case(at=pinged(later), both=ALWAYS | HOPS, took={"rtt": LATER_SECONDS}),
    "silence": Case(at=pinged(silence), seconds=0.4, success=False),
    "silence_of_ip6": Case(at=pinged(silence, version=6), theirs=IP6, seconds=0.4, success=False),
    "unreachable": Case(at=pinged(refusing), seconds=0.4, success=False),
    "no_way": Case(at=local("203.0.113.1"), **UNCONNECTED),
}
ICMP = Comparison(
    kind="icmp",
    prober="icmp",
    cases=CASES,
    there=frozenset(),
    here=PLAIN_HERE | JUDGED | {"probe_icmp_packet_loss_ratio", "probe_icmp_round_trip_seconds"},
    phases_there=frozenset({"setup"}),
    ground=own_network,
)
