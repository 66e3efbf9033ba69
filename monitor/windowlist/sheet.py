"""Windows as CSV (RFC 4180), safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from unicodedata import normalize

from monitor.windowlist.view import WindowList, WindowView

COLUMNS = tuple(WindowView.model_fields)
_FORMULA = frozenset("=+-@|%")
"""A spreadsheet takes a cell that begins so for a formula, and some run programs from it.
Marks of other widths count as these do."""


def as_csv(listing: WindowList) -> str:
    """A row for each window under a row of names; times in UTC, an empty cell for null.

    Cells with several values hold them with a comma and a space between, reasons as `reason=runs`.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for window in listing.windows:
        writer.writerow(_cell(getattr(window, name)) for name in COLUMNS)
    return out.getvalue()


def _cell(value: object) -> str | float:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() | int():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case Mapping():
            return _text(", ".join(f"{name}={count}" for name, count in value.items()))
        case tuple():
            return _text(", ".join(map(str, value)))
        case _:
            return _text(str(value))


def _text(said: str) -> str:
    """A cell without a semicolon, which is what some countries' spreadsheets split lines at."""
    plain = said.replace(";", ",")
    first = normalize("NFKC", plain.strip()[:1])
    return f"'{plain}" if first in _FORMULA else plain
