"""Everything is said in both languages, and the dashboards differ in nothing else."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

from grafana.builder import strings
from grafana.builder.wording import Phrase, Wording
from tests.grafana.boards import boards, texts

BOARDS = boards()
NAMES = [name for name in BOARDS if not name.endswith("-id")]
SAME = {
    "Uptime",
    "Probe",
    "CPU",
    "Python",
    "JMO: SLO",
    "{{service}}, {{location}}: {{severity}}",
}
"""What is the same word in both languages."""


def _phrases() -> Iterator[tuple[str, Phrase]]:
    for module in pkgutil.iter_modules(strings.__path__):
        table = vars(importlib.import_module(f"{strings.__name__}.{module.name}"))
        for name, value in table.items():
            if isinstance(value, Wording):
                yield f"{module.name}.{name}.title", value.title
                yield f"{module.name}.{name}.about", value.about
            elif isinstance(value, Phrase):
                yield f"{module.name}.{name}", value


PHRASES = dict(_phrases())


def test_every_text_is_there_in_both_languages() -> None:
    assert len(PHRASES) > 200
    for name, phrase in PHRASES.items():
        assert phrase.indonesian.strip(), name
        assert phrase.english.strip(), name
        assert phrase.english in SAME or phrase.indonesian != phrase.english, name


def test_what_is_put_in_is_the_same_in_both_languages() -> None:
    for name, phrase in PHRASES.items():
        found = [sorted(re.findall(r"\{\{\w+\}\}|\$\w+", text)) for text in phrase]
        assert found[0] == found[1], name


def test_every_text_is_used() -> None:
    english = {text for name in NAMES for text in texts(BOARDS[name])}
    said = "\n".join(english)
    assert [name for name, phrase in PHRASES.items() if phrase.english not in said] == []


def _plain(expression: str) -> str:
    """With the labels that hold a name in one language as in the other."""
    return re.sub(r"\b(name|symptom)_en\b", r"\1", expression)


@pytest.mark.parametrize("name", NAMES)
def test_both_sets_ask_and_show_the_same(name: str) -> None:
    english, indonesian = BOARDS[name], BOARDS[f"{name}-id"]
    assert len(english["panels"]) == len(indonesian["panels"])
    for one, two in zip(english["panels"], indonesian["panels"], strict=True):
        assert one["id"] == two["id"]
        assert one["type"] == two["type"]
        assert one["gridPos"] == two["gridPos"]
        asked, likewise = (
            [_plain(target["expr"]) for target in panel.get("targets", ())] for panel in (one, two)
        )
        assert asked == likewise


@pytest.mark.parametrize("name", NAMES)
def test_no_english_title_is_left_in_the_indonesian_set(name: str) -> None:
    english = {panel["title"] for panel in BOARDS[name]["panels"]} - SAME
    assert english.isdisjoint(panel["title"] for panel in BOARDS[f"{name}-id"]["panels"])
