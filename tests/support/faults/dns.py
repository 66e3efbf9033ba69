"""Everything that goes wrong for a dns probe, by name."""

import asyncio
import ssl
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

from tests.support import hostile
from tests.support.certificates import Authority, Pair, self_signed
from tests.support.faults.http import Fault, Options
from tests.support.names import (
    NO_DATA,
    NXDOMAIN,
    REFUSED,
    SERVFAIL,
    SILENT,
    Name,
    Packets,
    name_server,
)
from tests.support.servers import Peer, Script, black_hole, refusing_port, serve

NAME = "jmo.example"
ADDRESS, OTHER_ADDRESS = "8.8.8.8", "8.8.4.4"
GOOD = Name(a=(ADDRESS, OTHER_ADDRESS))
HEADER_BYTES = 12
COUNTS_AT = 6
POINTER_TO_QUESTION = b"\xc0\x0c"
LARGEST_BYTES = 65_535


def named(how: Name, names: dict[str, Name] | None = None, **options: Any) -> Fault:
    """A name server that answers like this; other names as it is told."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with name_server({NAME: how, **(names or {})}) as server:
            yield _asking(server.port) | options

    return fault


def sending(packets: Packets, **options: Any) -> Fault:
    """A name server that sends these packets in place of its answer, which has no records."""
    return named(Name(packets=packets), **options)


def over_stream(script: Script, **options: Any) -> Fault:
    """A server for TCP that does as it likes."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with serve(script) as server:
            yield _asking(server.port, transport="tcp") | options

    return fault


def over_tls(
    make: Callable[[Authority], Pair] = lambda authority: authority.pair("127.0.0.1"),
    how: Name = GOOD,
    *,
    highest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
    **tls_options: Any,
) -> Fault:
    """A name server over TLS with this certificate, whose root is trusted."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        context = authority.context(make(authority))
        context.maximum_version = highest
        async with name_server({NAME: how}, tls=context) as server:
            yield _over_tls(authority, server.port, **tls_options)

    return fault


def under_tls(script: Script) -> Fault:
    """A server that speaks as it likes where TLS is expected."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with serve(script) as server:
            yield _over_tls(authority, server.port)

    return fault


