"""The part of a report that is about one service."""

from collections.abc import Iterator

from monitor.model import Objective
from monitor.report import phrases
from monitor.report.cells import (
    coverage_cell,
    left_text,
    name_of,
    runs_cell,
    spent_text,
    target_text,
    time_cells,
    uptime_cell,
)
from monitor.report.document import Block, Cell, Column, Heading, Paragraph, Table, Tone, own
from monitor.report.figures import Figures, Promise, ServiceFigures
from monitor.report.heat import heat_table, worst_hours
from monitor.report.windows import window_blocks
from monitor.words import OBJECTIVES, Speech

_TIMES = (phrases.DEGRADED, phrases.DOWN, phrases.UNKNOWN, phrases.MAINTENANCE)


def overview(figures: Figures, speech: Speech) -> Table:
    """All services in a row each, and what they add up to."""
    heads = (phrases.UPTIME, phrases.COVERAGE, phrases.RUNS, *_TIMES, phrases.WINDOWS)
    rows = [_overview_row(figures, service, speech) for service in figures.services]
    total = figures.total
    windows = sum(len(service.windows) for service in figures.services)
    rows.append(
        (
            own(speech.say(phrases.ALL_SERVICES)),
            uptime_cell(figures, total, speech),
            coverage_cell(total, speech),
            own(speech.number(figures.runs)),
            *time_cells(total, speech),
            own(speech.number(windows)),
        )
    )
    return Table(
        caption=speech.say(phrases.OVERVIEW_CAPTION),
        columns=(
            Column(speech.say(phrases.SERVICE)),
            *(Column(speech.say(head), numeric=True) for head in heads),
        ),
        rows=tuple(rows),
        has_total=True,
    )


def service_blocks(figures: Figures, service: ServiceFigures, speech: Speech) -> Iterator[Block]:
    """Everything about one service."""
    yield Heading(2, own(name_of(service.info, speech)).text)
    yield from _promises(figures, service, speech)
    if service.periods:
        yield _periods(figures, service, speech)
    yield from window_blocks(figures, service, speech)
    yield Heading(3, speech.say(phrases.HEAT))
    yield heat_table(figures, service, speech)
    yield Paragraph(speech.say(phrases.LEGEND))
    yield worst_hours(figures, service.hours_of_day, speech)


def _overview_row(figures: Figures, service: ServiceFigures, speech: Speech) -> tuple[Cell, ...]:
    seen = service.uptime
    return (
        own(name_of(service.info, speech)),
        uptime_cell(figures, seen, speech),
        coverage_cell(seen, speech),
        runs_cell(service.runs, seen, speech),
        *time_cells(seen, speech),
        own(speech.number(len(service.windows))),
    )


def _promises(figures: Figures, service: ServiceFigures, speech: Speech) -> Iterator[Block]:
    if not service.promises:
        yield Paragraph(speech.say(phrases.NO_SLO))
        return
    heads = (phrases.TARGET, phrases.ACHIEVED, phrases.MET, phrases.SPENT, phrases.LEFT)
    yield Table(
        caption=speech.say(phrases.SLO),
        columns=(
            Column(speech.say(phrases.OBJECTIVE)),
            *(Column(speech.say(head), numeric=True) for head in heads),
        ),
        rows=tuple(_promise(figures, service, each, speech) for each in service.promises),
    )


def _promise(
    figures: Figures, service: ServiceFigures, promise: Promise, speech: Speech
) -> tuple[Cell, ...]:
    start = own(speech.say(OBJECTIVES[promise.objective])), own(target_text(promise, speech))
    budget, seen = promise.budget, service.uptime
    if budget is None or not figures.enough(seen):
        unknown = own(speech.say(phrases.NOT_KNOWN), Tone.UNKNOWN)
        told = promise.objective is Objective.AVAILABILITY or not figures.enough(seen)
        achieved = uptime_cell(figures, seen, speech) if told else unknown
        return (*start, achieved, unknown, unknown, unknown)
    met = budget.left >= 0
    return (
        *start,
        own(speech.percent(1 - budget.bad)),
        own(speech.say(phrases.YES if met else phrases.NO), None if met else Tone.DOWN),
        own(spent_text(promise, speech)),
        own(left_text(budget.left, speech)),
    )


def _periods(figures: Figures, service: ServiceFigures, speech: Speech) -> Table:
    heads = (
        phrases.INSIDE,
        phrases.INSIDE_COVERAGE,
        phrases.OUTSIDE,
        phrases.OUTSIDE_COVERAGE,
    )
    return Table(
        caption=speech.say(phrases.PERIODS_CAPTION),
        columns=(
            Column(speech.say(phrases.PERIOD)),
            *(Column(speech.say(head), numeric=True) for head in heads),
        ),
        rows=tuple(
            (
                own(name_of(period.info, speech)),
                uptime_cell(figures, period.inside, speech),
                coverage_cell(period.inside, speech),
                uptime_cell(figures, period.outside, speech),
                coverage_cell(period.outside, speech),
            )
            for period in service.periods
        ),
    )
