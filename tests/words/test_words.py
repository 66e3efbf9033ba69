"""Nothing of the closed sets is without words, in either language."""

import string
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest

from monitor import words
from monitor.model import Objective, Phase, Reason, Result, State
from monitor.words import Language, Phrase

TABLES: dict[type[StrEnum], Mapping[Any, Phrase]] = {
    State: words.STATES,
    Result: words.RESULTS,
    Objective: words.OBJECTIVES,
    Phase: words.PHASES,
    Reason: words.REASONS,
}


@pytest.mark.parametrize("closed", TABLES, ids=lambda closed: closed.__name__)
def test_every_member_has_words_in_both_languages(closed: type[StrEnum]) -> None:
    table = TABLES[closed]
    assert set(table) == set(closed)
    for phrase in table.values():
        assert all(text and text == text.strip() for text in phrase)


def test_no_two_reasons_read_the_same() -> None:
    for language in Language:
        said = [phrase.said_in(language) for phrase in words.REASONS.values()]
        assert len(set(said)) == len(said)


def test_reasons_are_plain_words_and_no_labels() -> None:
    for phrase in words.REASONS.values():
        for text in phrase:
            assert "_" not in text
            assert not list(
                filter(None, (field for _, field, _, _ in string.Formatter().parse(text)))
            )


def test_a_phrase_is_said_in_the_language_asked_for() -> None:
    phrase = Phrase("mati", "down")
    assert phrase.said_in(Language.INDONESIAN) == "mati"
    assert phrase.said_in(Language.ENGLISH) == "down"
