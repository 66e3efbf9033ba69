"""Windows as iCalendar (RFC 5545), to be laid over a calendar.

Written here since it is one component with nine properties: the library for all of the format
would take 10 MB of memory, and a tenth of a second of start. The tests read it with that library.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from monitor.text import clean
from monitor.windowlist.view import WindowList, WindowView

LINE_BYTES = 75
MOST_CHARACTERS = 1000
"""Of one line of text."""
REFRESH = "PT15M"
"""How often a subscribed calendar may ask again."""
_LINE_END = r"\n"
_SECOND = timedelta(seconds=1)
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,"})


def as_ics(
    listing: WindowList, names: Mapping[str, str], now: datetime, *, notice: str = ""
) -> str:
    """An event for each window; one that is open ends at `now`. `names` are those of services,
    `notice` is said of the whole calendar.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//jmo-monitor//windows//EN",
        "CALSCALE:GREGORIAN",
        "NAME:JMO",
        "X-WR-CALNAME:JMO",  # the older name of it, which most know
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    if notice:
        lines += [f"DESCRIPTION:{_text(notice)}", f"X-WR-CALDESC:{_text(notice)}"]
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
    yield f"DESCRIPTION:{_LINE_END.join(map(_text, _description(window)))}"
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
    """One line of text, whatever is in it."""
    return clean(said, MOST_CHARACTERS).translate(_ESCAPES)


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
