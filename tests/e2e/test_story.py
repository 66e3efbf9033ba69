"""A bad day from end to end: every window that was is kept, with sharp edges, and no other."""

from datetime import timedelta
from pathlib import Path

from monitor.model import State
from tests.support.story import INTERVAL_SECONDS, play

SLACK_SECONDS = 0.5
"""Ticks are jittered by a tenth of the interval, and the machine that runs tests is busy."""

UNDER_WAY = timedelta(seconds=0.1)
"""A run that began just before a server changed meets it as it is then."""


async def test_the_windows_of_a_bad_day_are_those_that_were(tmp_path: Path) -> None:
    told = await play(tmp_path)
    windows = {window.service: window for window in told.windows}
    assert len(told.windows) == len(windows), "a service has one window, and not two"
    assert windows.keys() == {truth.service for truth in told.truths}, "none missed, none false"
    for truth in told.truths:
        window = windows[truth.service]
        assert (window.severity, window.reason) == (truth.severity, truth.reason), truth.service
        assert window.ended_at is not None
        assert window.ended_after is not None
        assert window.began_after is not None
        assert window.began_after <= truth.began_at <= window.began_at + UNDER_WAY, truth.service
        assert window.ended_after <= truth.ended_at <= window.ended_at + UNDER_WAY, truth.service
    for edge in told.edges:
        assert edge.began_seconds <= INTERVAL_SECONDS + SLACK_SECONDS, edge
        assert edge.ended_seconds <= INTERVAL_SECONDS + SLACK_SECONDS, edge
    for service in windows:
        unknown = [s for s in told.segments[service] if s.state is State.UNKNOWN]
        assert any(s.ended_at > told.cut[0] and s.began_at < told.cut[1] for s in unknown)
