"""Stories by chance, told live, kept in a history, and told again by a replay; all must agree."""

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.assess.assessor import Assessor
from monitor.assess.calendar import Maintenance, Once
from monitor.assess.memory import Memory, from_json, to_json
from monitor.assess.rules import Rules
from monitor.metrics.services import Services
from monitor.model import Assessment, Outcome, Segment, ServiceInfo, State
from monitor.replay.feed import Cast, assessments
from monitor.replay.story import Listener
from monitor.store.batch import Batch
from monitor.store.ledger import Entry, Ledger
from monitor.store.migrations import migrate
from monitor.store.outcomes import outcome_row, row_outcome
from tests.assess.chance import Told, ended_at, story, world
from tests.support.clocks import EPOCH

AFTERWARDS = timedelta(hours=3)
"""So long after the last run all is settled."""
INFO = ServiceInfo(id="s", name="s", name_en="s", symptom="", symptom_en="")
LIMIT = 100_000


def planned_world(chance: random.Random) -> Rules:
    """Rules by chance, with up to three times of maintenance in the first hour."""
    plans = tuple(_plan(chance) for _ in range(chance.choice((0, 0, 1, 2, 3))))
    return replace(world(chance), maintenance=plans)


def _plan(chance: random.Random) -> Maintenance:
    began = EPOCH + timedelta(seconds=chance.randint(-600, 3600))
    ended = began + timedelta(seconds=chance.choice((1, 60, 300, 1800)))
    services = chance.choice((frozenset[str](), frozenset({"s"}), frozenset({"other"})))
    return Maintenance(services=services, why="w", why_en="w", when=Once(start=began, end=ended))


@dataclass
class Kept:
    """All that hears of assessments: the tests' own ear, the counters, and the history."""

    connection: sqlite3.Connection
    told: Told = field(default_factory=Told)
    counters: Services = field(default_factory=lambda: Services([INFO]))
    batch: Batch = field(default_factory=lambda: Batch(limit=LIMIT))

    def hear(self, said: Assessment) -> None:
        """Pass on one assessment."""
        self.told.hear(said)
        self.counters.assess(said)
        self.batch.add(said, None)

    def write(self) -> None:
        """Have written what waits, as at the end of a program."""
        rows = tuple(map(outcome_row, self.batch.outcomes))
        Ledger(self.connection).write(Entry(rows=rows, batch=self.batch, checkpoint=None))
        self.batch = Batch(limit=LIMIT)


def live(
    chance: random.Random, rules: Rules, outcomes: Sequence[Outcome], kept: Kept
) -> tuple[Assessor, int]:
    """Told as it happens, with ticks and restarts; returns how many restarts there were too."""
    assessor, now, restarts = Assessor(rules, Memory(), EPOCH), EPOCH, 0
    for outcome in outcomes:
        while chance.random() < 0.4:
            now += (ended_at(outcome) - now) * chance.random()
            kept.hear(assessor.pass_time(now))
        now = ended_at(outcome)
        kept.hear(assessor.record(outcome))
        if chance.random() < 0.03:
            kept.write()
            assessor = Assessor(rules, from_json(to_json(assessor.memory)), now)
            restarts += 1
    kept.hear(assessor.pass_time(now + AFTERWARDS))
    kept.write()
    return assessor, restarts


def replayed(rules: Rules, outcomes: Sequence[Outcome]) -> Told:
    """Told again from the rows of the history."""
    stored = [row_outcome(outcome_row(outcome)) for outcome in outcomes]
    first = min(outcome.started_at for outcome in stored)
    joins = {probe.id: first for service in rules.services for probe in service.probes}
    told, listener = Told(), Listener()
    until = ended_at(outcomes[-1]) + AFTERWARDS
    for said in assessments(Cast(rules=rules, joins=joins, left_out=()), stored, until):
        told.hear(said)
        listener.hear(said)
    by_id = {window.id: window for window in listener.story.windows.get("s", ())}
    assert by_id == told.windows
    assert list(listener.story.segments["s"]) == told.segments
    return told


def since(segments: Sequence[Segment], moment: datetime) -> list[Segment]:
    """The segments cut to what is not before a moment."""
    later = [s for s in segments if s.ended_at > moment]
    return [replace(s, began_at=max(s.began_at, moment)) for s in later]


def check_replay(first: Told, second: Told) -> None:
    """What was told live is what the replay tells, from its beginning on."""
    began = second.segments[0].began_at
    assert since(first.segments, began) == second.segments
    assert first.windows == second.windows
    assert first.finished == second.finished
    assert {t for t in first.transitions if t.known_at > began} == {
        t for t in second.transitions if t.known_at > began
    }


def check_sums(kept: Kept, assessor: Assessor) -> None:
    """Memory, counters, history and windows tell of the same time, and of all of it."""
    track = assessor.memory.services["s"]
    totals = {state: track.totals[state] for state in State}
    rows = kept.connection.execute(
        "SELECT state, sum(ended_at - began_at) FROM segments GROUP BY state"
    )
    assert dict.fromkeys(State, 0) | {State(state): ms for state, ms in rows} == totals
    (figures,) = kept.counters.figures
    counted = {state: round(figures.seconds[state] * 1000) for state in State}
    assert counted == totals
    assert sum(figures.windows.values()) == len(kept.told.finished)
    down, degraded = kept.connection.execute(
        "SELECT coalesce(sum(down_seconds), 0), coalesce(sum(degraded_seconds), 0) FROM windows"
    ).fetchone()
    assert (round(down * 1000), round(degraded * 1000)) == (
        totals[State.DOWN],
        totals[State.DEGRADED],
    )
    assert sum(totals.values()) == track.settled_until - int(EPOCH.timestamp() * 1000)


def tell(seed: int, connection: sqlite3.Connection, most_runs: int) -> Counter[str]:
    """One story from its seed; raises AssertionError where two tell differently of it."""
    chance = random.Random(seed)
    rules = planned_world(chance)
    outcomes = story(chance, rules, chance.randint(3, most_runs))
    for table in ("results", "rollups", "segments", "transitions", "windows"):
        connection.execute(f"DELETE FROM {table}")
    kept = Kept(connection)
    assessor, restarts = live(chance, rules, outcomes, kept)
    check_replay(kept.told, replayed(rules, outcomes))
    check_sums(kept, assessor)
    milliseconds = assessor.memory.services["s"].totals
    return Counter(
        stories=1,
        runs=len(outcomes),
        restarts=restarts,
        transitions=len(kept.told.transitions),
        windows=len(kept.told.windows),
        with_maintenance=bool(milliseconds[State.MAINTENANCE]),
        **{f"{state.value}_seconds": milliseconds[state] // 1000 for state in State},
    )


def tell_many(seeds: Sequence[int], most_runs: int) -> Iterator[tuple[int, Counter[str] | str]]:
    """Each seed with what its story came to, or with what is wrong about it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        for seed in seeds:
            try:
                yield seed, tell(seed, connection, most_runs)
            except AssertionError as error:
                yield seed, str(error) or "disagrees"
