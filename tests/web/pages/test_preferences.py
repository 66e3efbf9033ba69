"""Weights as RFC 9110 has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web.pages.preferences import MOST_CHARACTERS, preferences


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", [(1.0, "")]),
        ("en", [(1.0, "en")]),
        ("EN-gb;q=0.8, id", [(0.8, "en-gb"), (1.0, "id")]),
        ("en ; Q=0.25", [(0.25, "en")]),
        ("en;q=0", [(0.0, "en")]),
        ("en;q=1.000", [(1.0, "en")]),
        ("en;q=1.9", [(1.0, "en")]),
        ("en;q=", [(0.0, "en")]),
        ("en;q=-1", [(0.0, "en")]),
        ("en;q=0.5e9", [(0.0, "en")]),
        ("en;q=nan", [(0.0, "en")]),
        ("en;q=0.\u00b2", [(0.0, "en")]),
        ("en;level=1", [(1.0, "en")]),
    ],
)
def test_a_weight_is_read_and_what_is_none_weighs_nothing(
    header: str, expected: list[tuple[float, str]]
) -> None:
    assert preferences(header) == expected


@given(st.text() | st.text(st.sampled_from("en;q=01., \t*")))
def test_every_header_is_read_to_weights_from_nothing_to_one(header: str) -> None:
    assert all(0 <= weight <= 1 for weight, _ in preferences(header))


def test_only_the_beginning_of_a_long_header_is_read() -> None:
    assert preferences("x" * MOST_CHARACTERS + ",en") == [(1.0, "x" * MOST_CHARACTERS)]
