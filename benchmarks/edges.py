"""A scripted bad day at one-second intervals: how far off the edges of its windows are."""

import asyncio
import statistics
from pathlib import Path

from benchmarks.table import Row
from tests.support.story import INTERVAL_SECONDS, Told, play


def measure(folder: Path, *, times: int) -> list[Row]:
    """Play the day so many times, one after the other."""
    days = []
    for number in range(times):
        (folder / str(number)).mkdir()
        days.append(asyncio.run(play(folder / str(number))))
    errors = [abs(s) for day in days for e in day.edges for s in (e.began_seconds, e.ended_seconds)]
    missed, false = sum(map(_missed, days)), sum(map(_false, days))
    return [
        Row(
            figure=f"edges of windows, error of {len(errors)}: median, worst",
            ours=f"{statistics.median(errors):.2f} s, {max(errors):.2f} s",
            target=f"one interval ({INTERVAL_SECONDS:g} s, a tenth of jitter)",
            met=max(errors) <= INTERVAL_SECONDS * 1.1 + 0.05,
        ),
        Row(
            figure="windows missed, windows false",
            ours=f"{missed}, {false}",
            target="none",
            met=missed == false == 0,
        ),
    ]


def _missed(day: Told) -> int:
    """True windows that are not kept with their severity and reason."""
    kept = {(w.service, w.severity, w.reason) for w in day.windows}
    return sum((t.service, t.severity, t.reason) not in kept for t in day.truths)


def _false(day: Told) -> int:
    """Windows beyond one for each that was."""
    true = {truth.service for truth in day.truths}
    return len(day.windows) - len({w.service for w in day.windows} & true)
