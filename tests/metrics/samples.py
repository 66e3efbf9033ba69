"""Outcomes of every sort, made by hand, and a roster that they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry

from monitor.metrics.catalogue import PROBE_FAMILIES
from monitor.metrics.collectors import FiguresCollector
from monitor.metrics.elsewhere import Elsewhere
from monitor.metrics.exposition import Exposition, register_others
from monitor.metrics.measured import MEASURES
from monitor.metrics.metrics import Metrics
from monitor.metrics.service_catalogue import SERVICE_FAMILIES
from monitor.model import (
    Assessment,
    Certificate,
    CheckResult,
    Connection,
    DnsAnswer,
    DnsRecord,
    DnsView,
    Echo,
    HttpAnswer,
    MissCause,
    Outcome,
    PeriodInfo,
    Phase,
    ProbeInfo,
    Reason,
    Release,
    Result,
    Role,
    Roster,
    Segment,
    ServiceInfo,
    Slo,
    State,
    Step,
    Tls,
    Verdict,
    Window,
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
    spki_sha256="q" * 43 + "=",
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
RECORD = DnsRecord(
    section="answer", name="jmo.example.", type="A", ttl_seconds=300, text="192.0.2.1"
)
DNS = DnsAnswer(
    rcode="NOERROR",
    answers=1,
    authorities=2,
    additionals=3,
    serial=2026083101,
    records=(RECORD,),
    views=(
        DnsView(server="192.0.2.53", rcode="NOERROR", records=(RECORD,), seconds=0.03),
        DnsView(server="", rcode="NXDOMAIN", records=(), seconds=0.05),
        DnsView(server="192.0.2.54", rcode=None, records=(), seconds=None),
    ),
)
ECHO = Echo(
    sent=4,
    received=3,
    minimum_seconds=0.01,
    mean_seconds=0.02,
    maximum_seconds=0.04,
    deviation_seconds=0.005,
    hop_limit=57,
)
RELEASE = Release(
    store="play_store",
    version="4.2.1",
    released_at=datetime(2026, 8, 30, tzinfo=UTC),
    minimum_os="8.0",
)
STEPS = (
    Step(name="open", passed=True, phases={Phase.CONNECT: 0.1, Phase.TLS: 0.2}, status_code=200),
    Step(name="log-in", passed=False, phases={Phase.CONNECT: 0.3}, status_code=503),
)
REASONS = HttpProbe(id="p", kind="http", url="https://jmo.example/").reasons
SERVICE = ServiceInfo(
    id="jmo-api",
    name="Aplikasi JMO",
    name_en="JMO app",
    symptom="Aplikasi tidak bisa dibuka",
    symptom_en="The app does not open",
    essential=True,
    slo=Slo(
        availability=0.995, latency=0.95, latency_under_seconds=2.0, window_seconds=2_592_000.0
    ),
)
PERIODS = (
    PeriodInfo(id="month-end", name="Akhir bulan", name_en="Month-end"),
    PeriodInfo(id="payday", name="Hari gajian", name_en="Payday"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How a history fares: well, unless changed."""

    up: bool = True
    queued: int = 3
    dropped: int = 0
    errors: int = 0
    set_aside: int = 0
    size_bytes: int = 4096
    last_commit_at: datetime | None = EPOCH


ELSEWHERE = Elsewhere(store=History, periods=lambda: ("payday",))


def probe(name: str = "jmo-api-https", **changes: Any) -> ProbeInfo:
    """A configured probe."""
    info = ProbeInfo(
        id=name,
        service="jmo-api",
        kind="http",
        role=Role.CRITICAL,
        target="https://jmo.example/",
        host="jmo.example",
        subject="jmo.example",
        reasons=REASONS,
        interval_seconds=60.0,
        timeout_seconds=10.0,
    )
    return replace(info, **changes)


def roster(*probes: ProbeInfo, services: tuple[ServiceInfo, ...] = (SERVICE,)) -> Roster:
    """A configuration with these probes."""
    return Roster(location="jakarta", services=services, probes=probes, periods=PERIODS)


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


def queried(**changes: Any) -> Outcome:
    """A query that was answered."""
    seen = outcome(
        probe="jmo-api-dns",
        kind="dns",
        phases={Phase.CONNECT: 0.01, Phase.TLS: 0.02, Phase.RESOLVE: 0.03},
        tls=None,
        http=None,
        hops=(),
        dns=DNS,
    )
    return replace(seen, **changes)


