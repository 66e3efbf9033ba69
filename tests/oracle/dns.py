"""The dns kind beside blackbox exporter's dns module."""

import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.oracle.sides import (
    ALWAYS,
    CIPHER,
    JUDGED,
    NAME,
    PLAIN_HERE,
    SECURED,
    UNCONNECTED,
    Aim,
    Case,
    Comparison,
    Ground,
    Stage,
    bare_ground,
)
from tests.oracle.stages import Make, good
from tests.support.faults.dns import loop
from tests.support.names import (
    NO_DATA,
    NXDOMAIN,
    REFUSED,
    SERVFAIL,
    SILENT,
    Name,
    name_server,
)
from tests.support.servers import black_hole, refusing_port

COUNTED = frozenset({"probe_dns_answer_rrs", "probe_dns_authority_rrs", "probe_dns_additional_rrs"})
ASKED = ALWAYS | {"probe_dns_query_succeeded"}
ANSWERED = ASKED | COUNTED
SERIAL = frozenset({"probe_dns_serial"})
LATER_SECONDS = 0.1
ANY_NUMBER: Any = {"minimum_answers": 0}
"""Blackbox exporter has no opinion on empty answers."""

TWO = Name(a=("8.8.8.8", "8.8.4.4"))
SOA = "ns.example. root.example. 2026083101 3600 600 86400 60"
FULL = Name(
    a=("8.8.8.8", "8.8.4.4"),
    authority=(
        "jmo.example. 60 IN NS ns.example.",
        "jmo.example. 60 IN NS ns2.example.",
        "jmo.example. 60 IN NS ns3.example.",
    ),
    additional=("ns.example. 60 IN A 9.9.9.9",),
)
DENIED = Name(rcode=NXDOMAIN.rcode, authority=(f"jmo.example. 60 IN SOA {SOA}",))


def asking(how: Name, pair: Make | None = None, *, host: str = "127.0.0.1") -> Stage:
    """A name server that answers like this, over TLS where there is a certificate."""

    @asynccontextmanager
    async def stage(ground: Ground) -> AsyncIterator[Aim]:
        tls = ground.authority.context(pair(ground.authority)) if pair else None
        async with name_server({NAME: how}, host=host, tls=tls) as server:
            yield _aim(ground, server.port, host)

    return stage


def at_port(port: Callable[[], AbstractContextManager[int]]) -> Stage:
    """A port at which no name server is."""

    @asynccontextmanager
    async def stage(ground: Ground) -> AsyncIterator[Aim]:
        with port() as number:
            yield _aim(ground, number)

    return stage


def _aim(ground: Ground, port: int, host: str = "127.0.0.1") -> Aim:
    server = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return Aim(server, {"name": NAME, "server": server, "tls": ground.trust})


def asks(
    record: str = "A",
    *,
    transport: str = "udp",
    theirs: Any = None,
    expect: Any = None,
    **ours: Any,
) -> Any:
    """One question in the words of both, and what its answer must be like."""
    there = {
        "query_name": NAME,
        "query_type": record,
        "transport_protocol": "udp" if transport == "udp" else "tcp",
        "dns_over_tls": transport == "tls",
    }
    here = {"record": record, "transport": transport, "expect": ANY_NUMBER | (expect or {})}
    return {
        "theirs": there | (theirs or {}),
        "ours": here | ours,
        # There to open a socket is to connect, and a handshake is a part of it.
        "phases_there": frozenset({"connect"} if transport == "udp" else {}),
        "phases_here": frozenset({"tls"} if transport == "tls" else {}),
    }


ALL, SOME, NONE = r"\d\.8\.|NS\sns|\sA\s9", r"8\.8\.8\.8|NS\sns2\.|\sA\s9", "tidak"
"""Expressions that match all records of a section, some of them, and none."""


@dataclass(frozen=True, slots=True)
class Validator:
    """One of the four that blackbox exporter has for each section, and its like here."""

    theirs: str
    wanted: str
    """What the expression must do, in our words."""
    of: str
    when: tuple[bool, bool, bool, bool]
    """Whether it is content where all records match, some, none, and where there is no record."""
    wrong_there: frozenset[str] = frozenset()

    def of_section(self, section: str, expression: str) -> Any:
        """The expression on one section, in the words of both."""
        theirs = f"validate_{section}_rrs"
        check = {self.wanted: expression, "of": self.of}
        return asks(theirs={theirs: {self.theirs: [expression]}}, expect={section: [check]}) | {
            "wrong_there": self.wrong_there
        }


VALIDATORS = {
    "some_match": Validator(
        "fail_if_matches_regexp", "not_matches", "all", (False, False, True, True)
    ),
    "all_match": Validator(
        # It does the contrary of its name: it fails unless all of them match.
        "fail_if_all_match_regexp",
        "not_matches",
        "any",
        (False, True, True, False),
        wrong_there=frozenset({"probe_success"}),
    ),
    "some_do_not": Validator(
        "fail_if_not_matches_regexp", "matches", "all", (True, False, False, False)
    ),
    "none_matches": Validator(
        "fail_if_none_matches_regexp", "matches", "any", (True, True, False, False)
    ),
}


