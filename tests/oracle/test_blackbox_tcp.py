"""Beside the real blackbox exporter on the same TCP servers: shared facts have the same values."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from monitor.metrics import sighting_page
from monitor.model import Sighting
from tests.probes.conftest import run_probe
from tests.support.certificates import Authority, Pair
from tests.support.faults.tcp import (
    GREETING,
    START,
    answering,
    close_at_once,
    dripping,
    flooding,
    mail,
    mail_with_tls,
    reset_at_once,
    saying,
    silence,
)
from tests.support.processes import blackbox_exporter
from tests.support.servers import Script, refusing_port, serve

NAME = "jmo.example"
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]
Steps = list[dict[str, Any]]

FACTS = frozenset(
    {
        "probe_success",
        "probe_failed_due_to_regex",
        "probe_ip_protocol",
        "probe_ip_addr_hash",
        "probe_ssl_earliest_cert_expiry",
        "probe_ssl_last_chain_expiry_timestamp_seconds",
        "probe_ssl_last_chain_info",
        "probe_tls_version_info",
    }
)
ALWAYS = frozenset({"probe_success", "probe_ip_protocol", "probe_ip_addr_hash"})
JUDGED = frozenset({"probe_failed_due_to_regex"})
SECURED = FACTS - ALWAYS - JUDGED


def good(authority: Authority) -> Pair:
    """A certificate with its chain."""
    return authority.behind_intermediate(NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A server, and what both say to it."""

    server: Script | None = None
    starttls: bool = False
    """Whether the server begins TLS in mid-conversation."""
    pair: Callable[[Authority], Pair] | None = None
    theirs: Steps = field(default_factory=list)
    """The query_response of blackbox exporter's tcp module."""
    ours: Steps = field(default_factory=list)
    both: frozenset[str] = ALWAYS
    """Facts that both must tell here."""
    success: bool = True
    wrong_there: frozenset[str] = frozenset()
    """Facts that blackbox exporter gets wrong here."""


def hears(expression: str) -> Any:
    """Both listen for a line."""
    return {"theirs": [{"expect": expression}], "ours": [{"expect_matches": expression}]}


STARTTLS: Steps = [
    {"expect": "^220 "},
    {"send": "EHLO jmo-monitor.example"},
    {"expect": "^250 STARTTLS$"},
    {"send": "STARTTLS"},
    {"expect": "^220 "},
    {"starttls": True},
]
NOOP: Any = {"theirs": [*STARTTLS, {"send": "NOOP"}, {"expect": "^250"}]}

