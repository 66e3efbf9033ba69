"""Assessments, and outcomes of every sort, for a history."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from monitor.clock import SystemClock
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
    Outcome,
    Phase,
    Reason,
    Release,
    ReleaseChange,
    Result,
    Segment,
    State,
    Step,
    Tls,
    Transition,
    Verdict,
    Window,
)
from monitor.store import Retention, Store, make_store
from tests.metrics.samples import failed, outcome
from tests.support.clocks import EPOCH
from tests.support.waiting import until

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
FAR = datetime(2200, 1, 1, tzinfo=UTC)
FOREVER = Retention(outcomes=timedelta(days=9999), rollups=timedelta(days=9999))

__all__ = ["failed", "outcome"]


def at(seconds: float) -> datetime:
    """So long after the beginning of all."""
    return EPOCH + timedelta(seconds=seconds)


def assessed(seen: Outcome | None = None, **changes: Any) -> Assessment:
    """What an outcome, or a tick, has changed: nothing else unless it is said."""
    plain = Assessment(
        at=EPOCH,
        outcome=seen,
        probe_states={},
        service_states={},
        since={},
        verdict=Verdict.OPERATIONAL,
    )
    return replace(plain, **changes)


def window(name: str = "w1", **changes: Any) -> Window:
    """An open window."""
    opened = Window(
        id=name,
        service="jmo-api",
        severity=State.DOWN,
        began_after=at(0),
        began_at=at(60),
        ended_after=None,
        ended_at=None,
        degraded_seconds=0.5,
        down_seconds=120.25,
        unknown_seconds=0.0,
        reason=Reason.CONNECT_REFUSED,
        phase=Phase.CONNECT,
        reasons={Reason.CONNECT_REFUSED: 3, Reason.DNS_TIMEOUT: 1},
        runs=4,
        worst_latency_seconds=2.5,
        median_latency_seconds=None,
        probes=("jmo-api-dns", "jmo-api-https"),
        periods=("akhir-bulan",),
        maintenance=("pemeliharaan — “rutin”",),
        release="app_store 7.1.0",
    )
    return replace(opened, **changes)


def closed(name: str = "w1", **changes: Any) -> Window:
    """A window that is over."""
    return window(name, **{"ended_after": at(180), "ended_at": at(240), **changes})


def segment(began: float, ended: float, state: State = State.UP, service: str = "a") -> Segment:
    """A settled span, in seconds since the beginning of all."""
    return Segment(service=service, state=state, began_at=at(began), ended_at=at(ended))


def transition(known: float = 180, **changes: Any) -> Transition:
    """A probe went down."""
    change = Transition(
        service="jmo-api",
        probe="jmo-api-https",
        old=State.UP,
        new=State.DOWN,
        began_at=at(known - 120),
        known_at=at(known),
        reason=Reason.CONNECT_REFUSED,
    )
    return replace(change, **changes)


def release(**changes: Any) -> ReleaseChange:
    """A shop offers a new version."""
    change = ReleaseChange(
        service="jmo-app",
        probe="jmo-app-store",
        store="app_store",
        version="7.1.0",
        previous="7.0.9",
        minimum_os="15.0",
        released_at=at(-3600),
        seen_at=at(5),
    )
    return replace(change, **changes)


@contextmanager
def history(path: Path, **options: Any) -> Iterator[Store]:
    """A history that writes at once; stopped at the end of the block."""
    usual: dict[str, Any] = {"clock": SystemClock(), "retention": FOREVER, "gather_seconds": 0}
    store = make_store(path, **{**usual, **options})
    store.start()
    try:
        yield store
    finally:
        store.stop()


def written(store: Store) -> None:
    """Wait until all that was put is in the file."""
    until(lambda: store.stats().queued == 0 and store.stats().up, "everything is written")


def outcomes_in(store: Store) -> list[Outcome]:
    """All stored outcomes, as recorded."""
    return list(store.reader.outcomes(LONG_AGO, FAR))


# What the other side may say, and what our own clocks and counters may show.
_seconds = st.floats(0, 1e5)
_text = st.text(max_size=250)
_name = st.text("abcdefghij0123456789-", min_size=1, max_size=20)
_moment = st.integers(0, 7 * 10**15).map(lambda us: LONG_AGO + timedelta(microseconds=us))
_count = st.integers(0, 2**40)
_phases = st.dictionaries(st.sampled_from(Phase), _seconds)
_certificate = st.builds(
    Certificate,
    subject=_text,
    issuer=_text,
    serial_number=_text,
    alternative_names=st.lists(_text, max_size=3).map(tuple),
    not_before=_moment,
    not_after=_moment,
    fingerprint_sha256=_text,
)
_chain = st.lists(_certificate, max_size=3).map(tuple)
_tls = st.builds(
    Tls,
    version=st.none() | _text,
    cipher=st.none() | _text,
    presented=_chain,
    verified=_chain,
)
_connection = st.builds(
    Connection, address=_text, ip_version=st.sampled_from([4, 6]), fallback=st.booleans()
)
_http = st.builds(
    HttpAnswer,
    status_code=st.integers(100, 999),
    http_version=_text,
    redirects=_count,
    ssl=st.booleans(),
    content_length=st.integers(-1, 2**70),
    body_bytes=_count,
    truncated=st.booleans(),
    last_modified=st.none() | _moment,
    retry_after_seconds=st.none() | _seconds,
)
_record = st.builds(
    DnsRecord, section=_text, name=_text, type=_text, ttl_seconds=_count, text=_text
)
_records = st.lists(_record, max_size=25).map(tuple)
_view = st.builds(
    DnsView,
    server=_text,
    rcode=st.none() | _text,
    records=_records,
    seconds=st.none() | _seconds,
)
_dns = st.builds(
    DnsAnswer,
    rcode=_text,
    answers=_count,
    authorities=_count,
    additionals=_count,
    serial=st.none() | _count,
    records=_records,
    views=st.lists(_view, max_size=2).map(tuple),
)
_maybe = st.none() | _seconds
_echo = st.builds(
    Echo,
    sent=_count,
    received=_count,
    minimum_seconds=_maybe,
    mean_seconds=_maybe,
    maximum_seconds=_maybe,
    deviation_seconds=_maybe,
    hop_limit=st.none() | st.integers(0, 255),
)
_release = st.builds(
    Release,
    store=_text,
    version=st.none() | _text,
    released_at=st.none() | _moment,
    minimum_os=st.none() | _text,
)
_step = st.builds(
    Step,
    name=_text,
    passed=st.booleans(),
    phases=_phases,
    status_code=st.none() | st.integers(100, 999),
)
_check = st.builds(
    CheckResult,
    sentence=_text,
    passed=st.booleans(),
    reason=st.sampled_from(Reason),
    result=st.sampled_from(Result),
    expected=_text,
    observed=_text,
    regex=st.booleans(),
)

any_outcome: st.SearchStrategy[Outcome] = st.builds(
    Outcome,
    service=_name,
    probe=_name,
    kind=_name,
    location=_name,
    started_at=_moment,
    duration_seconds=_seconds,
    timeout_seconds=_seconds,
    result=st.sampled_from(Result),
    reason=st.none() | st.sampled_from(Reason),
    phase=st.none() | st.sampled_from(Phase),
    detail=st.text(max_size=400),
    checks=st.lists(_check, max_size=3).map(tuple),
    attempts=st.lists(st.sampled_from(Result), max_size=4).map(tuple),
    phases=_phases,
    connection=st.none() | _connection,
    tls=st.none() | _tls,
    http=st.none() | _http,
    dns=st.none() | _dns,
    echo=st.none() | _echo,
    release=st.none() | _release,
    steps=st.lists(_step, max_size=3).map(tuple),
    hops=st.lists(_text, max_size=3).map(tuple),
    stalled=st.booleans(),
)
