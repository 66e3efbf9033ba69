"""The table of a replay for a person at a terminal: recorded above new, then what differs."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.model import Window
from monitor.replay.compare import Change, Comparison, Difference, ServiceComparison, Side
from monitor.spoken import moment, share, span

_COLUMNS = ("service", "", "windows", "in all", "longest", "uptime", "coverage")
_SAID = {
    Change.ONLY_RECORDED: ("only recorded", "green"),
    Change.ONLY_NEW: ("only new", "bold red"),
    Change.CHANGED: ("changed", "yellow"),
}


def render(found: Comparison, zone: tzinfo) -> RenderableType:
    """The whole answer, times in `zone`."""
    return Group(
        _header(found, zone),
        Text(),
        _table(found.services),
        Text(),
        *_differences(found, zone),
        *_notes(found, zone),
    )


def _header(found: Comparison, zone: tzinfo) -> Text:
    clocks = f"{found.ended_at.astimezone(zone):%Z}"
    span_told = f"{moment(found.began_at, zone)} to {moment(found.ended_at, zone)} {clocks}"
    return Text(f"{span_told}; outcomes replayed: {found.outcomes:,}", style="dim")


def _table(services: Sequence[ServiceComparison]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for number, name in enumerate(_COLUMNS):
        table.add_column(name, justify="left" if number < 2 else "right", overflow="fold")
    for each in services:
        table.add_row(Text(each.service), "recorded", *_figures(each.recorded))
        table.add_row("", "new", *_figures(each.new))
    return table


def _figures(side: Side | None) -> tuple[str, ...]:
    if side is None:
        return ("-",) * (len(_COLUMNS) - 2)
    return (
        str(side.windows),
        span(side.total_seconds),
        span(side.longest_seconds),
        share(side.uptime.ratio),
        share(side.uptime.coverage),
    )


def _differences(found: Comparison, zone: tzinfo) -> Iterator[Text]:
    told = [(s.service, each) for s in found.services for each in s.differences]
    if not told:
        yield Text("No window differs.")
    for service, difference in told:
        word, style = _SAID[difference.change]
        line = Text(f"{service}: ").append(word, style=style).append(": ")
        yield line.append(_edges(difference, zone, found.ended_at))


def _edges(difference: Difference, zone: tzinfo, now: datetime) -> str:
    sides = (difference.recorded, difference.new)
    told = [", ".join(_window(w, zone, now) for w in side) for side in sides if side]
    return " → ".join(told)


def _window(window: Window, zone: tzinfo, now: datetime) -> str:
    ended = moment(window.ended_at, zone) if window.ended_at else "open"
    lasted = span(((window.ended_at or now) - window.began_at).total_seconds())
    return f"{moment(window.began_at, zone)} to {ended} ({lasted}, {window.severity})"


def _notes(found: Comparison, zone: tzinfo) -> Iterator[Text]:
    """What must be known to read the figures right."""
    late = [s for s in found.services if s.began_at > found.began_at]
    for each in late:
        yield _note(f"{each.service} is compared from {moment(each.began_at, zone)} on")
    for each in found.services:
        if each.new is None:
            yield _note(f"{each.service} is not in the new file, or nothing of it was recorded")
        elif each.recorded is None:
            yield _note(f"{each.service} was not recorded under this id")
    if found.gone:
        yield _note(f"in the outcomes, but not in the new file: {', '.join(found.gone)}")
    if found.left_out:
        yield _note(f"new, without outcomes, and left out: {', '.join(found.left_out)}")


def _note(said: str) -> Text:
    return Text(said, style="dim")