CASES = {
    "connects": Case(server=silence),
    "line": Case(server=saying(GREETING), **hears("^220 "), both=ALWAYS | JUDGED),
    "line_to_its_end": Case(server=saying(GREETING), **hears("ESMTP$"), both=ALWAYS | JUDGED),
    "later_line": Case(server=saying(b"x\n\ny 220\r\n220 a"), **hears("^220 ")),
    "last_line_without_end": Case(server=saying(b"220"), **hears("^220$")),
    "no_line_spans_two": Case(server=saying(b"a\nb\n"), **hears(r"a\s+b"), success=False),
    "line_in_drops": Case(server=dripping(GREETING, 0.005), **hears("^220 ")),
    "another_line": Case(
        server=saying(b"421 sibuk\r\n"), **hears("^220 "), both=ALWAYS | JUDGED, success=False
    ),
    "no_line": Case(server=close_at_once, **hears("^220 "), success=False),
    "reset": Case(
        server=reset_at_once,
        theirs=[{"send": "NOOP"}, {"expect": "^250"}],
        ours=[{"send": "NOOP"}, {"expect_matches": "^250"}],
        success=False,
    ),
    "flood": Case(
        # There a line that is too long is an error of its own, and not what the expression missed.
        server=flooding(b"x" * 16_384),
        **hears("^220 "),
        success=False,
        wrong_there=JUDGED,
    ),
    "conversation": Case(
        server=mail,
        theirs=[{"expect": "^220"}, {"send": "NOOP"}, {"expect": "^250"}, {"send": "QUIT"}],
        ours=[{"expect_matches": "^220"}, {"send": "NOOP"}, {"expect": "250"}, {"send": "QUIT"}],
        both=ALWAYS | JUDGED,
    ),
    "lines_left_over": Case(
        server=saying(b"220 a\r\n250-b\r\n250 c\r\n"),
        theirs=[{"expect": "^220"}, {"expect": "^250-"}, {"expect": "^250 "}],
        ours=[{"expect_matches": e} for e in ("^220", "^250-", "^250 ")],
    ),
    "line_that_is_used_up": Case(
        server=saying(b"220 a\r\n"),
        theirs=[{"expect": "^220"}, {"expect": "^220"}],
        ours=[{"expect_matches": "^220"}, {"expect_matches": "^220"}],
        success=False,
    ),
    "tls": Case(
        server=saying(GREETING), pair=good, **hears("^220 "), both=ALWAYS | JUDGED | SECURED
    ),
    "tls_alone": Case(server=silence, pair=good, both=ALWAYS | SECURED),
    "tls_expired": Case(server=silence, pair=lambda a: a.expired(NAME), success=False),
    "starttls": Case(starttls=True, pair=good, **NOOP, both=ALWAYS | JUDGED | SECURED),
    "starttls_of_another_host": Case(
        starttls=True, pair=lambda a: a.pair("lain.example"), **NOOP, success=False
    ),
    "starttls_refused": Case(
        server=answering(b"454 tidak tersedia\r\n"),
        theirs=STARTTLS,
        ours=START,
        both=ALWAYS | JUDGED,
        success=False,
    ),
    "refused": Case(both=frozenset({"probe_success"}), success=False),
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """One root for all cases."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def blackbox(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[int]:
    """The port of a blackbox exporter with a module for each case."""
    trust = {"ca_file": str(authority.root_file), "server_name": NAME}
    modules = {}
    for name, case in CASES.items():
        tcp: dict[str, Any] = {"preferred_ip_protocol": "ip4", "query_response": case.theirs}
        tcp |= {"tls": case.pair is not None and not case.starttls, "tls_config": trust}
        modules[name] = {"prober": "tcp", "timeout": "5s", "tcp": tcp}
    folder = tmp_path_factory.mktemp("oracle")
    with blackbox_exporter(folder, yaml.safe_dump({"modules": modules})) as program:
        yield program.ports[0]


def _asked(blackbox: int, name: str, port: int) -> str:
    query = urlencode({"module": name, "target": f"127.0.0.1:{port}"})
    with urlopen(f"http://127.0.0.1:{blackbox}/probe?{query}", timeout=10) as answer:
        page: bytes = answer.read()
    return page.decode()


async def _shown(authority: Authority, case: Case, port: int) -> str:
    trust = {"ca_file": str(authority.root_file), "server_name": NAME}
    options = {"tls": trust} if case.pair else {}
    script = case.ours or (
        [*START, {"send": "NOOP"}, {"expect_matches": "^250"}] if case.starttls else []
    )
    outcome = await run_probe(
        kind="tcp", host="127.0.0.1", port=port, script=script, certificate_days=0, **options
    )
    page = sighting_page(Sighting(outcome=outcome, age_seconds=0), "text/plain")
    return b"".join(page.pieces).decode()


def _labels(labels: dict[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((name, value) for name, value in labels.items() if name != "serialnumber")


def _samples(text: str) -> Samples:
    """The facts, without a label that only newer exporters have."""
    return {
        (sample.name, _labels(sample.labels)): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name in FACTS
    }


@pytest.mark.parametrize("name", CASES)
async def test_what_both_tell_is_the_same(name: str, blackbox: int, authority: Authority) -> None:
    theirs, ours = await _both(name, blackbox, authority)
    shared = {metric for metric, _ in theirs} & {metric for metric, _ in ours}
    assert CASES[name].both <= shared
    for metric in sorted(shared - CASES[name].wrong_there):
        assert _of(ours, metric) == _of(theirs, metric), metric
    assert ours["probe_success", frozenset()] == CASES[name].success


async def _both(name: str, blackbox: int, authority: Authority) -> tuple[Samples, Samples]:
    case = CASES[name]
    context = authority.context(case.pair(authority)) if case.pair else None
    if case.server is None and not case.starttls:
        with refusing_port() as port:
            theirs = await asyncio.to_thread(_asked, blackbox, name, port)
            return _samples(theirs), _samples(await _shown(authority, case, port))
    if case.starttls:
        assert context is not None
        script, context = mail_with_tls(context), None
    else:
        assert case.server is not None
        script = case.server
    async with serve(script, tls=context) as server:
        theirs = await asyncio.to_thread(_asked, blackbox, name, server.port)
        return _samples(theirs), _samples(await _shown(authority, case, server.port))


def _of(samples: Samples, metric: str) -> Samples:
    return {key: value for key, value in samples.items() if key[0] == metric}
