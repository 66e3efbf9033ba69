"""Histories by chance, told live and again in a replay, and what must be equal of the two."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.assess.assessor import Assessor
from monitor.assess.memory import Memory, from_json, to_json
from monitor.assess.rules import Quota, Rules, StateRules
from monitor.model import Assessment, Outcome, Result, Role, Segment, State, Transition, Window
from tests.assess.worlds import probe, rules_of, run, service
from tests.support.clocks import EPOCH

RESULTS = (Result.OK, Result.FAILED, Result.DEGRADED, Result.VOID)
MOODS = ((8, 1, 1, 0), (1, 8, 1, 0), (2, 1, 6, 0), (3, 3, 1, 1), (0, 0, 0, 1), (4, 4, 0, 0))
"""Weights of the results, in spells of which each has its own."""


@dataclass
class Told:
    """Everything that an assessor said, as publishers would keep it."""

    transitions: set[Transition] = field(default_factory=set)
    segments: list[Segment] = field(default_factory=list)
    windows: dict[str, Window] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)

    def hear(self, said: Assessment) -> None:
        """Keep what one assessment changes."""
        self.transitions |= set(said.transitions)
        for window in said.windows:
            assert window.id not in self.finished
            self.windows[window.id] = window
        for gone in said.withdrawn:
            del self.windows[gone]
        self.finished |= set(said.finished)
        for segment in said.segments:
            self._append(segment)

    def _append(self, new: Segment) -> None:
        own = [at for at, old in enumerate(self.segments) if old.service == new.service]
        if own:
            last = self.segments[own[-1]]
            assert last.ended_at == new.began_at, "settled time has a gap or overlaps"
            if last.state is new.state:
                joined = Segment(
                    service=new.service,
                    state=new.state,
                    began_at=last.began_at,
                    ended_at=new.ended_at,
                )
                self.segments[own[-1]] = joined
                return
        self.segments.append(new)

    def seconds(self, *states: State) -> float:
        """Settled time in these states."""
        return sum(segment.seconds for segment in self.segments if segment.state in states)


def world(chance: random.Random) -> Rules:
    """One service with one to three probes, under rules by chance."""
    of = chance.randint(1, 6)
    quota = Quota(needed=chance.randint(1, of), of=of)
    wide = chance.randint(1, 6)
    states = StateRules(
        down=quota,
        degraded=Quota(needed=chance.randint(1, wide), of=wide),
        recover=chance.randint(1, 4),
        merge_gap_seconds=chance.choice((0.0, 60.0, 300.0)),
    )
    probes = tuple(
        probe(
            f"p{number}",
            role=chance.choice((Role.CRITICAL, Role.CRITICAL, Role.SUPPORTING)),
            interval_seconds=chance.choice((30.0, 60.0, 300.0)),
        )
        for number in range(chance.randint(1, 3))
    )
    return rules_of(service(*probes, states=states))


def story(chance: random.Random, rules: Rules, runs: int) -> list[Outcome]:
    """Runs of all probes in the order of their ends; now and then nothing for a while."""
    told: list[Outcome] = []
    for watched in rules.services[0].probes:
        at = EPOCH + timedelta(seconds=chance.uniform(0, watched.interval_seconds))
        weights = chance.choice(MOODS)
        for _ in range(max(1, int(runs * 60 / watched.interval_seconds))):
            if chance.random() < 0.1:
                weights = chance.choice(MOODS)
            pause = watched.interval_seconds * chance.uniform(0.9, 1.1)
            if chance.random() < 0.03:
                pause *= chance.uniform(2, 8)
            at += timedelta(seconds=pause)
            result = chance.choices(RESULTS, weights)[0]
            lasted = chance.uniform(0.01, 9.0)
            told.append(run(at, result, watched.id, "s", duration_seconds=lasted))
    return sorted(told, key=ended_at)


def ended_at(outcome: Outcome) -> datetime:
    """When the run came to its end."""
    return outcome.started_at + timedelta(seconds=outcome.duration_seconds)


def live(chance: random.Random, rules: Rules, outcomes: Sequence[Outcome]) -> tuple[Told, Assessor]:
    """Told as it happens: ticks in between, and restarts that keep nothing but the memory."""
    told, assessor = Told(), Assessor(rules, Memory(), EPOCH)
    now = EPOCH
    for outcome in outcomes:
        while chance.random() < 0.5:
            now += (ended_at(outcome) - now) * chance.random()
            told.hear(assessor.pass_time(now))
        now = ended_at(outcome)
        told.hear(assessor.record(outcome))
        if chance.random() < 0.05:
            assessor = Assessor(rules, from_json(to_json(assessor.memory)), now)
    return told, assessor


def replayed(rules: Rules, outcomes: Sequence[Outcome]) -> tuple[Told, Assessor]:
    """Told again from what was recorded, and nothing else."""
    told, assessor = Told(), Assessor(rules, Memory(), EPOCH)
    for outcome in outcomes:
        told.hear(assessor.record(outcome))
    return told, assessor


def end(told: Told, assessor: Assessor, now: datetime) -> Told:
    """Let so much time pass that all is settled."""
    told.hear(assessor.pass_time(now))
    return told
