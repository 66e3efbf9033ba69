"""Outcomes in, assessments out: joins the services, the releases and the verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from monitor.assess.drafts import Run
from monitor.assess.memory import Memory
from monitor.assess.moments import Ms, span_ms, to_moment, to_ms
from monitor.assess.probe import Change
from monitor.assess.rules import Rules
from monitor.assess.service import Service, Told, is_evidence
from monitor.assess.verdict import verdict
from monitor.assess.windows import Context, window
from monitor.model import (
    Assessment,
    Outcome,
    Reason,
    ReleaseChange,
    Segment,
    State,
    Transition,
    Window,
)

MOST_RELEASES = 20


class Assessor:
    """Keeps a Memory, and replaces it as a whole with every step; does no I/O, reads no clock.

    Feeding the same outcomes in the same order comes to the same transitions, segments and windows,
    whenever it is told in between that time has passed.
    """

    def __init__(self, rules: Rules, memory: Memory, now: datetime) -> None:
        self._told: dict[str, Window] = {}
        self._network_up: bool | None = None
        self._memory = memory
        self._tracks = dict(memory.services)
        self._take(rules, to_ms(now))

    @property
    def memory(self) -> Memory:
        """All that must be remembered to go on from here."""
        return replace(self._memory, services=dict(self._tracks))

    def adopt(self, rules: Rules, now: datetime) -> Assessment:
        """Go on by other rules; the open windows of services that are gone end now."""
        gone = [id for id in self._services if id not in {s.id for s in rules.services}]
        ended = [
            w for id in gone for w in self._windows(id, self._look(id, to_ms(now)), to_ms(now))
        ]
        closed = tuple(w if w.ended_at else replace(w, ended_at=now) for w in ended)
        self._take(rules, to_ms(now))
        for ending in closed:
            self._told.pop(ending.id, None)
        return replace(
            self._assessment(now, None, {}), windows=closed, finished=tuple(w.id for w in closed)
        )

    def _take(self, rules: Rules, now: Ms) -> None:
        self._rules = rules
        self._services = {s.id: Service(s, rules.maintenance) for s in rules.services}
        known = self._tracks
        self._tracks = {
            id: service.adopt(known[id], now) if id in known else service.begin(now)
            for id, service in self._services.items()
        }
        self._look_around()

    def own_network(self, *, up: bool | None) -> None:
        """What the controls say; it decides the verdict and nothing else."""
        self._network_up = up
        self._look_around()

    def record(self, outcome: Outcome) -> Assessment:
        """Take in the outcome of a run; of a void one only that time has passed."""
        now = to_ms(outcome.started_at) + span_ms(outcome.duration_seconds)
        service, at = self._services.get(outcome.service), to_moment(now)
        if service is None or outcome.probe not in self._tracks[outcome.service].probes:
            return self._assessment(at, outcome, {})
        if not is_evidence(outcome.result):
            return self._assessment(at, outcome, self._pass_time(now, [outcome.service]))
        release = self._release_of(outcome, now)
        track, told = service.record(self._tracks[outcome.service], _run(outcome), now)
        self._tracks[outcome.service] = track
        assessment = self._assessment(at, outcome, {outcome.service: told})
        return replace(assessment, release=release)

    def pass_time(self, now: datetime) -> Assessment:
        """Take in that time has passed: silences begin, maintenance begins and ends."""
        moment = to_ms(now)
        return self._assessment(now, None, self._pass_time(moment, list(self._services)))

    def open_windows(self, now: datetime) -> tuple[Window, ...]:
        """The windows that are open, with their figures as of now."""
        return tuple(
            found
            for id in self._services
            for found in self._windows(id, self._look(id, to_ms(now)), to_ms(now))
            if found.is_open
        )

    def _look(self, id: str, now: Ms) -> Told:
        """What would be told of a service now; nothing is kept of it."""
        track = self._tracks[id]
        return self._services[id].pass_time(track, max(now, track.reckoned_until))[1]

    def _pass_time(self, now: Ms, services: list[str]) -> Mapping[str, Told]:
        told = {}
        for id in services:
            self._tracks[id], told[id] = self._services[id].pass_time(self._tracks[id], now)
        return told

    def _release_of(self, outcome: Outcome, now: Ms) -> ReleaseChange | None:
        """The change of version that the run saw, if it saw one; it is remembered."""
        seen = outcome.release
        if seen is None or seen.version is None:
            return None
        previous = self._memory.versions.get(outcome.probe)
        if previous == seen.version:
            return None
        named = f"{seen.store} {seen.version}"
        self._memory = replace(
            self._memory,
            versions={**self._memory.versions, outcome.probe: seen.version},
            releases=(*self._memory.releases, (now, named))[-MOST_RELEASES:],
        )
        return ReleaseChange(
            service=outcome.service,
            probe=outcome.probe,
            store=seen.store,
            version=seen.version,
            previous=previous,
            minimum_os=seen.minimum_os,
            released_at=seen.released_at,
            seen_at=to_moment(now),
        )

    def _assessment(
        self, at: datetime, outcome: Outcome | None, told: Mapping[str, Told]
    ) -> Assessment:
        if any(t.probe_changes or t.changes for t in told.values()):
            self._look_around()
        windows = [w for id, t in told.items() for w in self._windows(id, t, to_ms(at))]
        changed = tuple(found for found in windows if self._told.get(found.id) != found)
        finished = tuple(id for t in told.values() for id in t.finished)
        self._told |= {found.id: found for found in changed}
        withdrawn = tuple(id for t in told.values() for id in t.withdrawn)
        for id in (*finished, *withdrawn):
            self._told.pop(id, None)
        return Assessment(
            at=at,
            outcome=outcome,
            probe_states=self.probe_states,
            service_states=self.service_states,
            since=self.since,
            verdict=self.verdict,
            transitions=tuple(_transitions(told, outcome, to_ms(at))),
            segments=tuple(_segments(told)),
            windows=changed,
            finished=finished,
            withdrawn=withdrawn,
        )

    def _look_around(self) -> None:
        tracks = self._tracks
        self.service_states: Mapping[str, State] = MappingProxyType(
            {id: track.shown for id, track in tracks.items()}
        )
        self.since: Mapping[str, datetime] = MappingProxyType(
            {id: to_moment(track.shown_since) for id, track in tracks.items()}
        )
        self.probe_states: Mapping[str, State] = MappingProxyType(
            {id: seen.shown for track in tracks.values() for id, seen in track.probes.items()}
        )
        states = ((s.rules.essential, tracks[id].shown) for id, s in self._services.items())
        self.verdict = verdict(states, network_up=self._network_up)

    def _windows(self, id: str, told: Told, now: Ms) -> Iterator[Window]:
        context = Context(
            calendar=self._rules.calendar,
            maintenance=self._services[id].plans,
            releases=self._memory.releases,
            now=now,
        )
        for name, draft in told.windows:
            yield window(id, name, draft, context)


def _run(outcome: Outcome) -> Run:
    return Run(
        at=to_ms(outcome.started_at),
        probe=outcome.probe,
        result=outcome.result,
        reason=outcome.reason,
        phase=outcome.phase,
        seconds=None if outcome.stalled else outcome.duration_seconds,
    )


def _transitions(
    told: Mapping[str, Told], outcome: Outcome | None, now: Ms
) -> Iterator[Transition]:
    """Those of probes first; what came about before `now` was brought about by time alone."""
    for service, step in told.items():
        probes = [(probe, change) for probe, change in step.probe_changes]
        for probe, change in [*probes, *((None, change) for change in step.changes)]:
            decided = change.known_at == now and change.new.is_bad
            reason = outcome.reason if outcome is not None and decided else None
            yield _transition(service, probe, change, reason)


def _transition(
    service: str, probe: str | None, change: Change, reason: Reason | None
) -> Transition:
    """`reason` is that of the run that decided it; time alone has none."""
    return Transition(
        service=service,
        probe=probe,
        old=change.old,
        new=change.new,
        began_at=to_moment(change.began_at),
        known_at=to_moment(change.known_at),
        reason=reason,
    )


def _segments(told: Mapping[str, Told]) -> Iterator[Segment]:
    for service, step in told.items():
        for span in step.settled:
            yield Segment(
                service=service,
                state=span.state,
                began_at=to_moment(span.began),
                ended_at=to_moment(span.ended),
            )