def validated() -> Iterator[tuple[str, Case]]:
    """Each validator on each section: of several records, of one alone, and of none."""
    for name, validator in VALIDATORS.items():
        for section, how in itertools.product(("answer", "authority", "additional"), range(3)):
            if section == "additional" and how == 1:
                continue  # there is a single record, of which never some match
            asked = validator.of_section(section, (ALL, SOME, NONE)[how])
            called = f"{section}_{('all', 'some', 'none')[how]}_fails_if_{name}"
            yield called, Case(at=asking(FULL), **asked, both=ANSWERED, success=validator.when[how])
        asked = validator.of_section("answer", ALL)
        yield (
            f"nothing_fails_if_{name}",
            Case(at=asking(NO_DATA), **asked, both=ANSWERED, success=validator.when[3]),
        )


CASES = {
    "udp": Case(at=asking(TWO), **asks(), both=ANSWERED),
    "udp_over_ip6": Case(
        at=asking(TWO, host="::1"),
        **asks(theirs={"preferred_ip_protocol": "ip6"}),
        both=ANSWERED,
    ),
    "tcp": Case(at=asking(TWO), **asks(transport="tcp"), both=ANSWERED),
    "tls": Case(at=asking(TWO, good), **asks(transport="tls"), both=ANSWERED),
    "every_section": Case(
        at=asking(FULL),
        **asks(),
        both=ANSWERED,
        facts={
            "probe_dns_answer_rrs": 2,
            "probe_dns_authority_rrs": 3,
            "probe_dns_additional_rrs": 1,
            "probe_dns_query_succeeded": 1,
        },
    ),
    "far_server": Case(
        at=asking(Name(a=("8.8.8.8",), delay=LATER_SECONDS)),
        **asks(),
        both=ANSWERED,
        took={"request": LATER_SECONDS},
    ),
    "without_recursion": Case(
        at=asking(TWO),
        **asks(theirs={"recursion_desired": False}, recursion=False),
        both=ANSWERED,
    ),
    "mx": Case(at=asking(Name(answer=("MX 10 mx.example.",))), **asks("MX"), both=ANSWERED),
    "soa": Case(
        at=asking(Name(answer=(f"SOA {SOA}",))),
        **asks("SOA"),
        both=ANSWERED | SERIAL,
        facts={"probe_dns_serial": 2026083101},
    ),
    "no_soa": Case(at=asking(NO_DATA), **asks("SOA"), both=ANSWERED),
    "unknown": Case(
        at=asking(DENIED),
        **asks(),
        both=ANSWERED,
        more_here=SERIAL,
        success=False,
        facts={"probe_dns_answer_rrs": 0, "probe_dns_authority_rrs": 1},
    ),
    "unknown_as_expected": Case(
        at=asking(DENIED),
        **asks(theirs={"valid_rcodes": ["NXDOMAIN"]}, expect={"rcode": ["NXDOMAIN"]}),
        both=ANSWERED,
        more_here=SERIAL,
    ),
    "known_unexpectedly": Case(
        at=asking(TWO),
        **asks(theirs={"valid_rcodes": ["NXDOMAIN"]}, expect={"rcode": ["NXDOMAIN"]}),
        both=ANSWERED,
        success=False,
    ),
    "no_data": Case(at=asking(NO_DATA), **asks(), both=ANSWERED),
    "servfail": Case(at=asking(SERVFAIL), **asks(), both=ANSWERED, success=False),
    "servfail_over_tcp": Case(
        at=asking(SERVFAIL), **asks(transport="tcp"), both=ANSWERED, success=False
    ),
    "query_refused": Case(at=asking(REFUSED), **asks(), both=ANSWERED, success=False),
    "silence": Case(at=asking(SILENT), **asks(), seconds=0.3, success=False),
    "silence_over_tcp": Case(
        at=asking(SILENT), **asks(transport="tcp"), seconds=0.3, success=False
    ),
    "refused": Case(at=at_port(refusing_port), **asks(), success=False),
    "refused_over_tcp": Case(at=at_port(refusing_port), **asks(transport="tcp"), **UNCONNECTED),
    "no_answer_over_tcp": Case(
        at=at_port(black_hole), **asks(transport="tcp"), seconds=0.3, **UNCONNECTED
    ),
    "malformed": Case(at=asking(Name(packets=loop)), **asks(), seconds=0.5, success=False),
    "tls_expired": Case(
        at=asking(TWO, lambda a: a.expired(NAME)), **asks(transport="tls"), success=False
    ),
    "tls_of_another_host": Case(
        at=asking(TWO, lambda a: a.pair("lain.example")), **asks(transport="tls"), success=False
    ),
    "tls_unverified": Case(
        at=asking(TWO, lambda a: a.expired(NAME)),
        **asks(
            transport="tls",
            theirs={"tls_config": {"insecure_skip_verify": True}},
            tls={"verify": False},
        ),
        both=ANSWERED,
    ),
    "no_tls": Case(at=asking(TWO), **asks(transport="tls"), seconds=0.5, success=False),
    **dict(validated()),
}
DNS = Comparison(
    kind="dns",
    prober="dns",
    cases=CASES,
    there=frozenset({"probe_dns_lookup_time_seconds"}),
    here=PLAIN_HERE
    | JUDGED
    | SECURED
    | CIPHER
    | {"probe_dns_resolver_answered", "probe_dns_resolver_duration_seconds"},
    phases_there=frozenset({"resolve"}),
    ground=bare_ground,
)
