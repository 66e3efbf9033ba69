"""Bytes become YAML's events, or a person is told where they stop being YAML."""

import pytest

from monitor.config.document import MOST_BYTES, DocumentError, decode, events
from monitor.config.errors import Place


def refusal(content: bytes) -> tuple[str, Place | None]:
    """What is said of this content, and where."""
    with pytest.raises(DocumentError) as caught:
        list(events(decode(content)))
    return caught.value.problem.text, caught.value.problem.place


def test_a_byte_order_mark_is_left_out() -> None:
    assert decode(b"\xef\xbb\xbfa: 1") == "a: 1"


def test_the_largest_file_is_read_and_a_larger_one_is_not() -> None:
    assert len(decode(b"#" * MOST_BYTES)) == MOST_BYTES
    assert refusal(b"#" * (MOST_BYTES + 1)) == ("is larger than 4 MiB", None)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"\xff", Place(1, 1)),
        (b"a: b\nc: caf\xe9", Place(2, 7)),
        ("a: é\xff".encode("latin-1"), Place(1, 4)),
        ("ééé".encode() + b"\xc3", Place(1, 4)),
        (b"\xef\xbb\xbfa\xff", Place(1, 2)),
        (b"\xff\xfea\x00", Place(1, 1)),
    ],
)
def test_bytes_that_are_not_utf_8_are_refused_at_their_place(content: bytes, place: Place) -> None:
    text, where = refusal(content)
    assert text.endswith("is not UTF-8; save the file as UTF-8")
    assert where == place


@pytest.mark.parametrize(
    ("content", "text", "place"),
    [
        (b"a: \x00", "the character U+0000 may not stand in YAML; remove it", Place(1, 4)),
        (b"a: 1\nb: \x1b[0m", "the character U+001B may not stand in YAML; remove it", Place(2, 4)),
        (b"a: \x7f", "the character U+007F may not stand in YAML; remove it", Place(1, 4)),
    ],
)
def test_characters_that_yaml_forbids_are_refused_at_their_place(
    content: bytes, text: str, place: Place
) -> None:
    assert refusal(content) == (text, place)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"a: b: c", Place(1, 5)),
        (b"a:\n\t- b", Place(2, 1)),
        (b'a: "b', Place(1, 6)),
        (b"a: [1\nb: 2", Place(2, 2)),
        (b"a: @b", Place(1, 4)),
        (b"%YAML 7.0\n---\na: 1", Place(1, 1)),
    ],
)
def test_a_mistake_of_syntax_is_told_where_it_is(content: bytes, place: Place) -> None:
    text, where = refusal(content)
    assert text.startswith("this is not YAML: ")
    assert where == place


def test_the_end_of_the_file_is_the_last_place() -> None:
    assert refusal(b"a: [1,")[1] == Place(1, 7)
    assert refusal(b"a: [1,\n")[1] == Place(2, 1)
