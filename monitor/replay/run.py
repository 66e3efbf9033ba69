"""A whole replay: reads the history once, and compares it with what the rules make of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.assess.memory import Memory
from monitor.assess.moments import to_moment
from monitor.assess.rules import Rules
from monitor.config.settings import CONTROL_SERVICE
from monitor.model import Outcome
from monitor.replay.compare import Comparison, compare
from monitor.replay.feed import (
    FAR,
    LONG_AGO,
    Cast,
    assessments,
    cast_of,
    remembered,
)
from monitor.replay.story import Listener, recorded_story
from monitor.store import Reader

_REPORT_EVERY = 500
Progress = Callable[[float], None]
"""Told how much is done, as a share of 1."""


class NothingToReplayError(Exception):
    """There are no outcomes for these rules, or none in the span that was asked for."""

    def __init__(self, kept: tuple[datetime, datetime] | None) -> None:
        super().__init__("there is nothing to replay")
        self.kept = kept
        """Of when there are outcomes for the rules; None where there are none at all."""


@dataclass(slots=True)
class _Passing:
    """Outcomes as they go by: how many, whose, and until when."""

    began: datetime
    ended: datetime
    progress: Progress
    count: int = 0
    seen: set[tuple[str, str]] = field(default_factory=set)
    """Services and probes."""

    def watch(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        for outcome in outcomes:
            if self.count % _REPORT_EVERY == 0:
                self.progress((outcome.started_at - self.began) / (self.ended - self.began))
            self.count += 1
            self.seen.add((outcome.service, outcome.probe))
            yield outcome


def replay(
    rules: Rules,
    reader: Reader,
    since: datetime,
    until: datetime,
    progress: Progress,
) -> Comparison:
    """Run all outcomes that are kept through the rules, and compare what came of it in a span.

    The replay begins with the first outcome whatever the span is, so that as much as can be is
    known when it begins. Takes some 100 µs for each outcome. Raises NothingToReplayError, and
    StoreError where the history cannot be read.
    """
    memory = remembered(reader)
    cast = cast_of(rules, reader, memory)
    if not cast.joins:
        raise NothingToReplayError(None)
    first, last = cast.moments[0], _known_until(memory, cast, reader)
    began, ended = max(since, first), min(until, last)
    if began >= ended:
        raise NothingToReplayError((first, last))
    services = tuple(service.id for service in rules.services)
    recorded = recorded_story(reader, frozenset({*memory.services, *services}), began, ended)
    passing, listener = _Passing(first, last, progress), Listener()
    for said in assessments(cast, passing.watch(reader.outcomes(LONG_AGO, FAR)), last):
        listener.hear(said)
    return Comparison(
        began_at=began,
        ended_at=ended,
        outcomes=passing.count,
        services=compare(recorded, listener.story, services, began, ended),
        gone=_gone(rules, passing.seen),
        left_out=cast.left_out,
    )


def _known_until(memory: Memory, cast: Cast, reader: Reader) -> datetime:
    """When the history was last written: time has passed up to there, whether runs came or not."""
    ends = [to_moment(track.reckoned_until) for track in memory.services.values()]
    for outcome in reader.latest(cast.joins.keys()).values():
        ends.append(outcome.started_at + timedelta(seconds=outcome.duration_seconds))
    return max(ends)


def _gone(rules: Rules, seen: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    kept = {probe.id for service in rules.services for probe in service.probes}
    return tuple(sorted({p for service, p in seen if service != CONTROL_SERVICE} - kept))
