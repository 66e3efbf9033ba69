"""A probe's state: M of N to enter, good runs in a row to leave, backdated edges, silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.assess.probe import ProbeTrack, fall_silent, hold, observe, settle
from monitor.assess.rules import Quota, StateRules
from monitor.model import Result, State
from tests.assess.worlds import (
    LETTERS,
    STATES,
    history,
    minute,
    probe,
    rules_of,
    service,
    state_after,
)
from tests.assess.worlds import fed as fed_service

MINUTE = 60_000
RULES = probe()


def told(letters: str, states: StateRules = STATES) -> ProbeTrack:
    """A probe after a run a minute."""
    track = ProbeTrack.new(0, counts=True)
    for number, letter in enumerate(letters, start=1):
        at = number * MINUTE
        track, _ = observe(track, states, at, at + 250, LETTERS[letter])
    return track


@pytest.mark.parametrize(
    ("letters", "state"),
    [
        ("1", State.UP),
        ("1010101010", State.DOWN),
        ("1101101", State.UP),
        ("11000", State.DOWN),
        ("1100", State.UP),
        ("11d0d", State.DEGRADED),
        ("110d0", State.DEGRADED),
        ("110d00", State.DOWN),
        ("000", State.DOWN),
        ("00", State.UNKNOWN),
        ("d", State.UNKNOWN),
        ("ddd", State.DEGRADED),
        ("11000111", State.UP),
        ("1100011011", State.DOWN),
        ("11000110111", State.UP),
        ("11000dd1", State.DEGRADED),
        ("11000ddd", State.DEGRADED),
        ("11000dd1111", State.UP),
        ("11ddd11", State.DEGRADED),
        ("11ddd111", State.UP),
        ("11ddd110", State.DEGRADED),
        ("v", State.UNKNOWN),
        ("11v0v0v1vv", State.UP),
        ("11v0v0v0v", State.DOWN),
    ],
)
def test_m_of_n_to_enter_and_good_runs_in_a_row_to_leave(letters: str, state: State) -> None:
    assert state_after(letters) is state


def test_old_failures_do_not_undo_a_recovery() -> None:
    states = StateRules(down=Quota(needed=2, of=6), degraded=Quota(needed=6, of=6), recover=3)
    letters = "11001110"
    assert state_after(letters, rules_of(service(states=states))) is State.UP


@pytest.mark.parametrize(
    ("letters", "beliefs"),
    [
        ("1", [(1, State.UP, None)]),
        ("11000", [(1, State.UP, None), (3, State.DOWN, 2)]),
        ("1010101", [(1, State.UP, None), (2, State.DOWN, 1)]),
        ("1100011d111", [(1, State.UP, None), (3, State.DOWN, 2), (6, State.DEGRADED, 5)]),
        ("11000111", [(1, State.UP, None), (3, State.DOWN, 2), (6, State.UP, 5)]),
        ("11d0d00", [(1, State.UP, None), (3, State.DEGRADED, 2), (4, State.DOWN, 2)]),
        ("000", [(0, State.UNKNOWN, None), (1, State.DOWN, None)]),
    ],
)
def test_a_change_is_backdated_to_the_run_that_first_showed_it(
    letters: str, beliefs: list[tuple[int, State, int | None]]
) -> None:
    seen = [
        (b.at // MINUTE, b.state, None if b.after is None else b.after // MINUTE)
        for b in told(letters).beliefs
    ]
    expected = beliefs if beliefs[0][0] == 0 else [(0, State.UNKNOWN, None), *beliefs]
    if letters == "1100011d111":  # and up again, from the first of the last three
        expected = [*expected, (9, State.UP, 8)]
    assert seen == expected


def test_the_run_before_the_first_bad_one_bounds_the_edge_though_all_that_count_are_bad() -> None:
    states = StateRules(down=Quota(needed=5, of=5))
    down = told("1100000", states).beliefs[-1]
    assert (down.at, down.state, down.after) == (3 * MINUTE, State.DOWN, 2 * MINUTE)


def test_silence_begins_when_the_next_run_was_due_and_outlasts_no_memory() -> None:
    track = told("11000")
    silent, change = fall_silent(track, RULES, 9 * MINUTE)
    assert change is not None
    assert (change.old, change.new) == (State.DOWN, State.UNKNOWN)
    assert (change.began_at, change.known_at) == (6 * MINUTE, 9 * MINUTE)
    assert silent.believed_at(6 * MINUTE - 1) is State.DOWN
    assert silent.believed_at(6 * MINUTE) is State.UNKNOWN
    heard, change = observe(silent, STATES, 20 * MINUTE, 20 * MINUTE, Result.OK)
    assert change is not None
    assert change.new is State.DOWN  # one good run is no recovery
    assert heard.believed_at(20 * MINUTE) is State.DOWN


def test_after_a_silence_a_bad_run_alone_does_not_bring_back_up() -> None:
    silent, _ = fall_silent(told("111"), RULES, 9 * MINUTE)
    bad, change = observe(silent, STATES, 20 * MINUTE, 20 * MINUTE, Result.FAILED)
    assert change is None
    assert bad.shown is State.UNKNOWN
    good, change = observe(bad, STATES, 21 * MINUTE, 21 * MINUTE, Result.OK)
    assert good.shown is State.UP
    assert change is not None
    assert change.began_at == 21 * MINUTE


def test_what_was_before_a_silence_counts_no_more() -> None:
    silent, _ = fall_silent(told("1100"), RULES, 9 * MINUTE)
    track, _ = observe(silent, STATES, 20 * MINUTE, 20 * MINUTE, Result.FAILED)
    assert track.judged is State.UP


@pytest.mark.parametrize(
    ("letters", "held_minute"),
    [("111", 3), ("1101", 3), ("110111", 3), ("1101111", 7), ("11000", 5), ("110001", 6),
     ("1100011", 6), ("11ddd", 3), ("11ddd1", 3), ("11dddddd1", 9)],
)  # fmt: skip
def test_time_is_settled_up_to_the_run_from_which_it_may_still_be_rewritten(
    letters: str, held_minute: int
) -> None:
    assert hold(told(letters), RULES, 60 * MINUTE) <= held_minute * MINUTE


@given(st.text("1110d0", min_size=1, max_size=40), st.text("10d", min_size=1, max_size=10))
def test_no_later_run_rewrites_what_is_settled(before: str, after: str) -> None:
    track = told(before)
    now = len(before) * MINUTE + 250
    settled = hold(track, RULES, now)
    later = told(before + after)
    moments = [moment * MINUTE // 2 for moment in range(2 * len(before) + 1)]
    for moment in moments:
        if moment < settled:
            assert later.believed_at(moment) is track.believed_at(moment)


@given(st.text("1110d0", min_size=1, max_size=40))
def test_settling_forgets_nothing_of_later(letters: str) -> None:
    track = told(letters)
    until = hold(track, RULES, (len(letters) + 1) * MINUTE)
    short = settle(track, until)
    for moment in range(until, (len(letters) + 1) * MINUTE, MINUTE // 2):
        assert short.believed_at(moment) is track.believed_at(moment)


def test_one_tick_missed_is_no_silence_but_three_are() -> None:
    for dots, silent in ((2, False), (3, True)):
        outcomes = history("11" + "." * dots + "1")
        _, said = fed_service(outcomes)
        to_unknown = [t for s in said for t in s.transitions if t.new is State.UNKNOWN]
        assert bool(to_unknown) is silent
        if silent:
            assert to_unknown[0].began_at == minute(2)