def several(*views: Name, **options: Any) -> Fault:
    """Several resolvers, each with its own view of the name."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        async with name_server({NAME: views[0]}) as first, name_server({NAME: views[1]}) as other:
            resolvers = [f"127.0.0.1:{server.port}" for server in (first, other)]
            yield {"name": NAME, "record": "A", "resolvers": resolvers} | options

    return fault


def _asking(port: int, **options: Any) -> Options:
    return {"name": NAME, "record": "A", "server": f"127.0.0.1:{port}", **options}


def _over_tls(authority: Authority, port: int, **tls_options: Any) -> Options:
    tls = {"ca_file": str(authority.root_file), **tls_options}
    return _asking(port, transport="tls", tls=tls)


def at_closed_port(transport: str) -> Fault:
    """Nobody listens."""

    @asynccontextmanager
    async def fault(authority: Authority) -> AsyncIterator[Options]:
        with refusing_port() as port:
            yield _asking(port, transport=transport)

    return fault


@asynccontextmanager
async def syn_black_hole(authority: Authority) -> AsyncIterator[Options]:
    """A port whose SYNs vanish."""
    with black_hole() as port:
        yield _asking(port, transport="tcp")


class _Udp(asyncio.DatagramProtocol):
    """Answers every packet over UDP alone, perhaps from another port."""

    def __init__(self, reply: Callable[[bytes], bytes], source: "_Udp | None" = None) -> None:
        self._reply = reply
        self._source = source or self

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._source.transport.sendto(self._reply(data), addr)


@asynccontextmanager
async def _udp(protocol: _Udp) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: protocol, local_addr=("127.0.0.1", 0)
    )
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


@asynccontextmanager
async def from_another_port(authority: Authority) -> AsyncIterator[Options]:
    """A good answer, but from a port that was not asked."""
    other = _Udp(bytes)
    async with _udp(other), _udp(_Udp(_no_records, other)) as port:
        yield _asking(port)


@asynccontextmanager
async def truncated_without_tcp(authority: Authority) -> AsyncIterator[Options]:
    """Ask again over TCP, it says, where nobody listens."""
    async with _udp(_Udp(lambda query: _flagged(query, 0x8200))) as port:
        yield _asking(port)


def _flagged(packet: bytes, flags: int) -> bytes:
    return packet[:2] + flags.to_bytes(2) + packet[4:]


def _no_records(query: bytes) -> bytes:
    return _flagged(query, 0x8180)


# packets


def holding(records: bytes, answers: int = 1) -> Packets:
    """An answer that claims so many records, and holds these bytes."""
    return lambda honest: [
        honest[:COUNTS_AT] + answers.to_bytes(2) + bytes(4) + honest[HEADER_BYTES:] + records
    ]


def record(
    data: bytes, *, rdtype: int = 1, rdclass: int = 1, owner: bytes = POINTER_TO_QUESTION
) -> bytes:
    """A record in wire format."""
    return owner + struct.pack("!HHIH", rdtype, rdclass, 30, len(data)) + data


def loop(honest: bytes) -> list[bytes]:
    """An owner that is a pointer to itself."""
    itself = (0xC000 | len(honest)).to_bytes(2)
    return list(holding(record(bytes(4), owner=itself))(honest))


def pointers(honest: bytes) -> list[bytes]:
    """Records whose owner is at the end of a chain of 7,000 pointers."""
    began = len(honest) + len(record(b""))
    chain = POINTER_TO_QUESTION + b"".join(
        (0xC000 | began + 2 * number).to_bytes(2) for number in range(7_000)
    )
    end = (0xC000 | began + len(chain) - 2).to_bytes(2)
    records = record(bytes([8, 8, 8, 8]), owner=end) * 90
    return list(holding(record(chain, rdtype=65_280) + records, 91)(honest))


def _strays(honest: bytes) -> list[bytes]:
    """An answer to another query, one to another question, a query, and then what was asked for."""
    good = next(iter(holding(record(bytes([8, 8, 8, 8])))(honest)))
    return [_other_id(good), _other_question(good), _flagged(good, 0x0100), b"", b"DNS", good]


def _other_id(packet: bytes) -> bytes:
    return (int.from_bytes(packet[:2]) ^ 0xFFFF).to_bytes(2) + packet[2:]


def _other_question(packet: bytes) -> bytes:
    return packet.replace(b"\x03jmo", b"\x03jmp")


def _for_ever(honest: bytes) -> Any:
    while True:
        yield _other_id(honest)


LONG_NAME = b"\x01x" * 126 + b"\x01x\x00"
MOST_BITS = b"".join(bytes([window, 32]) + b"\xff" * 32 for window in range(256))
TXT = (b"\xff" + b"\xfe" * 255) * 250


# scripts


async def silence(peer: Peer) -> None:
    """Take the query and say nothing."""
    await peer.until_closed()


async def leave(peer: Peer) -> None:
    """Take whatever comes first and close."""
    await peer.reader.read(LARGEST_BYTES)


async def _query(peer: Peer) -> bytes:
    return await peer.reader.readexactly(int.from_bytes(await peer.reader.readexactly(2)))


async def close_at_once(peer: Peer) -> None:
    """Take the query and close."""
    await _query(peer)


async def reset(peer: Peer) -> None:
    """Take the query and reset."""
    await _query(peer)
    peer.reset()


def saying(change: Callable[[bytes], bytes]) -> Script:
    """Answer with what becomes of a good answer with its length before it."""

    async def script(peer: Peer) -> None:
        packet = next(iter(holding(record(bytes([8, 8, 8, 8])))(_no_records(await _query(peer)))))
        await peer.send(change(len(packet).to_bytes(2) + packet))

    return script


async def drip(peer: Peer) -> None:
    """A message of the greatest length, a byte at a time."""
    await _query(peer)
    await peer.drip(LARGEST_BYTES.to_bytes(2) + bytes(LARGEST_BYTES), hostile.DRIP_SECONDS)


LOOP = {"loop.example": Name(cname=NAME)}

FAULTS: dict[str, Fault] = {
    "good": named(GOOD),
    "good_over_tcp": named(GOOD, transport="tcp"),
    "good_over_tls": over_tls(),
    # what the server says
    "name_unknown": named(NXDOMAIN),
    "name_unknown_as_expected": named(NXDOMAIN, expect={"rcode": ["NXDOMAIN"]}),
    "name_known_unexpectedly": named(GOOD, expect={"rcode": ["NXDOMAIN"]}),
    "no_data": named(NO_DATA),
    "no_data_as_expected": named(NO_DATA, expect={"minimum_answers": 0}),
    "fewer_answers_than_wanted": named(GOOD, expect={"minimum_answers": 3}),
    "alias_without_address": named(Name(cname="nowhere.example")),
    "alias_loop": named(Name(cname="loop.example"), LOOP),
    "servfail": named(SERVFAIL),
    "refused": named(REFUSED),
    "record_missing": named(GOOD, expect={"answer": [{"contains": "1.1.1.1"}]}),
    "address_not_allowed": named(GOOD, expect={"addresses": [ADDRESS]}),
    # no answer
    "silence": named(SILENT),
    "slow_beyond_the_deadline": named(Name(a=(ADDRESS,), delay=5)),
    "udp_port_closed": at_closed_port("udp"),
    "tcp_port_closed": at_closed_port("tcp"),
    "tls_port_closed": at_closed_port("tls"),
    "syn_black_hole": syn_black_hole,
    "truncated": named(Name(a=(ADDRESS,), truncated=True)),
    "truncated_without_tcp": truncated_without_tcp,
    # packets that answer something else
    "strays_before_the_answer": sending(_strays),
    "other_id": sending(lambda honest: [_other_id(honest)]),
    "other_question": sending(lambda honest: [_other_question(honest)]),
    "other_port": from_another_port,
    "question_sent_back": sending(lambda honest: [_flagged(honest, 0x0100)]),
    "nothing_but_garbage": sending(lambda honest: [b"garbage " * 20]),
    "strays_for_ever": sending(_for_ever),
    # malformed answers
    "header_alone": sending(lambda honest: [_flagged(honest, 0x8180)[:4] + bytes(8)]),
    "servfail_without_question": sending(lambda honest: [honest[:2] + b"\x81\x82" + bytes(8)]),
    "record_cut": sending(holding(record(b"\x08\x08\x08\x08")[:-2])),
    "more_records_claimed": sending(holding(record(b"\x08\x08\x08\x08"), 65_535)),
    "address_of_three_bytes": sending(holding(record(b"\x08\x08\x08"))),
    "owner_points_to_itself": sending(loop),
    "owner_points_forward": sending(holding(record(bytes(4), owner=b"\xff\xff"))),
    "owner_at_the_end_of_many_pointers": sending(pointers, transport="tcp"),
    "label_of_unknown_kind": sending(holding(record(bytes(4), owner=b"\x80x\x00"))),
    "owner_too_long": sending(holding(record(bytes(4), owner=b"\x3f" + b"x" * 63 + LONG_NAME))),
    "records_4000": sending(holding(record(b"\x08\x08\x08\x08") * 4000, 4000), transport="tcp"),
    "records_of_long_names": sending(
        holding(record(b"\x08\x08\x08\x08", owner=LONG_NAME) * 240, 240), transport="tcp"
    ),
    "records_of_unknown_type": sending(
        holding(b"".join(record(b"", rdtype=1000 + n) for n in range(5000)), 5000), transport="tcp"
    ),
    "bitmap_of_every_type": sending(
        holding(record(b"\x00" + MOST_BITS, rdtype=47) * 7, 7), transport="tcp"
    ),
    "text_of_64_kb": sending(holding(record(TXT, rdtype=16)), record="TXT", transport="tcp"),
    "owner_of_garbage": sending(
        holding(record(b"\x08\x08\x08\x08", owner=b"\x05\x00\x1b[2J\x04\xff\xfe\n.\x00"))
    ),
    # over TCP
    "tcp_silence": over_stream(silence),
    "tcp_closed": over_stream(close_at_once),
    "tcp_reset": over_stream(reset),
    "tcp_dripped": over_stream(drip),
    "tcp_length_alone": over_stream(saying(lambda framed: framed[:2])),
    "tcp_cut": over_stream(saying(lambda framed: framed[:-3])),
    "tcp_empty": over_stream(saying(lambda framed: b"\x00\x00")),
    "tcp_other_id": over_stream(saying(lambda framed: framed[:2] + _other_id(framed[2:]))),
    "tcp_more_after_the_answer": over_stream(saying(lambda framed: framed * 100)),
    # over TLS
    "tls_silence": under_tls(silence),
    "tls_not_tls": under_tls(hostile.ssh_banner),
    "tls_closed": under_tls(leave),
    "tls_certificate_expired": over_tls(lambda authority: authority.expired("127.0.0.1")),
    "tls_certificate_of_another_address": over_tls(lambda authority: authority.pair("127.0.0.2")),
    "tls_certificate_self_signed": over_tls(lambda authority: self_signed("127.0.0.1")),
    "tls_certificate_not_verified": over_tls(
        lambda authority: self_signed("127.0.0.1"), verify=False
    ),
    "tls_version_too_old": over_tls(highest=ssl.TLSVersion.TLSv1_2, min_version="1.3"),
    "tls_answer_never_comes": over_tls(how=SILENT),
    # somebody else answers
    "private_address": named(Name(a=("10.0.0.1",))),
    "private_address_among_others": named(Name(a=(ADDRESS, "192.168.1.1"))),
    "private_address_allowed": named(Name(a=("10.0.0.1",)), allow_private=True),
    "private_address_of_private_name": named(
        NO_DATA, {"jmo.internal": Name(a=("10.0.0.1",))}, name="jmo.internal"
    ),
    "null_address": named(Name(a=("0.0.0.0",))),
    "null_address_of_ip6": named(Name(aaaa=("::",)), record="AAAA"),
    "loopback_address": named(Name(a=("127.0.0.1",))),
    "shared_address": named(Name(a=("100.64.0.1",))),
    "mapped_private_address": named(Name(aaaa=("::ffff:10.0.0.1",)), record="AAAA"),
    "block_address": named(GOOD, block_addresses=["8.8.4.0/24"]),
    "block_alias": named(
        Name(cname="lamanlabuh.aduankonten.example"),
        {"lamanlabuh.aduankonten.example": GOOD},
        block_names=["aduankonten.example"],
    ),
    # several resolvers
    "resolvers_agree": several(GOOD, GOOD),
    "resolvers_have_other_addresses": several(GOOD, Name(a=("1.1.1.1",))),
    "resolvers_have_nothing_in_common": several(GOOD, Name(a=("1.1.1.1",)), agree="overlap"),
    "resolvers_have_one_in_common": several(GOOD, Name(a=(ADDRESS, "1.1.1.1")), agree="overlap"),
    "resolvers_are_not_the_same": several(GOOD, Name(a=(ADDRESS,)), agree="same"),
    "another_resolver_denies_the_name": several(GOOD, NXDOMAIN),
    "another_resolver_has_no_data": several(GOOD, NO_DATA),
    "another_resolver_fails": several(GOOD, SERVFAIL),
    "another_resolver_is_deceived": several(GOOD, Name(a=("10.0.0.1",))),
    "another_resolver_is_silent": several(GOOD, SILENT),
    "first_resolver_denies_the_name": several(NXDOMAIN, GOOD),
    "first_resolver_has_no_data": several(NO_DATA, GOOD),
    "first_resolver_fails": several(SERVFAIL, GOOD),
    "first_resolver_is_silent": several(SILENT, GOOD),
    "first_resolver_is_deceived": several(Name(a=("0.0.0.0",)), GOOD),
    "all_resolvers_deny_the_name": several(NXDOMAIN, NXDOMAIN),
}
