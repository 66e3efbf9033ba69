"""Signs can be read, and told apart without colour."""

from itertools import combinations

import pytest

from monitor.model import State
from monitor.web.shared.signs import COLOURS, INK, LABEL, MARK_SIZE, MARKS, PAPER, SOFT_INK, TINTS

READABLE = 4.5
"""WCAG 2.2 AA."""


def light(colour: str) -> float:
    """The relative luminance of a colour, as WCAG reckons it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' light."""
    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("state", State)
def test_letters_can_be_read_upon_every_colour(state: State) -> None:
    assert contrast(PAPER, COLOURS[state]) >= READABLE
    assert contrast(INK, TINTS[state]) >= READABLE
    assert contrast(SOFT_INK, TINTS[state]) >= READABLE
    assert contrast(PAPER, LABEL) >= READABLE
    assert contrast(PAPER, INK) >= READABLE


def test_every_state_has_a_mark_and_a_colour_of_its_own() -> None:
    assert MARKS.keys() == COLOURS.keys() == TINTS.keys() == set(State)
    for one, other in combinations(State, 2):
        assert MARKS[one] != MARKS[other]
        assert COLOURS[one] != COLOURS[other]


@pytest.mark.parametrize("state", State)
def test_a_mark_stays_in_its_square(state: State) -> None:
    assert all(
        0 < part < MARK_SIZE for stroke in MARKS[state] for point in stroke for part in point
    )
