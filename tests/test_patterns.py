"""Regular expressions run in RE2: bad ones fail at load, and no text stalls a good one."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.patterns import Pattern, Query


def test_a_pattern_matches_anywhere_in_the_text() -> None:
    assert Pattern("b+c").found_in(b"aabbcc")
    assert not Pattern("^b").found_in(b"aabbcc")


def test_a_pattern_matches_text_that_is_not_utf_8() -> None:
    assert Pattern("JMO").found_in(b"\xff\xfe JMO \x80")


@pytest.mark.parametrize("source", ["(", "[a", r"(a)\1", "(?=a)b", "a{2001}"])
def test_an_expression_that_re2_does_not_take_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Pattern(source)


def test_the_error_is_text_a_person_can_read() -> None:
    with pytest.raises(ValueError, match="missing \\)"):
        Pattern("(a")


def test_a_text_that_stalls_backtracking_engines_is_searched_at_once() -> None:
    began = time.perf_counter()
    assert not Pattern("(a+)+$").found_in(b"a" * 500_000 + b"!")
    assert time.perf_counter() - began < 2


def test_patterns_of_one_source_are_equal() -> None:
    assert Pattern("a+") == Pattern("a+")
    assert Pattern("a+") != Pattern("a*")
    assert len({Pattern("a+"), Pattern("a+")}) == 1
    assert repr(Pattern("a+")) == "Pattern('a+')"


@given(st.text(alphabet="ab.*+?^$|() ", max_size=12), st.text(alphabet="ab ", max_size=30))
def test_agrees_with_python_wherever_both_take_the_expression(source: str, text: str) -> None:
    try:
        theirs = re.compile(source.encode())
        ours = Pattern(source)
    except (re.error, ValueError):
        return
    assert ours.found_in(text.encode()) is bool(theirs.search(text.encode()))


def test_a_query_finds_what_its_path_leads_to() -> None:
    assert Query("a[0].b").find({"a": [{"b": 1}]}) == 1
    assert Query("a[9].b").find({"a": []}) is None


@pytest.mark.parametrize("document", [None, 5, "text", [], object()])
def test_a_query_finds_nothing_in_what_it_does_not_fit(document: object) -> None:
    assert Query("length(a)").find(document) is None


@pytest.mark.parametrize("source", ["", "a[", "a.", "f(", "&" * 10_000, "(" * 100_000])
def test_what_is_no_query_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Query(source)


def test_queries_and_patterns_of_one_source_are_equal() -> None:
    for kind in (Query, Pattern):
        assert kind("ab") == kind("ab")
        assert hash(kind("ab")) == hash(kind("ab"))
        assert kind("ab") != kind("ac")
        assert repr(kind("ab")) == f"{kind.__name__}('ab')"
    assert Query("ab") != Pattern("ab")
