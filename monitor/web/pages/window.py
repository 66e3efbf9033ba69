"""What the page of a window says: its edges, figures and reasons, and the runs that show it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.model import Roster, WindowDetail
from monitor.web.pages.drawings import stacks
from monitor.words import Phrase


def window(detail: WindowDetail, roster: Roster, now: datetime) -> Mapping[str, Any]:
    """The values of the template."""
    found = detail.window
    periods = {period.id: Phrase(period.name, period.name_en) for period in roster.periods}
    return {
        "window": found,
        "now": now,
        "tone": found.severity,
        "names": names(roster),
        "reason_counts": sorted(found.reasons.items(), key=lambda pair: (-pair[1], pair[0])),
        "periods": [periods.get(period, Phrase(period, period)) for period in found.periods],
        "evidence": detail.evidence,
        "depths": detail.depths,
        "stacks": stacks(detail.timings, detail.since, detail.until),
    }


def names(roster: Roster) -> Mapping[str, Phrase]:
    """What services are called, by their ids."""
    return {info.id: Phrase(info.name, info.name_en) for info in roster.services}
