"""From drafts to the windows that are told of: names that stay, and all that belongs to one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from monitor.assess.calendar import Calendar, Maintenance
from monitor.assess.drafts import Draft
from monitor.assess.latencies import median_seconds
from monitor.assess.moments import Ms, to_moment
from monitor.model import Window

_FOREVER = 1 << 62
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Known:
    """A window that has been told of and may still change."""

    id: str
    began: Ms

    def became(self, draft: Draft) -> bool:
        """Whether a draft is about some of the same time, and begins no later.

        What turns out to begin later is another window: the earlier one was told of only because
        somebody asked before it was sure, and a replay would not know of it.
        """
        before = self.began < (_FOREVER if draft.ended is None else draft.ended)
        return before and draft.began <= self.began


@dataclass(frozen=True, slots=True)
class Naming:
    """Drafts with their ids, and the ids that are no more."""

    named: tuple[tuple[str, Draft], ...]
    withdrawn: tuple[str, ...]


def name(service: str, drafts: Iterable[Draft], known: Sequence[Known]) -> Naming:
    """Give each draft the id under which it is known, or else one made of when it began.

    So a window keeps its id when its beginning turns out to be earlier; where two turn out to be
    one, the first one's id stays.
    """
    left = list(known)
    named = []
    for draft in drafts:
        same = [window for window in left if window.became(draft)]
        if same:
            left.remove(same[0])
        named.append((same[0].id if same else _new_id(service, draft), draft))
    ids = {id for id, _ in named}
    return Naming(tuple(named), tuple(window.id for window in left if window.id not in ids))


def _new_id(service: str, draft: Draft) -> str:
    return f"{service}-{to_moment(draft.began):%Y%m%dT%H%M%SZ}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What else is known of the time of a window."""

    calendar: Calendar
    maintenance: Sequence[Maintenance]
    """Plans that concern the service."""
    releases: Sequence[tuple[Ms, str]]
    """When a release of the app was first seen, and which; in order."""
    now: Ms


def window(service: str, id: str, draft: Draft, context: Context) -> Window:
    """The window as it is told of."""
    began = to_moment(draft.began)
    ended = None if draft.ended is None else to_moment(draft.ended)
    until = max(began, ended or to_moment(context.now))
    return Window(
        id=id,
        service=service,
        severity=draft.severity,
        began_after=None if draft.began_after is None else to_moment(draft.began_after),
        began_at=began,
        ended_after=None if draft.ended_after is None else to_moment(draft.ended_after),
        ended_at=ended,
        degraded_seconds=draft.degraded / 1000,
        down_seconds=draft.down / 1000,
        unknown_seconds=draft.unknown / 1000,
        reason=_most_frequent(draft.reasons),
        phase=_most_frequent(draft.phases),
        reasons=MappingProxyType(dict(draft.reasons)),
        runs=draft.runs,
        worst_latency_seconds=draft.worst_seconds,
        median_latency_seconds=median_seconds(draft.latencies),
        probes=draft.probes,
        periods=context.calendar.within(began, until),
        maintenance=_announced(draft, context),
        release=_release_before(draft, context),
    )


def _most_frequent(tally: Mapping[_Key, int]) -> _Key | None:
    """The first of the most frequent."""
    return max(tally, key=tally.__getitem__, default=None)


def _announced(draft: Draft, context: Context) -> tuple[str, ...]:
    """Why there was maintenance up to its first or from its last moment on."""
    first = to_moment(draft.began - 1)
    last = to_moment((context.now if draft.ended is None else draft.ended) + 1)
    if first >= last:
        return ()
    return tuple(plan.why for plan in context.maintenance if plan.spans(first, last))


def _release_before(draft: Draft, context: Context) -> str | None:
    seen = [release for at, release in context.releases if at <= draft.began]
    return seen[-1] if seen else None
