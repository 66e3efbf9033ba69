"""What must hold between the parts of a file that speak of time: calendar, maintenance, objectives.

Each part is read for itself, so that one that is broken hides nothing about the others.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from monitor.config import outline
from monitor.config.crosscheck import Draft, repeated
from monitor.config.errors import Path, Problem, shortened
from monitor.config.moments import instant
from monitor.config.objectives import SloSection
from monitor.config.parts import sound
from monitor.config.recurring import MaintenanceSection
from monitor.config.schema import DEFAULT_TIMEZONE, HistorySection, Timezone
from monitor.config.suggest import did_you_mean
from monitor.fields import format_duration

LONGEST_MAINTENANCE = timedelta(days=31)
"""Longer is likely a slip of the pen in a month or a year, and nobody is told of faults in it."""

_ZONE: TypeAdapter[str] = TypeAdapter(Timezone)
_MAINTENANCE = TypeAdapter(MaintenanceSection)
_OBJECTIVE = TypeAdapter(SloSection)
_HISTORY = TypeAdapter(HistorySection)


def check_times(draft: Draft) -> Iterator[Problem]:
    """Everything about time that does not go together."""
    for rule in _RULES:
        yield from rule(draft)


def _period_ids(draft: Draft) -> Iterator[Problem]:
    entries = [(path, period.get("id")) for path, period in outline.periods(draft.data)]
    yield from repeated(draft, entries, "period")


def _services(draft: Draft) -> Iterator[Problem]:
    ids = [service.get("id") for _, service in outline.services(draft.data)]
    known = [name for name in ids if isinstance(name, str)]
    for path, section in _maintenance(draft):
        for index, name in enumerate(section.services or ()):
            if known and name not in known:
                allowed = shortened(", ".join(known), limit=400)
                said = f"{name!r} is no service here; {did_you_mean(name, known)}known: {allowed}"
                yield draft.problem((*path, "services", index), said)


def _spans(draft: Draft) -> Iterator[Problem]:
    name = sound(_ZONE, draft.data.get("timezone", DEFAULT_TIMEZONE))
    if name is not None:
        zone = ZoneInfo(name)
        for path, section in _maintenance(draft):
            yield from _span(draft, path, section, zone)


def _span(
    draft: Draft, path: Path, section: MaintenanceSection, zone: ZoneInfo
) -> Iterator[Problem]:
    found = {}
    for key, moment in (("start", section.start), ("end", section.end)):
        try:
            if moment is not None:
                found[key] = instant(moment, zone)
        except ValueError as error:
            yield draft.problem((*path, key), str(error))
    if len(found) < 2:
        return
    length = found["end"] - found["start"]
    if length <= timedelta(0):
        yield draft.problem((*path, "end"), "end is not later than start")
    elif length > LONGEST_MAINTENANCE:
        said = (
            f"maintenance of {format_duration(length)} is too long to be meant; at most"
            f" {format_duration(LONGEST_MAINTENANCE)}: write several where it is"
        )
        yield draft.problem((*path, "end"), said)


def _objectives(draft: Draft) -> Iterator[Problem]:
    history = sound(_HISTORY, draft.data.get("history", {}))
    for path, service in outline.services(draft.data):
        slo = sound(_OBJECTIVE, service["slo"]) if "slo" in service else None
        if history is not None and slo is not None and slo.window > history.rollups:
            said = (
                f"window {format_duration(slo.window)} is longer than history.rollups are kept:"
                f" {format_duration(history.rollups)}"
            )
            yield draft.problem(draft.nearest((*path, "slo", "window")), said)


def _maintenance(draft: Draft) -> Iterator[tuple[Path, MaintenanceSection]]:
    for path, data in outline.maintenance(draft.data):
        section = sound(_MAINTENANCE, data)
        if section is not None:
            yield path, section


_RULES: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    _period_ids,
    _services,
    _spans,
    _objectives,
)
