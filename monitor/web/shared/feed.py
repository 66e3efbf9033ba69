"""Windows as an Atom feed (RFC 4287), in the words of one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from monitor.model import Roster, Status, Window
from monitor.text import clean
from monitor.web.pages import phrases as pages
from monitor.web.pages.sheets import iso, notice
from monitor.web.shared import phrases
from monitor.web.shared.forms import fill
from monitor.words import REASONS, STATES, Phrase, Speech

SPAN = timedelta(days=90)
MOST_ENTRIES = 50
LONGEST_NAME = 100
"""No location and no window's id has more characters."""
AUTHORITY = "jmo-monitor,2026"
"""RFC 4151: whose names these are. No host of ours is in it, so that they outlive a move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    id: str
    title: str
    published: str
    updated: str
    path: str
    severity: str
    summary: str


def as_atom(windows: Sequence[Window], status: Status, roster: Roster, speech: Speech) -> str:
    """The newest windows, the newest first. It says nothing that passing time alone changes."""
    newest = sorted(windows, key=lambda each: (each.began_at, each.id), reverse=True)
    shown = newest[:MOST_ENTRIES]
    since = {each.window.id: each.since for each in status.services if each.window is not None}
    changed = {window.id: _changed(window, since.get(window.id)) for window in shown}
    clerk = _Clerk(roster, speech)
    values = {
        "language": speech.language.value,
        "id": f"{_tag(roster)}/windows/{speech.language}",
        "title": speech.say(phrases.FEED_TITLE),
        "subtitle": " ".join(_subtitle(roster, speech)),
        "updated": iso(max(changed.values(), default=_midnight(status.at))),
        "base": roster.page.url or "",
        "author": speech.say(pages.SITE),
        "entries": [clerk.entry(window, changed[window.id]) for window in shown],
    }
    return fill("feed.xml", values)


class _Clerk:
    """Writes entries."""

    def __init__(self, roster: Roster, speech: Speech) -> None:
        self._roster = roster
        self._speech = speech
        self._services = {info.id: info for info in roster.services}
        self._periods = {info.id: self._plain(info.name, info.name_en) for info in roster.periods}

    def entry(self, window: Window, changed: datetime) -> _Entry:
        return _Entry(
            id=f"{_tag(self._roster)}/window/{_quoted(window.id)}",
            title=self._title(window),
            published=iso(window.began_at),
            updated=iso(changed),
            path=f"/window/{_quoted(window.id)}",
            severity=window.severity.value,
            summary=" ".join(self._summary(window)),
        )

    def _title(self, window: Window) -> str:
        say, began = self._speech.say, self._moment(window.began_at)
        span = say(pages.SPAN_OPEN, began=began)
        if window.ended_at is not None:
            span = say(pages.SPAN_CLOSED, began=began, ended=self._moment(window.ended_at))
        info = self._services.get(window.service)
        name = self._plain(info.name, info.name_en) if info else window.service
        severity = say(STATES[window.severity])
        return say(pages.WINDOW_TITLE, service=name, severity=severity, span=span)

    def _summary(self, window: Window) -> Iterator[str]:
        say, info = self._speech.say, self._services.get(window.service)
        yield self._lasted(window)
        if window.reason is not None:
            yield say(phrases.WHY, reason=say(REASONS[window.reason]))
        if info is not None:
            symptom = self._plain(info.symptom, info.symptom_en)
            yield say(phrases.NOTICED, symptom=symptom)
        if window.periods:
            names = ", ".join(self._periods.get(each, each) for each in window.periods)
            yield say(phrases.PERIODS, periods=names)
        for why in window.maintenance:
            yield say(phrases.ANNOUNCED, why=why)
        if window.release is not None:
            yield say(phrases.RELEASE, release=window.release)
        yield say(phrases.FROM, location=self._roster.location)

    def _lasted(self, window: Window) -> str:
        """Only of one that is over: the figures of an open one change all the time."""
        speech = self._speech
        if window.ended_at is None:
            return speech.say(phrases.GOING_ON)
        return speech.say(
            phrases.LASTED,
            duration=speech.duration((window.ended_at - window.began_at).total_seconds()),
            down=speech.duration(window.down_seconds),
            degraded=speech.duration(window.degraded_seconds),
        )

    def _moment(self, moment: datetime) -> str:
        """With its date, which a reader of old news needs."""
        speech = self._speech
        return f"{speech.full_date(moment.astimezone(speech.zone))} {speech.clock(moment)}"

    def _plain(self, indonesian: str, english: str) -> str:
        return self._speech.say_plainly(Phrase(indonesian, english))


def _changed(window: Window, since: datetime | None) -> datetime:
    """When it ended; while it is open, when its service came into the state in which it is."""
    if window.ended_at is not None:
        return window.ended_at
    return max(window.began_at, since or window.began_at)


def _subtitle(roster: Roster, speech: Speech) -> Iterator[str]:
    said = notice(roster.page, speech.language)
    if said:
        yield said
    yield speech.say(phrases.FROM, location=roster.location)
    yield speech.say(pages.NOT_AFFILIATED)


def _tag(roster: Roster) -> str:
    """Of one place: another sees windows of its own."""
    return f"tag:{AUTHORITY}:{_quoted(roster.location)}"


def _quoted(text: str) -> str:
    return quote(clean(text, LONGEST_NAME), safe="")


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
