"""Everything that goes wrong for an icmp probe, by name."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from ipaddress import ip_address
from typing import Any

from tests.support.certificates import Authority
from tests.support.faults.http import Fault, Options
from tests.support.names import NXDOMAIN, SILENT, Name, name_server
from tests.support.pings import Answer, Ping, Script, echo, host, silence

NAME = "jmo.example"
QUICK: Options = {"spacing": "50ms", "wait": "200ms"}
HONEST: Options = {"spacing": "50ms", "wait": "500ms"}
LATER_SECONDS = 0.12
"""Slower than is usual or allowed in some faults, and yet within every wait."""
TOO_LATE_SECONDS = 1.0
DESTINATION_UNREACHABLE, TIME_EXCEEDED = 3, 11  # RFC 792
UNREACHABLE_6 = 1  # RFC 4443


def answering(script: Script, *, version: int = 4, **options: Any) -> Fault:
    """A host that does as it is told."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with host(script, version=version) as address:
            yield {"host": address, **QUICK, **options}

    return fault


def local(address: str) -> Fault:
    """This machine itself."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        yield {"host": address, **HONEST}

    return fault


def named(name: Name, **options: Any) -> Fault:
    """A name that is looked up."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with name_server({NAME: name}) as dns:
            found = {"host": NAME, "resolver": [f"127.0.0.1:{dns.port}"], "allow_private": True}
            yield found | HONEST | options

    return fault


@asynccontextmanager
async def second_address_has_a_way(authority: Authority) -> AsyncIterator[Options]:
    """Two addresses; there is no way to the first, which is on a wire that is not there."""
    names = {NAME: Name(a=("203.0.113.1", "127.0.0.1"))}
    async with host(echo), name_server(names) as dns:
        yield {
            "host": NAME,
            "resolver": [f"127.0.0.1:{dns.port}"],
            "allow_private": True,
            **HONEST,
        }


@asynccontextmanager
async def silence_at_the_deadline(authority: Authority) -> AsyncIterator[Options]:
    """A name that takes so long that there is no time left to wait for replies."""
    async with host(silence) as address, name_server({NAME: Name(a=(address,), delay=0.5)}) as dns:
        found = {"host": NAME, "resolver": [f"127.0.0.1:{dns.port}"], "allow_private": True}
        yield found | {"spacing": "50ms", "wait": "600ms"}


@asynccontextmanager
async def no_way(authority: Authority) -> AsyncIterator[Options]:
    """The network has wires, but none to this address."""
    async with host(echo):
        yield {"host": "203.0.113.1", **QUICK}


def losing(*numbers: int) -> Script:
    """These requests are lost."""
    return lambda ping: [] if ping.number in numbers else echo(ping)


def later(seconds: float) -> Script:
    """Every reply takes its time."""
    return lambda ping: [(seconds, ping.reply())]


def twice(ping: Ping) -> Iterable[Answer]:
    """Only the first request is answered, but more than once."""
    return [(0.0, ping.reply())] * 3 if ping.number == 0 else []


def of_another_payload(ping: Ping) -> Iterable[Answer]:
    """Replies that do not hold what was sent: changed, cut, longer, empty."""
    changed = bytes([ping.payload[0] ^ 1]) + ping.payload[1:]
    wrong = (changed, ping.payload[:-1], ping.payload + b"x", b"")
    return [(0.0, ping.reply(payload=payload)) for payload in wrong]


def of_another_series(ping: Ping) -> Iterable[Answer]:
    """Replies to what was never asked."""
    wrong = replace(ping, identifier=ping.identifier ^ 1).reply()
    return [(0.0, wrong), (0.0, ping.reply(number=ping.number + 99))]


def of_another_host(ping: Ping) -> Iterable[Answer]:
    """A neighbour replies in the host's place."""
    return [(0.0, ping.reply(source=ip_address(int(ping.target) + 1)))]


def in_advance(ping: Ping) -> Iterable[Answer]:
    """Replies to requests that are still to come, by whoever saw the first."""
    forged = [(0.0, ping.reply(number=number)) for number in (1, 2)]
    return forged if ping.number == 0 else []


def broken(ping: Ping) -> Iterable[Answer]:
    """Packets that are cut off in the ICMP header, or in the IP header."""
    return [(0.0, ping.reply()[:length]) for length in (20, 21, 24, 27)]


def refusing(kind: int, code: int) -> Script:
    """An ICMP error for each request."""
    return lambda ping: [(0.0, ping.error(kind, code))]


def refusing_once(ping: Ping) -> Iterable[Answer]:
    """An ICMP error for the first request, replies to the others."""
    return refusing(DESTINATION_UNREACHABLE, 1)(ping) if ping.number == 0 else echo(ping)


def flood(ping: Ping) -> Iterable[Answer]:
    """Many forged replies and errors around the one that is meant: the kernel keeps less than twice
    as many, so the next request must be far enough away that a busy machine has read these.
    """
    wrong = ping.reply(payload=bytes(len(ping.payload)))
    noise = [(0.0, wrong), (0.0, ping.error(DESTINATION_UNREACHABLE, 1))] * 100
    return [*noise, *echo(ping), *noise]


FAULTS: dict[str, Fault] = {
    "good": answering(echo, **HONEST),
    "good_over_ipv6": answering(echo, version=6, **HONEST),
    "good_on_this_machine": local("127.0.0.1"),
    "good_on_this_machine_over_ipv6": local("::1"),
    "good_under_a_name": named(Name(a=("127.0.0.1",))),
    "silence": answering(silence),
    "silence_over_ipv6": answering(silence, version=6),
    "one_of_three_lost": answering(losing(1)),
    "two_of_three_lost": answering(losing(0, 2)),
    "replies_too_late": answering(later(TOO_LATE_SECONDS)),
    "replies_slower_than_usual": answering(later(LATER_SECONDS), slow_after="60ms"),
    "replies_slower_than_allowed": answering(later(LATER_SECONDS), expect={"latency": "60ms"}),
    "replies_twice": answering(twice),
    "replies_of_another_payload": answering(of_another_payload),
    "replies_of_another_series": answering(of_another_series),
    "replies_of_another_host": answering(of_another_host),
    "replies_in_advance": answering(in_advance),
    "replies_broken": answering(broken),
    "replies_in_a_flood": answering(flood, spacing="120ms", wait="400ms"),
    "host_unreachable": answering(refusing(DESTINATION_UNREACHABLE, 1)),
    "port_unreachable": answering(refusing(DESTINATION_UNREACHABLE, 3)),
    "forbidden": answering(refusing(DESTINATION_UNREACHABLE, 13)),
    "hop_limit_exceeded": answering(refusing(TIME_EXCEEDED, 0), hop_limit=1),
    "unreachable_over_ipv6": answering(refusing(UNREACHABLE_6, 3), version=6),
    "unreachable_once": answering(refusing_once, **HONEST),
    "no_way": no_way,
    "second_address_has_a_way": second_address_has_a_way,
    "name_unknown": named(NXDOMAIN),
    "name_never_answered": named(SILENT),
    "name_leads_inside": named(Name(a=("10.0.0.1",)), allow_private=False),
    "name_slow": named(Name(a=("127.0.0.1",), delay=0.2)),
    "silence_at_the_deadline": silence_at_the_deadline,
}
