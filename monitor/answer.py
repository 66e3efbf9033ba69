"""The JSON of a check-up, for programs: every outcome with its facts, and nothing secret."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.checkup import Checkup
from monitor.model import Certificate, Outcome, Tls


def as_json(found: Checkup) -> dict[str, Any]:
    """The check-up as JSON's own types; times are ISO 8601 in UTC, spans are seconds."""
    return {
        "network": found.network.value,
        "exit_code": int(found.exit_code),
        "outcomes": [outcome_as_json(outcome) for outcome in found.outcomes],
    }


def outcome_as_json(outcome: Outcome) -> dict[str, Any]:
    """One outcome; what was not seen is null or absent from its mapping."""
    http, connection = outcome.http, outcome.connection
    return {
        "service": outcome.service,
        "probe": outcome.probe,
        "kind": outcome.kind,
        "location": outcome.location,
        "started_at": _stamp(outcome.started_at),
        "duration_seconds": round(outcome.duration_seconds, 6),
        "result": outcome.result.value,
        "reason": outcome.reason.value if outcome.reason else None,
        "phase": outcome.phase.value if outcome.phase else None,
        "detail": outcome.detail,
        "attempts": [result.value for result in outcome.attempts],
        "phases": _phases(outcome),
        "address": connection.address if connection else None,
        "status_code": http.status_code if http else None,
        "http_version": http.http_version if http else None,
        "hops": list(outcome.hops),
        "tls": _tls(outcome.tls) if outcome.tls else None,
        "checks": [
            {"check": check.sentence, "passed": check.passed, "observed": check.observed}
            for check in outcome.checks
        ],
    }


def _phases(outcome: Outcome) -> Mapping[str, float]:
    return {phase.value: round(seconds, 6) for phase, seconds in outcome.phases.items()}


def _tls(tls: Tls) -> dict[str, Any]:
    return {
        "version": tls.version,
        "cipher": tls.cipher,
        "expires_at": _stamp(tls.earliest_expiry) if tls.earliest_expiry else None,
        "chain": [_certificate(certificate) for certificate in tls.presented],
    }


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "not_before": _stamp(certificate.not_before),
        "not_after": _stamp(certificate.not_after),
        "fingerprint_sha256": certificate.fingerprint_sha256,
    }


def _stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
