"""One probe's state: M of N to enter, good runs in a row to leave, silence to know no more.

A state is believed of the past as well: a change is backdated to the run that first showed it. What
may still be rewritten so is not settled; `hold` tells since when.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

from monitor.assess.moments import Ms, span_ms
from monitor.assess.rules import ProbeRules, Quota, StateRules
from monitor.model import Result, State

_BAD = frozenset({Result.FAILED, Result.DEGRADED})
_FAILED = frozenset({Result.FAILED})


class Seen(NamedTuple):
    """The result of a run with evidence."""

    at: Ms
    result: Result
    last_good: Ms | None
    """The last ok run before it."""
    last_bad: Ms | None
    """The last run before it that was not ok."""


class Belief(NamedTuple):
    """From `at` on, and until the next belief, the probe is taken to be in this state."""

    at: Ms
    state: State | None
    """None for a probe that was added a while ago and has not run: it does not count yet."""
    after: Ms | None
    """The last run that showed the opposite, up to which the change may really lie back."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the state that is shown."""

    old: State
    new: State
    began_at: Ms
    known_at: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeTrack:
    """What is known of one probe."""

    since: Ms
    """When it began to be watched."""
    judged: State | None = None
    """What its runs came to, up, degraded or down; it outlasts silence."""
    shown: State = State.UNKNOWN
    """The same, or unknown where there is no evidence for it now."""
    recent: tuple[Seen, ...] = ()
    """The last runs with evidence, as far as they still count."""
    last_good: Ms | None = None
    """The last ok run."""
    last_bad: Ms | None = None
    """The last run with evidence that was not ok."""
    last_at: Ms | None = None
    """The last run with evidence."""
    held_at: Ms | None = None
    """The earliest moment of which another state may still come to be believed; None where the
    probe has not run, or has fallen silent."""
    beliefs: tuple[Belief, ...]
    """What is believed of the time that is not settled; the first one may begin before it."""

    @classmethod
    def new(cls, since: Ms, *, counts: bool) -> "ProbeTrack":
        """A probe that has not run; `counts` where its silence is one of the service."""
        state = State.UNKNOWN if counts else None
        return cls(since=since, beliefs=(Belief(since, state, None),))

    def believed_at(self, moment: Ms) -> State | None:
        """The state at a moment; None before the probe was there."""
        found = None
        for belief in self.beliefs:
            if belief.at > moment:
                break
            found = belief.state
        return found

    def patient_until(self, rules: ProbeRules) -> Ms:
        """A run that begins later ends a silence that lasted too long."""
        last = self.since if self.last_at is None else self.last_at
        return last + span_ms(rules.patience_seconds)

    def silent_at(self, rules: ProbeRules) -> Ms:
        """When it will be sure that no run began in time."""
        return self.patient_until(rules) + span_ms(rules.grace_seconds)

    @property
    def is_silent(self) -> bool:
        """Whether its silence has been noted, and no run has ended it since."""
        return not self.recent and self.beliefs[-1].state is State.UNKNOWN


def fall_silent(
    track: ProbeTrack, rules: ProbeRules, known_at: Ms
) -> tuple[ProbeTrack, Change | None]:
    """The probe after too long a silence: unknown since the moment its next run was due."""
    began = track.since
    if track.last_at is not None:
        began = track.last_at + span_ms(rules.interval_seconds)
    silent = replace(
        track,
        shown=State.UNKNOWN,
        recent=(),
        held_at=None,
        beliefs=_believe(track.beliefs, Belief(began, State.UNKNOWN, track.last_at)),
    )
    return silent, _change(track, silent, began, known_at)


def observe(
    track: ProbeTrack, rules: StateRules, at: Ms, known_at: Ms, result: Result
) -> tuple[ProbeTrack, Change | None]:
    """The probe after a run with evidence that began at `at`, no earlier than the last one."""
    seen = _with_run(track, rules, at, result)
    judged, first = _judge(seen, rules)
    if judged is not None and judged is not track.judged:
        seen, began = _turned(seen, judged, first), first.at
    elif _is_heard_again(seen, result):
        seen, began = _heard_again(seen, at), at
    else:
        began = at
    change = _change(track, seen, began, known_at)
    return replace(seen, held_at=_held(seen, rules, at)), change


def _turned(track: ProbeTrack, judged: State, first: Seen) -> ProbeTrack:
    """The probe in another state, which `first` was the first to show."""
    improved = track.judged is State.DOWN or judged is State.UP
    after = first.last_bad if improved else first.last_good
    # what was before an improvement counts no more, else the old failures would undo it
    recent = tuple(s for s in track.recent if s.at >= first.at) if improved else track.recent
    beliefs = _believe(track.beliefs, Belief(first.at, judged, after))
    return replace(track, judged=judged, shown=judged, recent=recent, beliefs=beliefs)


