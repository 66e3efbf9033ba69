"""Puts the figures of a month into words, in the order in which they are read."""

from collections.abc import Iterator

from monitor.model import ReleaseChange
from monitor.report import phrases
from monitor.report.cells import foreign_or_nothing
from monitor.report.document import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Table,
    foreign,
    own,
)
from monitor.report.figures import Figures
from monitor.report.heat import worst_hours
from monitor.report.service import overview, service_blocks
from monitor.words import STORES, Speech, zone_label


def compose(figures: Figures, speech: Speech) -> Document:
    """The report in one language."""
    return Document(
        language=speech.language,
        title=speech.say(phrases.TITLE, month=_month(figures, speech)),
        blocks=tuple(_blocks(figures, speech)),
    )


def _blocks(figures: Figures, speech: Speech) -> Iterator[Block]:
    yield Heading(1, speech.say(phrases.TITLE, month=_month(figures, speech)))
    yield Paragraph(speech.say(phrases.INTRODUCTION))
    yield from warnings(figures, speech)
    yield _head(figures, speech)
    yield Heading(2, speech.say(phrases.OVERVIEW))
    yield overview(figures, speech)
    yield Paragraph(speech.say(phrases.UPTIME_MEANING))
    yield Paragraph(speech.say(phrases.FLOOR, floor=speech.objective(figures.coverage_floor)))
    yield worst_hours(figures, figures.hours_of_day, speech)
    for service in figures.services:
        yield from service_blocks(figures, service, speech)
    yield from _releases(figures, speech)


def warnings(figures: Figures, speech: Speech) -> Iterator[Paragraph]:
    """What must be known before any figure is read."""
    if not figures.is_over:
        until = speech.moment(figures.until)
        yield Paragraph(speech.say(phrases.NOT_OVER, until=until), is_warning=True)
    total = figures.total
    if not total.known_seconds and not total.maintenance_seconds:
        yield Paragraph(speech.say(phrases.NO_HISTORY), is_warning=True)


def _head(figures: Figures, speech: Speech) -> Facts:
    total = figures.total
    labels = {zone_label(at.astimezone(figures.zone)) for at in (figures.began_at, figures.until)}
    coverage, whole = total.coverage, total.all_seconds
    unknown = speech.percent(total.unknown_seconds / whole if whole else 0)
    pairs = (
        (phrases.SERVICES, speech.number(len(figures.services))),
        (phrases.MONTH, _month(figures, speech)),
        (phrases.LOCATION, figures.location),
        (phrases.ZONE, f"{figures.zone_name} ({', '.join(sorted(labels))})"),
        (phrases.RUNS_IN_ALL, speech.number(figures.runs)),
        (
            phrases.COVERAGE,
            speech.say(phrases.NOT_KNOWN) if coverage is None else speech.percent(coverage),
        ),
        (phrases.UNKNOWN, speech.say(phrases.OF_ALL_TIME, share=unknown)),
        (phrases.MADE_AT, speech.moment(figures.made_at)),
    )
    return Facts(tuple((speech.say(name), own(value).text) for name, value in pairs))


def _releases(figures: Figures, speech: Speech) -> Iterator[Block]:
    yield Heading(2, speech.say(phrases.RELEASES))
    if not figures.releases:
        yield Paragraph(speech.say(phrases.NO_RELEASES))
        return
    heads = (
        phrases.SEEN,
        phrases.STORE,
        phrases.VERSION,
        phrases.PREVIOUS,
        phrases.MINIMUM_OS,
        phrases.RELEASED,
    )
    yield Table(
        caption=speech.say(phrases.RELEASES_CAPTION),
        columns=tuple(Column(speech.say(head)) for head in heads),
        rows=tuple(_release(change, speech) for change in figures.releases),
    )


def _release(change: ReleaseChange, speech: Speech) -> tuple[Cell, ...]:
    released, store = change.released_at, STORES.get(change.store)
    return (
        own(speech.moment(change.seen_at)),
        foreign(change.store) if store is None else own(store),
        foreign_or_nothing(change.version),
        foreign_or_nothing(change.previous),
        foreign_or_nothing(change.minimum_os),
        own(speech.moment(released)) if released else foreign_or_nothing(None),
    )


def _month(figures: Figures, speech: Speech) -> str:
    return speech.month(figures.month.year, figures.month.number)
