"""Two places, each with a monitor and an agent: they write to Prometheus and VictoriaMetrics."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.prometheus.rulefiles import FOLDER, rules
from tests.support import files
from tests.support.processes import find, free_ports, started
from tests.support.program import Outer, outer_program
from tests.support.servers import refusing_port, respond, serve
from tests.support.waiting import until

OFTEN = {"interval": "1s", "timeout": "900ms", "slow_after": "800ms"}
AT_ONCE = {"down": "1 of 1", "degraded": "1 of 1", "recover": 1}
"""One run makes a state."""


@dataclass(frozen=True, slots=True)
class Database:
    """What answers to queries as Prometheus does."""

    url: str

    def ask(self, query: str) -> list[dict[str, Any]]:
        """The answer to a query, as it is now. Raises httpx.HTTPStatusError where it is refused."""
        found = httpx.post(f"{self.url}/api/v1/query", data={"query": query, "nocache": "1"})
        return list(found.raise_for_status().json()["data"]["result"])

    def value(self, query: str) -> float | None:
        """The only value; None where there is none."""
        found = self.ask(query)
        return float(found[0]["value"][1]) if len(found) == 1 else None

    def until(self, query: str, value: float) -> None:
        """Wait for it."""
        until(lambda: self.value(query) == value, f"{query} is {value}")


def settings(name: str) -> Any:
    """A configuration that is shipped, with everything once a second."""
    whole = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    whole["global"] |= {"scrape_interval": "1s", "scrape_timeout": "1s"}
    return whole


@contextmanager
def prometheus(folder: Path, whole: Any, *options: str) -> Iterator[Database]:
    """Run Prometheus with a configuration, all its files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "prometheus.yml"
    config.write_text(json.dumps(whole), encoding="utf-8")
    (port,) = ports = free_ports(1)
    command = [
        find("prometheus", "prometheus"),
        f"--config.file={config}",
        f"--web.listen-address=127.0.0.1:{port}",
        *options,
    ]
    with started(command, ports=ports, log=folder / "prometheus.log", cwd=folder):
        yield Database(f"http://127.0.0.1:{port}")


@contextmanager
def central(folder: Path) -> Iterator[Database]:
    """The Prometheus that others write to, with the shipped rules."""
    whole = settings("prometheus.yml")
    whole["global"]["evaluation_interval"] = "1s"
    whole |= {"rule_files": [str(FOLDER / "rules" / "*.yml")], "scrape_configs": [], "alerting": {}}
    options = (f"--storage.tsdb.path={folder / 'data'}", "--web.enable-remote-write-receiver")
    with prometheus(folder, whole, *options) as database:
        yield database


@contextmanager
def victoria(folder: Path) -> Iterator[Database]:
    """VictoriaMetrics, which shows at once what it was sent."""
    folder.mkdir()
    (port,) = ports = free_ports(1)
    command = [
        find("victoria-metrics", "victoria-metrics"),
        f"-storageDataPath={folder / 'data'}",
        f"-httpListenAddr=127.0.0.1:{port}",
        "-search.latencyOffset=0s",
    ]
    with started(command, ports=ports, log=folder / "victoria.log", cwd=folder):
        yield Database(f"http://127.0.0.1:{port}")


@contextmanager
def agent(folder: Path, place: str, monitor: Outer, *databases: str) -> Iterator[None]:
    """The shipped agent beside a monitor, which writes to all the databases."""
    (folder / "targets").mkdir(parents=True)
    address = monitor.url.removeprefix("http://").rstrip("/")
    target = {"targets": [address], "labels": {"location": place}}
    (folder / "targets" / "monitors.yml").write_text(json.dumps([target]))
    whole = settings("agent.yml")
    soon = {"batch_send_deadline": "200ms"}
    whole["remote_write"] = [{"url": url, "queue_config": soon} for url in databases]
    options = ("--enable-feature=agent", f"--storage.agent.path={folder / 'wal'}")
    with prometheus(folder, whole, *options):
        yield


def monitor_of(folder: Path, place: str, url: str) -> Path:
    """The configuration of a monitor at a place."""
    folder.mkdir()
    probe = files.probe("page", url, **OFTEN)
    whole = files.configuration(probe, defaults={"states": AT_ONCE}) | {"location": place}
    return files.write(folder / "probes.yaml", whole)


def say_what_both_see(here: Database, there: Database) -> None:
    """Wait until both databases have both places, and the rules have counted them."""
    both = 'service:jmo_places_known:count{service="app"}'
    here.until(both, 2)
    here.until('service:jmo_places_down:count{service="app"}', 1)
    here.until('service:jmo_state:quorum{service="app"}', 2)  # half of the votes are enough
    here.until("jmo:places:count1d", 2)
    here.until("jmo:places_seeing:count", 2)
    assert here.ask('ALERTS{alertname="JmoPlaceMislabelled"}') == []
    (known,) = (rule["expr"] for rule in rules() if rule.get("record") == both.partition("{")[0])
    there.until(known, 2)
    for place, state in (("jakarta", "up"), ("medan", "down")):
        there.until(f'jmo_service_state{{location="{place}",state="{state}"}}', 1)
    for rule in rules():
        there.ask(rule["expr"])  # it understands every rule


async def test_places_that_write_from_afar_come_to_one_verdict(tmp_path: Path) -> None:
    with ExitStack() as stack:
        closed = stack.enter_context(refusing_port())
        here = stack.enter_context(central(tmp_path / "central"))
        there = stack.enter_context(victoria(tmp_path / "victoria"))
        urls = [f"{database.url}/api/v1/write" for database in (here, there)]
        async with serve(respond(200, b"halaman")) as server:
            well = monitor_of(tmp_path / "jakarta", "jakarta", server.url())
            ill = monitor_of(tmp_path / "medan", "medan", f"http://127.0.0.1:{closed}/")
            async with outer_program(well) as jakarta, outer_program(ill) as medan:
                with (
                    agent(tmp_path / "jakarta-agent", "jakarta", jakarta, *urls),
                    agent(tmp_path / "medan-agent", "medan", medan, *urls),
                ):
                    await asyncio.to_thread(say_what_both_see, here, there)


async def test_prometheus_finds_every_probe_and_runs_it_on_demand(tmp_path: Path) -> None:
    whole = settings("on-demand.yml")
    async with serve(respond(200, b"halaman")) as server:
        folder = tmp_path / "monitor"
        async with outer_program(monitor_of(folder, "jakarta", server.url())) as monitor:
            (job,) = whole["scrape_configs"]
            (source,) = job["http_sd_configs"]
            source["url"] = source["url"].replace("http://localhost:8175/", monitor.url)
            options = (f"--storage.tsdb.path={tmp_path / 'data'}",)
            with prometheus(tmp_path / "prometheus", whole, *options) as database:
                query = 'probe_success{job="jmo-on-demand",instance="page",service="app"}'
                await asyncio.to_thread(database.until, query, 1)
