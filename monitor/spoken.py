"""Moments, spans and shares as a person at a terminal reads them."""

from datetime import datetime, timedelta, tzinfo

from monitor.fields.durations import format_duration


def moment(at: datetime, zone: tzinfo) -> str:
    """By the clocks of a zone, to the second: `2026-08-31 09:03:00`."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def span(seconds: float) -> str:
    """To the second: `1h30m`; less than one is told to the millisecond."""
    if 0 < seconds < 1:
        return format_duration(timedelta(seconds=seconds))
    return format_duration(timedelta(seconds=round(seconds))) if seconds else "0s"


def share(ratio: float | None) -> str:
    """In percent, to a thousandth; nothing is rounded up to all."""
    if ratio is None:
        return "-"
    percent = f"{ratio * 100:.3f}"
    return "99.999 %" if percent == "100.000" and ratio < 1 else f"{percent} %"
