"""The shipped probes.yaml: how soon it says something, and what it uses when nothing happens."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from benchmarks.name_server import naming
from benchmarks.program import SETTLED_SECONDS, monitor, samples
from benchmarks.table import Row
from benchmarks.targets import ROOT
from tests.support import shops
from tests.support.certificates import Authority
from tests.support.processes import free_ports, nginx


def measure(folder: Path, *, seconds: float) -> list[Row]:
    """Start it once, wait for the first result, then watch it."""
    with _shipped_on_loopback(folder) as settings:
        began = time.time()
        with monitor(folder, settings) as program:
            time.sleep(SETTLED_SECONDS)
            # The page is kept for a second, so when a result shows on it says little.
            seen = samples(program.scrape(), "probe_last_evidence_timestamp_seconds")
            first = min(sample.value for sample in seen) - began
            before, rss = program.usage.cpu_seconds, program.usage.rss_bytes / 1024**2
            time.sleep(seconds)
            share = (program.usage.cpu_seconds - before) / seconds
            program.runs()
    return [
        Row(
            figure="shipped probes.yaml: first result after start",
            ours=f"{first:.2f} s",
            target="≤ 1.5 s",
            met=first <= 1.5,
        ),
        Row(
            figure="shipped probes.yaml: memory",
            ours=f"{rss:.0f} MiB",
            target="≤ 80 MiB",
            met=rss <= 80,
        ),
        Row(
            figure="shipped probes.yaml: CPU",
            ours=f"{share * 100:.2f} % of a core",
            target="≤ 1 %",
            met=share <= 0.01,
        ),
    ]


@contextmanager
def _shipped_on_loopback(folder: Path) -> Iterator[dict[str, Any]]:
    """The shipped file with every name led to servers of ours; nothing else is changed."""
    settings = yaml.safe_load((ROOT / "probes.yaml").read_text())
    groups = [settings["controls"], *settings["services"]]
    probes = [probe for group in groups for probe in group["probes"]]
    hosts = sorted({_host(probe) for probe in probes})
    authority = Authority(folder)
    chain, key = authority.pair(*hosts).write(folder)
    (port,) = free_ports(1)
    (folder / "store").write_bytes(shops.page(shops.release_data()))
    (folder / "lookup").write_bytes(shops.apple())
    servers = f"""
      server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {chain}; ssl_certificate_key {key};
        location / {{ return 200 "success Success"; }}
        location /generate_204 {{ return 204; }}
        location /lookup {{ root {folder}; }}
        location /store {{ root {folder}; }}
      }}
    """
    with nginx(folder, servers, ports=(port,)), naming(folder, hosts) as name_server:
        for probe in probes:
            probe.update(_led(probe, port, name_server, str(authority.root_file)))
        yield settings


_SHOPS = {"app_store": ("itunes.apple.com", "lookup"), "play_store": ("play.google.com", "store")}


def _host(probe: dict[str, Any]) -> str:
    if "url" in probe:
        return str(urlsplit(probe["url"]).hostname)
    return str(
        _SHOPS[probe["store"]][0] if "store" in probe else probe.get("host", probe.get("name"))
    )


def _led(probe: dict[str, Any], port: int, name_server: str, root_file: str) -> dict[str, Any]:
    """What leads a probe to our servers."""
    kind, host = probe["kind"], _host(probe)
    if kind == "dns":
        return {"server": name_server, "allow_private": True}
    led: dict[str, Any] = {"resolve": {host: "127.0.0.1"}}
    if kind in {"tcp", "tls"}:
        led["port"] = port
    elif kind == "app_release":
        led["url"] = f"https://{host}:{port}/{_SHOPS[probe['store']][1]}"
    else:
        led["url"] = urlsplit(probe["url"])._replace(netloc=f"{host}:{port}").geturl()
    return led if kind == "tcp" else {**led, "tls": {"ca_file": root_file}}
