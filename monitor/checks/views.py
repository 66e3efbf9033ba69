"""Who answers in a name's place: addresses that no service has, and resolvers that disagree."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address

from monitor.checks.assertions import shown
from monitor.checks.records import addresses_of, of_type
from monitor.model import CheckResult, DnsRecord, DnsView, Reason, Result
from monitor.net.addresses import is_public_address


class Agree(StrEnum):
    """In what several resolvers must agree."""

    RCODE = "rcode"
    """Whether the name exists, and has records of the type."""
    OVERLAP = "overlap"
    """And they have a record in common."""
    SAME = "same"
    """And all their records are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgeries:
    """What tells an answer that is not the name's own."""

    public_only: bool
    """Whether an address that no public service can have tells it."""
    addresses: tuple[IPv4Network | IPv6Network, ...]
    """Those of block pages."""
    names: tuple[str, ...]
    """Those of block pages, in lower case and without the dot at the end."""

    def find(self, records: tuple[DnsRecord, ...]) -> str | None:
        """Why these records are not the name's own, or None where they may be."""
        addresses = addresses_of(records)
        blocked = [
            address
            for address in addresses
            if any(ip_address(address) in network for network in self.addresses)
        ]
        if blocked:
            return f"{blocked[0]} is an address of a block page"
        for alias in sorted(of_type(records, "CNAME")):
            if self._is_blocked(alias):
                return f"{shown(alias)} is a name of a block page"
        inside = [a for a in addresses if self.public_only and not is_public_address(a)]
        return f"the public name leads to the private address {inside[0]}" if inside else None

    def _is_blocked(self, alias: str) -> bool:
        name = alias.lower().removesuffix(".")
        return any(name == blocked or name.endswith(f".{blocked}") for blocked in self.names)


def has_records(view: DnsView, record: str) -> bool:
    """Whether a resolver knows records of the type asked for."""
    return view.rcode == "NOERROR" and bool(of_type(view.records, record))


def other_views(
    views: tuple[DnsView, ...], record: str, agree: Agree, forgeries: Forgeries
) -> tuple[CheckResult, ...]:
    """Whether the other resolvers say what the first one says; one that is silent says nothing."""
    first, others = views[0], [view for view in views[1:] if view.rcode is not None]
    forged = [(view, why) for view in others if (why := forgeries.find(view.records))]
    apart = [view for view in others if not _AGREE[agree](first, view, record)]
    told = [f"{view.server}: {_said(view, record)}" for view in [first, *apart]]
    deceived = [f"{view.server}: {why}" for view, why in forged]
    return (
        _check(f"the resolvers agree ({agree})", told if apart else []),
        _check("no other resolver is deceived", deceived),
    )


def _check(sentence: str, against: list[str]) -> CheckResult:
    return CheckResult(
        sentence=sentence,
        passed=not against,
        reason=Reason.CHECK_RECORDS,
        result=Result.DEGRADED,
        expected=sentence,
        observed=shown("; ".join(against)) if against else "nothing else",
    )


def _said(view: DnsView, record: str) -> str:
    if view.rcode != "NOERROR":
        return str(view.rcode)
    return ", ".join(sorted(of_type(view.records, record))) or f"no {record} record"


def _same_rcode(first: DnsView, other: DnsView, record: str) -> bool:
    same = has_records(first, record) is has_records(other, record)
    return first.rcode == other.rcode and same


def _overlap(first: DnsView, other: DnsView, record: str) -> bool:
    ours, theirs = of_type(first.records, record), of_type(other.records, record)
    return _same_rcode(first, other, record) and (ours == theirs or bool(ours & theirs))


def _same(first: DnsView, other: DnsView, record: str) -> bool:
    ours, theirs = of_type(first.records, record), of_type(other.records, record)
    return _same_rcode(first, other, record) and ours == theirs


_AGREE: dict[Agree, Callable[[DnsView, DnsView, str], bool]] = {
    Agree.RCODE: _same_rcode,
    Agree.OVERLAP: _overlap,
    Agree.SAME: _same,
}
