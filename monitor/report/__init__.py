"""The report of a month: its figures, and the pages made of them."""

from monitor.report.as_html import as_html
from monitor.report.as_json import as_json
from monitor.report.as_markdown import as_markdown
from monitor.report.compose import compose
from monitor.report.gather import gather
from monitor.report.month import Month, last_whole_month, read_month
from monitor.words import Speech

__all__ = [
    "Month",
    "Speech",
    "as_html",
    "as_json",
    "as_markdown",
    "compose",
    "gather",
    "last_whole_month",
    "read_month",
]
