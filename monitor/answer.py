"""The JSON of a check-up, for programs: every outcome with its facts, and nothing secret."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.checkup import Checkup
from monitor.depth import depths
from monitor.model import (
    Certificate,
    Depth,
    DnsAnswer,
    DnsRecord,
    DnsView,
    Echo,
    Layer,
    Outcome,
    Phase,
    Release,
    Roster,
    Step,
    Tls,
)
from monitor.text import clean

TEXT_CHARACTERS = 300
MOST_RECORDS = 50
"""No more records of an answer are listed, nor of any resolver's; their numbers are told."""


def as_json(roster: Roster, found: Checkup) -> dict[str, Any]:
    """The check-up as JSON's own types; times are ISO 8601 in UTC, spans are seconds."""
    return {
        "network": found.network.value,
        "exit_code": int(found.exit_code),
        "depth": [_depth(depth) for depth in depths(roster, found.outcomes)],
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
        "phases": _phases(outcome.phases),
        "address": connection.address if connection else None,
        "status_code": http.status_code if http else None,
        "http_version": http.http_version if http else None,
        "hops": list(outcome.hops),
        "tls": _tls(outcome.tls) if outcome.tls else None,
        "dns": _dns(outcome.dns) if outcome.dns else None,
        "echo": _echo(outcome.echo) if outcome.echo else None,
        "release": _release(outcome.release) if outcome.release else None,
        "steps": [_step(step) for step in outcome.steps],
        "checks": [
            {"check": check.sentence, "passed": check.passed, "observed": check.observed}
            for check in outcome.checks
        ],
    }


def _depth(depth: Depth) -> dict[str, Any]:
    return {
        "service": depth.service,
        "host": _text(depth.host),
        "deepest_healthy": _layer(depth.deepest_healthy),
        "shallowest_broken": _layer(depth.shallowest_broken),
        "reason": depth.reason.value if depth.reason else None,
        "probe": depth.probe,
    }


def _layer(layer: Layer | None) -> str | None:
    return layer.name.lower() if layer else None


def _text(said: str) -> str:
    """What the other side said, made fit to be read."""
    return clean(said, TEXT_CHARACTERS)


def _seconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 6)


def _phases(phases: Mapping[Phase, float]) -> Mapping[str, float]:
    return {phase.value: round(seconds, 6) for phase, seconds in phases.items()}


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


def _dns(answer: DnsAnswer) -> dict[str, Any]:
    return {
        "rcode": _text(answer.rcode),
        "answers": answer.answers,
        "authorities": answer.authorities,
        "additionals": answer.additionals,
        "serial": answer.serial,
        "records": [_record(record) for record in answer.records[:MOST_RECORDS]],
        "resolvers": [_view(view) for view in answer.views],
    }


def _record(record: DnsRecord) -> dict[str, Any]:
    return {
        "section": record.section,
        "name": _text(record.name),
        "type": _text(record.type),
        "ttl_seconds": record.ttl_seconds,
        "text": _text(record.text),
    }


def _view(view: DnsView) -> dict[str, Any]:
    return {
        "server": _text(view.server) or None,
        "rcode": None if view.rcode is None else _text(view.rcode),
        "seconds": _seconds(view.seconds),
        "records": [_text(record.text) for record in view.records[:MOST_RECORDS]],
    }


def _echo(echo: Echo) -> dict[str, Any]:
    return {
        "sent": echo.sent,
        "received": echo.received,
        "loss_ratio": round(echo.loss_ratio, 6),
        "minimum_seconds": _seconds(echo.minimum_seconds),
        "mean_seconds": _seconds(echo.mean_seconds),
        "maximum_seconds": _seconds(echo.maximum_seconds),
        "deviation_seconds": _seconds(echo.deviation_seconds),
        "hop_limit": echo.hop_limit,
    }


def _release(release: Release) -> dict[str, Any]:
    return {
        "store": release.store,
        "version": None if release.version is None else _text(release.version),
        "released_at": _stamp(release.released_at) if release.released_at else None,
        "minimum_os": None if release.minimum_os is None else _text(release.minimum_os),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "step": step.name,
        "passed": step.passed,
        "status_code": step.status_code,
        "phases": _phases(step.phases),
    }


def _stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
