"""The table of a check-up for a person at a terminal: state, total, phases, reason, certificate."""

from datetime import datetime
from itertools import groupby

from rich.console import Group, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.checkup import Checkup, ExitCode
from monitor.config.settings import CONTROL_SERVICE, Settings
from monitor.controls import Network
from monitor.depth import depths
from monitor.model import Depth, Outcome, Phase, Result
from monitor.text import clean

BAR_CHARACTERS = 18
SHORTEST_BAR = 6
"""As long as its heading; in a narrow terminal the bar makes room for the reasons down to this."""
VERSION_CHARACTERS = 24
HOST_CHARACTERS = 80
_GAP = 2
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
    Phase.EXCHANGE: ("x", "yellow"),
}
_LEGEND = "phases: r resolve, c connect, t tls, p processing, b body, x exchange"
_HEADINGS = ("probe", "state", "total", "phases", "cert", "reason")
_BAR_COLUMN, _REASON_COLUMN = 3, 5
_TO_THE_RIGHT = frozenset({"total", "cert"})


def render(settings: Settings, found: Checkup, now: datetime, width: int) -> RenderableType:
    """The whole answer: the table, what was seen where it is not ok, the sentence that matters.

    `width` is the terminal's, in characters.
    """
    names = {service.id: service.info.name for service in settings.services}
    longest = max((sum(outcome.phases.values()) for outcome in found.outcomes), default=0.0)
    widths = _widths([_cells(outcome, Text(), now) for outcome in found.outcomes], width)
    parts: list[RenderableType] = [_table(widths, heading=True)]
    for service, outcomes in groupby(found.outcomes, key=lambda outcome: outcome.service):
        parts.append(Text(names.get(service, "Controls (not JMO)"), style="bold"))
        table = _table(widths, heading=False)
        for outcome in outcomes:
            bar = _bar(outcome, longest, widths[_BAR_COLUMN])
            table.add_row(*_cells(outcome, bar, now))
        parts.append(table)
    legend = Text(_LEGEND, style="dim")
    return Group(*parts, legend, Text(), *_details(settings, found), _sentence(found))


def _widths(rows: list[tuple[Text, ...]], width: int) -> list[int]:
    """The columns' widths: nothing is cut; the bar gives way first, then the reasons fold."""
    widths = [max(map(len, column)) for column in zip(_HEADINGS, *rows, strict=True)]
    reason = widths[_REASON_COLUMN]
    fixed = sum(widths) - widths[_BAR_COLUMN] - reason + _GAP * (len(widths) - 1)
    bar = max(SHORTEST_BAR, min(BAR_CHARACTERS, width - fixed - reason))
    widths[_BAR_COLUMN] = bar
    widths[_REASON_COLUMN] = max(1, min(reason, width - fixed - bar))
    return widths


def _table(widths: list[int], *, heading: bool) -> Table:
    """One of several tables whose columns are of the same widths; a service's name needs none."""
    table = Table(
        box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold", show_header=heading
    )
    for name, width in zip(_HEADINGS, widths, strict=True):
        justify: JustifyMethod = "right" if name in _TO_THE_RIGHT else "left"
        table.add_column(name, width=width, justify=justify, overflow="fold")
    return table


def _cells(outcome: Outcome, bar: Text, now: datetime) -> tuple[Text, ...]:
    word, style = _SIGN[outcome.result]
    return (
        Text(f"  {outcome.probe}"),
        Text(word, style=style),
        Text(f"{outcome.duration_seconds * 1000:.0f} ms"),
        bar,
        Text(_days_left(outcome, now)),
        Text(outcome.reason or _remark(outcome)),
    )


def _remark(outcome: Outcome) -> str:
    """What is worth knowing of a run in which all is well, where there is such a thing."""
    if outcome.release is not None and outcome.release.version:
        return f"version {clean(outcome.release.version, VERSION_CHARACTERS)}"
    if outcome.echo is not None and outcome.echo.received < outcome.echo.sent:
        return f"{outcome.echo.received} of {outcome.echo.sent} packets"
    return ""


def _details(settings: Settings, found: Checkup) -> list[Text]:
    """What was seen, a line for each probe that is not ok; then how deep each host is well."""
    told = [o for o in found.outcomes if o.detail]
    if found.network is not Network.UP:  # the controls say it all
        told = [o for o in told if o.service == CONTROL_SERVICE]
    lines = [Text(f"{o.probe}: {o.detail}", style="dim") for o in told]
    broken = [d for d in depths(settings.roster, found.outcomes) if d.shallowest_broken]
    lines += [Text(_depth(depth)) for depth in broken]
    return [*lines, Text()] if lines else []


def _depth(depth: Depth) -> str:
    return f"{depth.service}: {depth} at {clean(depth.host, HOST_CHARACTERS)}"


def _bar(outcome: Outcome, longest_seconds: float, characters: int) -> Text:
    """Each phase as long as its share of the longest run; one that was measured shows."""
    bar = Text()
    room = characters - len(outcome.phases)  # beyond the one that each phase has
    passed, drawn = 0.0, 0
    for phase, (letter, style) in _BAR.items():
        if phase in outcome.phases:
            passed += outcome.phases[phase]
            end = round(passed / longest_seconds * room) if longest_seconds else 0
            bar.append(letter * (1 + end - drawn), style=style)
            drawn = end
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
