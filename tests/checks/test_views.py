"""Who answers in a name's place, and when resolvers disagree."""

from ipaddress import ip_network

import pytest

from monitor.checks.views import Agree, Forgeries, has_records, other_views
from monitor.model import DnsRecord, DnsView, Reason, Result

NOTHING = Forgeries(public_only=False, addresses=(), names=())


def of(record: str, *data: str, section: str = "answer") -> tuple[DnsRecord, ...]:
    return tuple(
        DnsRecord(section=section, name="jmo.example.", type=record, ttl_seconds=30, text=text)
        for text in data
    )


def view(*addresses: str, rcode: str | None = "NOERROR", server: str = "192.0.2.53") -> DnsView:
    return DnsView(server=server, rcode=rcode, records=of("A", *addresses), seconds=0.1)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.0.1",
        "224.0.0.1",
        "::",
        "::1",
        "fd00::1",
        "fe80::1",
        "::ffff:10.0.0.1",
        "2002:a00:1::",
    ],
)
def test_a_public_name_has_no_address_that_is_not_public(address: str) -> None:
    strict = Forgeries(public_only=True, addresses=(), names=())
    record = "AAAA" if ":" in address else "A"
    assert strict.find(of("A", "8.8.8.8")) is None
    assert address in (strict.find((*of("A", "8.8.8.8"), *of(record, address))) or "")
    assert strict.find(of(record, address, section="additional")) is None
    assert NOTHING.find(of(record, address)) is None


def test_an_address_of_a_block_page_is_known() -> None:
    networks = (ip_network("36.86.63.0/24"), ip_network("2001:db8::1"))
    forgeries = Forgeries(public_only=False, addresses=networks, names=())
    assert forgeries.find(of("A", "8.8.8.8")) is None
    assert forgeries.find(of("A", "8.8.8.8", "36.86.63.185")) == (
        "36.86.63.185 is an address of a block page"
    )
    assert forgeries.find(of("AAAA", "2001:db8::1")) is not None


@pytest.mark.parametrize(
    ("alias", "known"),
    [
        ("internetpositif.example.", True),
        ("WWW.InternetPositif.example.", True),
        ("notinternetpositif.example.", False),
        ("internetpositif.example.org.", False),
        ("\\# 4 00000000", False),
    ],
)
def test_an_alias_of_a_block_page_is_known(alias: str, known: bool) -> None:
    forgeries = Forgeries(public_only=False, addresses=(), names=("internetpositif.example",))
    assert (forgeries.find(of("CNAME", alias)) is not None) is known


def broken(agree: Agree, *views: DnsView) -> list[str]:
    checks = other_views(views, "A", agree, NOTHING)
    for check in checks:
        assert check.reason is Reason.CHECK_RECORDS
        assert check.result is Result.DEGRADED
    return [check.observed for check in checks if not check.passed]


@pytest.mark.parametrize(
    ("other", "disagrees"),
    [
        (view("8.8.8.8", "8.8.4.4"), ()),
        (view("8.8.4.4", "8.8.8.8"), ()),
        (view("8.8.8.8"), (Agree.SAME,)),
        (view("8.8.8.8", "1.1.1.1"), (Agree.SAME,)),
        (view("1.1.1.1"), (Agree.OVERLAP, Agree.SAME)),
        (view(), tuple(Agree)),
        (view(rcode="NXDOMAIN"), tuple(Agree)),
        (view(rcode="SERVFAIL"), tuple(Agree)),
        (view(rcode=None), ()),
    ],
)
def test_resolvers_agree_in_what_they_must(other: DnsView, disagrees: tuple[Agree, ...]) -> None:
    for agree in Agree:
        assert bool(broken(agree, view("8.8.8.8", "8.8.4.4"), other)) is (agree in disagrees)


def test_resolvers_that_know_nothing_agree() -> None:
    for agree in Agree:
        assert not broken(agree, view(), view())
        assert not broken(agree, view(rcode="NXDOMAIN"), view(rcode="NXDOMAIN"))


def test_a_disagreement_tells_who_says_what() -> None:
    one, two = view("8.8.8.8", server="192.0.2.1"), view(rcode="NXDOMAIN", server="192.0.2.2")
    three = view(server="192.0.2.3")
    assert broken(Agree.RCODE, one, one, two) == ["192.0.2.1: 8.8.8.8; 192.0.2.2: NXDOMAIN"]
    assert broken(Agree.RCODE, one, three) == ["192.0.2.1: 8.8.8.8; 192.0.2.3: no A record"]


def test_another_resolver_that_is_deceived_is_told() -> None:
    strict = Forgeries(public_only=True, addresses=(), names=())
    first, other = view("8.8.8.8"), view("10.0.0.1", server="192.0.2.2")
    agreed, deceived = other_views((first, other), "A", Agree.RCODE, strict)
    assert agreed.passed
    assert not deceived.passed
    assert deceived.observed == ("192.0.2.2: the public name leads to the private address 10.0.0.1")


def test_an_error_has_no_records() -> None:
    assert has_records(view("8.8.8.8"), "A")
    assert not has_records(view("8.8.8.8"), "AAAA")
    assert not has_records(view("8.8.8.8", rcode="NXDOMAIN"), "A")
