"""Beside the real blackbox exporter on the same targets: shared facts have the same values."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from monitor.metrics import sighting_page
from monitor.model import Sighting
from tests.probes.conftest import run_probe
from tests.support.certificates import Authority
from tests.support.processes import blackbox_exporter, free_ports, nginx

PAGE = "<title>JMO</title>\n" + "halaman JMO " * 200
NAME = "jmo.example"
Labels = frozenset[tuple[str, str]]
Samples = dict[tuple[str, Labels], float]

FACTS = frozenset(
    {
        "probe_success",
        "probe_http_status_code",
        "probe_http_version",
        "probe_http_redirects",
        "probe_http_content_length",
        "probe_http_uncompressed_body_length",
        "probe_http_ssl",
        "probe_http_last_modified_timestamp_seconds",
        "probe_failed_due_to_regex",
        "probe_ip_protocol",
        "probe_ip_addr_hash",
        "probe_ssl_earliest_cert_expiry",
        "probe_ssl_last_chain_expiry_timestamp_seconds",
        "probe_ssl_last_chain_info",
        "probe_tls_version_info",
    }
)
"""What is a fact of the answer, and not a time that passed while asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One target, asked alike by both."""

    path: str = "/"
    tls: bool = False
    bad_certificate: bool = False
    theirs: dict[str, Any] = field(default_factory=dict)
    """Of blackbox exporter's http module."""
    ours: dict[str, Any] = field(default_factory=dict)
    both: frozenset[str] = frozenset()
    """Facts that both must tell here, beside those that they always do."""
    wrong_there: frozenset[str] = frozenset()
    """Facts that blackbox exporter gets wrong here."""


ANSWERED = frozenset(
    {
        "probe_http_status_code",
        "probe_http_version",
        "probe_http_redirects",
        "probe_http_content_length",
        "probe_http_uncompressed_body_length",
        "probe_http_ssl",
        "probe_failed_due_to_regex",
    }
)
SECURED = frozenset(
    {
        "probe_ssl_earliest_cert_expiry",
        "probe_ssl_last_chain_expiry_timestamp_seconds",
        "probe_ssl_last_chain_info",
        "probe_tls_version_info",
    }
)
# Go closes the body of a redirect that is not followed, so blackbox exporter reads none of it.
UNREAD = frozenset({"probe_http_uncompressed_body_length"})
ALWAYS = frozenset({"probe_success", "probe_ip_protocol", "probe_ip_addr_hash"})
MODIFIED = frozenset({"probe_http_last_modified_timestamp_seconds"})
GZIP = {"compression": "gzip", "headers": {"Accept-Encoding": "gzip"}}

