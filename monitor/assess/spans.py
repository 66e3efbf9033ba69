"""A service's believed past as spans, each in one state, with announced maintenance on top."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.assess.calendar import Maintenance
from monitor.assess.combine import Votes, combine
from monitor.assess.moments import Ms, to_moment, to_ms
from monitor.assess.probe import ProbeTrack
from monitor.assess.rules import ServiceRules
from monitor.model import Role, State

Cut = tuple[Ms, Ms]
"""A stretch of time, its end outside."""


@dataclass(frozen=True, slots=True)
class Span:
    """A service in one state from `began` until `ended`."""

    state: State
    began: Ms
    ended: Ms
    after: Ms | None
    """Up to where the change into it may really lie back; None where nobody knows."""


def maintenance_cuts(plans: Iterable[Maintenance], began: Ms, ended: Ms) -> list[Cut]:
    """When any of the plans applies within a stretch of time, in order and without overlap."""
    cuts: list[Cut] = []
    if began >= ended:
        return cuts
    found = (
        (to_ms(start), to_ms(end))
        for plan in plans
        for start, end in plan.spans(to_moment(began), to_moment(ended))
    )
    for start, end in sorted(found):
        if cuts and start <= cuts[-1][1]:
            cuts[-1] = (cuts[-1][0], max(end, cuts[-1][1]))
        elif start < end:
            cuts.append((start, end))
    return cuts


def spans(
    rules: ServiceRules,
    probes: Mapping[str, ProbeTrack],
    maintenance: Sequence[Cut],
    began: Ms,
    ended: Ms,
) -> list[Span]:
    """What is believed of a service from `began` until `ended`, without gaps.

    Goes through the changes once, however many probes there are.
    """
    changes = _changes(rules, probes, began, ended)
    edges = {moment for cut in maintenance for moment in cut if began < moment < ended}
    moments = sorted({began, *edges, *changes}) if began < ended else []
    votes = Votes((role, probes[id].believed_at(began)) for id, role in _roles(rules))
    found: list[Span] = []
    for start, end in zip(moments, [*moments[1:], ended], strict=False):
        for role, old, new in changes.get(start, ()):
            votes.change(role, old, new)
        state = State.MAINTENANCE if _is_maintained(maintenance, start) else votes.state
        if found and found[-1].state is state:
            last = found[-1]
            found[-1] = Span(state, last.began, end, last.after)
        else:
            found.append(Span(state, start, end, _after(probes, maintenance, start)))
    return found


def _changes(
    rules: ServiceRules, probes: Mapping[str, ProbeTrack], began: Ms, ended: Ms
) -> dict[Ms, list[tuple[Role, State | None, State | None]]]:
    """What each probe is taken to change from and to, by the moment."""
    found: dict[Ms, list[tuple[Role, State | None, State | None]]] = {}
    for id, role in _roles(rules):
        old = None
        for belief in probes[id].beliefs:
            if began < belief.at < ended:
                found.setdefault(belief.at, []).append((role, old, belief.state))
            old = belief.state
    return found


def _roles(rules: ServiceRules) -> list[tuple[str, Role]]:
    return [(probe.id, probe.role) for probe in rules.probes]


def _is_maintained(maintenance: Sequence[Cut], moment: Ms) -> bool:
    return any(start <= moment < end for start, end in maintenance)


def state_at(
    rules: ServiceRules, probes: Mapping[str, ProbeTrack], maintenance: Sequence[Cut], moment: Ms
) -> State:
    """The state of a service at a moment."""
    if _is_maintained(maintenance, moment):
        return State.MAINTENANCE
    return combine((probe.role, probes[probe.id].believed_at(moment)) for probe in rules.probes)


def _after(probes: Mapping[str, ProbeTrack], maintenance: Sequence[Cut], moment: Ms) -> Ms | None:
    """How far back the change at a moment may lie: a plan is exact, a run is not."""
    if any(moment in cut for cut in maintenance):
        return moment
    reaches = (b.after for track in probes.values() for b in track.beliefs if b.at == moment)
    return max((reach for reach in reaches if reach is not None), default=None)
