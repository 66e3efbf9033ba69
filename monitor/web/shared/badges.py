"""What each badge says: the verdict, a service's state, its uptime, its response time."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from types import MappingProxyType

from monitor.model import Pace, Recent, Roster, ServiceSummary, State, Status, Uptime
from monitor.web.pages import phrases as pages
from monitor.web.pages import verdict
from monitor.web.pages.sheets import notice
from monitor.web.shared import phrases
from monitor.web.shared.badge import Badge
from monitor.words import STATES, Phrase, Speech

DAY = 86_400
SPANS: Mapping[str, int] = MappingProxyType(
    {"24h": DAY, "7d": 7 * DAY, "30d": 30 * DAY, "90d": 90 * DAY}
)
USUAL_SPAN = "30d"
THIN_COVERAGE = 0.5
"""Below it the coverage is told beside the figure, and the figure is not judged."""
HOUR_PACES = 4
"""Quarters of an hour."""


class Badges:
    """Tells of one moment in one language."""

    def __init__(self, status: Status, roster: Roster, speech: Speech) -> None:
        self._status = status
        self._notice = notice(roster.page, speech.language)
        self._speech = speech

    def verdict(self) -> Badge:
        """How all of JMO is."""
        status, speech = self._status, self._speech
        return Badge(
            label=phrases.NAME,
            value=speech.say(phrases.VERDICTS[status.verdict]),
            title=self._told(verdict.sentence(status, speech)),
            tone=verdict.tone(status.verdict),
        )

    def state(self, summary: ServiceSummary) -> Badge:
        """How a service is."""
        say, name = self._speech.say, self._name(summary)
        state = say(STATES[summary.state])
        told = say(phrases.STATE_TOLD, service=name, state=state)
        since = verdict.since(summary)
        if since is not None:
            moment = self._speech.brief(since, self._status.at)
            told = say(pages.SINCE, headline=told, moment=moment)
        return Badge(label=name, value=state, title=self._told(told), tone=summary.state)

    def uptime(self, summary: ServiceSummary, span: int) -> Badge:
        """For how much of the known time a service was not down."""
        speech, name = self._speech, self._name(summary)
        seen = summary.uptimes.get(span, Uptime())
        known, covered = seen.ratio is not None, seen.coverage or 0.0
        over = speech.say(pages.SPANS[span])
        told = {
            "percent": self._percent(seen),
            "coverage": speech.percent(covered),
        }
        title = speech.say(phrases.UPTIME_TOLD, service=name, span=over, **told)
        aim = summary.info.slo.availability if summary.info.slo else None
        if aim is not None:
            title = speech.say(phrases.AIM, told=title, aim=speech.objective(aim))
        thin = known and covered < THIN_COVERAGE
        return Badge(
            label=speech.say(phrases.OVER, service=name, span=over),
            value=speech.say(phrases.THIN, **told) if thin else told["percent"],
            title=self._told(title),
            tone=_tone(None if thin else seen.ratio, aim),
        )

    def latency(self, summary: ServiceSummary, recent: Recent) -> Badge:
        """How fast a service answered in the last hour."""
        speech, name = self._speech, self._name(summary)
        past = recent.services.get(summary.info.id)
        mean = _mean(past.paces if past else ())
        value = speech.say(pages.NOTHING_KNOWN)
        title = speech.say(phrases.PACE_UNKNOWN, service=name)
        if mean is not None:
            value = self._seconds(speech.number(mean, 2))
            title = speech.say(phrases.PACE_TOLD, service=name, seconds=value)
        aim = summary.info.slo.latency_under_seconds if summary.info.slo else None
        if aim is not None:
            told = self._seconds(f"< {speech.number(aim, 2)}")
            title = speech.say(phrases.AIM, told=title, aim=told)
        return Badge(
            label=speech.say(phrases.PACE, service=name),
            value=value,
            title=self._told(title),
            tone=_tone(None if mean is None else -mean, None if aim is None else -aim),
        )

    def _name(self, summary: ServiceSummary) -> str:
        return self._speech.say_plainly(Phrase(summary.info.name, summary.info.name_en))

    def _percent(self, seen: Uptime) -> str:
        if seen.ratio is None:
            return self._speech.say(pages.NOTHING_KNOWN)
        return self._speech.percent(seen.ratio)

    def _seconds(self, number: str) -> str:
        return self._speech.say(pages.SECONDS, seconds=number)

    def _told(self, title: str) -> str:
        location = self._status.location
        told = self._speech.say(phrases.TOLD_FROM, told=title, location=location)
        return f"{self._notice} {told}".strip()


def _mean(paces: Sequence[Pace]) -> float | None:
    known = [each.mean_seconds for each in paces[-HOUR_PACES:] if each.mean_seconds is not None]
    return fmean(known) if known else None


def _tone(figure: float | None, aim: float | None) -> State | None:
    """What an objective calls a figure, the more the better; neither good nor bad without one."""
    if figure is None:
        return State.UNKNOWN
    if aim is None:
        return None
    return State.UP if figure >= aim else State.DEGRADED
