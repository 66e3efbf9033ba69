"""What is awaited is found whatever the pieces in which it comes, and within its bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.net.search import AWAITED_LINES, LineSearch, Search, TextSearch
from monitor.patterns import Pattern

few = st.lists(st.sampled_from([b"a", b"b", b"ab", b"\r", b"\n", b"\r\n"]), max_size=30)
wanted = st.sampled_from([b"a", b"ab", b"aab", b"b\r\n", b"\na", b"abab"])
sources = st.sampled_from(["^a", "b$", "^$", "ab", "^(a|b)+$", "a.b", r"\s", "a\nb"])


def find_in_pieces(search: Search, pieces: list[bytes]) -> int | None:
    """What a search finds in pieces that come one after the other, and then no more."""
    heard = bytearray()
    for piece in pieces:
        heard += piece
        end = search.find(heard, final=False)
        if end is not None:
            return end
    return search.find(heard, final=True)


@given(pieces=few, text=wanted)
def test_a_text_is_found_where_it_first_stands(pieces: list[bytes], text: bytes) -> None:
    whole = b"".join(pieces)
    first = whole.find(text)
    expected = None if first < 0 else first + len(text)
    assert find_in_pieces(TextSearch(text), pieces) == expected
    assert TextSearch(text).find(whole, final=True) == expected


@given(pieces=few, source=sources)
def test_a_line_is_found_alike_in_pieces_and_whole(pieces: list[bytes], source: str) -> None:
    whole = b"".join(pieces)
    pattern = Pattern(source)
    expected, end = None, 0
    for line in whole.splitlines(keepends=True) if b"\r" not in whole else whole.split(b"\n"):
        line = line if b"\r" not in whole else line + b"\n"
        if end >= len(whole):
            break
        end = min(end + len(line), len(whole))
        if pattern.found_in(line.removesuffix(b"\n").removesuffix(b"\r")):
            expected = end
            break
    assert LineSearch(pattern).find(whole, final=True) == expected
    assert find_in_pieces(LineSearch(pattern), pieces) == expected


def test_half_a_line_is_not_tried_until_it_is_the_last() -> None:
    search = LineSearch(Pattern("^OK$"))
    assert search.find(b"OK", final=False) is None
    assert search.find(b"OKAY\n", final=False) is None
    assert LineSearch(Pattern("^OK$")).find(b"OK", final=True) == 2


def test_an_expression_sees_one_line_at_a_time() -> None:
    assert LineSearch(Pattern(r"a\s*b")).find(b"a\nb\n", final=True) is None
    assert LineSearch(Pattern("^250 .*S$")).find(b"250-A\r\n250 S\r\n", final=False) == 14


@pytest.mark.parametrize("final", [False, True])
def test_after_many_lines_a_search_gives_up(final: bool) -> None:
    lines = b"x\n" * AWAITED_LINES
    search = LineSearch(Pattern("y"))
    assert search.find(lines + b"y\n", final=final) is None
    assert search.given_up
    assert LineSearch(Pattern("y")).find(lines[2:] + b"y\n", final=final) == len(lines)


def test_a_text_never_gives_up() -> None:
    search = TextSearch(b"y")
    assert search.find(b"x\n" * (AWAITED_LINES + 1), final=False) is None
    assert not search.given_up