CASES = {
    "page": Case(both=ANSWERED | MODIFIED),
    "page_over_tls": Case(tls=True, both=ANSWERED | SECURED | MODIFIED),
    "page_over_http_2": Case(
        tls=True,
        theirs={"enable_http2": True},
        ours={"http2": True, "expect": {"http_versions": ["2"]}},
        both=ANSWERED | SECURED,
    ),
    "page_over_tls_1_2": Case(
        tls=True,
        theirs={"tls_config": {"max_version": "TLS12"}},
        ours={"tls": {"max_version": "1.2"}},
        both=SECURED,
    ),
    "redirects": Case(path="/redirect", both=ANSWERED),
    "redirects_over_tls": Case(path="/redirect", tls=True, both=ANSWERED | SECURED),
    "redirect_not_followed": Case(
        path="/redirect",
        theirs={"follow_redirects": False},
        ours={"redirects": {"follow": False}},
        both=ANSWERED,
        wrong_there=UNREAD,
    ),
    "redirect_expected": Case(
        path="/redirect",
        theirs={"follow_redirects": False, "valid_status_codes": [302]},
        ours={"redirects": {"follow": False}, "expect": {"status": [302]}},
        both=ANSWERED,
        wrong_there=UNREAD,
    ),
    "no_content": Case(path="/204", both=ANSWERED),
    "not_found": Case(path="/404", both=ANSWERED),
    "server_error": Case(path="/503", both=ANSWERED),
    "server_error_expected": Case(
        path="/503",
        theirs={"valid_status_codes": [503]},
        ours={"expect": {"status": [503]}},
        both=ANSWERED,
    ),
    "chunked": Case(path="/chunked.html", both=ANSWERED),
    "gzip": Case(path="/gzip.html", theirs=GZIP, ours={"compression": "gzip"}, both=ANSWERED),
    "head": Case(theirs={"method": "HEAD"}, ours={"method": "HEAD"}, both=ANSWERED),
    "post": Case(
        path="/echo",
        theirs={"method": "POST", "body": "JMO"},
        ours={"method": "POST", "body": "JMO"},
        both=ANSWERED,
    ),
    "body_matches": Case(
        theirs={"fail_if_body_not_matches_regexp": ["J[AM]O"]},
        ours={"expect": {"body": [{"matches": "J[AM]O"}]}},
        both=ANSWERED,
    ),
    "body_does_not_match": Case(
        theirs={"fail_if_body_not_matches_regexp": ["^tidak"]},
        ours={"expect": {"body": [{"matches": "^tidak"}]}},
        both=ANSWERED,
    ),
    "body_matches_what_it_must_not": Case(
        theirs={"fail_if_body_matches_regexp": ["J.O"]},
        ours={"expect": {"body": [{"not_matches": "J.O"}]}},
        both=ANSWERED,
    ),
    "header_matches": Case(
        theirs={"fail_if_header_not_matches": [{"header": "X-App", "regexp": "^jmo$"}]},
        ours={"expect": {"headers": [{"name": "X-App", "matches": "^jmo$"}]}},
        both=ANSWERED,
    ),
    "header_matches_what_it_must_not": Case(
        theirs={"fail_if_header_matches": [{"header": "X-App", "regexp": "jmo"}]},
        ours={"expect": {"headers": [{"name": "X-App", "not_matches": "jmo"}]}},
        both=ANSWERED,
    ),
    "tls_forbidden": Case(
        tls=True,
        theirs={"fail_if_ssl": True},
        ours={"expect": {"ssl": False}},
        both=ANSWERED | SECURED,
    ),
    "tls_required": Case(
        theirs={"fail_if_not_ssl": True}, ours={"expect": {"ssl": True}}, both=ANSWERED
    ),
    "version_not_accepted": Case(
        theirs={"valid_http_versions": ["HTTP/1.0"]},
        ours={"expect": {"http_versions": ["1.0"]}},
        both=ANSWERED,
    ),
    "certificate_of_another_host": Case(tls=True, bad_certificate=True),
    "certificate_unverified": Case(
        tls=True,
        bad_certificate=True,
        theirs={"tls_config": {"insecure_skip_verify": True}},
        ours={"tls": {"verify": False}},
        both=ANSWERED | SECURED - {"probe_ssl_last_chain_expiry_timestamp_seconds"},
    ),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """nginx and blackbox exporter, side by side."""

    authority: Authority
    http_port: int
    https_port: int
    wrong_port: int
    blackbox_port: int

    def url(self, case: Case) -> str:
        """Where the case's target is."""
        if not case.tls:
            return f"http://127.0.0.1:{self.http_port}{case.path}"
        port = self.wrong_port if case.bad_certificate else self.https_port
        return f"https://127.0.0.1:{port}{case.path}"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("oracle")
    authority = Authority(folder)
    ports = free_ports(3)
    with (
        _nginx(folder, authority, ports),
        blackbox_exporter(folder, _blackbox_config(authority)) as blackbox,
    ):
        plain, secure, wrong = ports
        yield Stage(authority, plain, secure, wrong, blackbox.ports[0])


@contextmanager
def _nginx(folder: Path, authority: Authority, ports: tuple[int, ...]) -> Iterator[None]:
    root = folder / "root"
    root.mkdir()
    for name in ("index.html", "chunked.html", "gzip.html"):
        (root / name).write_text(PAGE)
    good, wrong = authority.behind_intermediate(NAME), authority.ending_soon("lain.example")
    servers = _server(root, f"{ports[0]}", "")
    for port, pair, name in ((ports[1], good, "good"), (ports[2], wrong, "wrong")):
        certificate, key = pair.write(folder, name)
        tls = f"ssl_certificate {certificate}; ssl_certificate_key {key};"
        servers += _server(root, f"{port} ssl http2", tls)
    with nginx(folder, servers, ports=ports):
        yield


def _server(root: Path, listen: str, tls: str) -> str:
    return f"""
      server {{
        listen 127.0.0.1:{listen};
        {tls}
        root {root};
        absolute_redirect off;
        types {{ text/html html; }}
        add_header X-App jmo always;
        location /redirect {{ return 302 /again; }}
        location /again {{ return 301 /; }}
        location /204 {{ return 204; }}
        location /404 {{ return 404; }}
        location /503 {{ return 503 "tidak tersedia"; }}
        location /echo {{ return 200 "$request_method"; }}
        location /chunked.html {{ ssi on; }}
        location /gzip.html {{ gzip on; gzip_min_length 1; }}
      }}
    """


def _blackbox_config(authority: Authority) -> str:
    trust = {"ca_file": str(authority.root_file), "server_name": NAME}
    modules = {}
    for name, case in CASES.items():
        theirs = {"preferred_ip_protocol": "ip4", "enable_http2": False, **case.theirs}
        theirs["tls_config"] = trust | theirs.get("tls_config", {})
        modules[name] = {"prober": "http", "timeout": "5s", "http": theirs}
    return yaml.safe_dump({"modules": modules})


def _asked(stage: Stage, name: str) -> str:
    query = urlencode({"module": name, "target": stage.url(CASES[name])})
    with urlopen(f"http://127.0.0.1:{stage.blackbox_port}/probe?{query}", timeout=10) as answer:
        page: bytes = answer.read()
    return page.decode()


async def _shown(stage: Stage, name: str) -> str:
    case = CASES[name]
    trust = {"ca_file": str(stage.authority.root_file), "server_name": NAME}
    options = {"certificate_days": 0, **case.ours}
    options["tls"] = trust | options.get("tls", {})
    outcome = await run_probe(url=stage.url(case), **options)
    page = sighting_page(Sighting(outcome=outcome, age_seconds=0), "text/plain")
    return b"".join(page.pieces).decode()


def _samples(text: str) -> Samples:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name in FACTS
    }


