"""Text from the other side: on one line, of a bounded length, and fit for any encoding."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text import CUT, STAND_IN, clean


@settings(deadline=None)
@given(st.text(st.characters(), max_size=50), st.integers(1, 60))
def test_what_is_cleaned_is_one_short_printable_line_that_can_be_encoded(
    text: str, limit: int
) -> None:
    cleaned = clean(text, limit)
    assert len(cleaned) <= limit
    assert cleaned.isprintable()
    assert cleaned.encode().decode() == cleaned


@pytest.mark.parametrize("text", ["", "klaim JHT · Rp 10 juta", "日本語", '"\\%'])
def test_what_can_be_shown_stays_as_it_is(text: str) -> None:
    assert clean(text, 100) == text


@pytest.mark.parametrize(
    "character", ["\n", "\r", "\x00", "\x1b", "\x7f", "\ud800", "\u202e", "\u2028", "\u200b"]
)
def test_what_cannot_be_shown_is_replaced(character: str) -> None:
    assert clean(f"a{character}b", 100) == f"a{STAND_IN}b"


def test_a_long_text_is_cut_and_says_so() -> None:
    assert clean("abcdef", 6) == "abcdef"
    assert clean("abcdefg", 6) == "abcde" + CUT
