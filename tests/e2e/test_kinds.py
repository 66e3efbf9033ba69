"""One configuration file with every kind of probe, run and checked by the real program."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from monitor.metrics.catalogue import PROBE_FAMILIES
from monitor.probes import KINDS
from tests.support import files
from tests.support.certificates import Authority
from tests.support.names import Name, name_server
from tests.support.ownnet import pingable
from tests.support.program import PATIENCE_SECONDS, Client, Samples, outer_program, said
from tests.support.servers import respond, serve
from tests.support.shops import NUMBER, apple

NAME = "jmo.example"
WELL = respond(200, b"halaman", [("Last-Modified", "Mon, 31 Aug 2026 00:00:00 GMT")])
ANSWER = Name(
    a=("127.0.0.1",),
    authority=(f"{NAME}. 60 IN SOA ns.example. root.example. 2026083101 3600 600 86400 60",),
)
OFTEN = {"interval": "3s", "timeout": "2500ms", "slow_after": "2s"}
SUFFIXES = ("_bucket", "_count", "_sum")
HTTP = {"probe_http_status_code": 1, "probe_http_version": 1, "probe_http_redirects": 1}
TLS = {
    "probe_ssl_last_chain_info": 1,
    "probe_tls_version_info": 1,
    "probe_ssl_last_chain_expiry_timestamp_seconds": 1,
}
OF_KIND = {
    "http": {**HTTP, **TLS, "probe_http_duration_seconds": 5},
    "tcp": {**TLS, "probe_phase_duration_seconds": 3},
    "tls": {**TLS, "probe_phase_duration_seconds": 3},
    "dns": {
        "probe_dns_answer_rrs": 1,
        "probe_dns_serial": 1,
        "probe_dns_resolver_answered": 2,
        "probe_dns_resolvers_disagree": 1,
    },
    "icmp": {
        "probe_icmp_packet_loss_ratio": 1,
        "probe_icmp_round_trip_seconds": 4,
        "probe_icmp_reply_hop_limit": 1,
    },
    "app_release": {
        **HTTP,
        "jmo_app_release_info": 1,
        "jmo_app_release_timestamp_seconds": 1,
        "jmo_app_release_changes_total": 1,
    },
    "journey": {**HTTP, "probe_journey_step_success": 2, "probe_journey_step_duration_seconds": 8},
}
"""How many series of a metric a probe of a kind has when it is well."""


@pytest.fixture(autouse=True)
def own_network() -> Iterator[None]:
    """What is started here may ping."""
    with pingable():
        yield


@asynccontextmanager
async def configured(folder: Path) -> AsyncIterator[Path]:
    """A file with every kind in a service that is well, and one whose certificate is past its time.

    All that it asks is there until the end of the block.
    """
    authority = Authority(folder)
    good = authority.context(authority.pair(NAME))
    expired = authority.context(authority.expired(NAME))
    async with (
        serve(WELL) as plain,
        serve(respond(200, apple())) as shop,
        serve(WELL, tls=good) as secure,
        serve(WELL, tls=expired) as broken,
        name_server({NAME: ANSWER}) as first,
        name_server({NAME: ANSWER}) as second,
    ):
        here = {"resolve": {NAME: "127.0.0.1"}, "tls": {"ca_file": str(authority.root_file)}}
        asked = {"name": NAME, "record": "A", "allow_private": True}
        servers = [f"127.0.0.1:{server.port}" for server in (first, second)]
        page = plain.url()
        steps = [{"name": name, "url": page} for name in ("masuk", "saldo")]
        echo = {"host": "127.0.0.1", "packets": 2, "spacing": "20ms", "wait": "500ms"}
        well = [
            probe("http", "http", url=secure.url(host=NAME), **here),
            probe("tcp", "tcp", host=NAME, port=secure.port, **here),
            probe("tls", "tls", host=NAME, port=secure.port, **here),
            probe("dns", "dns", **asked, resolvers=servers),
            probe("icmp", "icmp", **echo),
            probe("release", "app_release", store="app_store", app=NUMBER, url=shop.url()),
            probe("journey", "journey", steps=steps),
        ]
        bad = [
            probe("bad-dns", "dns", **asked, server=servers[0]),
            probe("bad-tcp", "tcp", host=NAME, port=broken.port, resolve=here["resolve"]),
            probe("bad-tls", "tls", host=NAME, port=broken.port, **here),
            probe("bad-http", "http", url=broken.url(host=NAME), **here),
        ]
        services = [files.service("baik", *well), files.service("rusak", *bad)]
        yield files.write(folder / "probes.yaml", files.configuration(services=services))


def probe(called: str, kind: str, /, **keys: Any) -> files.Probe:
    return {"id": called, "kind": kind, "attempts": 1, **OFTEN, **keys}


async def after_all_ran(program: Client) -> Samples:
    """A scrape in which every probe tells of a run that our own side did not spoil."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            samples = await program.samples()
            if samples.labels("probe_duration_seconds", "probe") == samples.runs().keys():
                return samples


def family_names(samples: Samples) -> set[str]:
    """The names of what is on the page; those of histograms without their endings."""
    names = {name for name, _, _ in samples.every}
    return names | {name.removesuffix(end) for name in names for end in SUFFIXES}


async def test_every_series_of_every_kind_is_on_the_metrics_page(tmp_path: Path) -> None:
    async with configured(tmp_path) as path, outer_program(path) as program:
        samples = await after_all_ran(program)
    assert {family.name for family in PROBE_FAMILIES} - family_names(samples) == set()
    for kind in KINDS:
        assert samples.value("probe_success", service="baik", kind=kind) == 1
        assert samples.values("probe_duration_seconds", service="baik", kind=kind)
        assert samples.value("probe_latency_seconds_count", service="baik", kind=kind) >= 1
        for metric, count in OF_KIND[kind].items():
            assert len(samples.values(metric, service="baik", kind=kind)) == count, (kind, metric)
    kinds = ("dns", "tcp", "tls", "http")
    ends = [samples.value("probe_success", service="rusak", kind=kind) for kind in kinds]
    assert ends == [1, 1, 0, 0]
    assert len(samples.values("probe_ssl_earliest_cert_expiry", service="rusak")) == 2


async def test_a_check_says_how_deep_the_host_is_well(tmp_path: Path) -> None:
    async with configured(tmp_path) as path:
        table, answer = await asyncio.gather(
            said("check", "--config", str(path), COLUMNS="160"),
            said("check", "--config", str(path), "--format", "json"),
        )
    assert (table.exit_code, answer.exit_code) == (1, 1)
    told = "rusak: deepest healthy layer: TCP; broken: TLS (tls_cert_expired) at jmo.example"
    assert told in table.stdout.splitlines()
    found = json.loads(answer.stdout)
    by_service = {depth["service"]: depth for depth in found["depth"] if depth["host"] == NAME}
    assert by_service["rusak"] == {
        "service": "rusak",
        "host": NAME,
        "deepest_healthy": "tcp",
        "shallowest_broken": "tls",
        "reason": "tls_cert_expired",
        "probe": "bad-tls",
    }
    assert by_service["baik"]["deepest_healthy"] == "http"
    assert by_service["baik"]["shallowest_broken"] is None
    well = {each["kind"]: each["result"] for each in found["outcomes"] if each["service"] == "baik"}
    assert well == dict.fromkeys(KINDS, "ok")
