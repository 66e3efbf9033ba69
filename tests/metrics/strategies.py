"""Outcomes of any sort, hostile ones included."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from monitor.model import (
    Certificate,
    CheckResult,
    Connection,
    HttpAnswer,
    Outcome,
    Phase,
    Reason,
    Result,
    Tls,
)

texts = st.text(st.characters(), max_size=30)
"""Any characters at all, lone surrogates among them."""
seconds = st.floats(0, 1e9)
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
certificates = st.builds(
    Certificate,
    subject=texts,
    issuer=texts,
    serial_number=texts,
    alternative_names=st.lists(texts, max_size=3).map(tuple),
    not_before=moments,
    not_after=moments,
    fingerprint_sha256=texts,
)
chains = st.lists(certificates, max_size=2).map(tuple)
answers = st.builds(
    HttpAnswer,
    status_code=st.integers(100, 599),
    http_version=st.sampled_from(["0.9", "1.0", "1.1", "2"]),
    redirects=st.integers(0, 20),
    ssl=st.booleans(),
    content_length=st.one_of(st.just(-1), st.integers(0), st.just(10**400)),
    body_bytes=st.integers(0, 10**7),
    truncated=st.booleans(),
    last_modified=st.none() | moments,
    retry_after_seconds=st.none(),
)
addresses = st.one_of(st.ip_addresses().map(str), st.sampled_from(["::ffff:192.0.2.1", "nowhere"]))
connections = st.builds(
    Connection, address=addresses, ip_version=st.sampled_from([4, 6]), fallback=st.booleans()
)
checks = st.builds(
    CheckResult,
    sentence=texts,
    passed=st.booleans(),
    reason=st.just(Reason.CHECK_CONTENT),
    result=st.sampled_from([Result.FAILED, Result.DEGRADED]),
    expected=texts,
    observed=texts,
    regex=st.booleans(),
)


def outcomes(service: str, probe: str, kind: str) -> st.SearchStrategy[Outcome]:
    """Any outcome of this probe."""
    return st.builds(
        Outcome,
        service=st.just(service),
        probe=st.just(probe),
        kind=st.just(kind),
        location=texts,
        started_at=moments,
        duration_seconds=seconds,
        timeout_seconds=seconds,
        result=st.sampled_from(Result),
        reason=st.none() | st.sampled_from(Reason),
        phase=st.none() | st.sampled_from(Phase),
        detail=texts,
        checks=st.lists(checks, max_size=2).map(tuple),
        attempts=st.lists(st.sampled_from(Result), max_size=3).map(tuple),
        phases=st.dictionaries(st.sampled_from(Phase), seconds),
        connection=st.none() | connections,
        tls=st.none()
        | st.builds(
            Tls,
            version=st.none() | texts,
            cipher=st.none() | texts,
            presented=chains,
            verified=chains,
        ),
        http=st.none() | answers,
        hops=st.lists(texts, max_size=3).map(tuple),
        stalled=st.booleans(),
    )
