"""What the commands do that ask the history: windows, replay."""

import json
import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from monitor import replay as replays
from monitor import windowtable
from monitor.app import HISTORY_FILE
from monitor.clock import SystemClock
from monitor.commands import load_or_exit
from monitor.config.settings import Settings
from monitor.fields.durations import parse_duration
from monitor.model import State, Window
from monitor.spoken import moment
from monitor.store import Reader, StoreError
from monitor.windowlist import as_csv, as_ics, as_json, as_markdown, read_moment, window_list
from monitor.windowlist.moments import EXAMPLES
from monitor.words import Language, Phrase

FILE_CHARACTERS = 160
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENTS = f"how long ago it was (7d, 12h), {EXAMPLES}"


class Form(StrEnum):
    """How windows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    ICS = "ics"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks of the windows; moments still as they were typed."""

    since: str | None
    until: str | None
    services: tuple[str, ...] = ()
    severities: tuple[State, ...] = ()
    form: Form
    language: Language = Language.INDONESIAN


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    since: datetime
    until: datetime
    now: datetime


def list_windows(config: Path, data: Path, asked: Asked) -> None:
    """Print the windows that touch a span."""
    settings = load_or_exit(config)
    zone = ZoneInfo(settings.timezone)
    span = _span(asked.since, asked.until, zone)
    with history(data) as reader:
        _refuse_unknown(settings, reader, asked.services, span)
        windows = reader.windows(
            span.since, span.until, services=asked.services, severities=asked.severities
        )
    if asked.form is Form.TABLE:
        _print_table(windows, settings, asked, span)
    else:
        _write(_listed(windows, settings, asked, span))


def replay_outcomes(
    config: Path, data: Path, since: str | None, until: str | None, form: Literal["table", "json"]
) -> None:
    """Print how windows and uptime would have been by the rules of a file."""
    settings = load_or_exit(config)
    zone = ZoneInfo(settings.timezone)
    span = _span(since, until, zone)
    with history(data) as reader, _progress(quiet=form == "json") as progress:
        try:
            found = replays.replay(settings.rules, reader, span.since, span.until, progress)
        except replays.NothingToReplayError as error:
            raise click.ClickException(_nothing(error, config, zone)) from error
    if form == "json":
        click.echo(json.dumps(replays.as_json(found), indent=2, ensure_ascii=False))
    else:
        _console().print(replays.render(found, zone))


@contextmanager
def history(data: Path) -> Iterator[Reader]:
    """The history in a folder, to be read; says what is the matter where that cannot be done."""
    path = data / HISTORY_FILE
    try:
        if not path.exists():
            raise click.ClickException(
                f"there is no history: {path.absolute()} does not exist. The monitor begins one "
                "there when it runs (jmo-monitor run); name another folder with --data"
            )
        reader = Reader(path)
        try:
            yield reader
        finally:
            reader.close()
    except (StoreError, OSError) as error:
        raise click.ClickException(f"{error}{_advice(data)}") from error


def _advice(data: Path) -> str:
    if not os.access(data, os.R_OK | os.X_OK):
        return f". This user may not look into {data.absolute()}"
    if not os.access(data, os.W_OK):
        return (
            f". This user may not write in {data.absolute()}, which SQLite must to read a history "
            "that nobody has open: copy the file to another folder, and name that with --data"
        )
    return ""


def _span(since: str | None, until: str | None, zone: tzinfo) -> _Span:
    now = SystemClock().now()
    first = LONG_AGO if since is None else _moment("--since", since, zone, now)
    last = now if until is None else _moment("--until", until, zone, now, closing=True)
    if first >= last:
        raise click.UsageError("--since must be earlier than --until, which is now if not given")
    return _Span(since=first, until=last, now=now)


def _moment(
    option: str, said: str, zone: tzinfo, now: datetime, *, closing: bool = False
) -> datetime:
    """A moment, or how long ago it was: `7d`."""
    try:
        if "-" in said:  # as every date has
            return read_moment(said, zone, closing=closing)
        return max(LONG_AGO, now - parse_duration(said))
    except (ValueError, OverflowError) as error:
        raise click.UsageError(f"{option}: {said!r} is no moment; write {_MOMENTS}") from error


def _refuse_unknown(
    settings: Settings, reader: Reader, services: Collection[str], span: _Span
) -> None:
    """Services may be asked for that are configured, or were once and have windows."""
    known = {service.id for service in settings.services}
    unknown = set(services) - known
    if unknown:
        unknown -= {w.service for w in reader.windows(LONG_AGO, span.now, services=unknown)}
    if unknown:
        raise click.UsageError(
            f"no service is called {', '.join(sorted(unknown))}; there are: "
            f"{', '.join(sorted(known))}"
        )


def _print_table(
    windows: tuple[Window, ...], settings: Settings, asked: Asked, span: _Span
) -> None:
    zone = ZoneInfo(settings.timezone)
    if not windows:
        begin = "the beginning of the history" if asked.since is None else moment(span.since, zone)
        what = " or ".join(asked.severities) or "degraded or down"
        whose = ", ".join(asked.services) or "any service"
        until = f"{moment(span.until, zone)} {windowtable.clocks(zone, span.until)}"
        click.echo(f"No window in which {whose} was {what}, from {begin} to {until}.")
        return
    names = {p.id: _name(p.name, p.name_en, asked.language) for p in settings.periods}
    console = _console()
    console.print(windowtable.render(windows, names, zone, span.now, console.width))


def _listed(windows: tuple[Window, ...], settings: Settings, asked: Asked, span: _Span) -> str:
    listing = window_list(windows, since=span.since, until=span.until, now=span.now)
    infos = (service.info for service in settings.services)
    names = {info.id: _name(info.name, info.name_en, asked.language) for info in infos}
    match asked.form:
        case Form.CSV:
            return as_csv(listing)
        case Form.ICS:
            page = settings.roster.page
            notice = _name(page.notice, page.notice_en, asked.language)
            return as_ics(listing, names, span.now, notice=notice)
        case Form.MARKDOWN:
            return as_markdown(listing, names, ZoneInfo(settings.timezone))
        case _:
            return as_json(listing) + "\n"


def _console() -> Console:
    """As wide as the terminal; what goes to a file or to another program need not be narrow."""
    told = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if told else FILE_CHARACTERS)


def _write(text: str) -> None:
    """Line ends as they are: CSV and iCalendar have their own."""
    click.echo(text.encode(), nl=False)


def _name(indonesian: str, english: str, language: Language) -> str:
    return Phrase(indonesian, english).said_in(language)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[replays.Progress]:
    """A bar on a terminal, as long as the span of the outcomes."""
    columns = (TextColumn("replaying"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    disabled = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=disabled) as bar:
        task = bar.add_task("replaying", total=1.0)
        yield lambda share: bar.update(task, completed=share)


def _nothing(error: replays.NothingToReplayError, config: Path, zone: tzinfo) -> str:
    if error.kept is None:
        return (
            f"there is nothing to replay: the history holds no outcome of any probe of {config}. "
            "Outcomes are kept for 14 days, or as long as history: says; probes are known by id"
        )
    first, last = (moment(edge, zone) for edge in error.kept)
    clocks = windowtable.clocks(zone, error.kept[1])
    return (
        f"there is nothing to replay: the outcomes that are kept are of {first} to {last} "
        f"{clocks}; name a span that touches it"
    )
