"""The dns kind's options, each asked of a real name server."""

import asyncio
import os
import resource
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.clock import SystemClock
from monitor.model import DnsRecord, Outcome, Phase, Reason, Result
from monitor.net.resolve import Resolver, resolver_at
from monitor.net.toolbox import Net
from monitor.probes.dns import DnsProbe
from monitor.probes.run import run
from tests.probes.conftest import probe_of, run_probe
from tests.support.certificates import Authority
from tests.support.faults.dns import ADDRESS, GOOD, NAME, holding, record
from tests.support.names import NXDOMAIN, SILENT, Name, NameServer, name_server

SOA = "example. 60 IN SOA ns.example. root.example. 2026010100 3600 600 86400 60"
FULL = Name(
    a=(ADDRESS,),
    authority=("example. 60 IN NS ns.example.", SOA),
    additional=("ns.example. 60 IN A 9.9.9.9",),
)


def came_to(outcome: Outcome) -> tuple[str, str | None]:
    return outcome.result.value, outcome.reason


async def ask(how: Name, **options: Any) -> Outcome:
    """The outcome of a question for a name that is answered like this."""
    async with name_server({NAME: how}) as server:
        return await run_probe(**asking(server, **options))


def asking(at: NameServer, **options: Any) -> dict[str, Any]:
    keys = {"kind": "dns", "name": NAME, "record": "A", "server": f"127.0.0.1:{at.port}"}
    return keys | options


# what is asked


@pytest.mark.parametrize(
    ("record_type", "data"),
    [
        ("A", "8.8.8.8"),
        ("AAAA", "2001:4860:4860::8888"),
        ("CAA", '0 issue "ca.example"'),
        ("CNAME", "there.example."),
        ("DNAME", "there.example."),
        ("DNSKEY", "257 3 13 AwEAAQ=="),
        ("DS", "1 13 2 " + "00" * 32),
        ("HTTPS", '1 . alpn="h2"'),
        ("MX", "10 mail.example."),
        ("NAPTR", '1 1 "s" "SIP+D2U" "" there.example.'),
        ("NS", "ns.example."),
        ("PTR", "there.example."),
        ("SOA", "ns.example. root.example. 7 3600 600 86400 60"),
        ("SRV", "1 2 443 there.example."),
        ("SSHFP", "4 2 " + "00" * 32),
        ("SVCB", "1 there.example."),
        ("TLSA", "3 1 1 " + "00" * 32),
        ("TXT", '"v=spf1 -all" "more"'),
        ("URI", '10 1 "https://there.example/"'),
    ],
)
async def test_every_type_of_record_is_asked_for_and_shown(record_type: str, data: str) -> None:
    outcome = await ask(Name(answer=(f"{record_type} {data}",)), record=record_type)
    assert came_to(outcome) == ("ok", None)
    assert outcome.dns is not None
    assert outcome.dns.records == (
        DnsRecord(section="answer", name=f"{NAME}.", type=record_type, ttl_seconds=30, text=data),
    )


async def test_every_section_is_shown_and_counted_and_has_the_serial() -> None:
    outcome = await ask(FULL)
    assert outcome.dns is not None
    assert [(r.section, r.type) for r in outcome.dns.records] == [
        ("answer", "A"),
        ("authority", "NS"),
        ("authority", "SOA"),
        ("additional", "A"),
    ]
    found = outcome.dns
    assert (found.answers, found.authorities, found.additionals) == (1, 2, 1)
    assert (found.rcode, found.serial) == ("NOERROR", 2026010100)
    (view,) = found.views
    assert [record.text for record in view.records] == [ADDRESS]
    assert view.seconds is not None
    assert 0 < view.seconds < 5


async def test_an_address_is_asked_for_its_names() -> None:
    there = {"8.8.8.8.in-addr.arpa": Name(answer=("PTR there.example.",))}
    async with name_server(there) as server:
        outcome = await run_probe(**asking(server, name="8.8.8.8", record="PTR"))
    assert came_to(outcome) == ("ok", None)
    assert server.questions == [("8.8.8.8.in-addr.arpa", "PTR", False)]


async def test_a_name_server_tells_of_itself_in_class_ch() -> None:
    version = {"version.bind": Name(answer=("TXT JMO",))}
    async with name_server(version) as server:
        options = {"name": "version.bind", "record": "TXT", "class": "CH"}
        outcome = await run_probe(**asking(server, **options))
    # the server of the tests answers in class IN, where no such answer belongs
    assert outcome.dns is not None
    assert [record.text for record in outcome.dns.records] == ["\\# 4 034a4d4f"]


