"""What the command `report` does: a month's report, printed or put into a file."""

import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from monitor.clock import SystemClock
from monitor.commands import load_or_exit
from monitor.config.settings import Settings
from monitor.fields.percentages import parse_percentage
from monitor.questions import history
from monitor.report import (
    Month,
    Speech,
    as_html,
    as_json,
    as_markdown,
    compose,
    gather,
    last_whole_month,
    read_month,
)
from monitor.store import Reader
from monitor.words import Language


class ReportForm(StrEnum):
    """How a report is written."""

    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAsked:
    """What the command line asks of a report; month and floor still as they were typed."""

    month: str | None
    language: Language
    form: ReportForm
    coverage_floor: str
    output: Path | None


def report_month(config: Path, data: Path, asked: ReportAsked) -> None:
    """Write the report of a month."""
    settings = load_or_exit(config)
    now = SystemClock().now()
    month = _month(asked.month, now, ZoneInfo(settings.timezone))
    floor = _floor(asked.coverage_floor)
    with history(data) as reader:
        text = _text(reader, settings, month, now, floor, asked)
    if asked.output is None:
        click.echo(text.encode(), nl=False)
    else:
        write_whole(asked.output, text)


def write_whole(path: Path, text: str) -> None:
    """Put a file there, or in an older one's place, at once or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            beside.write_text(text, encoding="utf-8", newline="")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error


def _text(
    reader: Reader,
    settings: Settings,
    month: Month,
    now: datetime,
    floor: float,
    asked: ReportAsked,
) -> str:
    figures = gather(reader, settings, month, now, floor)
    speech = Speech(language=asked.language, zone=figures.zone)
    match asked.form:
        case ReportForm.JSON:
            return as_json(figures, speech)
        case ReportForm.MARKDOWN:
            return as_markdown(compose(figures, speech))
        case ReportForm.HTML:
            return as_html(compose(figures, speech))


def _month(typed: str | None, now: datetime, zone: ZoneInfo) -> Month:
    """The month that was asked for, or the newest that is over."""
    if typed is None:
        return last_whole_month(now, zone)
    try:
        month = read_month(typed)
    except ValueError as error:
        raise click.UsageError(f"--month: {typed!r} is no month; {error}") from error
    if month.span(zone)[0] >= now:
        newest = last_whole_month(now, zone).next
        raise click.UsageError(f"--month: {month} has not begun; the newest month is {newest}")
    return month


def _floor(typed: str) -> float:
    try:
        return parse_percentage(typed)
    except ValueError as error:
        raise click.UsageError(f"--coverage-floor: {error}") from error
