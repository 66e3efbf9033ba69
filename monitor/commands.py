"""What the commands do, once the command line has been read."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Literal

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from monitor.answer import as_json
from monitor.app import Options, serve
from monitor.checkup import Checkup, ExitCode, check_up, how_many
from monitor.clock import SystemClock
from monitor.config.errors import ConfigError
from monitor.config.json_schema import json_schema
from monitor.config.loader import load
from monitor.config.settings import Settings
from monitor.logs import Format, logging_to_stderr
from monitor.net.toolbox import system_net
from monitor.table import render
from monitor.web import ListenError


def load_or_exit(config: Path) -> Settings:
    """The settings of a file; says what is wrong with it, and exits, where it has none."""
    try:
        return load(config, os.environ)
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(ExitCode.BAD_CONFIGURATION)


def run_monitor(options: Options, log_level: str, log_format: Format) -> None:
    """Probe and serve until told to stop."""
    settings = load_or_exit(options.config)
    with logging_to_stderr(log_level, log_format):
        try:
            asyncio.run(serve(settings, options, SystemClock()))
        except ListenError as error:
            raise click.ClickException(str(error)) from error


def check_once(config: Path, form: Literal["table", "json"], ids: tuple[str, ...]) -> ExitCode:
    """Probe everything, or what `ids` name, and print what came of it."""
    settings = load_or_exit(config)
    chosen = _chosen(settings, ids)
    found = asyncio.run(_check_up(settings, chosen, quiet=form == "json"))
    if form == "json":
        click.echo(json.dumps(as_json(settings.roster, found), indent=2, ensure_ascii=False))
    else:
        console = Console()
        console.print(render(settings, found, SystemClock().now(), console.width))
    return found.exit_code


def schema_text() -> str:
    """The JSON Schema of the configuration file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False)


def _chosen(settings: Settings, ids: tuple[str, ...]) -> frozenset[str]:
    known = {service.id for service in settings.services}
    known |= {probe.id for service in settings.services for probe in service.probes}
    unknown = [name for name in ids if name not in known]
    if unknown:
        raise click.UsageError(
            f"no service or probe is called {', '.join(unknown)}; there are: "
            f"{', '.join(sorted(known))}"
        )
    return frozenset(ids)


async def _check_up(settings: Settings, chosen: frozenset[str], *, quiet: bool) -> Checkup:
    clock = SystemClock()
    net = system_net(clock, settings.manners.user_agent)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    disabled = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=disabled) as bar:
        task = bar.add_task("probing", total=how_many(settings, chosen))
        return await check_up(
            settings,
            clock,
            net,
            chosen,
            lambda outcome: bar.update(task, advance=1, description=outcome.probe),
        )
