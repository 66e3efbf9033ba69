"""The story as a table: short enough, in order, and about what there is."""

from itertools import pairwise

import pytest

from monitor.demo.conduct import Conduct
from monitor.demo.hosts import CONTROL, HOSTS
from monitor.demo.story import ENDS_SECONDS, STORY, Act
from monitor.model import State, Verdict

SHORTEST_ACT_SECONDS = 10.0
"""A silent server is called down after three runs of 1.5 s, and the first may be 2 s away."""
SERVICES = HOSTS.keys() - {CONTROL}

every_act = pytest.mark.parametrize("act", STORY, ids=lambda act: f"{act.at_seconds:g}s")


def test_the_acts_are_in_order_and_long_enough_to_be_seen() -> None:
    times = [act.at_seconds for act in STORY[1:]]
    assert STORY[0].at_seconds == 0
    assert all(b - a >= SHORTEST_ACT_SECONDS for a, b in pairwise([*times, ENDS_SECONDS]))


def test_the_whole_story_and_a_start_take_less_than_three_minutes() -> None:
    assert ENDS_SECONDS <= 175


def test_the_first_trouble_leaves_time_to_be_noticed_within_fifteen_seconds() -> None:
    first = next(act for act in STORY if act.verdict is not Verdict.OPERATIONAL)
    assert first.at_seconds <= 4


@every_act
def test_an_act_speaks_both_languages(act: Act) -> None:
    assert act.says.indonesian != act.says.english
    assert all(text.endswith(".") for text in act.says)


@every_act
def test_an_act_is_about_services_that_there_are(act: Act) -> None:
    assert act.changes.keys() <= HOSTS.keys()
    assert {effect.service for effect in act.effects} <= SERVICES


@every_act
def test_what_goes_wrong_has_a_reason(act: Act) -> None:
    for effect in act.effects:
        assert (effect.reason is not None) is effect.state.is_bad


def test_every_way_to_behave_is_shown() -> None:
    assert {conduct for act in STORY for conduct in act.changes.values()} == set(Conduct)


def test_every_service_that_goes_wrong_is_well_again_at_the_end() -> None:
    last: dict[str, Conduct] = {}
    for act in STORY:
        last |= act.changes
    assert set(last.values()) == {Conduct.WELL, Conduct.UPDATED}
    assert STORY[-1].verdict is Verdict.OPERATIONAL
    assert {e.service for e in STORY[-1].effects if e.state is State.UP} == SERVICES


def test_our_own_network_goes_before_the_services_and_comes_back_after_them() -> None:
    cut, back = STORY[-2:]
    assert next(iter(cut.changes)) == CONTROL
    assert cut.changes.keys() == back.changes.keys() == HOSTS.keys()
    assert list(back.changes)[-1] == CONTROL
