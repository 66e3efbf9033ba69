"""Stored outcomes through other rules: how windows and uptime would have been."""

from monitor.replay.answer import as_json
from monitor.replay.compare import Change, Comparison, Difference, ServiceComparison, Side
from monitor.replay.run import NothingToReplayError, Progress, replay
from monitor.replay.table import render

__all__ = [
    "Change",
    "Comparison",
    "Difference",
    "NothingToReplayError",
    "Progress",
    "ServiceComparison",
    "Side",
    "as_json",
    "render",
    "replay",
]
