"""Ask one name server, over UDP, TCP or TLS, with each phase timed."""

import asyncio
import socket
from dataclasses import dataclass
from typing import Literal

from monitor.model import Connection, DnsAnswer, Phase, Reason
from monitor.net.failure import AttemptError
from monitor.net.question import Query, Question, is_truncated
from monitor.net.reach import connect, secure
from monitor.net.recorder import Recorder
from monitor.net.reply import read_reply
from monitor.net.resolve import Resolution
from monitor.net.stream import READS_A_TURN, Stream
from monitor.net.tls import TlsOptions
from monitor.net.toolbox import Net

Transport = Literal["udp", "tcp", "tls"]
RESEND_SECONDS = 2.0
"""A packet that was lost is sent again after this time, as resolvers do."""
MOST_STRAY_PACKETS = 1000
"""More packets than this that answer another question are a flood."""
_LARGEST_BYTES = 65_535
_LENGTH_BYTES = 2  # RFC 1035, section 4.2.2: over TCP a message follows its length


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A name server, and how it is asked."""

    address: str
    port: int
    transport: Transport
    tls: TlsOptions


async def ask(net: Net, recorder: Recorder, question: Question, server: Server) -> DnsAnswer:
    """Ask, over UDP first and then over TCP where the answer did not fit.

    Raises AttemptError, OSError, ssl.SSLError, and httpcore.WriteError in place of an OSError.
    """
    query = question.query()
    if server.transport != "udp":
        return await read_reply(await _over_stream(net, recorder, query, server), query)
    with recorder.phase(Phase.RESOLVE):
        packet = await _over_udp(recorder, query, server)
    if is_truncated(packet):
        packet = await _over_stream(net, recorder, query, server)
    return await read_reply(packet, query)


async def _over_udp(recorder: Recorder, query: Query, server: Server) -> bytes:
    """The answer; the query is sent again and again until there is one."""
    version = 6 if ":" in server.address else 4
    family = socket.AF_INET6 if version == 6 else socket.AF_INET
    loop = asyncio.get_running_loop()
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        # A connected socket takes packets from the server alone, and hears that its port is closed.
        sock.connect((server.address, server.port))
        recorder.connection = Connection(address=server.address, ip_version=version, fallback=False)
        packets = _Packets(sock, query)
        while True:
            await loop.sock_sendall(sock, query.wire)
            try:
                async with asyncio.timeout(RESEND_SECONDS):
                    return await packets.answer()
            except TimeoutError:
                continue


class _Packets:
    """What comes in on a socket, of which only an answer to the query counts."""

    def __init__(self, sock: socket.socket, query: Query) -> None:
        self._sock = sock
        self._query = query
        self._strays = 0

    async def answer(self) -> bytes:
        """The first packet that answers the query; anybody may have sent the others."""
        loop = asyncio.get_running_loop()
        while True:
            packet = await loop.sock_recv(self._sock, _LARGEST_BYTES)
            if self._query.is_answered_by(packet):
                return packet
            self._strays += 1
            if self._strays > MOST_STRAY_PACKETS:
                said = f"more than {MOST_STRAY_PACKETS} packets came that answer another question"
                raise AttemptError(Reason.DNS_SERVFAIL, said)
            if self._strays % READS_A_TURN == 0:
                await asyncio.sleep(0)


async def _over_stream(net: Net, recorder: Recorder, query: Query, server: Server) -> bytes:
    """The answer over a connection of its own, under TLS where that is wanted."""
    found = Resolution(addresses=(server.address,), from_dns=False)
    with recorder.phase(Phase.CONNECT):
        stream = await connect(recorder, found, server.port)
    try:
        if server.transport == "tls":
            await secure(net, recorder, stream, server.tls, host=server.address)
        with recorder.phase(Phase.RESOLVE):
            return await _exchange(stream, query)
    finally:
        stream.close()


async def _exchange(stream: Stream, query: Query) -> bytes:
    await stream.write(len(query.wire).to_bytes(_LENGTH_BYTES) + query.wire)
    length = int.from_bytes(await _read_exactly(stream, _LENGTH_BYTES))
    packet = await _read_exactly(stream, length)
    if not query.is_answered_by(packet):
        raise AttemptError(Reason.DNS_SERVFAIL, "what came is no answer to the question")
    return packet


async def _read_exactly(stream: Stream, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        piece = await stream.read(count - len(data))
        if not piece:
            said = f"the connection was closed after {len(data)} of {count} bytes"
            raise AttemptError(Reason.DNS_SERVFAIL, said)
        data += piece
    return bytes(data)
