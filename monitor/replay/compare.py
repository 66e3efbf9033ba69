"""What was recorded beside what would have been: pure, service by service."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.assess.uptime import uptime
from monitor.model import Uptime, Window
from monitor.replay.story import Story

_NOTHING = timedelta(0)


class Change(StrEnum):
    """How windows of the same time differ."""

    ONLY_RECORDED = "only_recorded"
    ONLY_NEW = "only_new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Windows that overlap each other, of which not all are the same on both sides."""

    change: Change
    recorded: tuple[Window, ...]
    new: tuple[Window, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side says of a service, of the time that is compared alone."""

    windows: int
    total_seconds: float
    longest_seconds: float
    uptime: Uptime


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceComparison:
    """One service; a side that does not have it is None."""

    service: str
    began_at: datetime
    """From when on it is compared: before that, the replay does not know its state."""
    recorded: Side | None
    new: Side | None
    differences: tuple[Difference, ...]
    """Empty where only one side has the service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All services; moments are UTC."""

    began_at: datetime
    ended_at: datetime
    outcomes: int
    """So many were replayed."""
    services: tuple[ServiceComparison, ...]
    gone: tuple[str, ...]
    """Probes that have outcomes and are not in the new rules."""
    left_out: tuple[str, ...]
    """Probes of the new rules that have no outcomes."""


def compare(
    recorded: Story, new: Story, services: Sequence[str], began: datetime, ended: datetime
) -> tuple[ServiceComparison, ...]:
    """Compare the services of the new rules, and then those that are recorded alone."""
    gone = sorted({*recorded.windows, *recorded.segments} - set(services))
    told = (_service(s, recorded, new, began, ended) for s in [*services, *gone])
    return tuple(found for found in told if found.recorded or found.new)


def _service(
    service: str, recorded: Story, new: Story, began: datetime, ended: datetime
) -> ServiceComparison:
    since = max(began, new.known_from(service) or began)
    ends = [story.settled_until(service) for story in (recorded, new)]
    settled = max(since, min([ended, *(end for end in ends if end is not None)]))
    sides = [_side(story, service, since, settled, ended) for story in (recorded, new)]
    old, other = (_touching(story, service, since, ended) for story in (recorded, new))
    differences = () if None in sides else tuple(_differences(old, other, since))
    return ServiceComparison(
        service=service,
        began_at=since,
        recorded=sides[0],
        new=sides[1],
        differences=differences,
    )


def _side(
    story: Story, service: str, since: datetime, settled: datetime, ended: datetime
) -> Side | None:
    segments = story.segments.get(service)
    if not segments:
        return None
    windows = _touching(story, service, since, ended)
    lengths = [min(w.ended_at or ended, ended) - max(w.began_at, since) for w in windows]
    return Side(
        windows=len(windows),
        total_seconds=sum(lengths, _NOTHING).total_seconds(),
        longest_seconds=max(lengths, default=_NOTHING).total_seconds(),
        uptime=uptime(segments, [(since, settled)]) if since < settled else Uptime(),
    )


def _touching(story: Story, service: str, since: datetime, until: datetime) -> list[Window]:
    windows = story.windows.get(service, ())
    return [w for w in windows if w.began_at < until and (w.ended_at is None or w.ended_at > since)]


def _differences(
    recorded: Sequence[Window], new: Sequence[Window], since: datetime
) -> Iterator[Difference]:
    marked = [(window, True) for window in recorded] + [(window, False) for window in new]
    for group in _groups(sorted(marked, key=lambda pair: pair[0].began_at)):
        old = tuple(window for window, is_recorded in group if is_recorded)
        other = tuple(window for window, is_recorded in group if not is_recorded)
        if not other:
            yield Difference(change=Change.ONLY_RECORDED, recorded=old, new=())
        elif not old:
            yield Difference(change=Change.ONLY_NEW, recorded=(), new=other)
        elif [_shape(w, since) for w in old] != [_shape(w, since) for w in other]:
            yield Difference(change=Change.CHANGED, recorded=old, new=other)


def _groups(marked: Sequence[tuple[Window, bool]]) -> Iterator[list[tuple[Window, bool]]]:
    """Windows that overlap, directly or by way of others."""
    group: list[tuple[Window, bool]] = []
    for window, is_recorded in marked:
        if group and not any(_reaches(before, window) for before, _ in group):
            yield group
            group = []
        group.append((window, is_recorded))
    if group:
        yield group


def _reaches(before: Window, window: Window) -> bool:
    if before.began_at == window.began_at:
        return True
    return before.ended_at is None or before.ended_at > window.began_at


def _shape(window: Window, since: datetime) -> tuple[object, ...]:
    """What makes two windows the same; of when they began only what can be known of both."""
    return max(window.began_at, since), window.ended_at, window.severity