@pytest.mark.parametrize("recursion", [True, False])
async def test_recursion_is_asked_for_unless_it_is_not_wanted(recursion: bool) -> None:
    seen: list[bool] = []

    def look(honest: bytes) -> list[bytes]:
        seen.append(bool(honest[2] & 1))  # an answer repeats the flag
        return [honest]

    await ask(Name(packets=look), recursion=recursion)
    assert seen == [recursion]


@pytest.mark.parametrize(("transport", "tcp"), [("udp", False), ("tcp", True)])
async def test_the_transport_is_the_configured_one(transport: str, tcp: bool) -> None:
    async with name_server({NAME: GOOD}) as server:
        outcome = await run_probe(**asking(server, transport=transport))
    assert server.questions == [(NAME, "A", tcp)]
    assert set(outcome.phases) == {Phase.RESOLVE} | ({Phase.CONNECT} if tcp else set())
    assert outcome.connection is not None
    assert (outcome.connection.address, outcome.connection.ip_version) == ("127.0.0.1", 4)


async def test_an_answer_that_does_not_fit_is_asked_for_again_over_tcp() -> None:
    async with name_server({NAME: Name(a=(ADDRESS,), truncated=True)}) as server:
        outcome = await run_probe(**asking(server))
    assert came_to(outcome) == ("ok", None)
    assert server.questions == [(NAME, "A", False), (NAME, "A", True)]
    assert set(outcome.phases) == {Phase.RESOLVE, Phase.CONNECT}


async def test_ip6_is_spoken_to_a_server_that_has_it() -> None:
    async with name_server({NAME: GOOD}, host="::1") as server:
        for transport in ("udp", "tcp"):
            options = {"server": f"[::1]:{server.port}", "transport": transport}
            outcome = await run_probe(**asking(server, **options))
            assert came_to(outcome) == ("ok", None)
            assert outcome.connection is not None
            assert outcome.connection.ip_version == 6


async def test_over_tls_the_certificate_is_verified_and_read(authority: Authority) -> None:
    context = authority.context(authority.pair("dns.example"))
    async with name_server({NAME: GOOD}, tls=context) as server:
        tls = {"ca_file": str(authority.root_file)}
        for name, expected in (
            (None, ("failed", "tls_cert_hostname")),
            ("dns.example", ("ok", None)),
        ):
            options = {"transport": "tls", "tls": tls | {"server_name": name}}
            outcome = await run_probe(**asking(server, **options))
            assert came_to(outcome) == expected
            assert outcome.tls is not None
            assert outcome.tls.earliest_expiry is not None
    assert set(outcome.phases) == {Phase.RESOLVE, Phase.CONNECT, Phase.TLS}


async def test_a_lost_packet_is_sent_again() -> None:
    lost = iter([True, False])
    answer = holding(record(bytes([8, 8, 8, 8])))

    def packets(honest: bytes) -> Iterable[bytes]:
        return [] if next(lost) else answer(honest)

    async with name_server({NAME: Name(packets=packets)}) as server:
        outcome = await run_probe(**asking(server, slow_after="4s"))
    assert came_to(outcome) == ("ok", None)
    assert len(server.questions) == 2


class _AtHome(Net):
    """A toolbox whose system has another name server."""

    def __init__(self, system: Resolver) -> None:
        super().__init__(clock=SystemClock(), user_agent="test", hosts={})
        self._at_home = system

    def resolver(self, servers: tuple[str, ...]) -> Resolver:
        return super().resolver(servers) if servers else self._at_home


async def test_without_a_server_the_systems_first_one_is_asked() -> None:
    async with name_server({NAME: GOOD}) as server:
        net = _AtHome(resolver_at((f"127.0.0.1:{server.port}", "127.0.0.1:9"), {}))
        probe = probe_of(kind="dns", name=NAME, record="A")
        outcome = await run(probe, net, service="s", location="here")
    assert came_to(outcome) == ("ok", None)
    assert outcome.dns is not None
    assert outcome.dns.views[0].server == ""


# what is expected


@pytest.mark.parametrize(
    ("expect", "reason"),
    [
        ({"rcode": ["NOERROR", "NXDOMAIN"]}, None),
        ({"rcode": ["NXDOMAIN"]}, Reason.CHECK_RECORDS),
        ({"minimum_answers": 2}, Reason.DNS_NO_DATA),
        ({"addresses": ["8.8.0.0/16", "2001:db8::/32"]}, None),
        ({"addresses": ["8.8.4.4"]}, Reason.CHECK_RECORDS),
        ({"answer": [{"contains": "A 8.8.8.8"}]}, None),
        ({"answer": [{"contains": "A 8.8.4.4"}]}, Reason.CHECK_RECORDS),
        ({"authority": [{"matches": r"\bSOA ns\."}]}, None),
        ({"authority": [{"matches": r"\bSOA ns\.", "of": "all"}]}, Reason.CHECK_RECORDS),
        ({"additional": [{"excludes": "9.9.9.9"}]}, Reason.CHECK_RECORDS),
        ({"minimum_serial": 2026010100}, None),
        ({"minimum_serial": 2026010101}, Reason.CHECK_RECORDS),
    ],
)
async def test_the_answer_is_judged_by_what_is_expected(
    expect: dict[str, Any], reason: Reason | None
) -> None:
    outcome = await ask(FULL, expect=expect)
    assert outcome.reason is reason


