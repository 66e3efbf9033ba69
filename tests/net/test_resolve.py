"""Names become addresses: from where they are known, and in the right order."""

from pathlib import Path

import dns.rcode
import dns.resolver
import pytest

from monitor.model import Reason
from monitor.net.failure import AttemptError
from monitor.net.resolve import (
    MOST_ADDRESSES,
    Family,
    Resolution,
    Resolver,
    read_hosts,
    resolver_at,
    system_resolver,
)
from tests.support.names import AAAA, A, Name, NameServer, name_server

NAME = "jmo.example"
BOTH = Name(a=("192.0.2.1", "192.0.2.2"), aaaa=("2001:db8::1",))


def at(server: NameServer, *more: str) -> Resolver:
    return resolver_at((f"127.0.0.1:{server.port}", *more), {})


@pytest.mark.parametrize(
    ("family", "addresses"),
    [
        (Family.ANY, ("192.0.2.1", "2001:db8::1", "192.0.2.2")),
        (Family.IP4, ("192.0.2.1", "192.0.2.2")),
        (Family.IP6, ("2001:db8::1",)),
        (Family.IP6_FIRST, ("2001:db8::1", "192.0.2.1", "192.0.2.2")),
    ],
)
async def test_families_take_turns_the_preferred_one_first(
    family: Family, addresses: tuple[str, ...]
) -> None:
    async with name_server({NAME: BOTH}) as server:
        found = await at(server).resolve(NAME, family, {})
    assert found == Resolution(addresses=addresses, from_dns=True)


async def test_one_family_without_data_leaves_the_other() -> None:
    async with name_server({NAME: Name(aaaa=("2001:db8::1",))}) as server:
        found = await at(server).resolve(NAME, Family.ANY, {})
    assert found.addresses == ("2001:db8::1",)


async def test_a_late_family_is_not_waited_for() -> None:
    slow = Name(a=("192.0.2.1",), aaaa=("2001:db8::1",), silent=frozenset({AAAA}))
    async with name_server({NAME: slow}) as server:
        found = await at(server).resolve(NAME, Family.IP6_FIRST, {})
    assert found.addresses == ("192.0.2.1",)


async def test_both_families_answering_late_are_both_taken() -> None:
    slow = Name(a=("192.0.2.1",), aaaa=("2001:db8::1",), delay=0.1)
    async with name_server({NAME: slow}) as server:
        found = await at(server).resolve(NAME, Family.ANY, {})
    assert found.addresses == ("192.0.2.1", "2001:db8::1")


async def test_no_more_addresses_are_tried_than_a_run_has_time_for() -> None:
    many = Name(a=tuple(f"192.0.2.{n}" for n in range(100)))
    async with name_server({NAME: many}) as server:
        found = await at(server).resolve(NAME, Family.ANY, {})
    assert len(found.addresses) == MOST_ADDRESSES


async def test_the_next_name_server_is_asked_where_one_fails() -> None:
    async with (
        name_server({NAME: Name(rcode=dns.rcode.SERVFAIL)}) as bad,
        name_server({NAME: BOTH}) as good,
    ):
        resolver = at(bad, f"127.0.0.1:{good.port}")
        found = await resolver.resolve(NAME, Family.IP4, {})
    assert found.addresses == ("192.0.2.1", "192.0.2.2")


@pytest.mark.parametrize("host", [NAME, "JMO.Example", "jmo.example."])
async def test_what_is_configured_is_never_asked_for(host: str) -> None:
    resolver = resolver_at(("127.0.0.1:9",), {NAME: ("192.0.2.9",)})
    found = await resolver.resolve(host, Family.ANY, {NAME: "192.0.2.7"})
    assert found == Resolution(addresses=("192.0.2.7",), from_dns=False)


async def test_the_hosts_file_comes_before_dns() -> None:
    resolver = resolver_at(("127.0.0.1:9",), {NAME: ("192.0.2.9", "2001:db8::9")})
    found = await resolver.resolve(NAME, Family.IP6_FIRST, {})
    assert found == Resolution(addresses=("2001:db8::9", "192.0.2.9"), from_dns=False)


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
async def test_an_address_is_its_own_answer(address: str) -> None:
    found = await system_resolver({}).resolve(address, Family.ANY, {})
    assert found == Resolution(addresses=(address,), from_dns=False)


async def test_a_known_address_of_another_family_is_no_data() -> None:
    with pytest.raises(AttemptError, match="not of family ip6") as caught:
        await system_resolver({}).resolve("192.0.2.1", Family.IP6, {})
    assert caught.value.reason is Reason.DNS_NO_DATA


async def test_names_are_not_looked_for_in_search_domains() -> None:
    async with name_server({}) as server:
        with pytest.raises(dns.resolver.NXDOMAIN):
            await at(server).resolve("jmo", Family.IP4, {})
    assert [name for name, _, _ in server.questions] == ["jmo"]


async def test_nothing_is_remembered_between_two_look_ups() -> None:
    async with name_server({NAME: BOTH}) as server:
        resolver = at(server)
        for _ in range(2):
            await resolver.resolve(NAME, Family.IP4, {})
    assert len(server.questions) == 2


def test_the_hosts_file_is_read_as_the_system_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "hosts"
    file.write_text(
        "127.0.0.1 localhost here  # a comment\n"
        "::1\tlocalhost\n"
        "\n# nothing\n"
        "no-address name\n"
        "192.0.2.1 JMO.example alias\n"
        "192.0.2.2\n"
    )
    assert read_hosts(file) == {
        "localhost": ("127.0.0.1", "::1"),
        "here": ("127.0.0.1",),
        "jmo.example": ("192.0.2.1",),
        "alias": ("192.0.2.1",),
    }


def test_without_a_hosts_file_there_is_still_localhost(tmp_path: Path) -> None:
    assert read_hosts(tmp_path / "none") == {"localhost": ("127.0.0.1", "::1")}


def test_a_broken_hosts_file_stops_nobody(tmp_path: Path) -> None:
    file = tmp_path / "hosts"
    file.write_bytes(b"\xff\xfe\0\n192.0.2.1 jmo.example\n")
    assert read_hosts(file)["jmo.example"] == ("192.0.2.1",)


def test_each_family_asks_for_its_records() -> None:
    assert Family.ANY.record_types == (A, AAAA)
    assert Family.IP6_FIRST.record_types == (AAAA, A)
