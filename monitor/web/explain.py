"""A run told in plain text: what was asked, how long each part took, and why it came to that."""

from collections.abc import Iterator
from datetime import timedelta

from monitor.model import Certificate, CheckResult, Outcome, Sighting
from monitor.text import clean

LINE_CHARACTERS = 300


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


def _checks(outcome: Outcome) -> Iterator[str]:
    for check in outcome.checks:
        yield _check(check)


def _check(check: CheckResult) -> str:
    mark = "passed" if check.passed else check.result.value
    return f"Check {mark}: {check.sentence} (expected {check.expected}; seen {check.observed})"
