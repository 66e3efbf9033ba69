"""The dns kind beside blackbox exporter's dns module."""

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any

from tests.oracle.sides import ALWAYS, NAME, Aim, Case, Comparison, Ground, Stage, bare_ground
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
    tls: Any = None,
) -> Any:
    """One question in the words of both, and what its answer must be like."""
    there = {"query_name": NAME, "query_type": record}
    there |= {"transport_protocol": "udp" if transport == "udp" else "tcp"}
    if transport == "tls":
        there["dns_over_tls"] = True
    here = {"record": record, "transport": transport, "expect": ANY_NUMBER | (expect or {})}
    return {"theirs": there | (theirs or {}), "ours": here | ({"tls": tls} if tls else {})}


def validates(section: str, wrong: str, expression: str) -> Any:
    """A validator of blackbox exporter's, and its like here."""
    check = {
        "fail_if_matches_regexp": {"not_matches": expression},
        "fail_if_all_match_regexp": {"not_matches": expression, "of": "any"},
        "fail_if_not_matches_regexp": {"matches": expression, "of": "all"},
        "fail_if_none_matches_regexp": {"matches": expression},
    }[wrong]
    theirs = {f"validate_{section}_rrs": {wrong: [expression]}}
    if section == "answer":
        theirs = {"validate_answer_rrs": {wrong: [expression]}}
    return asks(theirs=theirs, expect={section: [check]})


ALL, SOME, NONE = r"\d\.8\.|NS\sns|\sA\s9", r"8\.8\.8\.8|NS\sns2|\sA\s9", "tidak"
"""Expressions that match all records of a section, some of them, and none."""
VALIDATORS = (
    "fail_if_matches_regexp",
    "fail_if_all_match_regexp",
    "fail_if_not_matches_regexp",
    "fail_if_none_matches_regexp",
)
WELL = {
    # by validator: whether it is content when all, some and none of the records match
    "fail_if_matches_regexp": (False, False, True),
    "fail_if_all_match_regexp": (False, True, True),
    "fail_if_not_matches_regexp": (True, False, False),
    "fail_if_none_matches_regexp": (True, True, False),
}


def validated() -> dict[str, Case]:
    """Each validator on each section, with records of which all, some and none match."""
    cases = {}
    for section, validator in itertools.product(("answer", "authority"), VALIDATORS):
        for how, expression, success in zip(
            ("all", "some", "none"), (ALL, SOME, NONE), WELL[validator], strict=True
        ):
            name = f"{section}_{validator.removesuffix('_regexp')}_where_{how}_do"
            options = validates(section, validator, expression)
            cases[name] = Case(at=asking(FULL), **options, both=ANSWERED, success=success)
    for validator in VALIDATORS:
        for how, expression in (("do", ALL), ("do_not", NONE)):
            name = f"additional_{validator.removesuffix('_regexp')}_where_its_record_{how}"
            success = WELL[validator][0 if how == "do" else 2]
            options = validates("additional", validator, expression)
            cases[name] = Case(at=asking(FULL), **options, both=ANSWERED, success=success)
        name = f"nothing_{validator.removesuffix('_regexp')}"
        options = validates("answer", validator, ALL)
        success = validator == "fail_if_matches_regexp"
        cases[name] = Case(at=asking(NO_DATA), **options, both=ANSWERED, success=success)
    return cases


CASES = {
    "udp": Case(at=asking(TWO), **asks(), both=ANSWERED),
    "udp_over_ip6": Case(
        at=asking(TWO, host="::1"),
        **asks(theirs={"preferred_ip_protocol": "ip6"}),
        both=ANSWERED,
    ),
    "tcp": Case(at=asking(TWO), **asks(transport="tcp"), both=ANSWERED),
    "tls": Case(at=asking(TWO, good), **asks(transport="tls"), both=ANSWERED),
    "every_section": Case(at=asking(FULL), **asks(), both=ANSWERED),
    "far_server": Case(
        at=asking(Name(a=("8.8.8.8",), delay=LATER_SECONDS)),
        **asks(),
        both=ANSWERED,
        took={"request": LATER_SECONDS},
    ),
    "without_recursion": Case(
        at=asking(TWO),
        theirs=asks()["theirs"] | {"recursion_desired": False},
        ours=asks()["ours"] | {"recursion": False},
        both=ANSWERED,
    ),
    "mx": Case(at=asking(Name(answer=("MX 10 mx.example.",))), **asks("MX"), both=ANSWERED),
    "soa": Case(at=asking(Name(answer=(f"SOA {SOA}",))), **asks("SOA"), both=ANSWERED | SERIAL),
    "no_soa": Case(at=asking(NO_DATA), **asks("SOA"), both=ANSWERED),
    "unknown": Case(at=asking(DENIED), **asks(), both=ANSWERED, success=False),
    "unknown_as_expected": Case(
        at=asking(DENIED),
        **asks(theirs={"valid_rcodes": ["NXDOMAIN"]}, expect={"rcode": ["NXDOMAIN"]}),
        both=ANSWERED,
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
    "refused_over_tcp": Case(at=at_port(refusing_port), **asks(transport="tcp"), success=False),
    "no_answer_over_tcp": Case(
        at=at_port(black_hole), **asks(transport="tcp"), seconds=0.3, success=False
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
    **validated(),
}
DNS = Comparison(
    kind="dns",
    prober="dns",
    cases=CASES,
    there=frozenset(),
    here=frozenset(),
    ground=bare_ground,
)
