"""Outcomes of every sort, made by hand, and a roster that they belong to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry

from monitor.metrics.collectors import ProbesCollector
from monitor.metrics.exposition import register_others
from monitor.metrics.metrics import Metrics
from monitor.model import (
    Certificate,
    CheckResult,
    Connection,
    HttpAnswer,
    MissCause,
    Outcome,
    Phase,
    ProbeInfo,
    Reason,
    Result,
    Role,
    Roster,
    ServiceInfo,
    Tls,
)
from monitor.probes import HttpProbe
from tests.support.clocks import EPOCH, ManualClock

CERTIFICATE = Certificate(
    subject="CN=jmo.example,O=JMO",
    issuer="CN=Root",
    serial_number="0a1b",
    alternative_names=("jmo.example", "www.jmo.example"),
    not_before=datetime(2026, 1, 1, tzinfo=UTC),
    not_after=datetime(2027, 1, 1, tzinfo=UTC),
    fingerprint_sha256="ab" * 32,
)
ROOT = replace(CERTIFICATE, subject="CN=Root", not_after=datetime(2040, 1, 1, tzinfo=UTC))
TLS = Tls(
    version="TLS 1.3",
    cipher="TLS_AES_128_GCM_SHA256",
    presented=(CERTIFICATE,),
    verified=(CERTIFICATE, ROOT),
)
ANSWER = HttpAnswer(
    status_code=200,
    http_version="1.1",
    redirects=1,
    ssl=True,
    content_length=512,
    body_bytes=500,
    truncated=False,
    last_modified=datetime(2026, 8, 1, tzinfo=UTC),
    retry_after_seconds=None,
)
PASSED = CheckResult(
    sentence="status is 200-299",
    passed=True,
    reason=Reason.CHECK_STATUS,
    expected="200-299",
    observed="200",
)
PHASES = {
    Phase.RESOLVE: 0.01,
    Phase.CONNECT: 0.02,
    Phase.TLS: 0.04,
    Phase.PROCESSING: 0.08,
    Phase.TRANSFER: 0.1,
}
REASONS = HttpProbe(id="p", kind="http", url="https://jmo.example/").reasons
SERVICE = ServiceInfo(
    id="jmo-api",
    name="Aplikasi JMO",
    name_en="JMO app",
    symptom="Aplikasi tidak bisa dibuka",
    symptom_en="The app does not open",
)


def probe(name: str = "jmo-api-https", **changes: Any) -> ProbeInfo:
    """A configured probe."""
    info = ProbeInfo(
        id=name,
        service="jmo-api",
        kind="http",
        role=Role.CRITICAL,
        target="https://jmo.example/",
        host="jmo.example",
        reasons=REASONS,
        interval_seconds=60.0,
        timeout_seconds=10.0,
    )
    return replace(info, **changes)


def roster(*probes: ProbeInfo) -> Roster:
    """A configuration with these probes."""
    return Roster(location="jakarta", services=(SERVICE,), probes=probes)


def outcome(**changes: Any) -> Outcome:
    """The outcome of a run in which all was well, unless changed."""
    well = Outcome(
        service="jmo-api",
        probe="jmo-api-https",
        kind="http",
        location="jakarta",
        started_at=EPOCH,
        duration_seconds=0.25,
        timeout_seconds=10.0,
        result=Result.OK,
        attempts=(Result.OK,),
        checks=(PASSED,),
        phases=PHASES,
        connection=Connection(address="127.0.0.1", ip_version=4, fallback=False),
        tls=TLS,
        http=ANSWER,
        hops=("https://jmo.example/", "https://www.jmo.example/"),
    )
    return replace(well, **changes)


def slow(**changes: Any) -> Outcome:
    """A run that passed, but slowly."""
    return outcome(
        result=Result.DEGRADED,
        reason=Reason.SLOW_LATENCY,
        phase=Phase.PROCESSING,
        attempts=(Result.DEGRADED,),
        **changes,
    )


def failed(**changes: Any) -> Outcome:
    """A run whose connection was refused."""
    refused = outcome(
        result=Result.FAILED,
        reason=Reason.CONNECT_REFUSED,
        phase=Phase.CONNECT,
        detail="nobody listens",
        attempts=(Result.FAILED, Result.FAILED),
        checks=(),
        phases={Phase.RESOLVE: 0.01},
        tls=None,
        http=None,
    )
    return replace(refused, **changes)


def void(**changes: Any) -> Outcome:
    """A run that proves nothing, though something answered."""
    kept_out = outcome(
        result=Result.VOID,
        reason=Reason.INTERFERENCE_BLOCKPAGE,
        phase=Phase.TRANSFER,
        attempts=(Result.VOID,),
    )
    return replace(kept_out, **changes)


def metrics(*probes: ProbeInfo, clock: ManualClock | None = None) -> Metrics:
    """Metrics of a monitor with these probes, before anything has run."""
    return Metrics(roster(*(probes or (probe(),))), "1.2.3", clock or ManualClock())


def eventful() -> Metrics:
    """Metrics of a monitor to which everything has happened that can be counted."""
    control = probe("control-world", service="control", role=Role.SUPPORTING)
    kept = metrics(probe(), probe("jmo-api-void"), probe("jmo-api-new"), control)
    for seen in (outcome(), slow(), failed(), void(probe="jmo-api-void"), outcome()):
        kept.record(seen)
    for cause in MissCause:
        kept.missed("jmo-api-https", cause)
    kept.run_started(0.004)
    kept.loop_lagged(0.002)
    kept.clock_stepped()
    kept.own_network(up=True)
    return kept


def probes_registry(kept: Metrics) -> CollectorRegistry:
    """All families of the probes, as prometheus_client collects them."""
    registry = CollectorRegistry()
    registry.register(ProbesCollector(lambda: kept.snapshot().probes))
    return registry


def whole_registry(kept: Metrics) -> CollectorRegistry:
    """Everything that a scrape shows, as prometheus_client collects it."""
    registry = probes_registry(kept)
    register_others(registry, kept)
    return registry


def samples(kept: Metrics) -> Iterator[tuple[str, dict[str, str], float]]:
    """Every sample of a scrape: name, labels, value."""
    for family in whole_registry(kept).collect():
        for sample in family.samples:
            yield sample.name, sample.labels, sample.value


def values(kept: Metrics, name: str, **labels: str) -> list[float]:
    """The values of the samples with this name and, at least, these labels."""
    return [
        value
        for seen, its, value in samples(kept)
        if seen == name and labels.items() <= its.items()
    ]


def value(kept: Metrics, name: str, **labels: str) -> float:
    """The value of the only sample with this name and these labels."""
    (only,) = values(kept, name, **labels)
    return only
