"""A tree becomes plain values; what cannot be made is told once, at its place."""

from pydantic import SecretStr

from monitor.config.compose import compose
from monitor.config.document import events
from monitor.config.tree import Mapping, find
from monitor.config.values import BROKEN, Values

ENVIRON = {"TWO": "2", "YES": "yes", "EMPTY": "", "WORD": "word", "NULL": "null"} | {
    "LIST": "[1, 2]",
    "MAPPING": "c: d\ne: f",
    "ALIAS": "*a",
}


def read(text: str) -> tuple[object, Values, Mapping]:
    """The values of a text, what made them, and the tree."""
    root, _ = compose(events(text))
    values = Values(ENVIRON)
    return values.of(root), values, root


def test_plain_scalars_are_read_and_quoted_ones_are_texts() -> None:
    data, values, _ = read("a: [1, 1.5, true, null, x, '1', \"true\", '']\nb:\n  c: |\n    2\n")
    assert data == {"a": [1, 1.5, True, None, "x", "1", "true", ""], "b": {"c": "2\n"}}
    assert values.problems == []


def test_a_plain_scalar_is_read_after_its_variables() -> None:
    data, _, _ = read("a: ${TWO}\nb: ${UNSET:-true}\nc: '${TWO}'\nd: 1${TWO}\ne: ${NULL}\nf: $$5\n")
    assert data == {"a": 2, "b": True, "c": "2", "d": 12, "e": None, "f": "$5"}


def test_a_variable_that_is_empty_is_an_empty_text() -> None:
    data, _, _ = read("a: ${EMPTY}\nb: ${UNSET:-}\nc:\n")
    assert data == {"a": "", "b": "", "c": None}


def test_a_variable_cannot_bring_in_yaml() -> None:
    data, _, _ = read("a: ${LIST}\nb: ${MAPPING}\nc: ${ALIAS}\n")
    assert data == {"a": "[1, 2]", "b": "c: d\ne: f", "c": "*a"}


def test_a_broken_value_is_told_once_and_stands_for_itself() -> None:
    data, values, root = read("a: &a yes\nb: *a\nc: !t x\nd: ${UNSET}\n")
    assert data == {"a": BROKEN, "b": BROKEN, "c": BROKEN, "d": BROKEN}
    assert [str(problem).partition(" is ")[0] for problem in values.problems] == [
        "1:4: a: 'yes'",
        "4:4: d: the variable UNSET",
    ]
    for key in "abcd":
        node = find(root, (key,))
        assert node is not None
        assert values.is_unusable(node)


def test_what_a_variable_holds_is_not_shown() -> None:
    _, values, _ = read("a: ${YES}\n")
    (problem,) = values.problems
    assert "yes" not in problem.text
    assert problem.text.startswith("what it expands to is a boolean in one YAML")


def test_a_secret_is_wrapped(secret_file: str) -> None:
    data, values, root = read(f"a: ${{file:{secret_file}}}\nb: 'x ${{file:{secret_file}}}'\nc: 1\n")
    assert data == {"a": SecretStr("canary"), "b": SecretStr("x canary"), "c": 1}
    nodes = [find(root, (key,)) for key in "abc"]
    assert [node is not None and values.is_secret(node) for node in nodes] == [True, True, False]
    assert "canary" not in repr(data)
