"""Dashboards and alerts that others made for blackbox exporter find what they ask for.

What they ask for is noted here as facts: metrics, and the labels that they match, group and name
by. The first list is that of the dashboard of blackbox-exporter-mixin, with what Perses' community
dashboard has beside it; the second that of the alerts in Awesome Prometheus alerts.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from tests.prometheus.test_places import Database, prometheus, settings
from tests.support import files
from tests.support.certificates import Authority
from tests.support.names import Name, name_server
from tests.support.ownnet import pingable
from tests.support.program import outer_program
from tests.support.servers import respond, serve

NAME = "jmo.example"
JOB = "jmo-on-demand"
PATIENCE_SECONDS = 60.0
OFTEN = {"interval": "3s", "timeout": "2500ms", "slow_after": "2s"}
EVERY = {"probe_success": {"job", "instance"}, "probe_duration_seconds": {"job", "instance"}}
ADDRESSED = {"probe_dns_lookup_time_seconds": {"job", "instance"}}
"""Of what has a host that is looked up first."""
ASKED = {
    "https": {
        **EVERY,
        **ADDRESSED,
        "probe_http_duration_seconds": {"job", "instance", "phase"},
        "probe_http_redirects": {"job", "instance"},
        "probe_http_ssl": {"job", "instance"},
        "probe_http_status_code": {"job", "instance"},
        "probe_http_version": {"job", "instance"},
        "probe_ssl_earliest_cert_expiry": {"job", "instance"},
        "probe_tls_version_info": {"job", "instance", "version"},
    },
    "icmp": {**EVERY, **ADDRESSED, "probe_icmp_duration_seconds": {"job", "instance", "phase"}},
    "tcp": {**EVERY, **ADDRESSED},
    "dns": EVERY,
}
"""By the kind of probe, which is also the name of ours of that kind."""
PHASES = {
    "https": {"resolve", "connect", "tls", "processing", "transfer"},
    "icmp": {"resolve", "rtt"},
}
"""The phases that legends name and panels stack."""
ALERTS = (
    "probe_success == 1",
    "avg_over_time(probe_http_duration_seconds[1m]) < 1",
    "probe_http_status_code >= 200 and probe_http_status_code < 399",
    "round((probe_ssl_earliest_cert_expiry - time()) / 86400, 0.1) > 0",
    "probe_ssl_last_chain_expiry_timestamp_seconds - time() > 0",
    "avg_over_time(probe_icmp_duration_seconds[1m]) < 1",
)
"""What the alerts compare, turned around: so it is true where all is well."""


async def test_every_metric_and_label_that_they_ask_for_is_there(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    page = respond(200, b"halaman")
    with pingable():
        async with (
            serve(page, tls=authority.context(authority.pair(NAME))) as server,
            name_server({NAME: Name(a=("127.0.0.1",))}) as names,
        ):
            here = {"resolve": {NAME: "127.0.0.1"}, "tls": {"ca_file": str(authority.root_file)}}
            asked = {"name": NAME, "record": "A", "allow_private": True}
            echo = {"host": "127.0.0.1", "packets": 1, "spacing": "20ms", "wait": "500ms"}
            probes: list[files.Probe] = [
                {"id": "https", "kind": "http", "url": server.url(host=NAME), **OFTEN, **here},
                {"id": "tcp", "kind": "tcp", "host": NAME, "port": server.port, **OFTEN, **here},
                {"id": "icmp", "kind": "icmp", **echo, **OFTEN},
                {"id": "dns", "kind": "dns", **asked, "server": f"127.0.0.1:{names.port}", **OFTEN},
            ]
            path = files.write(tmp_path / "probes.yaml", files.configuration(*probes))
            async with outer_program(path) as monitor:
                whole = settings("on-demand.yml")
                (job,) = whole["scrape_configs"]
                (source,) = job["http_sd_configs"]
                source["url"] = source["url"].replace("http://localhost:8175/", monitor.url)
                data = f"--storage.tsdb.path={tmp_path / 'data'}"
                with prometheus(tmp_path / "prometheus", whole, data) as database:
                    await until_nothing_is_missing(database)


async def until_nothing_is_missing(database: Database) -> None:
    """Ask, without leaving this thread's network or hindering its servers."""
    lacking: list[str] = []
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), httpx.AsyncClient() as client:
            while True:
                lacking = [text async for text in missing(client, f"{database.url}/api/v1/query")]
                if not lacking:
                    return
                await asyncio.sleep(0.5)
    except TimeoutError as error:
        raise AssertionError("\n".join(lacking)) from error


async def missing(client: httpx.AsyncClient, url: str) -> AsyncIterator[str]:
    """Ask for everything as they do; says what does not come."""

    async def ask(query: str) -> list[dict[str, str]]:
        found = (await client.post(url, data={"query": query})).raise_for_status().json()
        return [series["metric"] for series in found["data"]["result"]]

    for probe, metrics in ASKED.items():
        every = await ask(f'{{__name__=~"{"|".join(metrics)}", job=~"{JOB}", instance=~"{probe}"}}')
        for metric, wanted in metrics.items():
            found = [labels for labels in every if labels["__name__"] == metric]
            if not found or not all(labels.get(name) for labels in found for name in wanted):
                yield f"{metric} of {probe} with {wanted}"
            if "phase" in wanted and not PHASES[probe] <= {labels["phase"] for labels in found}:
                yield f"phases in {metric} of {probe}"
    for comparison in ALERTS:
        if not await ask(comparison):
            yield comparison