async def test_a_broken_check_says_what_was_expected_and_seen() -> None:
    outcome = await ask(GOOD, expect={"answer": [{"contains": "1.1.1.1"}]})
    assert outcome.detail == (
        "expected: a record of the answer contains '1.1.1.1';"
        f" seen: {NAME}. 30 IN A 8.8.8.8; {NAME}. 30 IN A 8.8.4.4"
    )
    outcome = await ask(NXDOMAIN)
    assert (outcome.detail, outcome.phase) == (
        "expected: rcode is NOERROR; seen: NXDOMAIN",
        Phase.RESOLVE,
    )


async def test_a_slow_answer_is_degraded() -> None:
    outcome = await ask(Name(a=(ADDRESS,), delay=0.1), slow_after="50ms")
    assert (outcome.result, outcome.reason, outcome.phase) == (
        Result.DEGRADED,
        Reason.SLOW_LATENCY,
        Phase.RESOLVE,
    )


# several resolvers


@asynccontextmanager
async def resolvers(*views: Name) -> AsyncIterator[list[str]]:
    async with name_server({NAME: views[0]}) as one, name_server({NAME: views[1]}) as two:
        yield [f"127.0.0.1:{server.port}" for server in (one, two)]


def asked(servers: list[str], **options: Any) -> dict[str, Any]:
    return {"kind": "dns", "name": NAME, "record": "A", "resolvers": servers} | options


async def test_every_resolver_has_its_view_and_the_first_is_judged() -> None:
    async with resolvers(GOOD, Name(a=("1.1.1.1",), delay=0.05)) as servers:
        outcome = await run_probe(**asked(servers, expect={"addresses": ["8.8.0.0/16"]}))
    assert came_to(outcome) == ("ok", None)
    assert outcome.dns is not None
    assert [(view.server, view.rcode) for view in outcome.dns.views] == [
        (server, "NOERROR") for server in servers
    ]
    assert [record.text for record in outcome.dns.views[1].records] == ["1.1.1.1"]
    assert [record.text for record in outcome.dns.records] == ["8.8.8.8", "8.8.4.4"]


async def test_a_silent_other_resolver_holds_nothing_up_for_long() -> None:
    async with resolvers(GOOD, SILENT) as servers:
        outcome = await run_probe(**asked(servers, timeout="2s"))
    assert came_to(outcome) == ("ok", None)
    assert outcome.dns is not None
    silent = outcome.dns.views[1]
    assert (silent.rcode, silent.records, silent.seconds) == (None, (), None)
    assert outcome.duration_seconds < 1.9
    assert outcome.phases[Phase.RESOLVE] < 0.4


async def test_an_unreachable_other_resolver_says_nothing() -> None:
    async with name_server({NAME: GOOD}) as server:
        servers = [f"127.0.0.1:{server.port}", "127.0.0.1:9"]
        outcome = await run_probe(**asked(servers))
    assert came_to(outcome) == ("ok", None)
    assert outcome.dns is not None
    assert [view.rcode for view in outcome.dns.views] == ["NOERROR", None]


async def test_a_name_that_is_expected_to_be_missing_is_not_said_to_be_denied() -> None:
    async with resolvers(NXDOMAIN, GOOD) as servers:
        outcome = await run_probe(**asked(servers, expect={"rcode": ["NXDOMAIN"]}))
    assert came_to(outcome) == ("degraded", "check_records")


async def test_a_private_name_may_be_known_to_one_resolver_alone() -> None:
    inside = {"jmo.internal": Name(a=("10.0.0.1",))}
    async with name_server({}) as one, name_server(inside) as two:
        servers = [f"127.0.0.1:{server.port}" for server in (one, two)]
        outcome = await run_probe(**asked(servers, name="jmo.internal"))
    assert came_to(outcome) == ("failed", "dns_nxdomain")


