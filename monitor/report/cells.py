"""Figures in words, as they stand in the cells of tables."""

from monitor.model import Objective, PeriodInfo, ServiceInfo, Uptime
from monitor.report import phrases
from monitor.report.document import Cell, Tone, foreign, own
from monitor.report.figures import Figures, Promise, Runs
from monitor.words import RESULTS, Phrase, Speech
from monitor.words.times import SECONDS

NOTHING = "—"
_GRAIN = 1e-6
"""A whole number of runs is not made one less by the dust of binary fractions."""


def name_of(info: ServiceInfo | PeriodInfo, speech: Speech) -> str:
    """What a service or a period is called."""
    return speech.say_plainly(Phrase(info.name, info.name_en))


def uptime_cell(figures: Figures, seen: Uptime, speech: Speech) -> Cell:
    """The uptime, or why it is not named."""
    ratio = seen.ratio
    if ratio is not None and figures.enough(seen):
        return own(speech.percent(ratio))
    if not seen.all_seconds:
        return own(speech.say(phrases.NO_TIME))
    if seen.coverage is None:
        return own(speech.say(phrases.ALL_MAINTENANCE), Tone.MAINTENANCE)
    return own(speech.say(phrases.TOO_LOW), Tone.UNKNOWN)


def coverage_cell(seen: Uptime, speech: Speech) -> Cell:
    """How much is known; a dash where there is no time to know of."""
    coverage = seen.coverage
    return own(NOTHING if coverage is None else speech.percent(coverage))


def time_cells(seen: Uptime, speech: Speech) -> tuple[Cell, ...]:
    """How long it was degraded, down, unknown and in maintenance."""
    times = (
        (seen.degraded_seconds, Tone.DEGRADED),
        (seen.down_seconds, Tone.DOWN),
        (seen.unknown_seconds, Tone.UNKNOWN),
        (seen.maintenance_seconds, Tone.MAINTENANCE),
    )
    return tuple(own(speech.duration(time), tone if time else None) for time, tone in times)


def runs_cell(runs: Runs, seen: Uptime, speech: Speech) -> Cell:
    """How many runs there were, and what they came to."""
    count = sum(runs.values())
    if not count:
        kept = not seen.known_seconds  # where something is known, somebody has looked
        return own(speech.number(0) if kept else speech.say(phrases.NO_LONGER_COUNTED))
    results = ", ".join(
        f"{speech.number(number)} {speech.say(RESULTS[result])}"
        for result, number in runs.items()
        if number
    )
    return own(speech.say(phrases.RUNS_BY_RESULT, count=speech.number(count), results=results))


def target_text(promise: Promise, speech: Speech) -> str:
    """What is promised."""
    target = speech.objective(promise.target)
    if promise.under_seconds is None:
        return target
    digits = 0 if promise.under_seconds >= 1 and promise.under_seconds % 1 == 0 else 2
    under = f"{speech.number(promise.under_seconds, digits)} {speech.say(SECONDS)}"
    return speech.say(phrases.UNDER, target=target, under=under)


def spent_text(promise: Promise, speech: Speech) -> str:
    """How much of what was allowed is used up: time, or runs."""
    allowed = promise.counted * (1 - promise.target)
    if promise.objective is Objective.AVAILABILITY:
        spent, allowance = speech.duration(promise.bad), speech.duration(allowed)
        return speech.say(phrases.SPENT_TIME, spent=spent, allowed=allowance)
    spent, allowance = speech.number(promise.bad), speech.number(int(allowed + _GRAIN))
    return speech.say(phrases.SPENT_RUNS, spent=spent, allowed=allowance)


def left_text(left: float, speech: Speech) -> str:
    """The share of the budget that is left, or how much more than all of it was spent."""
    if left < 0:
        return speech.say(phrases.OVERSPENT, share=speech.percent(-left))
    return speech.percent(left)


def foreign_or_nothing(text: str | None) -> Cell:
    """Somebody else's words, or a dash."""
    return foreign(text) if text else own(NOTHING)
