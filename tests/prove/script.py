"""The script of a world of 35 days: what is configured, what went wrong, and every run."""

import heapq
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from monitor.config.loader import load
from monitor.config.settings import Settings
from monitor.model import Certificate, HttpAnswer, Outcome, Phase, Reason, Release, Result, Tls
from tests.support import files

END = datetime(2026, 11, 5, 3, 0, tzinfo=UTC)
"""When somebody looks: 10:00 in Jakarta on a Thursday."""
BEGAN = END - timedelta(days=35)
AFTER = END + timedelta(hours=1)
"""So long the world goes on unseen, so that it is settled what was until END."""
EXPIRES = END + timedelta(days=5, hours=12)
RELEASES = (
    (datetime(2026, 9, 1, tzinfo=UTC), "3.0.0"),
    (END - timedelta(days=25), "3.1.0"),
    (END - timedelta(days=3), "3.2.0"),
)
CONTROL = "control-a"


def ago(**amount: float) -> datetime:
    """A moment so long before END."""
    return END - timedelta(**amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What some probes saw from one moment on, for so many minutes."""

    began: datetime
    minutes: float
    probes: tuple[str, ...]
    reason: Reason
    phase: Phase | None = None
    result: Result = Result.FAILED
    seconds: float = 0.4

    @property
    def ended(self) -> datetime:
        """The first moment after it."""
        return self.began + timedelta(minutes=self.minutes)


def _slow(began: datetime, minutes: float, *probes: str, seconds: float = 3.6) -> Fault:
    return Fault(
        began=began,
        minutes=minutes,
        probes=probes,
        reason=Reason.SLOW_LATENCY,
        phase=Phase.PROCESSING,
        result=Result.DEGRADED,
        seconds=seconds,
    )


def _away(began: datetime, minutes: float, *probes: str) -> Fault:
    reason, phase = Reason.CONNECT_REFUSED, Phase.CONNECT
    return Fault(began=began, minutes=minutes, probes=probes, reason=reason, phase=phase)


def _void(began: datetime, minutes: float, reason: Reason, *probes: str) -> Fault:
    return Fault(began=began, minutes=minutes, probes=probes, reason=reason, result=Result.VOID)


OFF = (
    (ago(days=20, hours=2), ago(days=19, hours=23)),
    (ago(days=2, hours=6), ago(days=2, hours=5, minutes=30)),
)
"""When the monitor was off: three hours, and half an hour."""
EVERY = ("login-page", "login-name", "claims-page", "claims-steps", "pay-page", "pay-tls")
EVERY_ONE = (*EVERY, "site-page", "shop-app", CONTROL)
CUT = (ago(days=5, hours=4), 40.0)
"""Our own network was away."""
SOON = timedelta(minutes=15)
"""Far enough apart to be windows of their own."""
FAULTS = (
    _away(ago(days=33), 90, "login-page"),
    _slow(ago(days=31, hours=7), 200, "claims-page"),
    _away(ago(days=26, hours=3), 42, "claims-page"),
    _away(ago(days=22, hours=13), 25, "pay-page"),
    _slow(ago(days=18, hours=6), 75, "site-page"),
    _away(ago(days=18, hours=5), 30, "site-page"),
    _away(ago(days=15, hours=9), 12, "login-page", "login-name"),
    _away(ago(days=12, hours=4), 41, "claims-steps"),
    _away(ago(days=12, hours=3, minutes=57), 38, "claims-page"),
    *(_away(ago(days=11, hours=4) + n * SOON, 9, "site-page") for n in range(4)),
    _away(ago(days=9, hours=20), 180, "site-page"),
    _away(ago(days=8, hours=1), 55, "pay-page", "pay-tls"),
    _slow(ago(days=8), 150, "claims-page", "pay-page"),
    _slow(ago(days=7, hours=1), 160, "claims-page", "pay-page"),
    _slow(ago(days=6, hours=2), 130, "claims-page"),
    _void(CUT[0], CUT[1], Reason.LOCAL_NETWORK_DOWN, *EVERY_ONE),
    _away(ago(days=4, hours=6), 20, "login-page"),
    _away(ago(days=4, hours=5, minutes=36), 15, "login-page"),
    _void(ago(days=3, hours=2), 30, Reason.INTERFERENCE_BLOCKPAGE, "site-page"),
    _away(ago(days=2, hours=7), 120, "site-page"),
    _away(ago(days=1, hours=8), 35, "claims-page", "claims-steps"),
    _slow(ago(hours=10), 45, "pay-page"),
    _away(ago(hours=6, minutes=30), 18, "login-page"),
    _slow(ago(minutes=25), 200, "site-page"),
)
"""Within the last day: one that is over of each severity, and one that goes on. Twelve days ago the
probe that is seldom heard was the first to fail: that window turned out to have begun earlier. Two
days ago one was open when the monitor went off.
"""

ELSEWHERE_BEGAN = ago(hours=26)
ELSEWHERE = (
    _away(ago(hours=6, minutes=30), 18, "login-page"),
    _slow(ago(minutes=25), 200, "site-page"),
)
"""What a second place sees, which joined a day ago."""


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


def outcomes(location: str, began: datetime, faults: Sequence[Fault] = FAULTS) -> Iterator[Outcome]:
    """Every run, in the order in which they began; none while the monitor was off."""
    rows = (_row(probe, n, location, began, faults) for n, probe in enumerate(PROBES))
    return heapq.merge(*rows, key=lambda outcome: outcome.started_at)


def _row(
    probe: Planned, place: int, location: str, began: datetime, faults: Sequence[Fault]
) -> Iterator[Outcome]:
    chance = random.Random(f"{probe.id} {location}")
    mine = [fault for fault in faults if probe.id in fault.probes]
    at, step = began + timedelta(seconds=3 + 5 * place), timedelta(seconds=probe.interval_seconds)
    while at < AFTER:
        if not any(start <= at < end for start, end in OFF):
            fault = next((f for f in mine if f.began <= at < f.ended), None)
            yield _outcome(probe, location, at, fault, chance.lognormvariate(0, 0.3))
        at += step


def _outcome(
    probe: Planned, location: str, at: datetime, fault: Fault | None, jitter: float
) -> Outcome:
    usual = fault.seconds if fault else probe.usual_seconds
    seconds = round(usual * jitter, 4)
    result = fault.result if fault else Result.OK
    passed = result in {Result.OK, Result.DEGRADED}
    share = seconds / len(probe.phases)
    return Outcome(
        service=probe.service,
        probe=probe.id,
        kind=probe.kind,
        location=location,
        started_at=at,
        duration_seconds=seconds,
        timeout_seconds=10.0,
        result=result,
        reason=fault.reason if fault else None,
        phase=fault.phase if fault else None,
        attempts=(result,),
        phases=MappingProxyType(dict.fromkeys(probe.phases, share) if passed else {}),
        tls=_TLS if passed and probe.kind in {"http", "tls"} else None,
        http=_PAGE if passed and Phase.PROCESSING in probe.phases else None,
        release=_release(at) if passed and probe.kind == "app_release" else None,
    )


def _release(at: datetime) -> Release:
    released, version = max(r for r in RELEASES if r[0] <= at)
    return Release(store="app_store", version=version, released_at=released, minimum_os="15.0")


_CERTIFICATE = Certificate(
    subject="CN=example.org",
    issuer="CN=Example CA",
    serial_number="01",
    alternative_names=("example.org",),
    not_before=BEGAN - timedelta(days=300),
    not_after=EXPIRES,
    fingerprint_sha256="00" * 32,
    spki_sha256="",
)
_TLS = Tls(
    version="TLS 1.3",
    cipher="TLS_AES_128_GCM_SHA256",
    presented=(_CERTIFICATE,),
    verified=(_CERTIFICATE,),
)
_PAGE = HttpAnswer(
    status_code=200,
    http_version="2",
    redirects=0,
    ssl=True,
    content_length=512,
    body_bytes=512,
    truncated=False,
    last_modified=None,
    retry_after_seconds=None,
)
