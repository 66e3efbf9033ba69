"""Who plays in the world of 35 days: services, probes, and how a monitor is configured."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.config.loader import load
from monitor.config.settings import Settings
from monitor.model import Phase
from tests.prove.script import CONTROL
from tests.support import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A probe of the script."""

    id: str
    service: str
    kind: str
    interval_seconds: int
    usual_seconds: float
    phases: tuple[Phase, ...]


_HTTP = (Phase.RESOLVE, Phase.CONNECT, Phase.TLS, Phase.PROCESSING, Phase.TRANSFER)
PROBES = (
    Planned(
        id=CONTROL,
        service="control",
        kind="http",
        interval_seconds=120,
        usual_seconds=0.08,
        phases=_HTTP,
    ),
    Planned(
        id="login-page",
        service="login",
        kind="http",
        interval_seconds=60,
        usual_seconds=0.35,
        phases=_HTTP,
    ),
    Planned(
        id="login-name",
        service="login",
        kind="dns",
        interval_seconds=300,
        usual_seconds=0.02,
        phases=(Phase.RESOLVE,),
    ),
    Planned(
        id="claims-page",
        service="claims",
        kind="http",
        interval_seconds=60,
        usual_seconds=0.9,
        phases=_HTTP,
    ),
    Planned(
        id="claims-steps",
        service="claims",
        kind="journey",
        interval_seconds=300,
        usual_seconds=1.4,
        phases=_HTTP,
    ),
    Planned(
        id="pay-page",
        service="pay",
        kind="http",
        interval_seconds=120,
        usual_seconds=0.5,
        phases=_HTTP,
    ),
    Planned(
        id="pay-tls",
        service="pay",
        kind="tls",
        interval_seconds=300,
        usual_seconds=0.12,
        phases=_HTTP[:3],
    ),
    Planned(
        id="site-page",
        service="site",
        kind="http",
        interval_seconds=60,
        usual_seconds=0.7,
        phases=_HTTP,
    ),
    Planned(
        id="shop-app",
        service="shop",
        kind="app_release",
        interval_seconds=3600,
        usual_seconds=0.6,
        phases=_HTTP,
    ),
)


def settings(folder: Path, location: str = "jakarta") -> Settings:
    """The configuration, read by the program's own loader."""
    services = [_service(id) for id in ("login", "claims", "pay", "site", "shop")]
    (control,) = (_configured(p) for p in PROBES if p.service == "control")
    whole = files.configuration(
        services=services,
        controls=[control],
        location=location,
        timezone="Asia/Jakarta",
        calendar=[
            {"id": "month-end", "name": {"id": "Akhir bulan", "en": "Month-end"}, "days": "25..5"},
            {
                "id": "work",
                "name": {"id": "Jam kerja", "en": "Working hours"},
                "weekdays": "mon..fri",
                "times": "08:00..16:00",
            },
        ],
        maintenance=[
            {
                "services": ["pay"],
                "start": "2026-10-25T22:00",
                "end": "2026-10-26T00:00",
                "why": {"id": "Pemeliharaan", "en": "Maintenance"},
            }
        ],
    )
    return load(files.write(folder / f"{location}.yaml", whole), {})


def _service(id: str) -> dict[str, Any]:
    name = {"id": f"Layanan {id}", "en": f"Service {id}"}
    symptom = {"id": f"{id} tidak bisa dibuka", "en": f"{id} does not open"}
    probes = [_configured(p) for p in PROBES if p.service == id]
    whole: dict[str, Any] = {"id": id, "name": name, "symptom": symptom, "probes": probes}
    if id != "shop":
        latency = {"under": "2s", "target": "95%"}
        whole["slo"] = {"availability": "99.5%", "latency": latency, "window": "30d"}
    return whole | ({"essential": True} if id == "login" else {})


def _configured(probe: Planned) -> dict[str, Any]:
    host = f"{probe.id}.example.org"
    asked: dict[str, dict[str, Any]] = {
        "http": {"url": f"https://{host}/"},
        "dns": {"name": host, "record": "A"},
        "tls": {"host": host},
        "journey": {"steps": [{"name": "open", "url": f"https://{host}/"}]},
        "app_release": {"store": "app_store", "app": 1234567890, "country": "id"},
    }
    role = {"role": "supporting"} if probe.id in {"login-name", "shop-app"} else {}
    often = {"interval": f"{probe.interval_seconds}s", "timeout": "10s"}
    return {"id": probe.id, "kind": probe.kind, **often, **role, **asked[probe.kind]}
