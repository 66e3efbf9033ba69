"""The JSON of a replay, for programs."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from monitor.model import Uptime, Window
from monitor.replay.compare import Comparison, Difference, ServiceComparison, Side
from monitor.windowlist import window_list


def as_json(found: Comparison) -> dict[str, Any]:
    """The comparison as JSON's own types; times are ISO 8601 in UTC, spans are seconds."""
    return {
        "from": _stamp(found.began_at),
        "to": _stamp(found.ended_at),
        "outcomes": found.outcomes,
        "services": [_service(each, found.ended_at) for each in found.services],
        "probes_not_in_file": list(found.gone),
        "probes_without_outcomes": list(found.left_out),
    }


def _service(found: ServiceComparison, now: datetime) -> dict[str, Any]:
    return {
        "service": found.service,
        "compared_from": _stamp(found.began_at),
        "recorded": found.recorded and _side(found.recorded),
        "new": found.new and _side(found.new),
        "differences": [_difference(each, now) for each in found.differences],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "windows": side.windows,
        "total_seconds": side.total_seconds,
        "longest_seconds": side.longest_seconds,
        "uptime": _uptime(side.uptime),
    }


def _uptime(seen: Uptime) -> dict[str, Any]:
    return {
        "ratio": seen.ratio,
        "coverage": seen.coverage,
        "up_seconds": seen.up_seconds,
        "degraded_seconds": seen.degraded_seconds,
        "down_seconds": seen.down_seconds,
        "unknown_seconds": seen.unknown_seconds,
        "maintenance_seconds": seen.maintenance_seconds,
    }


def _difference(found: Difference, now: datetime) -> dict[str, Any]:
    return {
        "change": found.change.value,
        "recorded": _windows(found.recorded, now),
        "new": _windows(found.new, now),
    }


def _windows(windows: Sequence[Window], now: datetime) -> list[Any]:
    """The same shape as in every other list of windows, the oldest first."""
    listing = window_list(windows, since=now, until=now, now=now)
    return [view.model_dump(mode="json") for view in reversed(listing.windows)]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
