"""Events become a tree with places; equal keys, tags, bombs and depth are refused."""

import pytest
import yaml

from monitor.config.compose import MOST_LEVELS, compose
from monitor.config.document import DocumentError, events
from monitor.config.errors import Place
from monitor.config.tree import Broken, Mapping, Node, Scalar, Sequence, within
from tests.config.files import SHIPPED


def tree(text: str) -> Mapping:
    """The tree of a text in which nothing is wrong."""
    root, problems = compose(events(text))
    assert problems == []
    return root


def problems_in(text: str) -> list[str]:
    """What is wrong with a text that can be read to its end."""
    return [str(problem) for problem in compose(events(text))[1]]


def refusal(text: str) -> str:
    """What is said of a text that cannot be read to its end."""
    with pytest.raises(DocumentError) as caught:
        compose(events(text))
    return str(caught.value.problem)


def plain(node: Node) -> object:
    """A tree as dicts, lists and texts."""
    if isinstance(node, Mapping):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return "broken" if isinstance(node, Broken) else node.text


def test_every_key_and_value_knows_its_place() -> None:
    root = tree("a: 1\nb:\n  - x\n  - {c: 'é', d: [y]}\n")
    entry = root.entries["b"]
    assert (root.place, entry.place) == (Place(1, 1), Place(2, 1))
    assert isinstance(entry.value, Sequence)
    first, second = entry.value.items
    assert (first.place, second.place) == (Place(3, 5), Place(4, 5))
    assert isinstance(second, Mapping)
    assert second.entries["d"].place == Place(4, 14)
    assert second.entries["d"].value.place == Place(4, 17)


def test_quotes_are_remembered() -> None:
    root = tree("a: 1\nb: '1'\nc: \"1\"\nd: |\n  1\ne: >\n  1\n")
    scalars = [entry.value for entry in root.entries.values()]
    assert [isinstance(scalar, Scalar) and scalar.plain for scalar in scalars] == [True] + [
        False
    ] * 4


def test_an_alias_stands_for_its_anchor() -> None:
    assert plain(tree("a: &x [1, 2]\nb: *x\n")) == {"a": ["1", "2"], "b": ["1", "2"]}
    assert plain(tree("a: &x {c: &y d}\nb: [*x, *y]\n")) == {
        "a": {"c": "d"},
        "b": [{"c": "d"}, "d"],
    }
    assert plain(tree("&k a: *k\n")) == {"a": "a"}


def test_a_merge_fills_in_what_is_not_set() -> None:
    text = "a: &a {p: 1, q: 1}\nb: &b {q: 2, r: 2}\nc: {q: 0, <<: [*a, *b]}\nd:\n  <<: [*a, *b]\n"
    root = plain(tree(text))
    assert isinstance(root, dict)
    assert root["c"] == {"q": "0", "p": "1", "r": "2"}
    assert root["d"] == {"p": "1", "q": "1", "r": "2"}


def test_a_quoted_merge_key_is_a_key() -> None:
    assert plain(tree('a: {"<<": 1}\n')) == {"a": {"<<": "1"}}


def test_what_is_broken_leaves_the_rest_whole() -> None:
    text = "a: !x 1\nb: *c\nd: 1\nd: 2\n? [e]\n: 1\n1: {f: 1}\n<<: [g, *h]\n<<: {i: 1}\n"
    root, problems = compose(events(text))
    assert plain(root) == {"a": "broken", "b": "broken", "d": "1"}
    assert [str(problem) for problem in problems] == [
        "1:4: a: tags such as !x are not taken; remove it",
        "2:4: b: *c has no anchor &… before it",
        "4:1: d: this key stands already in line 3; keep one of them",
        "5:3: a key must be a text, not an alias, a list or a mapping",
        "7:1: the key '1' is not read as a text; put it in quotes",
        '8:9: ["<<"][1]: *h has no anchor &… before it',
        '8:6: ["<<"]: << takes an alias of a mapping, or a list of them',
        '9:1: ["<<"]: this key stands already in line 8; keep one of them',
    ]


@pytest.mark.parametrize("key", ["1", "true", "null", "~", "yes", "1_0", "1.5", "0x1", "!!str a"])
def test_a_key_that_is_no_text_is_refused(key: str) -> None:
    (problem,) = problems_in(f"{key} : x\n")
    assert problem.endswith("is not read as a text; put it in quotes")
    assert plain(tree(f"'{key}' : x\n")) == {key: "x"}


def test_equal_keys_are_refused_however_they_are_written() -> None:
    (problem,) = problems_in("a: 1\n'a': 2\n")
    assert problem == "2:1: a: this key stands already in line 1; keep one of them"


def test_a_merged_key_may_be_set_anew() -> None:
    assert problems_in("a: &a {x: 1}\nb: {<<: *a, x: 2}\n") == []


def nested(levels: int) -> str:
    return "a: " + "[" * levels + "]" * levels


def test_the_deepest_tree_is_read_and_a_deeper_one_is_not() -> None:
    tree(nested(MOST_LEVELS))
    assert refusal(nested(MOST_LEVELS + 1)) == (
        f"1:{MOST_LEVELS + 4}: this is nested deeper than {MOST_LEVELS} levels"
    )


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_any_depth_ends_in_a_message(opening: str) -> None:
    assert "is nested deeper than" in refusal(opening * 100_000)


def test_aliases_do_not_hide_depth() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [[[*a{n - 1}]]]\n" for n in range(1, 1000))
    assert "is nested deeper than" in refusal(text)


def test_a_merge_does_not_hide_depth() -> None:
    text = "a0: &a0 {x: y}\n" + "".join(
        f"a{n}: &a{n} {{<<: {{b: *a{n - 1}}}}}\n" for n in range(1, 1000)
    )
    assert "is nested deeper than" in refusal(text)


def test_a_bomb_of_aliases_ends_in_a_message() -> None:
    text = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)
    )
    assert "aliases counted in full" in refusal(text)


def test_a_bomb_of_merges_ends_in_a_message() -> None:
    base = ", ".join(f"k{n}: 1" for n in range(1000))
    text = f"a: &a {{{base}}}\nb:\n" + "  - {<<: *a}\n" * 1000
    assert "aliases counted in full" in refusal(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1: the file is empty"),
        ("# only\n", "1:1: the file is empty"),
        ("a: 1\n---\nb: 1\n", "2:1: a second document begins here; a file holds one"),
        ("[a]", "1:1: the file must hold keys with values, such as location: …"),
        ("a", "1:1: the file must hold keys with values, such as location: …"),
    ],
)
def test_what_is_not_one_mapping_is_refused(text: str, said: str) -> None:
    assert refusal(text) == said


def test_markers_of_one_document_are_taken() -> None:
    assert plain(tree("%YAML 1.2\n---\na: 1\n...\n")) == {"a": "1"}


def test_the_slow_parser_builds_the_same_tree() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    slow, problems = compose(iter(yaml.parse(text, Loader=yaml.SafeLoader)))
    fast = tree(text)
    assert problems == []
    assert [(path, node.place) for path, node in within(slow, ())] == [
        (path, node.place) for path, node in within(fast, ())
    ]
    assert plain(slow) == plain(fast)
