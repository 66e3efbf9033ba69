"""Feeds stored outcomes to a fresh assessor, in the order in which they were recorded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.assess.assessor import Assessor
from monitor.assess.memory import Memory, from_json
from monitor.assess.rules import ProbeRules, Rules
from monitor.model import Assessment, Outcome
from monitor.store import Reader

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
FAR = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who takes part in a replay, and from when on."""

    rules: Rules
    """Those to be tried."""
    joins: Mapping[str, datetime]
    """When each probe that takes part begins to be watched."""
    left_out: tuple[str, ...]
    """Probes of the rules of which there are no outcomes."""

    @property
    def moments(self) -> list[datetime]:
        """When probes join, in order."""
        return sorted({*self.joins.values()})

    def rules_at(self, moment: datetime) -> Rules:
        """The rules with the probes that are watched by then, and their services alone."""
        services = []
        for service in self.rules.services:
            probes = tuple(p for p in service.probes if self.joins.get(p.id, FAR) <= moment)
            if probes:
                services.append(replace(service, probes=probes))
        return replace(self.rules, services=tuple(services))


def remembered(reader: Reader) -> Memory:
    """The memory beside the outcomes; an empty one where there is none that can be read."""
    text = reader.checkpoint()
    try:
        return from_json(text) if text else Memory()
    except ValueError:
        return Memory()  # it says only who was watched, and until when


def cast_of(rules: Rules, reader: Reader, memory: Memory) -> Cast:
    """Find out of which probes there are outcomes. Raises StoreError."""
    watched = {probe for track in memory.services.values() for probe in track.probes}
    joins: dict[str, datetime] = {}
    probes = [probe for service in rules.services for probe in service.probes]
    for service in rules.services:
        firsts = {p.id: seen for p in service.probes if (seen := _first(reader, p.id))}
        if firsts:
            began = min(firsts.values())
            for probe in service.probes:
                if probe.id in firsts or probe.id in watched:
                    joins[probe.id] = _join(probe, began, firsts.get(probe.id, began))
    left_out = tuple(probe.id for probe in probes if probe.id not in joins)
    return Cast(rules=rules, joins=joins, left_out=left_out)


def _first(reader: Reader, probe: str) -> datetime | None:
    found = reader.results(probe, LONG_AGO, FAR, limit=1, newest_first=False)
    return found[0].started_at if found else None


def _join(probe: ProbeRules, began: datetime, first: datetime) -> datetime:
    """With its service or, where it was not heard for too long then, when it was added later."""
    patience = timedelta(seconds=probe.patience_seconds + probe.grace_seconds)
    return began if first - began <= patience else first


def assessments(
    cast: Cast, outcomes: Iterable[Outcome], until: datetime | None = None
) -> Iterator[Assessment]:
    """What would have been said of the outcomes, and in the end of the time up to `until`.

    A probe's outcomes count for the service that it belongs to now. Nothing is said of outcomes of
    probes that do not take part.
    """
    first, *waiting = cast.moments
    assessor = Assessor(cast.rules_at(first), Memory(), first)
    homes = {p.id: service.id for service in cast.rules.services for p in service.probes}
    for outcome in outcomes:
        home = homes.get(outcome.probe)
        if home is None:
            continue
        while waiting and waiting[0] <= outcome.started_at:
            assessor.adopt(cast.rules_at(waiting[0]), waiting.pop(0))
        own = outcome if outcome.service == home else replace(outcome, service=home)
        yield assessor.record(own)
    if until is not None:
        yield assessor.pass_time(until)
