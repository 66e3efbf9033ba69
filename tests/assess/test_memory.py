"""The memory as JSON: the same after a round trip, and refused where it is none."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.assess.memory import FORMAT, Memory, from_json, to_json
from tests.assess.chance import live, story, world


@given(st.integers(0, 2**32))
def test_a_memory_comes_back_as_it_was(seed: int) -> None:
    chance = random.Random(seed)
    rules = world(chance)
    _, assessor = live(chance, rules, story(chance, rules, 20))
    assert from_json(to_json(assessor.memory)) == assessor.memory


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"services": {"s": {}}}', '"\\ud800"'])
def test_what_is_no_memory_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no memory"):
        from_json(text)


def test_a_memory_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match=f"format {FORMAT + 1}"):
        from_json(to_json(Memory(format=FORMAT + 1)))
