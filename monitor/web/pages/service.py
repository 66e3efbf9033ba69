"""What the page of a service says: how it is and was, how fast, by which probes, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from monitor.model import Certificate, Outcome, Result, ServiceSummary
from monitor.web.pages import verdict
from monitor.web.pages.drawings import Drawing
from monitor.words import Phrase

MOST_EVIDENCE = 6
MOST_CERTIFICATES = 5


def service(summary: ServiceSummary, drawing: Drawing | None, now: datetime) -> Mapping[str, Any]:
    """The values of the template."""
    lasts = [probe.last for probe in summary.probes if probe.last is not None]
    return {
        "summary": summary,
        "since": verdict.since(summary),
        "now": now,
        "tone": summary.state,
        "past": drawing,
        "evidence": [last for last in lasts if last.result is not Result.OK][:MOST_EVIDENCE],
        "certificates": _certificates(lasts),
        "names": {summary.info.id: Phrase(summary.info.name, summary.info.name_en)},
    }


def _certificates(lasts: Sequence[Outcome]) -> Sequence[Certificate]:
    """The servers' own, each once."""
    leaves = [last.tls.leaf for last in lasts if last.tls is not None and last.tls.leaf is not None]
    return list({leaf.fingerprint_sha256: leaf for leaf in leaves}.values())[:MOST_CERTIFICATES]
