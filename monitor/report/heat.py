"""Hours of the day and days of the month in a table, and the worst hours."""

from collections.abc import Mapping

from monitor.model import Uptime
from monitor.report import phrases
from monitor.report.cells import NOTHING, coverage_cell
from monitor.report.document import Block, Cell, Column, Paragraph, Table, Tone, own
from monitor.report.figures import Figures, ServiceFigures
from monitor.report.measure import bad_share
from monitor.words import Speech

MOST_HOURS = 5
_WELL = "·"
_UNKNOWN = "?"
_DAY_HOURS = range(24)
_TONES = ((0.05, Tone.BAD_1), (0.25, Tone.BAD_2), (0.6, Tone.BAD_3), (1.0, Tone.BAD_4))
"""Up to which share a cell has which depth of colour."""


def heat_table(figures: Figures, service: ServiceFigures, speech: Speech) -> Table:
    """A row for each day, a cell for each of its hours."""
    return Table(
        caption=speech.say(phrases.HEAT_CAPTION, zone=figures.zone_name),
        columns=(
            Column(speech.say(phrases.DAY)),
            *(Column(f"{hour:02}", numeric=True) for hour in _DAY_HOURS),
        ),
        rows=tuple(
            (
                own(speech.short_day(day)),
                *(
                    _cell(figures, service.hours.get((day, hour), Uptime()), speech)
                    for hour in _DAY_HOURS
                ),
            )
            for day in figures.month.days
        ),
        is_heat=True,
    )


def worst_hours(figures: Figures, hours: Mapping[int, Uptime], speech: Speech) -> Block:
    """The hours of the day with the largest share of trouble."""
    ranked = figures.worst(hours)
    if not ranked:
        known = all(map(figures.enough, hours.values()))
        return Paragraph(speech.say(phrases.NO_WORST if known else phrases.WORST_TOO_LOW))
    heads = (phrases.BAD_SHARE, phrases.BAD_TIME, phrases.COVERAGE)
    return Table(
        caption=speech.say(phrases.WORST_CAPTION),
        columns=(
            Column(speech.say(phrases.HOUR)),
            *(Column(speech.say(head), numeric=True) for head in heads),
        ),
        rows=tuple(_worst_row(hour, seen, speech) for hour, seen in ranked[:MOST_HOURS]),
    )


def _worst_row(hour: int, seen: Uptime, speech: Speech) -> tuple[Cell, ...]:
    return (
        own(speech.hour(hour)),
        own(speech.percent(bad_share(seen))),
        own(speech.duration(seen.degraded_seconds + seen.down_seconds)),
        coverage_cell(seen, speech),
    )


def _cell(figures: Figures, seen: Uptime, speech: Speech) -> Cell:
    if not seen.all_seconds:
        return own(NOTHING)
    if seen.coverage is None:
        return own(speech.say(phrases.MAINTENANCE_MARK), Tone.MAINTENANCE)
    if not figures.enough(seen):
        return own(_UNKNOWN, Tone.UNKNOWN)
    share = bad_share(seen)
    text = speech.whole_percent(share) if share else _WELL
    tone = next(tone for most, tone in _TONES if share <= most) if share else None
    if seen.unknown_seconds:
        return own(f"{text}{_UNKNOWN}", tone or Tone.UNKNOWN)
    return own(text, tone)
