"""A list of windows, ready to hand out: as JSON, CSV, iCalendar or Markdown."""

from monitor.windowlist.calendar import as_ics
from monitor.windowlist.markdown import as_markdown
from monitor.windowlist.moments import read_moment
from monitor.windowlist.sheet import as_csv
from monitor.windowlist.view import (
    Seconds,
    Text,
    WindowList,
    WindowView,
    as_json,
    window_list,
)

__all__ = [
    "Seconds",
    "Text",
    "WindowList",
    "WindowView",
    "as_csv",
    "as_ics",
    "as_json",
    "as_markdown",
    "read_moment",
    "window_list",
]