def pinged(**changes: Any) -> Outcome:
    """Four packets, of which three came back."""
    seen = outcome(
        probe="jmo-api-icmp",
        kind="icmp",
        phases={Phase.RESOLVE: 0.01, Phase.CONNECT: 0.002, Phase.EXCHANGE: 0.02},
        tls=None,
        http=None,
        hops=(),
        echo=ECHO,
    )
    return replace(seen, **changes)


def travelled(**changes: Any) -> Outcome:
    """A journey that ended in its second step."""
    seen = outcome(
        probe="jmo-api-journey",
        kind="journey",
        result=Result.FAILED,
        reason=Reason.CHECK_STATUS,
        attempts=(Result.FAILED,),
        steps=STEPS,
    )
    return replace(seen, **changes)


def looked_up(**changes: Any) -> Outcome:
    """An app found in its shop."""
    seen = outcome(probe="jmo-api-release", kind="app_release", release=RELEASE)
    return replace(seen, **changes)


def window(**changes: Any) -> Window:
    """A window that is open, and in which the service was down for a minute, unless changed."""
    opened = Window(
        id="jmo-api-1",
        service="jmo-api",
        severity=State.DOWN,
        began_after=None,
        began_at=EPOCH,
        ended_after=None,
        ended_at=None,
        degraded_seconds=0.0,
        down_seconds=60.0,
        unknown_seconds=0.0,
        reason=Reason.CONNECT_REFUSED,
        phase=Phase.CONNECT,
        reasons={Reason.CONNECT_REFUSED: 2},
        runs=2,
        worst_latency_seconds=None,
        median_latency_seconds=None,
        probes=("jmo-api-https",),
        periods=(),
        maintenance=(),
        release=None,
    )
    return replace(opened, **changes)


def segment(state: State, seconds: float, **changes: Any) -> Segment:
    """So much settled time from the beginning on."""
    ended_at = EPOCH + timedelta(seconds=seconds)
    spent = Segment(service="jmo-api", state=state, began_at=EPOCH, ended_at=ended_at)
    return replace(spent, **changes)


def said(**changes: Any) -> Assessment:
    """What an assessor says while all is well, unless changed."""
    well = Assessment(
        at=EPOCH,
        outcome=None,
        probe_states={"jmo-api-https": State.UP},
        service_states={"jmo-api": State.UP},
        since={"jmo-api": EPOCH},
        verdict=Verdict.OPERATIONAL,
    )
    return replace(well, **changes)


def told(seen: Outcome, name: str) -> dict[tuple[str, ...], float]:
    """One measure's samples after a run, by the values of their further labels; none comes twice.

    They are in the alphabetical order of the labels' names.
    """
    (measure,) = (measure for measure in MEASURES if measure.name == name)
    points = list(measure.read(seen))
    assert len(points) == len(dict(points))
    return dict(points)


def metrics(*probes: ProbeInfo, clock: ManualClock | None = None) -> Metrics:
    """Metrics of a monitor with these probes, before anything has run."""
    return Metrics(roster(*(probes or (probe(),))), "1.2.3", clock or ManualClock())


def eventful() -> Metrics:
    """Metrics of a monitor to which everything has happened that can be counted."""
    control = probe("control-world", service="control", role=Role.SUPPORTING)
    others = (queried(), pinged(), travelled(), looked_up())
    kept = metrics(
        probe(),
        probe("jmo-api-void"),
        probe("jmo-api-new"),
        control,
        *(probe(seen.probe, kind=seen.kind) for seen in others),
    )
    for seen in (outcome(), slow(), failed(), void(probe="jmo-api-void"), outcome(), *others):
        kept.record(seen)
    for cause in MissCause:
        kept.missed("jmo-api-https", cause)
    kept.run_started(0.004)
    kept.loop_lagged(0.002)
    kept.clock_stepped()
    kept.own_network(up=True)
    kept.assess(said())
    return kept


def exposition(kept: Metrics, clock: ManualClock | None = None) -> Exposition:
    """Pages about these figures."""
    return Exposition(kept, clock or ManualClock(), ELSEWHERE)


def figures_registry(kept: Metrics) -> CollectorRegistry:
    """All families of the probes and the services, as prometheus_client collects them."""
    registry = CollectorRegistry()
    registry.register(FiguresCollector(PROBE_FAMILIES, lambda: kept.snapshot().probes))
    registry.register(FiguresCollector(SERVICE_FAMILIES, lambda: kept.snapshot().services))
    return registry


def whole_registry(kept: Metrics, elsewhere: Elsewhere = ELSEWHERE) -> CollectorRegistry:
    """Everything that a scrape shows, as prometheus_client collects it."""
    registry = figures_registry(kept)
    register_others(registry, kept, elsewhere)
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
