"""What a name server's answer must be like."""

from ipaddress import ip_address
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from monitor.checks.assertions import TextCheck, shown
from monitor.fields import IpNetwork, Regex, Spec, Text, exactly_one
from monitor.model import CheckResult, DnsAnswer, DnsRecord, Reason

Rcode = Literal[
    "NOERROR",
    "FORMERR",
    "SERVFAIL",
    "NXDOMAIN",
    "NOTIMP",
    "REFUSED",
    "YXDOMAIN",
    "YXRRSET",
    "NXRRSET",
    "NOTAUTH",
    "NOTZONE",
]
_ADDRESSES = frozenset({"A", "AAAA"})
_SERIALS = 2**32


class RecordCheck(Spec):
    """One assertion on the records of a section, each as a line: `name. TTL IN TYPE data`."""

    contains: Text | None = Field(None, description="A record must contain this text")
    excludes: Text | None = Field(None, description="No record may contain this text")
    matches: Regex | None = Field(None, description="A record must match this RE2 expression")
    not_matches: Regex | None = Field(None, description="No record may match this RE2 expression")
    of: Literal["any", "all"] | None = Field(
        None,
        description="Whether it must hold for any or all of the records; when left out, for any"
        " with contains and matches, for all with excludes and not_matches",
    )

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        exactly_one(self, ("contains", "excludes", "matches", "not_matches"))
        return self

    def evaluate(self, answer: DnsAnswer, section: str, record_class: str) -> CheckResult:
        """Judge one section; where it is empty, only what no record may be like is fulfilled."""
        text = self._text()
        lines = [_line(record, record_class) for record in in_section(answer, section)]
        held = [text.holds(line.encode()) for line in lines]
        return CheckResult(
            sentence=f"{self._whose} of the {section} {text.wanted}",
            passed=all(held) and (bool(held) or self._denies) if self._all else any(held),
            reason=Reason.CHECK_RECORDS,
            expected=text.wanted,
            observed=shown("; ".join(lines)) if lines else "no record",
            regex=text.regex,
        )

    @property
    def _denies(self) -> bool:
        return self.excludes is not None or self.not_matches is not None

    @property
    def _all(self) -> bool:
        return self.of == "all" or (self.of is None and self._denies)

    @property
    def _whose(self) -> str:
        return "every record" if self._all else "a record"

    def _text(self) -> TextCheck:
        return TextCheck(
            contains=self.contains,
            excludes=self.excludes,
            matches=self.matches,
            not_matches=self.not_matches,
        )


class DnsExpect(Spec):
    """What an answer must be like; the first assertion that breaks gives the reason."""

    rcode: Annotated[tuple[Rcode, ...], Field(min_length=1)] = Field(
        ("NOERROR",), description="Response codes that are well"
    )
    minimum_answers: Annotated[int, Field(strict=True, ge=0, le=100)] = Field(
        1, description="So many records of the type asked for, at least, where the name exists"
    )
    addresses: Annotated[tuple[IpNetwork, ...], Field(min_length=1)] | None = Field(
        None, description="Every address in the answer must be one of these, or of these networks"
    )
    answer: tuple[RecordCheck, ...] = Field((), description="Assertions on the answer section")
    authority: tuple[RecordCheck, ...] = Field(
        (), description="Assertions on the authority section"
    )
    additional: tuple[RecordCheck, ...] = Field(
        (), description="Assertions on the additional section"
    )
    minimum_serial: Annotated[int, Field(strict=True, ge=0, le=_SERIALS - 1)] | None = Field(
        None, description="The serial of the SOA record must not be older than this (RFC 1982)"
    )

    def evaluate(
        self, answer: DnsAnswer, record: str, record_class: str
    ) -> tuple[CheckResult, ...]:
        """Judge the answer to a question for records of this type and class."""
        results = [self._rcode(answer), *self._enough(answer, record), *self._allowed(answer)]
        for section, checks in (
            ("answer", self.answer),
            ("authority", self.authority),
            ("additional", self.additional),
        ):
            results += [check.evaluate(answer, section, record_class) for check in checks]
        return (*results, *self._serial(answer))

    @property
    def wants_records(self) -> bool:
        """Whether an answer must have records of the type asked for."""
        return "NOERROR" in self.rcode and self.minimum_answers > 0

    def _rcode(self, answer: DnsAnswer) -> CheckResult:
        wanted = ", ".join(self.rcode)
        return CheckResult(
            sentence=f"rcode is {wanted}",
            passed=answer.rcode in self.rcode,
            reason=_RCODE_REASONS.get(answer.rcode, Reason.DNS_SERVFAIL),
            expected=wanted,
            observed=answer.rcode,
        )

    def _enough(self, answer: DnsAnswer, record: str) -> list[CheckResult]:
        """How many there are is only asked of a name that exists."""
        if answer.rcode != "NOERROR" or self.minimum_answers == 0:
            return []
        found = len(of_type(answer.records, record))
        return [
            CheckResult(
                sentence=f"{record} records in the answer: {self.minimum_answers} or more",
                passed=found >= self.minimum_answers,
                reason=Reason.DNS_NO_DATA,
                expected=f"at least {self.minimum_answers}",
                observed=f"{found} of {answer.answers} records",
            )
        ]

    def _allowed(self, answer: DnsAnswer) -> list[CheckResult]:
        if self.addresses is None:
            return []
        networks = self.addresses
        others = [
            address
            for address in addresses_of(answer.records)
            if not any(ip_address(address) in network for network in networks)
        ]
        wanted = shown(", ".join(map(str, networks)))
        return [
            CheckResult(
                sentence=f"every address is of {wanted}",
                passed=not others,
                reason=Reason.CHECK_RECORDS,
                expected=wanted,
                observed=shown(", ".join(others or addresses_of(answer.records))) or "no address",
            )
        ]

    def _serial(self, answer: DnsAnswer) -> list[CheckResult]:
        if self.minimum_serial is None:
            return []
        serial = answer.serial
        # RFC 1982, section 3.2: serials go round, and what is less than half of it ahead is newer.
        newer = serial is not None and (serial - self.minimum_serial) % _SERIALS < _SERIALS // 2
        return [
            CheckResult(
                sentence=f"the zone's serial is {self.minimum_serial} or newer",
                passed=newer,
                reason=Reason.CHECK_RECORDS,
                expected=f"at least {self.minimum_serial}",
                observed="no SOA record" if serial is None else str(serial),
            )
        ]


_RCODE_REASONS = {"NOERROR": Reason.CHECK_RECORDS, "NXDOMAIN": Reason.DNS_NXDOMAIN}


def in_section(answer: DnsAnswer, section: str) -> list[DnsRecord]:
    """The records of one section."""
    return [record for record in answer.records if record.section == section]


def of_type(records: tuple[DnsRecord, ...], record: str) -> frozenset[str]:
    """What the records of a type in the answer section say."""
    return frozenset(r.text for r in records if r.section == "answer" and r.type == record)


def addresses_of(records: tuple[DnsRecord, ...]) -> list[str]:
    """The addresses in the answer section."""
    listed = (r.text for r in records if r.section == "answer" and r.type in _ADDRESSES)
    return [text for text in listed if _is_address(text)]


def _is_address(text: str) -> bool:
    """In class CH an A record holds no address, and a malformed one may hold anything."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _line(record: DnsRecord, record_class: str) -> str:
    return f"{record.name} {record.ttl_seconds} {record_class} {record.type} {record.text}"
