"""What the picture of a shared link says, before anything is drawn."""

from dataclasses import dataclass

from monitor.model import Roster, ServiceSummary, State, Status
from monitor.web.pages import phrases as pages
from monitor.web.pages import verdict
from monitor.web.pages.sheets import notice
from monitor.web.shared import phrases
from monitor.words import Phrase, Speech

MOST_SERVICES = 4
"""More are counted."""
_HELD = "\xa0"
"""A space at which no line ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """The words of a picture, and the states whose signs stand beside them."""

    tone: State
    sentence: str
    affected: tuple[tuple[State, str], ...]
    """A service a line."""
    more: str
    """How many services found no room; empty where all did."""
    explanation: str
    """Where nothing is affected; else empty."""
    seen: str
    """From where and when, to the minute."""
    disclaimer: str
    notice: str


def poster(status: Status, roster: Roster, speech: Speech) -> Poster:
    """What is to be told now; the same again and again until something changes."""
    affected = verdict.affected(status)
    left = len(affected) - MOST_SERVICES
    local = status.at.astimezone(speech.zone)
    moment = f"{speech.full_date(local)} {speech.clock(status.at)}"
    explanation = speech.say(pages.EXPLANATIONS[status.verdict])
    return Poster(
        tone=verdict.tone(status.verdict),
        sentence=_sentence(status, speech),
        affected=tuple((each.state, _noticed(each, speech)) for each in affected[:MOST_SERVICES]),
        more=speech.say(phrases.MORE, count=left) if left > 0 else "",
        explanation="" if affected else explanation,
        seen=speech.say(phrases.FROM_AT, location=status.location, moment=moment),
        disclaimer=speech.say(phrases.NOT_OFFICIAL),
        notice=notice(roster.page, speech.language),
    )


def _sentence(status: Status, speech: Speech) -> str:
    """The verdict's; neither its time nor what is before a dash is torn apart."""
    said, began = verdict.sentence(status, speech), verdict.began(status)
    if began is not None:
        moment = speech.brief(began, status.at)
        said = said.replace(moment, moment.replace(" ", _HELD))
    return said.replace(" \N{EM DASH}", f"{_HELD}\N{EM DASH}")


def _noticed(summary: ServiceSummary, speech: Speech) -> str:
    info = summary.info
    return speech.say(
        phrases.NOTICED_OF,
        service=speech.say_plainly(Phrase(info.name, info.name_en)),
        symptom=speech.say_plainly(Phrase(info.symptom, info.symptom_en)),
    )