# what is refused


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"server": "192.0.2.1", "resolvers": ["192.0.2.1", "192.0.2.2"]}, "not both"),
        ({"resolvers": ["192.0.2.1"]}, "name 2 to 8"),
        ({"resolvers": [f"192.0.2.{n}" for n in range(9)]}, "name 2 to 8"),
        ({"resolvers": ["192.0.2.1", "192.0.2.1"]}, "names a server twice"),
        ({"server": "dns.example"}, "not an IP address"),
        ({"name": "8.8.8.8"}, "use record: PTR"),
        ({"name": "2001:db8::1"}, "use record: PTR"),
        ({"name": "jmö.example"}, "xn--"),
        ({"name": "a b.example"}, "plain ASCII"),
        ({"name": "a..example"}, "DNS can carry"),
        ({"name": "x" * 64 + ".example"}, "DNS can carry"),
        ({"record": "ANY"}, "'A', 'AAAA'"),
        ({"record": "AXFR"}, "'A', 'AAAA'"),
        ({"class": "ANY"}, "'IN', 'CH' or 'HS'"),
        ({"transport": "https"}, "'udp', 'tcp' or 'tls'"),
        ({"block_addresses": ["192.0.2.1/24"]}, "nothing after the prefix"),
        ({"expect": {"addresses": [16777216]}}, "no address or network"),
        ({"expect": {"answer": [{"contains": "a", "matches": "b"}]}}, "exactly one"),
        ({"expect": {"answer": [{"of": "all"}]}}, "exactly one"),
        ({"expect": {"rcode": []}}, "at least 1"),
    ],
)
def test_what_makes_no_sense_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        probe_of(**{"kind": "dns", "name": NAME, "record": "A", **options})


@pytest.mark.parametrize("name", [".", "id", "_dmarc.example.com", "0/25.2.0.192.in-addr.arpa"])
def test_a_name_may_be_any_that_dns_carries(name: str) -> None:
    assert probe_of(kind="dns", name=name, record="TXT").target.startswith(name)


@pytest.mark.parametrize(
    ("options", "host", "public"),
    [
        ({}, "resolver.local", False),
        ({"server": "8.8.8.8:5353"}, "8.8.8.8", True),
        ({"server": "192.168.1.1"}, "192.168.1.1", False),
        ({"resolvers": ["9.9.9.9", "192.168.1.1"]}, "9.9.9.9", True),
        ({"server": "[2001:4860:4860::8888]:53"}, "2001:4860:4860::8888", True),
    ],
)
def test_manners_are_for_the_name_server(options: dict[str, Any], host: str, public: bool) -> None:
    probe = probe_of(kind="dns", name=NAME, record="A", **options)
    assert (probe.host, probe.is_public) == (host, public)


def test_the_target_says_what_is_asked_and_whom() -> None:
    assert probe_of(kind="dns", name=NAME, record="A").target == "jmo.example A"
    several = probe_of(kind="dns", name=NAME, record="MX", resolvers=["9.9.9.9", "8.8.8.8:5353"])
    assert several.target == "jmo.example MX at 9.9.9.9, 8.8.8.8:5353"


def test_what_is_dear_is_prepared(authority: Authority) -> None:
    net = Net(clock=SystemClock(), user_agent="test", hosts={})
    tls = {"ca_file": str(authority.root_file)}
    probe = probe_of(kind="dns", name=NAME, record="A", transport="tls", tls=tls)
    assert isinstance(probe, DnsProbe)
    probe.prepare(net)
    assert net.tls_contexts.get(probe.tls, ()) is net.tls_contexts.get(probe.tls, ())


async def test_without_file_descriptors_the_fault_is_ours() -> None:
    async with name_server({NAME: GOOD}) as server:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        lowest_free = os.dup(0)
        os.close(lowest_free)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, hard))
            outcome = await run_probe(**asking(server))
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert came_to(outcome) == ("void", "local_resources")


# any bytes at all


@settings(max_examples=60, deadline=None)
@given(
    tail=st.binary(max_size=200),
    flags=st.integers(0x8180, 0x818F) | st.just(0x8380),
    counts=st.lists(st.integers(0, 4), min_size=3, max_size=3),
    record_type=st.sampled_from(["A", "TXT", "SOA", "HTTPS", "NAPTR"]),
)
def test_whatever_a_server_says_comes_to_an_outcome(
    tail: bytes, flags: int, counts: list[int], record_type: str
) -> None:
    def packets(honest: bytes) -> list[bytes]:
        claimed = b"".join(count.to_bytes(2) for count in counts)
        return [honest[:2] + flags.to_bytes(2) + b"\0\1" + claimed + honest[12:] + tail]

    outcome = asyncio.run(ask(Name(packets=packets), record=record_type))
    assert outcome.reason is not Reason.LOCAL_INTERNAL, outcome.detail
    assert outcome.detail.isprintable()
    if outcome.reason is not None:
        assert outcome.reason in probe_of(kind="dns", name=NAME, record="A").reasons


def test_every_fault_of_the_kind_has_a_reason_that_it_can_have() -> None:
    reasons = probe_of(kind="dns", name=NAME, record="A").reasons
    assert Reason.DNS_INVALID_NAME not in reasons
    assert {reason.group for reason in reasons} == {
        *("dns", "connect", "tls", "check", "slow", "interference", "local")
    }
