"""The figures as a table: ratios first, then what has a bound of its own."""

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure beside its target."""

    figure: str
    ours: str
    theirs: str = ""
    """Blackbox exporter's figure, measured in the same run; empty where it does not do this."""
    ratio: float | None = None
    target: str = ""
    met: bool | None = None
    """None where there is no target."""


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed."""
    if not values:
        raise ValueError("nothing was measured; the figures before this may say why")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(rows: list[Row]) -> bool:
    """Print the table; returns whether every target was met."""
    table = Table("figure", "ours", "blackbox", "ratio", "target", "met", title="What it costs")
    for row in sorted(rows, key=lambda row: row.ratio is None):
        ratio = "" if row.ratio is None else f"{row.ratio:.2f} x"
        met = "" if row.met is None else "yes" if row.met else "NO"
        table.add_row(row.figure, row.ours, row.theirs, ratio, row.target, met)
    Console(width=140).print(table)
    return all(row.met is not False for row in rows)
