"""A name server's answer, read record by record: a hostile one costs no more than a long one."""

import asyncio

import dns.exception
import dns.name
import dns.rcode
from dns.rdata import from_wire_parser, get_rdata_class
from dns.rdataclass import RdataClass
from dns.rdatatype import RdataType
from dns.rdtypes.ANY.SOA import SOA
from dns.wire import Parser

from monitor.model import DnsAnswer, DnsRecord, Reason
from monitor.net.failure import AttemptError
from monitor.net.question import Query, RecordClass, RecordType, flags_of
from monitor.text import clean

MOST_RECORDS = 100
"""So many records of a section are read; the others are counted."""
LONGEST_DATA_BYTES = 2048
"""A longer record, whose text could take a while, is shown as the beginning of its bytes."""
LONGEST_TEXT = 4 * LONGEST_DATA_BYTES
LONGEST_NAME = 255
RECORDS_A_TURN = 20
"""After so many records the loop gets its turn."""
_SHOWN_BYTES = 32
_SECTIONS = ("answer", "authority", "additional")
_LONGEST_TTL = 2**31 - 1  # RFC 2181, section 8: what is beyond counts as zero
_READABLE = {record.rdtype for record in RecordType}


def load_record_types(record_class: RecordClass) -> None:
    """Have dnspython import what reads each type; it does so from disk, so not on the loop."""
    for record in RecordType:
        get_rdata_class(record_class.rdclass, record.rdtype)  # type: ignore[no-untyped-call]


async def read_reply(packet: bytes, query: Query) -> DnsAnswer:
    """What a packet that answers `query` says. Raises AttemptError where it is malformed."""
    reader = _Reader(packet, query)
    try:
        counts = [await reader.section(section) for section in _SECTIONS]
    except dns.exception.DNSException as error:
        said = f"the answer is malformed: {error}"
        raise AttemptError(Reason.DNS_SERVFAIL, said) from error
    return DnsAnswer(
        rcode=dns.rcode.to_text(dns.rcode.from_flags(flags_of(packet), 0)),
        answers=counts[0],
        authorities=counts[1],
        additionals=counts[2],
        serial=reader.serial,
        records=tuple(reader.records),
    )


class _Reader:
    """Walks over the sections of a packet; raises DNSException where they are not what they say."""

    def __init__(self, packet: bytes, query: Query) -> None:
        self._parser = Parser(packet, query.records_at(packet))
        self._counts = dict(zip(_SECTIONS, _counts(packet), strict=True))
        self._class = query.question.record_class.rdclass
        self.records: list[DnsRecord] = []
        self.serial: int | None = None

    async def section(self, section: str) -> int:
        """Read the next section; returns how many records it has."""
        for number in range(self._counts[section]):
            if number % RECORDS_A_TURN == RECORDS_A_TURN - 1:
                await asyncio.sleep(0)
            if number < MOST_RECORDS:
                self._read(section)
            else:
                self._skip()
        return self._counts[section]

    def _read(self, section: str) -> None:
        owner = dns.name.from_wire_parser(self._parser)
        rdtype, rdclass, ttl, length = self._parser.get_struct("!HHIH")
        if rdtype == RdataType.OPT:  # says something of the packet, and is no record
            self._parser.get_bytes(length)
            return
        record = DnsRecord(
            section=section,
            name=clean(owner.to_text(), LONGEST_NAME),
            type=RdataType.to_text(rdtype),
            ttl_seconds=ttl if ttl <= _LONGEST_TTL else 0,
            text=clean(self._data(rdclass, rdtype, length), LONGEST_TEXT),
        )
        self.records.append(record)

    def _data(self, rdclass: int, rdtype: int, length: int) -> str:
        """A record's data as text; as RFC 3597 writes it where it is of no type that is read."""
        if rdtype not in _READABLE or rdclass != self._class or length > LONGEST_DATA_BYTES:
            return _generic(self._parser.get_bytes(length))
        with self._parser.restrict_to(length):
            data = from_wire_parser(RdataClass(rdclass), RdataType(rdtype), self._parser)
        if isinstance(data, SOA) and self.serial is None:
            self.serial = data.serial
        return str(data.to_text())

    def _skip(self) -> None:
        while (length := self._parser.get_uint8()) != 0:
            if length >= 0xC0:  # a pointer (RFC 1035, section 4.1.4), which ends the name
                self._parser.get_uint8()
                break
            self._parser.get_bytes(length)
        *_, length = self._parser.get_struct("!HHIH")
        self._parser.get_bytes(length)


def _generic(data: bytes) -> str:
    more = "…" if len(data) > _SHOWN_BYTES else ""
    return f"\\# {len(data)} {data[:_SHOWN_BYTES].hex()}{more}".rstrip()


def _counts(packet: bytes) -> tuple[int, int, int]:
    """How many records each section claims to have."""
    answers, authorities, additionals = (int.from_bytes(packet[n : n + 2]) for n in (6, 8, 10))
    return answers, authorities, additionals
