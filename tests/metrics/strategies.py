"""Outcomes of any sort, hostile ones included."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from monitor.model import (
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
    Result,
    Step,
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
    spki_sha256=texts,
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
records = st.builds(
    DnsRecord,
    section=st.sampled_from(["answer", "authority", "additional"]),
    name=texts,
    type=texts,
    ttl_seconds=st.integers(0, 2**31 - 1),
    text=texts,
)
sections = st.lists(records, max_size=2).map(tuple)
views = st.builds(
    DnsView, server=texts, rcode=st.none() | texts, records=sections, seconds=st.none() | seconds
)
counts = st.integers(0, 2**16 - 1)
dns_answers = st.builds(
    DnsAnswer,
    rcode=texts,
    answers=counts,
    authorities=counts,
    additionals=counts,
    serial=st.none() | st.integers(0, 2**32 - 1),
    records=sections,
    views=st.lists(views, max_size=3).map(tuple),
)
echoes = st.builds(
    Echo,
    sent=st.integers(0, 20),
    received=st.integers(0, 20),
    minimum_seconds=st.none() | seconds,
    mean_seconds=st.none() | seconds,
    maximum_seconds=st.none() | seconds,
    deviation_seconds=st.none() | seconds,
    hop_limit=st.none() | st.integers(0, 255),
)
releases = st.builds(
    Release,
    store=texts,
    version=st.none() | texts,
    released_at=st.none() | moments,
    minimum_os=st.none() | texts,
)
measured_phases = st.dictionaries(st.sampled_from(Phase), seconds)
steps = st.builds(
    Step,
    name=texts,
    passed=st.booleans(),
    phases=measured_phases,
    status_code=st.none() | st.integers(100, 599),
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
        phases=measured_phases,
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
        dns=st.none() | dns_answers,
        echo=st.none() | echoes,
        release=st.none() | releases,
        steps=st.lists(steps, max_size=2).map(tuple),
        hops=st.lists(texts, max_size=3).map(tuple),
        stalled=st.booleans(),
    )
