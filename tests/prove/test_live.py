"""A fresh installation, a world in which all is down, and a gap, as the dashboards show them."""

import math
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.store import Reader
from tests.prove.live import SERVICES, Live, live
from tests.support.story import Mood

pytestmark = pytest.mark.slow
UP, DOWN = 3.0, 5.0
_WHOLE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
MAJOR_OUTAGE = 6.0
SLOW_SECONDS = 2.0
SILENT_AT_FIRST = {
    ("jmo-health", "11 A"),
    ("jmo-health", "12 A"),
    ("jmo-health", "14 A"),
    ("jmo-overview", "7 A"),
    ("jmo-service", "12 A"),
    ("jmo-service", "13 A"),
    ("jmo-slo", "5 A"),
    ("jmo-slo", "7 A"),
    ("jmo-windows", "6 A"),
    ("jmo-windows", "6 B"),
    ("jmo-windows", "9 A"),  # looks every fifth minute
    ("jmo-windows", "10 B"),
    ("jmo-windows", "11 A"),  # no shop is asked
    ("jmo-windows", "11 B"),
    ("jmo-windows", "11 C"),
}
"""Panels that say "none" or "no data" until something happens."""


async def test_the_dashboards_follow_a_monitor_from_its_first_minute_through_outage_and_gap(
    tmp_path: Path,
) -> None:
    async with live(tmp_path) as stage:
        async with stage.monitor():
            await _fresh(stage)
            await _all_down(stage)
        await _gap(stage)
        async with stage.monitor():
            await stage.become(Mood.WELL)
            await stage.until(
                "jmo-overview", "5 B", lambda a: list(a.by("service").values()) == [UP, UP]
            )
            await stage.until("jmo-windows", "5 A", lambda a: a.by("none") == {"": 0.0})
            await _afterwards(stage)


async def _fresh(stage: Live) -> None:
    """Within seconds there are states, and nothing that is no number."""
    await stage.until("jmo-overview", "5 B", lambda a: list(a.by("service").values()) == [UP, UP])
    await stage.until("jmo-overview", "5 C", lambda a: len(a.series) == len(SERVICES))
    await stage.until("jmo-health", "7 A", lambda a: bool(a.series))
    await stage.until("jmo-slo", "4 B", lambda a: bool(a.series))
    answers = await stage.ask_all()
    silent = {
        (uid, name)
        for (uid, name), answer in answers.items()
        if not answer.series and name[0].isdigit() and not uid.endswith("-id")
    }
    assert silent <= SILENT_AT_FIRST, "\n" + "\n".join(map(str, silent - SILENT_AT_FIRST))
    for (uid, name), answer in answers.items():
        assert answer.seconds < SLOW_SECONDS, (uid, name)
        for series in answer.series:
            assert all(math.isfinite(value) for _, value in series.samples), (uid, name)
    known = (await stage.ask("jmo-overview", "5 D")).by("service")
    assert all(0 < share < 0.05 for share in known.values()), "an hour is far from known"
    assert (await stage.ask("jmo-windows", "1 A")).by("none") == {"": 0.0}
    assert (await stage.ask("jmo-slo", "1 A")).by("service") == dict.fromkeys(SERVICES, 1.0)


async def _all_down(stage: Live) -> None:
    await stage.become(Mood.BROKEN)
    down = dict.fromkeys(SERVICES, DOWN)
    await stage.until("jmo-overview", "5 B", lambda a: a.by("service") == down)
    await stage.until("jmo-overview", "1 A", lambda a: a.by("location") == {"uji": MAJOR_OUTAGE})
    await stage.until("jmo-slo", "7 A", lambda a: "JmoDown" in a.by("alertname"))
    assert (await stage.ask("jmo-windows", "5 A")).by("none") == {"": float(len(SERVICES))}
    rows = (await stage.ask("jmo-windows", "6 A")).by("service", "severity")
    assert rows.keys() == {(service, "down") for service in SERVICES}
    reasons = (await stage.ask("jmo-service", "13 A", service="a")).by("reason")
    assert reasons.keys() == {"check_status"}


async def _gap(stage: Live) -> None:
    """What is not watched is neither down nor up."""
    await stage.until("jmo-locations", "3 A", lambda a: a.by("none") == {"": 1.0})
    await stage.until("jmo-overview", "5 B", lambda a: a.series == ())
    assert (await stage.ask("jmo-overview", "1 A")).series == ()
    assert (await stage.ask("jmo-windows", "5 A")).by("none") == {"": 0.0}


async def _afterwards(stage: Live) -> None:
    """The table's rows are the windows that the monitor itself keeps."""
    starts = (await stage.ask("jmo-windows", "6 A")).by("service", "start")
    reader = Reader(stage.folder / "data" / "history.sqlite")
    try:
        kept = reader.windows(*_WHOLE)
    finally:
        reader.close()
    true = {(w.service, f"{w.began_at.timestamp() * 1000:.0f}") for w in kept}
    assert starts.keys() == true
    assert len(true) == len(SERVICES)
