"""The command line: run, check, validate, schema, healthcheck."""

import asyncio
import http.client
import json
import os
import sys
from pathlib import Path

import click

from monitor import __version__
from monitor.checkup import Checkup, ExitCode
from monitor.config.errors import ConfigError
from monitor.config.loader import load
from monitor.config.settings import Settings

_CONFIG = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path),
    default=Path("probes.yaml"),
    envvar="JMO_MONITOR_CONFIG",
    show_default=True,
    show_envvar=True,
    help="The configuration file.",
)
_LISTEN = click.option(
    "--listen",
    default="127.0.0.1:8175",
    envvar="JMO_MONITOR_LISTEN",
    show_default=True,
    show_envvar=True,
    metavar="HOST:PORT",
    help="Where the pages and metrics are served.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="jmo-monitor")
def main() -> None:
    """Watch the public endpoints that JMO (Jamsostek Mobile) depends on."""


@main.command()
@_CONFIG
@_LISTEN
@click.option("--enable-reload", is_flag=True, help="Accept POST /-/reload.")
@click.option("--log-level", type=click.Choice(["debug", "info", "warning"]), default="info")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text")
def run(config: Path, listen: str, enable_reload: bool, log_level: str, log_format: str) -> None:
    """Probe for ever, and serve metrics and pages."""
    # Imported here since the other commands need neither the web server nor its start-up time.
    from monitor.app import Options, serve
    from monitor.clock import SystemClock
    from monitor.logs import logging_to_stderr
    from monitor.web import ListenError

    settings = _load(config)
    host, port = _address(listen)
    options = Options(config=config, host=host, port=port, reload_enabled=enable_reload)
    with logging_to_stderr(log_level, "json" if log_format == "json" else "text"):
        try:
            asyncio.run(serve(settings, options, SystemClock()))
        except ListenError as error:
            raise click.ClickException(str(error)) from error


@main.command()
@_CONFIG
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.argument("ids", nargs=-1, metavar="[ID]...")
def check(config: Path, form: str, ids: tuple[str, ...]) -> None:
    """Probe once, now: is it them, or is it us?

    ID names a probe or a service; all are probed when none is named. Exit status: 0 all ok,
    1 something failed, 2 the configuration is wrong, 3 the fault is our own network.
    """
    settings = _load(config)
    chosen = _chosen(settings, ids)
    found = asyncio.run(_check_up(settings, chosen, quiet=form == "json"))
    if form == "json":
        from monitor.answer import as_json

        click.echo(json.dumps(as_json(found), indent=2, ensure_ascii=False))
    else:
        _print_table(settings, found)
    sys.exit(found.exit_code)


@main.command()
@_CONFIG
def validate(config: Path) -> None:
    """Read the configuration and say what is wrong with it; exit status 2 if anything is."""
    settings = _load(config)
    services, probes = len(settings.services), len(settings.probes)
    click.echo(f"{config}: well: {services} services, {probes} probes, controls included")


@main.command()
def schema() -> None:
    """Print the JSON Schema of the configuration file, for editors."""
    from monitor.config.json_schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@main.command()
@_LISTEN
def healthcheck(listen: str) -> None:
    """Ask a running monitor whether it is healthy; exit status 1 if it is not."""
    host, port = _address(listen)
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(reachable, port, timeout=4)
    try:
        connection.request("GET", "/-/healthy")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise click.ClickException(f"{reachable}:{port} does not answer: {error}") from error
    finally:
        connection.close()
    if status != http.client.OK:
        raise click.ClickException(f"{reachable}:{port} answers {status}")
    click.echo("healthy")


def _load(config: Path) -> Settings:
    try:
        return load(config, os.environ)
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(ExitCode.BAD_CONFIGURATION)


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not port.isdecimal() or not 0 <= int(port) <= 65_535 or not host:
        raise click.UsageError(f"{listen!r} is no HOST:PORT, such as 127.0.0.1:8175 or [::]:8175")
    return host.removeprefix("[").removesuffix("]"), int(port)


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
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from monitor.checkup import check_up, how_many
    from monitor.clock import SystemClock
    from monitor.net.toolbox import Net, system_net

    clock = SystemClock()
    net: Net = system_net(clock, settings.manners.user_agent)
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


def _print_table(settings: Settings, found: Checkup) -> None:
    from rich.console import Console

    from monitor.clock import SystemClock
    from monitor.table import render

    console = Console()
    console.print(render(settings, found, SystemClock().now(), console.width))
