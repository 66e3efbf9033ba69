"""The table of windows for a person at a terminal: when, how long, how bad, why, how certain."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from itertools import compress

from rich.console import Group, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.model import State, Window
from monitor.spoken import moment, span

STYLES = {State.DEGRADED: "yellow", State.DOWN: "bold red"}
_HEADINGS = ("service", "began", "ended", "lasted", "severity", "reason", "runs", "edges", "period")
_ONLY_IF_WIDE = frozenset({"runs", "edges", "period"})
WIDE_CHARACTERS = 110
_WHOLE = frozenset({"began", "ended", "lasted", "severity", "edges"})
_TO_THE_RIGHT = frozenset({"lasted", "runs"})
_LEGEND = "edges: by how much it may have begun, and ended, sooner than is told; - where unknown"
_NARROW = f"a terminal of {WIDE_CHARACTERS} characters shows more"


def render(
    windows: Sequence[Window],
    periods: Mapping[str, str],
    zone: tzinfo,
    now: datetime,
    width: int,
) -> RenderableType:
    """The windows in the order given, times in `zone`; `periods` are their names by id.

    `width` is the terminal's, in characters: a narrow one has fewer columns.
    """
    wide = width >= WIDE_CHARACTERS
    shown = [wide or name not in _ONLY_IF_WIDE for name in _HEADINGS]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in compress(_HEADINGS, shown):
        justify: JustifyMethod = "right" if name in _TO_THE_RIGHT else "left"
        table.add_column(name, justify=justify, overflow="fold", no_wrap=name in _WHOLE)
    for window in windows:
        table.add_row(*compress(_cells(window, periods, zone, now), shown))
    said = f"times: {clocks(zone, now)}; {_LEGEND if wide else _NARROW}"
    return Group(table, Text(said, style="dim"))


def clocks(zone: tzinfo, now: datetime) -> str:
    """The zone as its clocks are called: `WIB`."""
    return f"{now.astimezone(zone):%Z}"


def _cells(
    window: Window, periods: Mapping[str, str], zone: tzinfo, now: datetime
) -> tuple[Text, ...]:
    ended = window.ended_at
    length = (ended or now) - window.began_at
    edges = (_between(window.began_after, window.began_at), _between(window.ended_after, ended))
    return (
        Text(window.service),
        Text(moment(window.began_at, zone)),
        _ended(window, zone),
        Text(span(max(0.0, length.total_seconds()))),
        Text(window.severity.value, style=STYLES[window.severity]),
        Text(window.reason.value if window.reason else ""),
        Text(str(window.runs)),
        Text(" / ".join(edges)),
        Text(", ".join(periods.get(period, period) for period in window.periods)),
    )


def _ended(window: Window, zone: tzinfo) -> Text:
    """Without the day, where it is the day on which it began."""
    if window.ended_at is None:
        return Text("open", style="bold")
    began, ended = moment(window.began_at, zone), moment(window.ended_at, zone)
    same_day = began.split()[0] == ended.split()[0]
    return Text(ended.split()[1] if same_day else ended)


def _between(earlier: datetime | None, later: datetime | None) -> str:
    if earlier is None or later is None:
        return "-"
    return span(max(0.0, (later - earlier).total_seconds()))
