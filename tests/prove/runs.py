"""Every run of the world of 35 days, as the script has it."""

import heapq
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from monitor.model import Certificate, HttpAnswer, Outcome, Phase, Release, Result, Tls
from tests.prove.cast import PROBES, Planned
from tests.prove.script import AFTER, BEGAN, EXPIRES, FAULTS, OFF, RELEASES, Fault


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
