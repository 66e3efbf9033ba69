"""The table of a check-up for a person at a terminal: state, total, phases, reason, certificate."""

from datetime import datetime
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.checkup import Checkup, ExitCode
from monitor.config.settings import CONTROL_SERVICE, Settings
from monitor.controls import Network
from monitor.model import Outcome, Phase, Result

BAR_CHARACTERS = 18
_SIGN = {
    Result.OK: ("✔ ok", "green"),
    Result.DEGRADED: ("▲ degraded", "yellow"),
    Result.FAILED: ("✘ failed", "bold red"),
    Result.VOID: ("? void", "magenta"),
}
_BAR = {
    Phase.RESOLVE: ("r", "cyan"),
    Phase.CONNECT: ("c", "blue"),
    Phase.TLS: ("t", "magenta"),
    Phase.PROCESSING: ("p", "yellow"),
    Phase.TRANSFER: ("b", "green"),
}
_LEGEND = "phases: r resolve, c connect, t tls, p processing, b body; the longest run fills the bar"


def render(settings: Settings, found: Checkup, now: datetime) -> RenderableType:
    """The whole answer: the table, what was seen where it is not ok, the sentence that matters."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("probe", "state", "total", "phases", "cert"):
        table.add_column(heading, no_wrap=True)
    table.add_column("reason", overflow="fold")
    table.columns[2].justify = table.columns[4].justify = "right"
    names = {service.id: service.info.name for service in settings.services}
    longest = max((sum(outcome.phases.values()) for outcome in found.outcomes), default=0.0)
    for service, outcomes in groupby(found.outcomes, key=lambda outcome: outcome.service):
        table.add_row(Text(names.get(service, "Controls (not JMO)"), style="bold"))
        for outcome in outcomes:
            table.add_row(*_cells(outcome, longest, now))
    legend = Text(_LEGEND, style="dim")
    return Group(table, legend, Text(), *_details(found), _sentence(found))


def _cells(outcome: Outcome, longest_seconds: float, now: datetime) -> tuple[Text, ...]:
    word, style = _SIGN[outcome.result]
    return (
        Text(f"  {outcome.probe}"),
        Text(word, style=style),
        Text(f"{outcome.duration_seconds * 1000:.0f} ms"),
        _bar(outcome, longest_seconds),
        Text(_days_left(outcome, now)),
        Text(outcome.reason or ""),
    )


def _details(found: Checkup) -> list[Text]:
    """What was seen, a line for each probe that is not ok."""
    lines = [Text(f"{o.probe}: {o.detail}", style="dim") for o in found.outcomes if o.detail]
    return [*lines, Text()] if lines else []


def _bar(outcome: Outcome, longest_seconds: float) -> Text:
    """Each phase as long as its share of the longest run; one that was measured shows."""
    bar = Text()
    for phase, (letter, style) in _BAR.items():
        seconds = outcome.phases.get(phase)
        if seconds is not None:
            cells = round(seconds / longest_seconds * BAR_CHARACTERS) if longest_seconds else 0
            bar.append(letter * max(1, cells), style=style)
    return bar


def _days_left(outcome: Outcome, now: datetime) -> str:
    expiry = outcome.tls.earliest_expiry if outcome.tls else None
    return "" if expiry is None else f"{(expiry - now).total_seconds() / 86_400:.0f} d"


def _sentence(found: Checkup) -> Text:
    """Is it them, or is it us?"""
    code = found.exit_code
    services = [o for o in found.outcomes if o.service != CONTROL_SERVICE]
    if code is ExitCode.OWN_NETWORK:
        return Text(f"It is your own network: {_own_fault(found)}", style="bold magenta")
    failed = [outcome for outcome in services if outcome.result is Result.FAILED]
    if failed:
        said = f"It is not your network: {len(failed)} of {len(services)} probes failed."
        return Text(said, style="bold red")
    unseen = sum(outcome.result is Result.VOID for outcome in services)
    if unseen:
        said = f"Nothing failed, but {unseen} of {len(services)} probes could not see their target."
        return Text(said, style="bold yellow")
    slow = sum(outcome.result is Result.DEGRADED for outcome in services)
    if slow:
        return Text(f"All answer; {slow} of {len(services)} are degraded.", style="bold yellow")
    return Text(f"All {len(services)} probes are well, seen from here.", style="bold green")


def _own_fault(found: Checkup) -> str:
    if found.network is Network.DOWN:
        return "the controls do not answer either. Nothing is known about the services."
    if found.network is Network.CAPTIVE:
        return "it answers in place of the controls, as a log-in page does. Log in, then try again."
    return "your provider answers in place of a service (see the reasons above)."
