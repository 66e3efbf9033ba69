"""One service over time: what its probes show, what of it is settled, and the windows in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitor.assess import probe as probes
from monitor.assess.calendar import Maintenance
from monitor.assess.drafts import Draft, Fold, Run, fold
from monitor.assess.moments import Ms, span_ms
from monitor.assess.probe import Change, ProbeTrack
from monitor.assess.rules import ServiceRules
from monitor.assess.spans import Cut, Span, maintenance_cuts, spans, state_at
from monitor.assess.windows import Known, name
from monitor.model import Result, State

_FOREVER = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTrack:
    """What is known of one service, and how far its past is settled."""

    settled_until: Ms
    """Before this nothing can change any more."""
    reckoned_until: Ms
    """Up to here the passing of time has been accounted for."""
    patient_until: Ms = 0
    """Before this no probe will have been silent for too long."""
    heard_until: Ms = 0
    """When the last run with evidence came to its end."""
    shown: State = State.UNKNOWN
    shown_since: Ms
    """When that state began, as far as is known."""
    probes: Mapping[str, ProbeTrack]
    runs: tuple[Run, ...] = ()
    """Runs with evidence in the time that is not settled."""
    totals: Mapping[State, Ms] = field(default_factory=lambda: dict.fromkeys(State, 0))
    """Settled time by state."""
    fold: Fold = field(default_factory=Fold)
    """The windows in settled time."""
    known: tuple[Known, ...] = ()
    """The windows that have been told of and may still change."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a step has brought about."""

    probe_changes: tuple[tuple[str, Change], ...] = ()
    changes: tuple[Change, ...] = ()
    """Of the service's own state."""
    settled: tuple[Span, ...] = ()
    windows: tuple[tuple[str, Draft], ...] = ()
    """Windows with their ids, as they are now: those that may still change, and those below."""
    finished: tuple[str, ...] = ()
    """The windows among them that can change no more."""
    withdrawn: tuple[str, ...] = ()


