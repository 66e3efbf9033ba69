"""A question to a name server, and which packets are an answer to it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
from dns.rdataclass import RdataClass
from dns.rdatatype import RdataType
from pydantic import AfterValidator, Field

HEADER_BYTES = 12
"""RFC 1035, section 4.1.1."""
_QUESTION_TAIL_BYTES = 4  # type and class follow the name
_MAY_LACK_QUESTION = frozenset(
    {dns.rcode.FORMERR, dns.rcode.SERVFAIL, dns.rcode.NOTIMP, dns.rcode.REFUSED}
)
"""Some servers that could not or would not read a question do not repeat it."""


class RecordType(StrEnum):
    """The types of record that can be asked for, and that are shown as text in an answer."""

    A = "A"
    AAAA = "AAAA"
    CAA = "CAA"
    CNAME = "CNAME"
    DNAME = "DNAME"
    DNSKEY = "DNSKEY"
    DS = "DS"
    HTTPS = "HTTPS"
    MX = "MX"
    NAPTR = "NAPTR"
    NS = "NS"
    PTR = "PTR"
    SOA = "SOA"
    SRV = "SRV"
    SSHFP = "SSHFP"
    SVCB = "SVCB"
    TLSA = "TLSA"
    TXT = "TXT"
    URI = "URI"

    @property
    def rdtype(self) -> RdataType:
        """As dnspython has it."""
        return RdataType[self.value]


class RecordClass(StrEnum):
    """The classes of record: the Internet, and what name servers tell of themselves."""

    IN = "IN"
    CH = "CH"
    HS = "HS"

    @property
    def rdclass(self) -> RdataClass:
        """As dnspython has it."""
        return RdataClass[self.value]


def check_name(name: str) -> str:
    """Return `name` where DNS can carry it, as text in ASCII; else raise ValueError."""
    if not name.isascii() or not name.isprintable() or " " in name:
        raise ValueError(f"{name!r} is not a name; write it in plain ASCII (names as xn--…)")
    try:
        dns.name.from_text(name)
    except dns.exception.DNSException as error:
        raise ValueError(f"{name!r} is not a name that DNS can carry: {error}") from error
    return name


QueryName = Annotated[str, Field(min_length=1), AfterValidator(check_name)]
"""A name to ask for; unlike a host's, its labels may hold any character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, of whomever."""

    name: dns.name.Name
    record: RecordType
    record_class: RecordClass
    recursion: bool

    def query(self) -> "Query":
        """The question with a random id, for one name server."""
        # Without EDNS, as stub resolvers ask: an answer beyond 512 bytes comes over TCP.
        message = dns.message.make_query(
            self.name,
            self.record.rdtype,
            self.record_class.rdclass,
            use_edns=False,
            flags=dns.flags.RD if self.recursion else 0,
        )
        return Query(question=self, wire=message.to_wire())


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question as it goes over the wire."""

    question: Question
    wire: bytes

    def is_answered_by(self, packet: bytes) -> bool:
        """Whether a packet has the id and the question of this query, and says it is an answer."""
        if len(packet) < HEADER_BYTES or packet[:2] != self.wire[:2]:
            return False
        flags, questions = flags_of(packet), int.from_bytes(packet[4:6])
        if not flags & dns.flags.QR or dns.opcode.from_flags(flags) != dns.opcode.QUERY:
            return False
        if questions == 0:
            return flags & 0xF in _MAY_LACK_QUESTION
        name, tail = _split(self.wire[HEADER_BYTES:])
        asked_name, asked_tail = _split(packet[HEADER_BYTES : len(self.wire)])
        return questions == 1 and (asked_name.lower(), asked_tail) == (name.lower(), tail)

    def records_at(self, answer: bytes) -> int:
        """Where the records begin in a packet that answers this query."""
        return len(self.wire) if int.from_bytes(answer[4:6]) else HEADER_BYTES


def _split(question: bytes) -> tuple[bytes, bytes]:
    """A question's name, whose case says nothing, and its type and class, which are numbers."""
    return question[:-_QUESTION_TAIL_BYTES], question[-_QUESTION_TAIL_BYTES:]


def flags_of(packet: bytes) -> int:
    """The flags of a packet that has a header."""
    return int.from_bytes(packet[2:4])


def is_truncated(packet: bytes) -> bool:
    """Whether a packet says that the whole answer did not fit."""
    return bool(flags_of(packet) & dns.flags.TC)
