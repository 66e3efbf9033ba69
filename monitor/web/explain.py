"""A run told in plain text: what was asked, how long each part took, and why it came to that."""

from collections.abc import Iterator
from datetime import timedelta

from monitor.model import Certificate, CheckResult, DnsRecord, DnsView, Outcome, Sighting, Step
from monitor.text import clean

LINE_CHARACTERS = 300
MOST_RECORDS = 20
"""More records of a DNS answer are only counted."""


def explain(sighting: Sighting) -> str:
    """Several lines of text, whatever the other side may have put into the outcome."""
    outcome = sighting.outcome
    sections = (
        _run(outcome, sighting.age_seconds),
        _hops(outcome),
        _phases(outcome),
        _connection(outcome),
        _answer(outcome),
        _certificates(outcome),
        _dns(outcome),
        _echo(outcome),
        _release(outcome),
        _steps(outcome),
        _checks(outcome),
    )
    return (
        "\n".join(clean(line, LINE_CHARACTERS) for section in sections for line in section) + "\n"
    )


def _run(outcome: Outcome, age_seconds: float) -> Iterator[str]:
    yield f"Probe {outcome.probe} ({outcome.kind}) of service {outcome.service}"
    yield f"Seen from {outcome.location} at {outcome.started_at:%Y-%m-%d %H:%M:%S} UTC"
    yield f"The run ended {age_seconds:.0f} s ago"
    within = f"{outcome.duration_seconds:.3f} s of at most {outcome.timeout_seconds:g} s"
    tries = ", ".join(outcome.attempts) or "none"
    yield f"Result: {outcome.result} in {within}; attempts: {tries}"
    if outcome.reason is not None:
        during = f" during {outcome.phase}" if outcome.phase else ""
        yield f"Reason: {outcome.reason}{during}"
    if outcome.detail:
        yield f"Detail: {outcome.detail}"
    if outcome.stalled:
        yield "Our own event loop stood still meanwhile: the timings are not to be trusted"


def _hops(outcome: Outcome) -> Iterator[str]:
    for number, hop in enumerate(outcome.hops, start=1):
        yield f"Asked {number}: {hop}"


def _phases(outcome: Outcome) -> Iterator[str]:
    for phase, seconds in outcome.phases.items():
        yield f"Phase {phase:<10} {seconds:9.4f} s"


def _connection(outcome: Outcome) -> Iterator[str]:
    connection = outcome.connection
    if connection is not None:
        how = ", after another address" if connection.fallback else ""
        yield f"Connected to {connection.address} (IPv{connection.ip_version}{how})"


def _answer(outcome: Outcome) -> Iterator[str]:
    answer = outcome.http
    if answer is not None:
        cut = ", cut at the limit" if answer.truncated else ""
        yield (
            f"Answer: status {answer.status_code}, HTTP {answer.http_version}, "
            f"{answer.redirects} redirects, {answer.body_bytes} bytes{cut}"
        )


def _certificates(outcome: Outcome) -> Iterator[str]:
    tls = outcome.tls
    if tls is None:
        return
    yield f"TLS: {tls.version or 'no version agreed'}, {tls.cipher or 'no cipher agreed'}"
    for number, certificate in enumerate(tls.presented, start=1):
        yield f"Certificate {number}: {_certificate(certificate, outcome)}"
    yield f"Verified chain: {len(tls.verified)} certificates" if tls.verified else "Not verified"


def _certificate(certificate: Certificate, outcome: Outcome) -> str:
    left = (certificate.not_after - outcome.started_at) / timedelta(days=1)
    names = ", ".join(certificate.alternative_names)
    return (
        f"{certificate.subject}, by {certificate.issuer}, "
        f"until {certificate.not_after:%Y-%m-%d} ({left:.0f} days)"
        + (f", for {names}" * bool(names))
    )


def _dns(outcome: Outcome) -> Iterator[str]:
    answer = outcome.dns
    if answer is None:
        return
    serial = "" if answer.serial is None else f", serial {answer.serial}"
    yield (
        f"DNS: {answer.rcode}, records in the answer {answer.answers}, "
        f"authority {answer.authorities}, additional {answer.additionals}{serial}"
    )
    for record in answer.records[:MOST_RECORDS]:
        yield f"Record {record.section}: {_record(record)}"
    if len(answer.records) > MOST_RECORDS:
        yield f"Records not shown: {len(answer.records) - MOST_RECORDS}"
    for view in answer.views:
        yield f"Resolver {view.server or 'of the system'}: {_view(view)}"


def _record(record: DnsRecord) -> str:
    return f"{record.name} {record.ttl_seconds} s {record.type} {record.text}"


def _view(view: DnsView) -> str:
    if view.rcode is None:
        return "no answer"
    took = "" if view.seconds is None else f" in {view.seconds:.4f} s"
    texts = ", ".join(record.text for record in view.records[:MOST_RECORDS]) or "no records"
    return f"{view.rcode}{took}: {texts}"


def _echo(outcome: Outcome) -> Iterator[str]:
    echo = outcome.echo
    if echo is None:
        return
    hops = "" if echo.hop_limit is None else f"; hop limit {echo.hop_limit}"
    yield f"Echo: {echo.received} of {echo.sent} packets came back{hops}"
    statistics = (
        ("min", echo.minimum_seconds),
        ("mean", echo.mean_seconds),
        ("max", echo.maximum_seconds),
        ("stddev", echo.deviation_seconds),
    )
    known = [f"{name} {value:.4f} s" for name, value in statistics if value is not None]
    if known:
        yield f"Round trips: {', '.join(known)}"


def _release(outcome: Outcome) -> Iterator[str]:
    release = outcome.release
    if release is None:
        return
    on = f", released {release.released_at:%Y-%m-%d}" if release.released_at else ""
    needs = f", needs OS {release.minimum_os}" if release.minimum_os else ""
    yield f"Release at {release.store}: version {release.version or 'not told'}{on}{needs}"


def _steps(outcome: Outcome) -> Iterator[str]:
    for number, step in enumerate(outcome.steps, start=1):
        yield f"Step {number} {'passed' if step.passed else 'broke'}: {_step(step)}"


def _step(step: Step) -> str:
    status = "no answer" if step.status_code is None else f"status {step.status_code}"
    phases = [f"{phase} {seconds:.4f} s" for phase, seconds in step.phases.items()]
    return ", ".join([step.name, status, *phases])


def _checks(outcome: Outcome) -> Iterator[str]:
    for check in outcome.checks:
        yield _check(check)


def _check(check: CheckResult) -> str:
    mark = "passed" if check.passed else check.result.value
    return f"Check {mark}: {check.sentence} (expected {check.expected}; seen {check.observed})"
