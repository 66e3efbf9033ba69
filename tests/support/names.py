"""A name server on loopback that answers each name as it is told to, over UDP and TCP, or TLS."""

import asyncio
import ssl
import struct
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from tests.support.servers import Peer, serve

TTL_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """How questions for one name are answered; a name with no records has no data."""

    a: tuple[str, ...] = ()
    aaaa: tuple[str, ...] = ()
    cname: str | None = None
    rcode: dns.rcode.Rcode = dns.rcode.NOERROR
    delay: float = 0.0
    """Seconds before the answer."""
    silent: frozenset[dns.rdatatype.RdataType] = frozenset()
    """Questions of these types are never answered."""
    truncated: bool = False
    """Over UDP: nothing but the flag that says to ask again over TCP."""
    answer: tuple[str, ...] = ()
    """Records of any type, as `MX 10 mail.example.`; those of the type asked for are given."""
    authority: tuple[str, ...] = ()
    """Records as a zone file has them: `example. 30 IN NS a.example.`"""
    additional: tuple[str, ...] = ()
    packets: "Packets | None" = None
    """What is sent in place of the answer, which it is given."""


Packets = Callable[[bytes], Iterable[bytes]]
PACKETS_A_TURN = 20
TRIES = 20
"""So often a port is looked for that is free for both UDP and TCP."""


A, AAAA = dns.rdatatype.A, dns.rdatatype.AAAA
NXDOMAIN = Name(rcode=dns.rcode.NXDOMAIN)
SERVFAIL = Name(rcode=dns.rcode.SERVFAIL)
REFUSED = Name(rcode=dns.rcode.REFUSED)
NO_DATA = Name()
SILENT = Name(silent=frozenset({A, AAAA}))


@dataclass(slots=True)
class NameServer:
    """A running name server: where it listens and what it was asked, as `(name, type, tcp)`."""

    names: Mapping[str, Name]
    host: str
    port: int = 0
    questions: list[tuple[str, str, bool]] = field(default_factory=list)

    async def answer(self, wire: bytes, *, tcp: bool) -> Iterable[bytes]:
        """The packets of the answer in wire format; nothing where there is none."""
        query = dns.message.from_wire(wire)
        question = query.question[0]
        asked = question.name.to_text(omit_final_dot=True).lower()
        self.questions.append((asked, dns.rdatatype.to_text(question.rdtype), tcp))
        name = self.names.get(asked, NXDOMAIN)
        if question.rdtype in name.silent:
            return ()
        await asyncio.sleep(name.delay)
        response = dns.message.make_response(query, recursion_available=True)
        response.set_rcode(name.rcode)
        if name.truncated and not tcp:
            response.flags |= dns.flags.TC
        else:
            response.answer.extend(self._records(question.name, question.rdtype))
            response.authority.extend(map(_record, name.authority))
            response.additional.extend(map(_record, name.additional))
        packet = response.to_wire(max_size=65535)
        return [packet] if name.packets is None else name.packets(packet)

    def _records(
        self, owner: dns.name.Name, rdtype: dns.rdatatype.RdataType
    ) -> list[dns.rrset.RRset]:
        """The records of a name, its aliases followed as a recursive server does."""
        found: list[dns.rrset.RRset] = []
        seen: set[dns.name.Name] = set()
        while owner not in seen:
            seen.add(owner)
            name = self.names.get(owner.to_text(omit_final_dot=True).lower(), NO_DATA)
            if name.cname is None:
                addresses = {A: name.a, AAAA: name.aaaa}.get(rdtype, ())
                of_type = f"{dns.rdatatype.to_text(rdtype)} "
                addresses += tuple(
                    each.removeprefix(of_type) for each in name.answer if each.startswith(of_type)
                )
                # one set for each address: dnspython shuffles the records within a set
                return found + [
                    dns.rrset.from_text(owner, TTL_SECONDS, "IN", rdtype, address)
                    for address in addresses
                ]
            alias = dns.name.from_text(name.cname)
            found.append(
                dns.rrset.from_text(owner, TTL_SECONDS, "IN", dns.rdatatype.CNAME, alias.to_text())
            )
            owner = alias
        return found


def _record(line: str) -> dns.rrset.RRset:
    owner, ttl, rdclass, rdtype, data = line.split(" ", 4)
    return dns.rrset.from_text(owner, int(ttl), rdclass, rdtype, data)


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, server: NameServer) -> None:
        self._server = server
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        task = asyncio.get_running_loop().create_task(self._reply(data, addr))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reply(self, data: bytes, addr: tuple[str, int]) -> None:
        for number, packet in enumerate(await self._server.answer(data, tcp=False), start=1):
            if self._transport.is_closing():
                return
            self._transport.sendto(packet, addr)
            if number % PACKETS_A_TURN == 0:
                await asyncio.sleep(0)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._transport.close()


@asynccontextmanager
async def name_server(
    names: Mapping[str, Name], *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[NameServer]:
    """Answer for `names` on one port of `host`, UDP and TCP; other names do not exist.

    With `tls` what comes over TCP is DNS over TLS.
    """
    server = NameServer(names={name.lower(): how for name, how in names.items()}, host=host)

    async def over_tcp(peer: Peer) -> None:
        while True:
            (length,) = struct.unpack("!H", await peer.reader.readexactly(2))
            packets = await server.answer(await peer.reader.readexactly(length), tcp=True)
            if not packets:
                await peer.until_closed()
            for packet in packets:
                await peer.send(struct.pack("!H", len(packet)) + packet)

    for _ in range(TRIES):
        async with serve(over_tcp, host=host, tls=tls) as tcp:
            server.port = tcp.port
            try:
                _, udp = await asyncio.get_running_loop().create_datagram_endpoint(
                    lambda: _Udp(server), local_addr=(host, tcp.port)
                )
            except OSError:
                continue  # somebody speaks UDP from this port just now
            try:
                yield server
            finally:
                await udp.close()
            return
    raise OSError(f"no port of {host} is free for UDP and TCP")
