"""A report as JSON: the figures for programs. docs/reports.md has its keys."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.model import ReleaseChange, Uptime
from monitor.report.cells import name_of
from monitor.report.compose import warnings
from monitor.report.document import FOREIGN_CHARACTERS
from monitor.report.figures import Figures, Promise, ServiceFigures
from monitor.report.measure import bad_share
from monitor.text import clean
from monitor.windowlist import window_list
from monitor.words import REASONS, Speech

_SECONDS_DIGITS = 3
"""The history is kept in milliseconds."""


def as_json(figures: Figures, speech: Speech) -> str:
    """One object. The language decides about names and sentences, never about keys."""
    return json.dumps(_report(figures, speech), indent=2, ensure_ascii=False) + "\n"


def _report(figures: Figures, speech: Speech) -> dict[str, Any]:
    return {
        "month": str(figures.month),
        "language": speech.language.value,
        "timezone": figures.zone_name,
        "location": _clean(figures.location),
        "made_at": _moment(figures.made_at),
        "from": _moment(figures.began_at),
        "to": _moment(figures.until),
        "is_over": figures.is_over,
        "coverage_floor_ratio": figures.coverage_floor,
        "notes": [paragraph.text for paragraph in warnings(figures, speech)],
        "runs": figures.runs,
        "total": _uptime(figures, figures.total),
        "worst_hours": _worst(figures, figures.hours_of_day),
        "services": [_service(figures, service, speech) for service in figures.services],
        "releases": [_release(change) for change in figures.releases],
    }


def _service(figures: Figures, service: ServiceFigures, speech: Speech) -> dict[str, Any]:
    return {
        "id": service.info.id,
        "name": _clean(name_of(service.info, speech)),
        "uptime": _uptime(figures, service.uptime),
        "runs": {result.value: count for result, count in service.runs.items()},
        "objectives": [_promise(figures, service, each) for each in service.promises],
        "periods": [
            {
                "id": period.info.id,
                "name": _clean(name_of(period.info, speech)),
                "inside": _uptime(figures, period.inside),
                "outside": _uptime(figures, period.outside),
            }
            for period in service.periods
        ],
        "windows": list(_windows(figures, service, speech)),
        "hours": list(_hours(service)),
        "worst_hours": _worst(figures, service.hours_of_day),
    }


def _uptime(figures: Figures, seen: Uptime) -> dict[str, Any]:
    enough = figures.enough(seen)
    return {
        "uptime_ratio": seen.ratio if enough else None,
        "coverage_ratio": seen.coverage,
        "enough_coverage": enough,
        **_times(seen),
    }


def _times(seen: Uptime) -> dict[str, float]:
    times = {
        "up_seconds": seen.up_seconds,
        "degraded_seconds": seen.degraded_seconds,
        "down_seconds": seen.down_seconds,
        "unknown_seconds": seen.unknown_seconds,
        "maintenance_seconds": seen.maintenance_seconds,
    }
    return {name: round(seconds, _SECONDS_DIGITS) for name, seconds in times.items()}


def _promise(figures: Figures, service: ServiceFigures, promise: Promise) -> dict[str, Any]:
    budget = promise.budget if figures.enough(service.uptime) else None
    unit = "seconds" if promise.under_seconds is None else "runs"
    return {
        "objective": promise.objective.value,
        "target_ratio": promise.target,
        "under_seconds": promise.under_seconds,
        "achieved_ratio": 1 - budget.bad if budget else None,
        "met": budget.left >= 0 if budget else None,
        "budget_left_ratio": budget.left if budget else None,
        f"bad_{unit}": round(promise.bad, _SECONDS_DIGITS),
        f"counted_{unit}": round(promise.counted, _SECONDS_DIGITS),
    }


def _windows(figures: Figures, service: ServiceFigures, speech: Speech) -> Iterator[dict[str, Any]]:
    """In the form in which they are handed out everywhere, and the reason in words."""
    listing = window_list(
        service.windows, since=figures.began_at, until=figures.until, now=figures.made_at
    )
    for window in reversed(listing.windows):
        words = speech.say(REASONS[window.reason]) if window.reason else None
        yield {**window.model_dump(mode="json"), "reason_in_words": words}


def _hours(service: ServiceFigures) -> Iterator[dict[str, Any]]:
    """Those that were not up from their begin to their end."""
    for (day, hour), seen in service.hours.items():
        if seen.up_seconds < seen.all_seconds:
            yield {"date": day.isoformat(), "hour": hour, **_times(seen)}


def _worst(figures: Figures, hours: Mapping[int, Uptime]) -> list[dict[str, Any]]:
    return [
        {
            "hour": hour,
            "bad_ratio": bad_share(seen),
            "bad_seconds": round(seen.degraded_seconds + seen.down_seconds, _SECONDS_DIGITS),
            "coverage_ratio": seen.coverage,
        }
        for hour, seen in figures.worst(hours)
    ]


def _release(change: ReleaseChange) -> dict[str, Any]:
    return {
        "seen_at": _moment(change.seen_at),
        "service": change.service,
        "probe": change.probe,
        "store": _clean(change.store),
        "version": _clean(change.version),
        "previous": _clean_or_none(change.previous),
        "minimum_os": _clean_or_none(change.minimum_os),
        "released_at": _moment(change.released_at) if change.released_at else None,
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _clean(text: str) -> str:
    return clean(text, FOREIGN_CHARACTERS)


def _clean_or_none(text: str | None) -> str | None:
    return None if text is None else _clean(text)
