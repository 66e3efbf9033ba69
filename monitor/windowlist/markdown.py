"""Windows as a Markdown table, for people."""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo

from monitor.windowlist.view import WindowList, WindowView

_COLUMNS = ("Service", "Severity", "Began", "Ended", "Lasted", "Reason", "Probes")
_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|&#~!"})


def as_markdown(listing: WindowList, names: Mapping[str, str], zone: tzinfo) -> str:
    """A table, a row for each window, times in `zone`; `names` are those of services."""
    lines = [_row(_COLUMNS), _row(["---"] * len(_COLUMNS))]
    lines += (_row(_cells(window, names, zone)) for window in listing.windows)
    return "\n".join(lines) + "\n"


def _cells(window: WindowView, names: Mapping[str, str], zone: tzinfo) -> Iterator[str]:
    yield _plain(names.get(window.service, window.service))
    yield window.severity
    yield _edge(window.began_at, window.began_uncertainty_seconds, zone)
    if window.ended_at is None:
        yield "goes on"
    else:
        yield _edge(window.ended_at, window.ended_uncertainty_seconds, zone)
    yield _lasted(window.duration_seconds)
    yield ", ".join(_plain(f"{reason} × {count}") for reason, count in window.reasons.items())
    yield _plain(", ".join(window.probes))


def _edge(moment: datetime, uncertainty_seconds: float | None, zone: tzinfo) -> str:
    told = f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"
    if uncertainty_seconds is None:
        return told
    return f"{told} (up to {uncertainty_seconds:.0f} s sooner)"


def _lasted(seconds: float) -> str:
    """Hours, minutes and seconds: `1:02:03`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _plain(text: str) -> str:
    return text.translate(_SPECIAL)


def _row(cells: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
