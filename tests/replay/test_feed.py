"""Replay of unchanged rules equals what was recorded, in a real file, whatever came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.assess.memory import Memory
from monitor.assess.moments import to_moment
from monitor.assess.rules import Quota, Rules, StateRules
from monitor.model import Outcome, Result, Role
from monitor.replay.feed import FAR, LONG_AGO, assessments, cast_of, remembered
from monitor.replay.run import replay
from monitor.store import Reader
from tests.assess.chance import Told, ended_at
from tests.assess.worlds import history, minute, probe, rules_of, run, service
from tests.replay.stories import since
from tests.replay.worlds import reading, record_all, running
from tests.store import samples
from tests.support.clocks import EPOCH

AFTERWARDS = timedelta(hours=3)
BOTH = rules_of(
    service(probe("a1"), probe("a2", role=Role.SUPPORTING), id="a"),
    service(
        probe("b1"),
        id="b",
        states=StateRules(
            down=Quota(needed=2, of=3),
            degraded=Quota(needed=1, of=2),
            recover=2,
            merge_gap_seconds=120.0,
        ),
    ),
)
OLD, NEW = probe("old"), probe("new")
JUST_BEFORE = timedelta(milliseconds=1)
"""A clock that is adjusted may show a run to end so much before the tick that came first."""
HOMES = {p.id: s.id for s in BOTH.services for p in s.probes}


@dataclass(frozen=True)
class Step:
    """One run, and what happens before it."""

    probe: str
    pause_seconds: float
    result: Result
    lasted_seconds: float
    ticks: bool
    restarts: bool


def _step(probes: st.SearchStrategy[str], longest_pause: float) -> st.SearchStrategy[Step]:
    """Seconds are such as no clock shows, so that what the file rounds would be seen."""
    return st.builds(
        Step,
        probe=probes,
        pause_seconds=st.floats(0.0, min(90.0, longest_pause)) | st.floats(0.0, longest_pause),
        result=st.sampled_from([Result.OK, *Result]),
        lasted_seconds=st.floats(0.0, 19.0),
        ticks=st.booleans(),
        restarts=st.integers(0, 9).map(lambda number: number == 0),
    )


def _all_then(steps: list[Step]) -> st.SearchStrategy[list[Step]]:
    """Every probe runs soon after the start, as it does in the program."""
    firsts = st.tuples(*(_step(st.just(name), 20.0) for name in HOMES))
    return firsts.map(lambda first: [*first, *steps])


_stories = st.lists(_step(st.sampled_from(sorted(HOMES)), 1200.0), max_size=40).flatmap(_all_then)


def live(path: Path, steps: Sequence[Step]) -> None:
    """Record the steps: a run ends when its step comes, and a restart ends one life."""
    now, life, timed = EPOCH, 0, []
    for step in steps:
        now += timedelta(seconds=step.pause_seconds)
        life += step.restarts
        timed.append((life, now, step))
    with running(path, BOTH, EPOCH - timedelta(minutes=1)):
        pass
    for _, group in groupby(timed, key=lambda each: each[0]):
        lived = list(group)
        with running(path, BOTH, lived[0][1] - JUST_BEFORE) as monitor:
            for _, moment, step in lived:
                if step.ticks:
                    monitor.pass_time(moment - JUST_BEFORE)
                monitor.record(outcome_of(step, moment))
    with running(path, BOTH, now + AFTERWARDS):
        pass


def outcome_of(step: Step, ended: datetime) -> Outcome:
    """The run of a step, which ends at that moment."""
    began, home = ended - timedelta(seconds=step.lasted_seconds), HOMES[step.probe]
    return run(began, step.result, step.probe, home, duration_seconds=step.lasted_seconds)


def replayed(reader: Reader, rules: Rules) -> Told:
    """What a replay tells."""
    memory, told = remembered(reader), Told()
    until = max(to_moment(track.reckoned_until) for track in memory.services.values())
    cast = cast_of(rules, reader, memory)
    for said in assessments(cast, reader.outcomes(LONG_AGO, FAR), until):
        told.hear(said)
    return told


def recorded(reader: Reader, services: Sequence[str]) -> Told:
    """What the history tells; it does not say which windows can change no more."""
    return Told(
        transitions=set(reader.transitions(LONG_AGO, FAR)),
        segments=[s for name in services for s in reader.segments(name, LONG_AGO, FAR)],
        windows={window.id: window for window in reader.windows(LONG_AGO, FAR)},
    )


def check(path: Path, rules: Rules) -> Told:
    """That the replay tells what was recorded, from its first outcome on; returns the replay."""
    with reading(path) as reader:
        new = replayed(reader, rules)
        old = recorded(reader, [service.id for service in rules.services])
        found = replay(rules, reader, LONG_AGO, FAR, lambda share: None)
    assert old.windows == new.windows
    for home in rules.services:
        own = [segment for segment in new.segments if segment.service == home.id]
        before = [segment for segment in old.segments if segment.service == home.id]
        assert since(before, own[0].began_at) == own
    assert old.transitions == new.transitions
    for each in found.services:
        assert each.differences == ()
        assert each.recorded == each.new
    return new


@given(_stories)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_replay_by_the_same_rules_tells_what_was_recorded(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite"
        live(path, steps)
        check(path, BOTH)


def test_a_probe_that_was_added_later_joins_when_it_was_first_heard(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    before, after = (rules_of(service(*probes)) for probes in ((OLD,), (OLD, NEW)))
    letters = "111111111100000111111111111111"
    with running(path, before, EPOCH) as monitor:
        for outcome in history(letters, "old"):
            monitor.record(outcome)
        monitor.adopt(after, minute(30))
        both = [*history("1" * 9, "old", first=30), *history("110000011", "new", first=30.5)]
        for outcome in sorted(both, key=ended_at):
            monitor.record(outcome)
        monitor.pass_time(minute(300))
    assert len(check(path, after).windows) == 2


def test_a_service_that_was_added_later_begins_when_it_was_first_heard(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    first, second = service(OLD, id="s"), service(NEW, id="t")
    with running(path, rules_of(first), EPOCH) as monitor:
        for outcome in history("1" * 30, "old"):
            monitor.record(outcome)
        monitor.adopt(rules_of(first, second), minute(30))
        for outcome in history("11000011", "new", "t", first=30.5):
            monitor.record(outcome)
        monitor.pass_time(minute(300))
    told = check(path, rules_of(first, second))
    assert [window.service for window in told.windows.values()] == ["t"]


def test_outcomes_count_for_the_service_that_their_probe_belongs_to_now(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    record_all(path, rules_of(service(OLD)), history("1100000111", "old"), AFTERWARDS)
    with reading(path) as reader:
        told = replayed(reader, rules_of(service(OLD, id="other")))
    assert [window.service for window in told.windows.values()] == ["other"]


def test_a_probe_without_outcomes_is_left_out_unless_it_was_watched(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    record_all(path, rules_of(service(OLD, NEW)), history("1111", "old"), AFTERWARDS)
    with reading(path) as reader:
        rules = rules_of(service(OLD, NEW, probe("third")), service(probe("else"), id="e"))
        cast = cast_of(rules, reader, remembered(reader))
    assert set(cast.joins) == {"old", "new"}
    assert cast.left_out == ("third", "else")


def test_a_memory_that_cannot_be_read_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    with samples.history(path) as store:
        store.put(samples.assessed(history("1", "old")[0]), "of another program")
    with reading(path) as reader:
        assert remembered(reader) == Memory()
