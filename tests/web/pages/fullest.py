"""The fullest that each page can be, within reason."""

from dataclasses import replace
from datetime import timedelta

from monitor.model import (
    Cell,
    Outcome,
    Pace,
    Phase,
    ProbeInfo,
    ProbeSummary,
    Reason,
    Recent,
    Result,
    Roster,
    ServiceDetail,
    ServiceInfo,
    ServicePast,
    ServiceSummary,
    Spread,
    State,
    Status,
    Timing,
    Uptime,
    Window,
)
from tests.metrics.samples import PASSED, SERVICE, TLS, failed, probe, roster
from tests.support.clocks import EPOCH
from tests.web.overviews import OVER, RELEASE, UPTIMES, summary

MANY_SERVICES, PROBES_EACH = 10, 6
LONG = "Layanan yang namanya tidak pendek — Lapak Asik, Jaminan Hari Tua dan Pensiun"
_BAD = (
    Uptime(up_seconds=3000.0, down_seconds=600.0),
    Uptime(up_seconds=3000.0, degraded_seconds=600.0),
    Uptime(unknown_seconds=3600.0),
    Uptime(maintenance_seconds=3600.0),
    Uptime(up_seconds=3600.0),
)


def full_roster() -> Roster:
    """Ten services of six probes."""
    services = tuple(full_info(at) for at in range(MANY_SERVICES))
    probes = tuple(full_probe(at, nth) for at in range(MANY_SERVICES) for nth in range(PROBES_EACH))
    return replace(roster(*probes, services=services), location="jakarta-selatan")


def full_info(at: int) -> ServiceInfo:
    """A service with long names."""
    return replace(
        SERVICE, id=f"service-{at}", name=LONG, name_en=LONG, symptom=LONG, symptom_en=LONG
    )


def full_probe(at: int, nth: int) -> ProbeInfo:
    """A probe with a long target."""
    target = f"https://service-{at}.example/{'path/' * 10}"
    return probe(f"service-{at}-probe-{nth}-https", service=f"service-{at}", target=target)


def full_status(usual: Status) -> Status:
    """Every service is down, and so is every probe."""
    return replace(usual, services=tuple(map(full_summary, range(MANY_SERVICES))))


def full_summary(at: int) -> ServiceSummary:
    """A service that is down in all its probes, whose certificates all differ."""
    probes = tuple(
        ProbeSummary(
            info=full_probe(at, nth), state=State.DOWN, last=full_evidence(f"service-{at}", nth)
        )
        for nth in range(PROBES_EACH)
    )
    return summary(info=full_info(at), uptimes=UPTIMES, window=full_window(at), probes=probes)


def full_evidence(name: str, nth: int) -> Outcome:
    """A run that failed, with all that can be told of it."""
    broken = replace(
        PASSED,
        passed=False,
        sentence="sentence " * 30,
        expected="expected " * 30,
        observed="seen " * 50,
    )
    leaf = replace(TLS.presented[0], fingerprint_sha256=f"{nth:064x}", subject="CN=" + "a" * 300)
    return failed(
        service=name,
        probe=f"{name}-probe-{nth}-https",
        detail="detail " * 50,
        checks=(broken,) * 3,
        tls=replace(TLS, presented=(leaf,)),
        hops=tuple(f"https://hop-{hop}.example/{'path/' * 50}" for hop in range(5)),
    )


def full_window(at: int) -> Window:
    """A window with every reason."""
    counts = dict.fromkeys(Reason, 12345)
    return replace(
        OVER,
        id=f"service-{at % MANY_SERVICES}-20260831T0200{at % 60:02}Z",
        service=f"service-{at % MANY_SERVICES}",
        ended_at=None if at < MANY_SERVICES else OVER.ended_at,
        reasons=counts,
        probes=tuple(f"service-{at}-probe-{nth}-https" for nth in range(PROBES_EACH)),
        maintenance=("reason " * 50,) * 5,
    )


def full_past() -> ServicePast:
    """Every day is another than the one before."""
    days = [Cell(began_at=EPOCH - timedelta(days=89 - at), uptime=_BAD[at % 4]) for at in range(90)]
    paces = [
        Pace(began_at=EPOCH - timedelta(minutes=15 * (96 - at)), mean_seconds=at * 7919 % 97 / 10)
        for at in range(97)
    ]
    return ServicePast(days=tuple(days), paces=tuple(paces))


def full_recent(count: int = 200) -> Recent:
    """Many windows."""
    return Recent(
        services={f"service-{at}": full_past() for at in range(MANY_SERVICES)},
        windows=tuple(full_window(MANY_SERVICES + at) for at in range(count)),
        releases=(RELEASE, replace(RELEASE, store="play_store")),
    )


def full_detail() -> ServiceDetail:
    """Every hour is another than the one before, and so are the medians of each phase."""
    first = EPOCH - timedelta(days=89, hours=9)
    hours = [
        Cell(began_at=first + timedelta(hours=at), uptime=_BAD[at % 4]) for at in range(90 * 24)
    ]
    timings = tuple(
        Timing(
            started_at=EPOCH - timedelta(seconds=86_399 - 900 * at),
            seconds=1.0,
            result=Result.OK,
            phases={phase: (at * 31 % 17 + 1) / 10 for phase in Phase},
        )
        for at in range(96)
    )
    probes = [f"service-0-probe-{nth}-https" for nth in range(PROBES_EACH)]
    return ServiceDetail(
        at=EPOCH,
        hours=tuple(hours),
        timings=dict.fromkeys(probes, timings),
        week=dict.fromkeys(probes, Spread(runs=10_000, percentiles=(4.999, 9.499, 9.899))),
        windows=tuple(full_window(MANY_SERVICES + at) for at in range(200)),
    )
