"""What the page of a service says: how it is and was, how fast, by which probes, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from monitor.model import Certificate, Outcome, Result, ServiceSummary, Window
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
        "windows": _windows(summary.window, drawing.windows if drawing else ()),
        "evidence": [last for last in lasts if last.result is not Result.OK][:MOST_EVIDENCE],
        "certificates": _certificates(lasts),
        "names": {summary.info.id: Phrase(summary.info.name, summary.info.name_en)},
    }


def _windows(opened: Window | None, over: Sequence[Window]) -> Sequence[Window]:
    """The open one as it is now: the past may have been read before it began, or began again."""
    if opened is None:
        return over
    return [opened, *(window for window in over if window.id != opened.id)]


def _certificates(lasts: Sequence[Outcome]) -> Sequence[Certificate]:
    """The servers' own, each once."""
    leaves = [last.tls.leaf for last in lasts if last.tls is not None and last.tls.leaf is not None]
    return list({leaf.fingerprint_sha256: leaf for leaf in leaves}.values())[:MOST_CERTIFICATES]