class Service:
    """The rules of one service, applied to its track; keeps nothing itself."""

    def __init__(self, rules: ServiceRules, plans: Sequence[Maintenance]) -> None:
        self.rules = rules
        self.plans = tuple(p for p in plans if not p.services or rules.id in p.services)
        self._probes = {probe.id: probe for probe in rules.probes}

    def begin(self, now: Ms) -> ServiceTrack:
        """A service of which nothing is known."""
        tracks = {id: ProbeTrack.new(now, counts=True) for id in self._probes}
        return ServiceTrack(settled_until=now, reckoned_until=now, shown_since=now, probes=tracks)

    def adopt(self, track: ServiceTrack, now: Ms) -> ServiceTrack:
        """The track under these rules: removed probes vanish, new ones have yet to be heard."""
        kept = {id: known for id, known in track.probes.items() if id in self._probes}
        new = {
            id: ProbeTrack.new(now, counts=not kept)
            for id in self._probes
            if id not in track.probes
        }
        tracks = {id: (kept | new)[id] for id in self._probes}
        return replace(track, probes=tracks, patient_until=0)

    def record(self, track: ServiceTrack, run: Run, known_at: Ms) -> tuple[ServiceTrack, Told]:
        """Take in a run with evidence that ended at `known_at`, or was believed to: a clock that
        was set back moves nothing back.
        """
        known_at = max(known_at, track.heard_until)
        track, told = self._pass_time(track, known_at)
        track, told = self._break_silence(track, told, run, known_at)
        seen = track.probes[run.probe]
        run = replace(run, at=max(run.at, track.settled_until, seen.last_at or 0))
        after, change = probes.observe(seen, self.rules.states, run.at, known_at, run.result)
        track = replace(
            track,
            probes={**track.probes, run.probe: after},
            runs=(*track.runs, run),
            patient_until=min(track.patient_until, after.silent_at(self._probes[run.probe])),
            heard_until=known_at,
        )
        changes = told.probe_changes + (((run.probe, change),) if change else ())
        began = change.began_at if change else run.at
        track, turned = self._turn(track, known_at, began)
        told = Told(changes, told.changes + turned)
        return self._settle(track, told, track.reckoned_until)

    def pass_time(self, track: ServiceTrack, now: Ms) -> tuple[ServiceTrack, Told]:
        """Take in that time has passed without a run."""
        track, told = self._pass_time(track, now)
        return self._settle(track, told, track.reckoned_until)

    def cuts(self, began: Ms, ended: Ms) -> list[Cut]:
        """Announced maintenance within a stretch of time."""
        return maintenance_cuts(self.plans, began, ended) if self.plans else []

    def _pass_time(self, track: ServiceTrack, now: Ms) -> tuple[ServiceTrack, Told]:
        """Note silences and maintenance at the moments at which they begin or end."""
        told = Told()
        for moment, id in self._events(track, now):
            began = moment
            if id:
                track, told = self._fall_silent(track, told, id, moment)
                began = track.probes[id].beliefs[-1].at
            track, turned = self._turn(track, moment, began)
            told = replace(told, changes=told.changes + turned)
        if now >= track.patient_until:
            waiting = [moment for moment, _ in self._silences(track)]
            track = replace(track, patient_until=min(waiting, default=_FOREVER))
        return replace(track, reckoned_until=max(now, track.reckoned_until)), told

    def _events(self, track: ServiceTrack, now: Ms) -> list[tuple[Ms, str]]:
        """Until now: when which probe became too silent; without a name, edges of maintenance."""
        edges = {e for cut in self.cuts(track.reckoned_until, now + 1) for e in cut}
        silences = self._silences(track) if now >= track.patient_until else []
        events = [(edge, "") for edge in edges] + silences
        return sorted(event for event in events if event[0] <= now)

    def _silences(self, track: ServiceTrack) -> list[tuple[Ms, str]]:
        """When each probe will have been silent for too long that is not so yet."""
        return [
            (probe.silent_at(self._probes[id]), id)
            for id, probe in track.probes.items()
            if not probe.is_silent
        ]

    def _break_silence(
        self, track: ServiceTrack, told: Told, run: Run, known_at: Ms
    ) -> tuple[ServiceTrack, Told]:
        """Note the silence that a run ends, where it began too late to go on from the last one."""
        seen = track.probes[run.probe]
        if seen.is_silent or run.at <= seen.patient_until(self._probes[run.probe]):
            return track, told
        return self._fall_silent(track, told, run.probe, known_at)

    def _fall_silent(
        self, track: ServiceTrack, told: Told, id: str, known_at: Ms
    ) -> tuple[ServiceTrack, Told]:
        silent, change = probes.fall_silent(track.probes[id], self._probes[id], known_at)
        track = replace(track, probes={**track.probes, id: silent})
        if change is None:
            return track, told
        return track, replace(told, probe_changes=(*told.probe_changes, (id, change)))

    def _turn(
        self, track: ServiceTrack, moment: Ms, began: Ms
    ) -> tuple[ServiceTrack, tuple[Change, ...]]:
        """Show another state where there is one now; `began` is when its cause did."""
        now = max(moment, track.reckoned_until)
        state = state_at(self.rules, track.probes, self.cuts(now, now + 1), now)
        if state is track.shown:
            return track, ()
        turned = replace(track, shown=state, shown_since=began)
        return turned, (Change(track.shown, state, began, moment),)

    def _settle(self, track: ServiceTrack, told: Told, now: Ms) -> tuple[ServiceTrack, Told]:
        """Account for what can change no more, and look at the windows anew."""
        until = min((self._hold(id, track.probes[id], now) for id in self._probes), default=now)
        until = max(min(until, now), track.settled_until)
        if self._is_quiet(track):
            return _settle_quietly(track, until), _quietly(told, track, until)
        # one moment before, so that maintenance is seen which ends just where settled time does
        cuts = self.cuts(track.settled_until - 1, now + 1)
        past = spans(self.rules, track.probes, cuts, track.settled_until, until)
        gap = span_ms(self.rules.states.merge_gap_seconds)
        folded, finished = fold(track.fold, past, track.runs, gap)
        totals = dict(track.totals)
        for span in past:
            totals[span.state] += span.ended - span.began
        recent = spans(self.rules, track.probes, cuts, until, now)
        runs = tuple(run for run in track.runs if run.at >= until)
        view, maybe_finished = fold(folded, recent, runs, gap)
        unfinished = [*maybe_finished, *(d for d in (view.closed, view.current) if d)]
        naming = name(self.rules.id, [*finished, *unfinished], track.known)
        done = len(finished)
        known = tuple(Known(id, d.began) for id, d in naming.named[done:])
        track = replace(
            track,
            settled_until=until,
            probes={id: probes.settle(seen, until) for id, seen in track.probes.items()},
            runs=runs,
            totals=totals,
            fold=folded,
            known=known,
        )
        return track, replace(
            told,
            settled=tuple(past),
            windows=naming.named,
            finished=tuple(id for id, _ in naming.named[:done]),
            withdrawn=naming.withdrawn,
        )

    def _is_quiet(self, track: ServiceTrack) -> bool:
        """Whether there is nothing but one state to account for, as there is most of the time."""
        return (
            not (self.plans or track.known or track.fold.current or track.fold.closed)
            and track.shown is State.UP
            and all(
                len(seen.beliefs) == 1 and seen.beliefs[0].state is State.UP
                for seen in track.probes.values()
            )
        )

    def _hold(self, id: str, track: ProbeTrack, now: Ms) -> Ms:
        return probes.hold(track, self._probes[id], now)


def is_evidence(result: Result) -> bool:
    """Whether a run with this result says anything about its target."""
    return result is not Result.VOID


def _settle_quietly(track: ServiceTrack, until: Ms) -> ServiceTrack:
    """The track of a service that is up, and was so for all the time that is not settled."""
    up = track.totals[State.UP] + until - track.settled_until
    return replace(
        track,
        settled_until=until,
        runs=tuple(run for run in track.runs if run.at >= until),
        totals={**track.totals, State.UP: up},
    )


def _quietly(told: Told, track: ServiceTrack, until: Ms) -> Told:
    if until == track.settled_until:
        return told
    return replace(told, settled=(Span(State.UP, track.settled_until, until, None),))
