"""All that a report says stands in one table, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from monitor.report import phrases
from monitor.words import Phrase

WRITERS = ("cells.py", "compose.py", "heat.py", "service.py", "windows.py")
"""The modules that put figures into words."""
SAME = {"JMO", "{count} ({results})", "Target"}


def table() -> Iterator[tuple[str, Phrase]]:
    """Every phrase with its name."""
    for name, value in vars(phrases).items():
        if isinstance(value, Phrase):
            yield name, value
        elif isinstance(value, tuple):
            yield from ((f"{name}[{at}]", phrase) for at, phrase in enumerate(value))


def fields(text: str) -> set[str]:
    """The names that are put in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(("name", "phrase"), list(table()), ids=[name for name, _ in table()])
def test_a_phrase_is_there_in_both_languages(name: str, phrase: Phrase) -> None:
    assert isinstance(phrase, Phrase)
    assert phrase.indonesian.strip()
    assert phrase.english.strip()
    assert fields(phrase.indonesian) == fields(phrase.english), name
    assert phrase.indonesian != phrase.english or phrase.english in SAME, name


@pytest.mark.parametrize("file", WRITERS)
def test_no_module_says_anything_in_words_of_its_own(file: str) -> None:
    tree = ast.parse((Path(phrases.__file__).parent / file).read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in told
        and any(map(str.isalpha, node.value))
    ]
    assert [text for text in said if text not in {"shown", "all", "02"}] == []


def test_every_phrase_is_used() -> None:
    folder = Path(phrases.__file__).parent
    sources = "".join(
        path.read_text(encoding="utf-8")
        for path in folder.glob("*.py")
        if path.name != "phrases.py"
    )
    names = {name.partition("[")[0] for name, _ in table()}
    assert {name for name in names if f"phrases.{name}" not in sources} == set()
