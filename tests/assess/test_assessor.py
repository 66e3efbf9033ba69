"""The whole assessor: what a replay says, what is settled, what counts as evidence."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.assess.assessor import Assessor
from monitor.assess.memory import Memory
from monitor.model import Result, Role, State, Verdict
from tests.assess.chance import end, ended_at, live, replayed, story, world
from tests.assess.worlds import fed, history, letters, minute, probe, rules_of, run, service
from tests.support.clocks import EPOCH


def shown(assessor: Assessor) -> State:
    """The state of the one service."""
    return assessor.service_states["s"]


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_a_replay_says_what_was_said_live_whatever_ticks_and_restarts_there_were(seed: int) -> None:
    chance = random.Random(seed)
    rules = world(chance)
    outcomes = story(chance, rules, chance.randint(5, 40))
    stop = ended_at(outcomes[-1]) + timedelta(hours=3)
    first, second = (
        end(*told, stop) for told in (live(chance, rules, outcomes), replayed(rules, outcomes))
    )
    assert first.transitions == second.transitions
    assert first.segments == second.segments
    assert first.windows == second.windows
    assert first.finished == second.finished


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_settled_time_is_all_time_and_windows_are_all_bad_time(seed: int) -> None:
    chance = random.Random(seed)
    rules = world(chance)
    outcomes = story(chance, rules, chance.randint(5, 40))
    told, assessor = live(chance, rules, outcomes)
    end(told, assessor, ended_at(outcomes[-1]) + timedelta(hours=3))
    track = assessor.memory.services["s"]
    assert sum(track.totals.values()) == track.settled_until - EPOCH.timestamp() * 1000
    for state in State:
        assert told.seconds(state) == pytest.approx(track.totals[state] / 1000)
    windows = told.windows.values()
    assert sum(w.down_seconds for w in windows) == pytest.approx(told.seconds(State.DOWN))
    assert sum(w.degraded_seconds for w in windows) == pytest.approx(told.seconds(State.DEGRADED))


@given(letters)
def test_void_runs_move_nothing(story_letters: str) -> None:
    """Void runs come between the others, so that no silence is due to their absence."""
    mixed = [run(minute(n + 0.5), Result.VOID) for n in range(len(story_letters))]
    alone = [o for o in history(story_letters) if o.result is not Result.VOID]
    together = sorted([*history(story_letters), *mixed], key=lambda outcome: outcome.started_at)
    stop = minute(len(story_letters) + 200)
    assessors = [fed(outcomes)[0] for outcomes in (alone, together)]
    for assessor in assessors:
        assessor.pass_time(stop)
    assert assessors[0].memory.services["s"].totals == assessors[1].memory.services["s"].totals


def test_three_silent_intervals_are_unknown_and_never_up() -> None:
    assessor, _ = fed(history("1111"))
    assert assessor.pass_time(minute(5)).service_states == {"s": State.UP}
    silent = assessor.pass_time(minute(7))
    assert silent.service_states == {"s": State.UNKNOWN}
    assert silent.verdict is Verdict.UNKNOWN
    (of_probe, of_service) = silent.transitions
    assert of_probe.began_at == of_service.began_at == minute(4)  # when the next run was due


def test_a_service_of_which_nothing_is_known_is_unknown() -> None:
    assessor = Assessor(rules_of(), Memory(), EPOCH)
    assert assessor.service_states == {"s": State.UNKNOWN}
    assert assessor.verdict is Verdict.UNKNOWN


def test_a_service_is_not_up_before_each_critical_probe_has_spoken() -> None:
    rules = rules_of(service(probe("a"), probe("b")))
    assessor, _ = fed(history("1", "a"), rules)
    assert shown(assessor) is State.UNKNOWN
    assessor.record(run(minute(0.5), Result.OK, "b"))
    assert shown(assessor) is State.UP


def test_a_probe_that_is_added_does_not_make_its_service_unknown() -> None:
    assessor, _ = fed(history("111", "a"), rules_of(service(probe("a"))))
    assessor.adopt(rules_of(service(probe("a"), probe("b"))), minute(3))
    assert shown(assessor) is State.UP
    assessor.record(run(minute(3), Result.OK, "a"))
    assert shown(assessor) is State.UP
    outcomes = history("1111", "a", first=4)
    for outcome in outcomes:
        assessor.record(outcome)
    assert shown(assessor) is State.UNKNOWN  # it has had its time to speak


def test_a_probe_that_is_removed_takes_its_trouble_with_it() -> None:
    rules = rules_of(service(probe("a"), probe("b")))
    outcomes = [*history("11111", "a"), *history("11000", "b")]
    assessor, _ = fed(sorted(outcomes, key=lambda outcome: outcome.started_at), rules)
    assert shown(assessor) is State.DOWN
    assessor.adopt(rules_of(service(probe("a"))), minute(5))
    assessor.record(run(minute(5), Result.OK, "a"))
    assert shown(assessor) is State.UP


def test_an_outcome_of_what_is_not_configured_changes_nothing() -> None:
    assessor, _ = fed(history("111"))
    before = assessor.memory
    assessor.record(run(minute(3), Result.FAILED, "gone"))
    assessor.record(run(minute(3), Result.FAILED, service="control"))
    assert assessor.memory == before


def test_a_clock_that_was_set_back_moves_nothing_back() -> None:
    assessor, _ = fed(history("1111"))
    told = assessor.record(run(minute(-60), Result.FAILED))
    assert told.transitions == ()
    track = assessor.memory.services["s"]
    assert track.probes["p"].last_at == int(minute(3).timestamp() * 1000)
    assert assessor.record(run(minute(4), Result.OK)).service_states == {"s": State.UP}


def test_the_reason_of_a_turn_for_the_worse_is_that_of_the_run_that_decided_it() -> None:
    _, said = fed(history("11000111"))
    turns = [t for s in said for t in s.transitions if t.probe is None]
    assert [(t.old, t.new) for t in turns] == [
        (State.UNKNOWN, State.UP),
        (State.UP, State.DOWN),
        (State.DOWN, State.UP),
    ]
    assert [t.reason for t in turns] == [None, history("0")[0].reason, None]
    assert turns[1].began_at == minute(2)
    assert turns[1].known_at == minute(4) + timedelta(seconds=0.25)


def test_our_own_network_decides_the_verdict_alone() -> None:
    assessor, _ = fed(history("111"))
    verdicts = [assessor.verdict]
    assessor.own_network(up=False)
    assert [*verdicts, assessor.verdict] == [Verdict.OPERATIONAL, Verdict.OWN_NETWORK]
    assert assessor.service_states == {"s": State.UP}


def test_a_service_of_supporting_probes_alone_is_degraded_at_worst() -> None:
    rules = rules_of(service(probe("a", role=Role.SUPPORTING)))
    assessor, _ = fed(history("000000", "a"), rules)
    assert shown(assessor) is State.DEGRADED
