"""The verdict as one sentence, and what people notice of it."""

from collections.abc import Iterable
from datetime import datetime

from monitor.model import ServiceSummary, State, Status, Verdict
from monitor.web.pages import phrases
from monitor.words import Phrase, Speech

_TROUBLE = {Verdict.DEGRADED, Verdict.PARTIAL_OUTAGE, Verdict.MAJOR_OUTAGE}
_UNSEEN = {Verdict.OWN_NETWORK, Verdict.UNKNOWN}
_TONES = {
    Verdict.OPERATIONAL: State.UP,
    Verdict.DEGRADED: State.DEGRADED,
    Verdict.PARTIAL_OUTAGE: State.DOWN,
    Verdict.MAJOR_OUTAGE: State.DOWN,
    Verdict.OWN_NETWORK: State.UNKNOWN,
    Verdict.UNKNOWN: State.UNKNOWN,
    Verdict.MAINTENANCE: State.MAINTENANCE,
}


def tone(verdict: Verdict) -> State:
    """The state whose colour and mark the verdict has."""
    return _TONES[verdict]


def sentence(status: Status, speech: Speech) -> str:
    """`JMO sedang mati sejak 08.14 WIB — bukan ponsel Anda`."""
    said = speech.say(phrases.HEADLINES[status.verdict])
    since = began(status)
    if since is not None:
        moment = speech.brief(since, status.at)
        said = speech.say(phrases.SINCE, headline=said, moment=moment)
    if status.verdict in _TROUBLE:
        said = speech.say(phrases.NOT_YOUR_PHONE, sentence=said)
    return said


def began(status: Status) -> datetime | None:
    """Since when the verdict's trouble is there; None where there is none, or nobody knows."""
    if status.verdict in _TROUBLE:
        bad = affected(status)
        worst = [service for service in bad if service.state is bad[0].state]
        return _earliest(map(since, worst))
    if status.verdict is Verdict.MAINTENANCE:
        return _earliest(s.since for s in status.services if s.state is State.MAINTENANCE)
    return None


def since(service: ServiceSummary) -> datetime | None:
    """Since when a service is as it is; None where nobody knows.

    A window tells better than the state, which begins anew after a time of which nothing is known,
    as a restart may make one: degraded since its begin, and down too where it was nothing better.
    """
    window = service.window
    if window is None or not service.state.is_bad:
        return service.since
    if service.state is State.DOWN and window.degraded_seconds:
        return service.since
    return window.began_at


def affected(status: Status) -> tuple[ServiceSummary, ...]:
    """The services that are degraded or down, the worst first."""
    bad = [service for service in status.services if service.state.is_bad]
    return tuple(sorted(bad, key=lambda service: service.state is not State.DOWN))


def well(status: Status) -> tuple[ServiceSummary, ...]:
    """The services that are up."""
    return tuple(service for service in status.services if service.state is State.UP)


def advice(verdict: Verdict) -> tuple[Phrase, ...]:
    """What a member can do now."""
    if verdict is Verdict.OPERATIONAL:
        return phrases.ADVICE_UP
    return phrases.ADVICE_UNKNOWN if verdict in _UNSEEN else phrases.ADVICE_DOWN


def _earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
