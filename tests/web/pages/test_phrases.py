"""All that the pages say stands in one table, in both languages."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest

from monitor.web.pages import phrases
from monitor.words import Phrase

FOLDER = Path(phrases.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").glob("*.html"))
SPEAKERS = ("front.py", "service.py", "verdict.py", "window.py")
"""The modules that choose what is said."""
SAME = {
    "LASTED",
    "RESULT_AT",
    "SERVICE_TITLE",
    "WINDOW_TITLE",
}
"""What is made of other phrases alone."""
ALLOWED = {"p50", "p95", "p99"} | set("·\N{EN DASH}←→,:.()")
"""Marks, and what is the same in every language."""


def table() -> Iterator[tuple[str, Phrase]]:
    """Every phrase with its name."""
    for name, value in vars(phrases).items():
        if isinstance(value, Phrase):
            yield name, value
        elif isinstance(value, tuple):
            yield from ((f"{name}[{at}]", phrase) for at, phrase in enumerate(value))
        elif isinstance(value, Mapping) and name.isupper() and name != "ICONS":
            yield from ((f"{name}[{at}]", phrase) for at, phrase in value.items())


TABLE = dict(table())


def fields(text: str) -> set[str]:
    """The names that are put in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", TABLE)
def test_a_phrase_is_there_in_both_languages(name: str) -> None:
    phrase = TABLE[name]
    assert isinstance(phrase, Phrase)
    assert phrase.indonesian.strip() == phrase.indonesian
    assert phrase.english.strip() == phrase.english
    assert phrase.indonesian
    assert phrase.english
    assert fields(phrase.indonesian) == fields(phrase.english)
    assert (phrase.indonesian == phrase.english) == (name in SAME)


def test_every_phrase_is_said_somewhere() -> None:
    sources = [path for path in FOLDER.glob("*.py") if path.name != "phrases.py"]
    text = "".join(path.read_text(encoding="utf-8") for path in [*sources, *TEMPLATES])
    said = set(re.findall(r"\b(?:p|phrases)\.([A-Z_]+)\b", text))
    assert {name.partition("[")[0] for name in TABLE} | {"ICONS"} == said


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_anything_in_words_of_its_own(path: Path) -> None:
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", " ", text)
    assert [word for word in shown.split() if word not in ALLOWED] == []
    attributes = re.findall(r'(?:aria-label|title|alt|content|data-\w+)="([^"]*)"', text)
    assert [words for words in attributes if words.strip() and words.strip() not in META] == []


META = {
    "/preview.png?lang=",
    "width=device-width, initial-scale=1",
    "light dark",
    "website",
    "summary_large_image",
    "1200",
    "630",
}
"""For browsers and other programs."""


@pytest.mark.parametrize("name", SPEAKERS)
def test_no_module_says_anything_in_words_of_its_own(name: str) -> None:
    tree = ast.parse((FOLDER / name).read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    told = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}  # docstrings
    keys = {id(key) for node in nodes if isinstance(node, ast.Dict) for key in node.keys}
    said = [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in told | keys
        and any(map(str.isalpha, node.value))
    ]
    assert [text for text in said if text != "control"] == []