def _without(samples: Samples, label: str) -> Samples:
    """The samples without a label that only newer exporters have."""
    return {
        (name, frozenset(pair for pair in labels if pair[0] != label)): value
        for (name, labels), value in samples.items()
    }


@pytest.mark.parametrize("name", CASES)
async def test_what_both_tell_is_the_same(name: str, stage: Stage) -> None:
    theirs = _samples(_asked(stage, name))
    ours = _without(_samples(await _shown(stage, name)), "serialnumber")
    shared = {metric for metric, _ in theirs} & {metric for metric, _ in ours}
    assert CASES[name].both | ALWAYS <= shared
    for metric in sorted(shared - CASES[name].wrong_there):
        assert _of(ours, metric) == _of(theirs, metric), metric


def _of(samples: Samples, metric: str) -> Samples:
    return {key: value for key, value in samples.items() if key[0] == metric}


async def test_the_facts_are_as_served(stage: Stage) -> None:
    """That both agree proves nothing if both are blind."""
    samples = _samples(await _shown(stage, "redirects_over_tls"))
    ours = {name: value for (name, _), value in samples.items()}
    assert ours["probe_http_status_code"] == 200
    assert ours["probe_http_redirects"] == 2
    assert ours["probe_http_ssl"] == 1
    assert ours["probe_http_uncompressed_body_length"] == len(PAGE)
    assert ours["probe_ip_protocol"] == 4


async def test_every_metric_of_ours_that_blackbox_has_bears_its_type(stage: Stage) -> None:
    theirs = _types(_asked(stage, "page_over_tls"))
    ours = _types(await _shown(stage, "page_over_tls"))
    shared = theirs.keys() & ours.keys()
    assert len(shared) > 15
    assert {name: ours[name] for name in shared} == {name: theirs[name] for name in shared}


def _types(text: str) -> dict[str, str]:
    return dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))
