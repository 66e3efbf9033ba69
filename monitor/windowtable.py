"""The table of windows for a person at a terminal: when, how long, how bad, why, how certain."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from rich.console import Group, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.model import State, Window
from monitor.spoken import moment, span

STYLES = {State.DEGRADED: "yellow", State.DOWN: "bold red"}
_HEADINGS = ("service", "began", "ended", "lasted", "severity", "reason", "runs", "edges", "period")
_TO_THE_RIGHT = frozenset({"lasted", "runs"})
_LEGEND = "edges: by how much it may have begun, and ended, sooner than is told; - where unknown"


def render(
    windows: Sequence[Window], periods: Mapping[str, str], zone: tzinfo, now: datetime
) -> RenderableType:
    """The windows in the order given, times in `zone`; `periods` are their names by id."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in _HEADINGS:
        wide = name in {"began", "ended"}
        justify: JustifyMethod = "right" if name in _TO_THE_RIGHT else "left"
        table.add_column(name, justify=justify, overflow="fold", no_wrap=wide)
    for window in windows:
        table.add_row(*_cells(window, periods, zone, now))
    legend = Text(f"times: {clocks(zone, now)}; {_LEGEND}", style="dim")
    return Group(table, legend)


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
        Text(moment(ended, zone)) if ended else Text("open", style="bold"),
        Text(span(max(0.0, length.total_seconds()))),
        Text(window.severity.value, style=STYLES[window.severity]),
        Text(window.reason.value if window.reason else ""),
        Text(str(window.runs)),
        Text(" / ".join(edges)),
        Text(", ".join(periods.get(period, period) for period in window.periods)),
    )


def _between(earlier: datetime | None, later: datetime | None) -> str:
    if earlier is None or later is None:
        return "-"
    return span(max(0.0, (later - earlier).total_seconds()))
