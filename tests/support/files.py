"""Configuration files for the whole program: local servers, and the shipped file without a way out.

They are written as JSON, which is YAML too, and in which nothing needs quoting.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).parents[2] / "probes.yaml"

Probe = dict[str, Any]


def probe(name: str, url: str, **keys: Any) -> Probe:
    """A probe in one attempt and once an hour, so that nothing runs but what a test asks for."""
    usual = {"interval": "1h", "timeout": "5s", "attempts": 1}
    return {"id": name, "kind": "http", "url": url, **usual, **keys}


def service(name: str, *probes: Probe) -> dict[str, Any]:
    """A service with these probes."""
    return {"id": name, "name": f"Layanan {name}", "symptom": "mati", "probes": probes}


def configuration(
    *probes: Probe,
    controls: Sequence[Probe] = (),
    quorum: int = 1,
    services: Sequence[dict[str, Any]] = (),
    **sections: Any,
) -> dict[str, Any]:
    """A whole configuration: `probes` are those of the service `app`, `services` come after it."""
    whole = {
        "location": "uji",
        "contact": "https://example.org/contact",
        "services": [*([service("app", *probes)] if probes else []), *services],
        **sections,
    }
    if controls:
        whole["controls"] = {"quorum": quorum, "probes": controls}
    return whole


def write(path: Path, whole: dict[str, Any]) -> Path:
    """Write a configuration; returns the path."""
    path.write_text(json.dumps(whole, indent=1), encoding="utf-8")
    return path


def shipped_by_way_of(resolver: str) -> dict[str, Any]:
    """The shipped configuration, with all its names looked up at `resolver` alone."""
    whole: dict[str, Any] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    whole["defaults"]["resolver"] = [resolver]
    for each in (probe for service in whole["services"] for probe in service["probes"]):
        if each["kind"] == "dns":
            each["server"] = resolver
    return whole