def _is_heard_again(track: ProbeTrack, result: Result) -> bool:
    """Whether a run ends a silence: it must bear out what was known before."""
    judged = track.judged
    if track.shown is not State.UNKNOWN or judged is None:
        return False
    return judged.is_bad or result is Result.OK


def _heard_again(track: ProbeTrack, at: Ms) -> ProbeTrack:
    shown = track.judged or State.UNKNOWN
    return replace(track, shown=shown, beliefs=_believe(track.beliefs, Belief(at, shown, None)))


def _with_run(track: ProbeTrack, rules: StateRules, at: Ms, result: Result) -> ProbeTrack:
    most = max(rules.down.of, rules.degraded.of, rules.recover)
    seen = Seen(at, result, track.last_good, track.last_bad)
    recent = (*track.recent, seen)[-most:]
    if result is Result.OK:
        return replace(track, recent=recent, last_at=at, last_good=at)
    return replace(track, recent=recent, last_at=at, last_bad=at)


def _judge(track: ProbeTrack, rules: StateRules) -> tuple[State | None, Seen]:
    """What the recent runs come to, and the first one that shows it."""
    recent, judged = track.recent, track.judged
    if judged is State.DOWN:
        return _recovered(recent, rules.recover, judged)
    failed = _first_of(recent, _FAILED, rules.down)
    if failed is not None:
        return State.DOWN, failed
    if judged is State.DEGRADED:
        return _recovered(recent, rules.recover, judged)
    bad = _first_of(recent, _BAD, rules.degraded)
    if bad is not None:
        return State.DEGRADED, bad
    good = judged is None and recent[-1].result is Result.OK
    return State.UP if good else judged, recent[-1]


def _recovered(recent: tuple[Seen, ...], runs: int, judged: State) -> tuple[State, Seen]:
    """Whether the last `runs` were all better than the state."""
    last = recent[-runs:]
    if len(last) == runs and all(seen.result is Result.OK for seen in last):
        return State.UP, last[0]
    better = len(last) == runs and all(seen.result is not Result.FAILED for seen in last)
    if judged is State.DOWN and better:
        return State.DEGRADED, last[0]
    return judged, recent[-1]


def _first_of(recent: tuple[Seen, ...], results: frozenset[Result], quota: Quota) -> Seen | None:
    """The first of the runs that fill the quota; None where they do not."""
    found = [seen for seen in recent[-quota.of :] if seen.result in results]
    return found[0] if len(found) >= quota.needed else None


def _believe(beliefs: tuple[Belief, ...], new: Belief) -> tuple[Belief, ...]:
    return (*(belief for belief in beliefs if belief.at < new.at), new)


def _change(old: ProbeTrack, new: ProbeTrack, began: Ms, known: Ms) -> Change | None:
    if old.shown is new.shown:
        return None
    return Change(old.shown, new.shown, began, known)


def hold(track: ProbeTrack, rules: ProbeRules, now: Ms) -> Ms:
    """The earliest moment of which another state may still come to be believed."""
    if track.held_at is not None:
        return track.held_at
    unheard = now - span_ms(rules.patience_seconds + rules.grace_seconds)
    return max(track.since, track.last_at or 0, unheard)


def _held(track: ProbeTrack, states: StateRules, at: Ms) -> Ms:
    """The same for a probe that has just run: the first run that may count towards a change."""
    held = [at]
    if track.judged is not State.DOWN:
        kept = max(states.down.of, states.degraded.of) - 1
        held += [s.at for s in track.recent[-kept:] if kept and s.result is not Result.OK]
    if track.judged is not None and track.judged.is_bad:
        held += _streak(track.recent, track.judged)
    return min(held)


def _streak(recent: tuple[Seen, ...], judged: State) -> list[Ms]:
    """The runs at the end that a recovery may be counted from."""
    against = _FAILED if judged is State.DOWN else _BAD
    moments: list[Ms] = []
    for seen in reversed(recent):
        if seen.result in against:
            break
        moments.append(seen.at)
    return moments


def settle(track: ProbeTrack, until: Ms) -> ProbeTrack:
    """The probe without the beliefs about time that is settled, but for the one that goes on."""
    later = [belief for belief in track.beliefs if belief.at > until]
    earlier = [belief for belief in track.beliefs if belief.at <= until]
    return replace(track, beliefs=(*earlier[-1:], *later))
