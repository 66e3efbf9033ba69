"""So many of the last so many runs: `3 of 5`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fields import MOST_RUNS, parse_quota


@given(st.integers(-2, MOST_RUNS + 2), st.integers(-2, MOST_RUNS + 2))
def test_a_quota_is_one_that_can_be_met(needed: int, of: int) -> None:
    text = f"{needed} of {of}"
    if 1 <= needed <= of <= MOST_RUNS:
        assert parse_quota(text) == (needed, of)
    else:
        with pytest.raises(ValueError, match=f"'{text}' "):
            parse_quota(text)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("3/5", "'3/5' is no share of runs; write how many of the last so many, such as 3 of 5"),
        (3, "3 is no share of runs"),
        (None, "None is no share of runs"),
        ("three of 5", "is no share of runs"),
        ("0 of 5", "'0 of 5' needs no run at all; at least 1"),
        ("6 of 5", "'6 of 5' needs more runs than it looks at; at most 5 of 5"),
        ("3 of 61", "'3 of 61' looks back too far; at most 60 runs"),
    ],
)
def test_what_is_wrong_with_a_quota_is_said(value: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_quota(value)
