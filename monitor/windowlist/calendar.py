"""Windows as iCalendar (RFC 5545), to be laid over a calendar.

Written here since it is one component with nine properties: the library for all of the format
would take 10 MB of memory, and a tenth of a second of start. The tests read it with that library.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from monitor.windowlist.view import WindowList, WindowView

LINE_BYTES = 75
_SECOND = timedelta(seconds=1)
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def as_ics(listing: WindowList, names: Mapping[str, str], now: datetime) -> str:
    """An event for each window; one that is open ends at `now`. `names` are those of services."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//jmo-monitor//windows//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:JMO",
    ]
    for window in listing.windows:
        lines += _event(window, names.get(window.service, window.service), now)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(window: WindowView, name: str, now: datetime) -> Iterator[str]:
    ended = window.ended_at or now
    why = f" ({window.reason})" if window.reason else ""
    going_on = ", going on" if window.open else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(window.id)}@jmo-monitor"
    yield f"DTSTAMP:{_moment(ended)}"
    yield f"DTSTART:{_moment(window.began_at)}"
    yield f"DTEND:{_moment(max(ended, window.began_at + _SECOND))}"  # it must be later
    yield f"SUMMARY:{_text(f'{name}: {window.severity}{why}{going_on}')}"
    yield f"DESCRIPTION:{_text(chr(10).join(_description(window)))}"
    yield f"CATEGORIES:{','.join(map(_text, (window.severity, *window.periods)))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _description(window: WindowView) -> Iterator[str]:
    if window.began_uncertainty_seconds is not None:
        yield f"Began up to {window.began_uncertainty_seconds:.0f} s sooner"
    if window.ended_uncertainty_seconds is not None:
        yield f"Ended up to {window.ended_uncertainty_seconds:.0f} s sooner"
    yield f"Down {window.down_seconds:.0f} s, degraded {window.degraded_seconds:.0f} s"
    if window.unknown_seconds:
        yield f"Unknown {window.unknown_seconds:.0f} s"
    yield "Reasons: " + ", ".join(f"{name} {count}" for name, count in window.reasons.items())
    yield f"Probes: {', '.join(window.probes)}"
    if window.release:
        yield f"Release before it: {window.release}"
    yield from (f"Announced maintenance: {why}" for why in window.maintenance)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(said: str) -> str:
    return said.translate(_ESCAPES)


def _folded(line: str) -> str:
    """The line in pieces of at most LINE_BYTES, the space that begins a further one counted in."""
    data, pieces, start, room = line.encode(), list[bytes](), 0, LINE_BYTES
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # in the middle of a character
            end -= 1
        pieces.append(data[start:end])
        start, room = end, LINE_BYTES - 1
    return b"\r\n ".join([*pieces, data[start:]]).decode()
