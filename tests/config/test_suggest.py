"""The word that somebody may have meant."""

import pytest

from monitor.config.suggest import did_you_mean

WORDS = ("interval", "timeout", "GET")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("intervall", "did you mean interval? "),
        ("TIMEOUT", "did you mean timeout? "),
        ("get", "did you mean GET? "),
        ("xyzzy", ""),
        (5, ""),
        (None, ""),
    ],
)
def test_a_word_that_is_close_is_named_as_it_is_written(given: object, said: str) -> None:
    assert did_you_mean(given, WORDS) == said
