"""The windows of a service, in words."""

from collections.abc import Iterator
from datetime import datetime

from monitor.model import State, Window
from monitor.report import phrases
from monitor.report.cells import NOTHING, foreign_or_nothing, name_of
from monitor.report.document import Block, Cell, Column, Heading, Paragraph, Table, Tone, own
from monitor.report.figures import Figures, ServiceFigures
from monitor.words import REASONS, STATES, Speech

MOST_WINDOWS = 50
"""So many of a service are on the page: it stays readable, and sendable."""
_COLUMNS = (
    phrases.BEGAN,
    phrases.ENDED,
    phrases.LASTED,
    phrases.SEVERITY,
    phrases.WHY,
    phrases.CALENDAR,
    phrases.RELEASE_BEFORE,
)
_TONES = {State.DOWN: Tone.DOWN, State.DEGRADED: Tone.DEGRADED}


def window_blocks(figures: Figures, service: ServiceFigures, speech: Speech) -> Iterator[Block]:
    """The list of windows, or that there is none."""
    yield Heading(3, speech.say(phrases.WINDOWS))
    shown = _longest(service.windows, figures.made_at)
    if not shown:
        yield Paragraph(speech.say(phrases.NO_WINDOWS))
        return
    if len(shown) < len(service.windows):
        counts = {"shown": len(shown), "all": speech.number(len(service.windows))}
        yield Paragraph(speech.say(phrases.LONGEST_ONLY, **counts))
    yield Table(
        caption=speech.say(phrases.WINDOWS_CAPTION),
        columns=tuple(Column(speech.say(head)) for head in _COLUMNS),
        rows=tuple(_row(figures, window, speech) for window in shown),
    )


def _longest(windows: tuple[Window, ...], now: datetime) -> list[Window]:
    """As many as there is room for, in order of time."""
    by_length = sorted(windows, key=lambda window: window.began_at - (window.ended_at or now))
    return sorted(by_length[:MOST_WINDOWS], key=lambda window: (window.began_at, window.id))


def _row(figures: Figures, window: Window, speech: Speech) -> tuple[Cell, ...]:
    names = {period.id: name_of(period, speech) for period in figures.periods}
    periods = ", ".join(names.get(period, period) for period in window.periods)
    return (
        own(_edge(window.began_after, window.began_at, speech)),
        own(_end(window, speech)),
        own(_length(window, figures.made_at, speech)),
        own(speech.say(STATES[window.severity]), _TONES.get(window.severity)),
        own(_why(window, speech)),
        own(periods or NOTHING),
        foreign_or_nothing(window.release),
    )


def _edge(after: datetime | None, at: datetime, speech: Speech) -> str:
    """When a window began or ended, and how much earlier that may really have been."""
    moment = speech.moment(at)
    if after is None:
        return speech.say(phrases.EARLIER_UNKNOWN, moment=moment)
    seconds = (at - after).total_seconds()
    if seconds <= 0:
        return moment
    return speech.say(phrases.EARLIER, moment=moment, seconds=speech.duration(seconds))


def _end(window: Window, speech: Speech) -> str:
    if window.ended_at is None:
        return speech.say(phrases.GOES_ON)
    return _edge(window.ended_after, window.ended_at, speech)


def _length(window: Window, now: datetime, speech: Speech) -> str:
    lasted = speech.duration(((window.ended_at or now) - window.began_at).total_seconds())
    return speech.say(phrases.SO_FAR, duration=lasted) if window.is_open else lasted


def _why(window: Window, speech: Speech) -> str:
    reason = speech.say(REASONS[window.reason] if window.reason else phrases.NOT_KNOWN)
    if not window.maintenance:
        return reason
    return speech.say(phrases.ANNOUNCED, reason=reason, why=", ".join(window.maintenance))
