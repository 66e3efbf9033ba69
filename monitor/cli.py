"""The command line: run, check, windows, replay, report, demo, validate, schema, healthcheck.

What a command needs is imported when it is given: a health check, asked for every minute, must not
pay for reading configurations and making tables.
"""

import http.client
import sys
from pathlib import Path

import click

from monitor import __version__

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
_DATA = click.option(
    "--data",
    "data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    envvar="JMO_MONITOR_DATA",
    show_default=True,
    show_envvar=True,
    help="The folder in which the history is kept.",
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


_SINCE = click.option(
    "--since", metavar="WHEN", help="From then on: 2026-08-01, or how long ago: 7d."
)
_UNTIL = click.option(
    "--until", metavar="WHEN", help="Up to then, a date with its whole day; now if not given."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="jmo-monitor")
def main() -> None:
    """Watch the public endpoints that JMO (Jamsostek Mobile) depends on."""


@main.command()
@_CONFIG
@_DATA
@_LISTEN
@click.option("--enable-reload", is_flag=True, help="Accept POST /-/reload.")
@click.option("--log-level", type=click.Choice(["debug", "info", "warning"]), default="info")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text")
def run(
    config: Path, data: Path, listen: str, enable_reload: bool, log_level: str, log_format: str
) -> None:
    """Probe for ever, and serve metrics and pages."""
    from monitor.app import Options
    from monitor.commands import run_monitor

    host, port = _address(listen)
    options = Options(config=config, data=data, host=host, port=port, reload_enabled=enable_reload)
    run_monitor(options, log_level, "json" if log_format == "json" else "text")


@main.command()
@_CONFIG
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.argument("ids", nargs=-1, metavar="[ID]...")
def check(config: Path, form: str, ids: tuple[str, ...]) -> None:
    """Probe once, now: is it them, or is it us?

    ID names a probe or a service; all are probed when none is named. Exit status: 0 all ok,
    1 something failed, 2 the configuration is wrong, 3 the fault is our own network.
    """
    from monitor.commands import check_once

    sys.exit(check_once(config, "json" if form == "json" else "table", ids))


@main.command()
@_CONFIG
@_DATA
@_SINCE
@_UNTIL
@click.option("--service", "services", multiple=True, metavar="ID", help="Only this; repeatable.")
@click.option(
    "--severity",
    "severities",
    multiple=True,
    type=click.Choice(["degraded", "down"]),
    help="Only windows that were so bad at their worst; repeatable.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "ics", "markdown"]),
    default="table",
)
@click.option(
    "--lang",
    type=click.Choice(["id", "en"]),
    default="id",
    help="Of the names of services and periods.",
)
def windows(
    config: Path,
    data: Path,
    since: str | None,
    until: str | None,
    services: tuple[str, ...],
    severities: tuple[str, ...],
    form: str,
    lang: str,
) -> None:
    """When was what degraded or down? The newest is at the end of the table.

    Times of the table and of Markdown are in the configured zone, all others in UTC. The history is
    only read; the monitor may run meanwhile. Exit status: 1 where there is no history.
    """
    from monitor.model import State
    from monitor.questions import Asked, Form, list_windows
    from monitor.words import Language

    asked = Asked(
        since=since,
        until=until,
        services=services,
        severities=tuple(map(State, severities)),
        form=Form(form),
        language=Language(lang),
    )
    list_windows(config, data, asked)


@main.command()
@_CONFIG
@_DATA
@_SINCE
@_UNTIL
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def replay(config: Path, data: Path, since: str | None, until: str | None, form: str) -> None:
    """How would windows and uptime have been by the rules of another configuration?

    Runs the outcomes that are kept (14 days, if nothing else is configured) through the states,
    roles, calendar and maintenance of the file, beside what was recorded. Nothing is probed and
    nothing changed. Exit status: 1 where there is no history, or nothing to replay in it.
    """
    from monitor.questions import replay_outcomes

    replay_outcomes(config, data, since, until, "json" if form == "json" else "table")


@main.command()
@_CONFIG
@_DATA
@click.option(
    "--month", metavar="YYYY-MM", help="In the configured time zone; the last whole one if not set."
)
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", show_default=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "markdown", "json"]),
    default="html",
    show_default=True,
)
@click.option(
    "--coverage-floor",
    default="50%",
    show_default=True,
    metavar="PERCENT",
    help="Where less of the time is known, no percentage is named.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Put it into this file, at once or not at all; else it is printed.",
)
def report(
    config: Path,
    data: Path,
    month: str | None,
    lang: str,
    form: str,
    coverage_floor: str,
    output: Path | None,
) -> None:
    """What did a month come to? Uptime, objectives, windows, worst hours, releases.

    The history is only read; the monitor may run meanwhile. Exit status: 1 where there is no
    history.
    """
    from monitor.reporting import ReportAsked, ReportForm, report_month
    from monitor.words import Language

    asked = ReportAsked(
        month=month,
        language=Language(lang),
        form=ReportForm(form),
        coverage_floor=coverage_floor,
        output=output,
    )
    report_month(config, data, asked)


@main.command()
@_LISTEN
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", help="Of what is printed.")
@click.option("--once", is_flag=True, help="End with the story instead of staying well after it.")
def demo(listen: str, lang: str, once: bool) -> None:
    """See a bad day in three minutes: the monitor, watching stand-ins for JMO on this machine.

    Nobody is probed but this machine, no configuration is read, and nothing is kept: history and
    certificates are in a temporary folder, which is gone at the end.
    """
    from monitor.demo.run import Asked, run_demo
    from monitor.words import Language

    host, port = _address(listen)
    run_demo(Asked(host=host, port=port, language=Language(lang), once=once))


@main.command()
@_CONFIG
def validate(config: Path) -> None:
    """Read the configuration and say what is wrong with it; exit status 2 if anything is."""
    from monitor.commands import load_or_exit

    settings = load_or_exit(config)
    services, probes = len(settings.services), len(settings.probes)
    click.echo(f"{config}: well: {services} services, {probes} probes, controls included")


@main.command()
def schema() -> None:
    """Print the JSON Schema of the configuration file, for editors."""
    from monitor.commands import schema_text

    click.echo(schema_text())


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


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not port.isdecimal() or not 0 <= int(port) <= 65_535 or not host:
        raise click.UsageError(f"{listen!r} is no HOST:PORT, such as 127.0.0.1:8175 or [::]:8175")
    return host.removeprefix("[").removesuffix("]"), int(port)
