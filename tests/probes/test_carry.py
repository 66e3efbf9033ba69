"""What is taken from an answer: it is foreign, so that little of it may be carried."""

import json
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.checks.assertions import NOT_JSON, parse_json
from monitor.model import Observation, Reason
from monitor.net.headers import is_header_value
from monitor.probes.carry import Carry, Taken
from monitor.probes.template import LONGEST_VALUE_BYTES


def seen(body: bytes = b"", **headers: str) -> Observation:
    return Observation(
        phases=MappingProxyType({}),
        body=body,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
    )


def take(keys: dict[str, str], answer: Observation, *, for_header: bool = False) -> Taken:
    carry = Carry.model_validate(keys)
    document = parse_json(answer.body) if carry.reads_json else NOT_JSON
    return carry.take(answer, document, for_header=for_header)


def from_json(value: Any, *, for_header: bool = False) -> Taken:
    return take({"json": "v"}, seen(json.dumps({"v": value}).encode()), for_header=for_header)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a b", "a b"),
        (7, "7"),
        (-1.5, "-1.5"),
        (True, "true"),
        ("é", "é"),
        (10**30, "1" + "0" * 30),
    ],
)
def test_a_text_and_a_number_are_carried_as_they_are_written(value: Any, text: str) -> None:
    assert from_json(value) == Taken(value=text)


@pytest.mark.parametrize(
    ("value", "trouble"),
    [
        ("", "an empty text"),
        ("a\r\nX: 1", "control characters or line breaks"),
        ("a\tb", "control characters or line breaks"),
        ("a\u2028b", "control characters or line breaks"),
        ("a\0", "control characters or line breaks"),
        ("\ud800", "control characters or line breaks"),
        ("a" * (LONGEST_VALUE_BYTES + 1), "more than 4096 bytes"),
        ("é" * (LONGEST_VALUE_BYTES // 2 + 1), "more than 4096 bytes"),
        (".", "a step in a path"),
        ("..", "a step in a path"),
    ],
)
def test_what_may_do_harm_is_refused_without_being_shown(value: str, trouble: str) -> None:
    taken = from_json(value)
    assert taken == Taken(trouble=trouble)
    check = Carry.model_validate({"json": "v"}).check("t", taken, for_header=False)
    assert (check.passed, check.reason, check.observed) == (False, Reason.CHECK_CONTENT, trouble)


@pytest.mark.parametrize("value", ["é", " a", "a ", "a\u200bb"])
def test_what_no_header_may_hold_is_refused_where_one_is_to_hold_it(value: str) -> None:
    assert from_json(value, for_header=True).value is None


def test_the_longest_value_is_carried() -> None:
    assert from_json("a" * LONGEST_VALUE_BYTES).value == "a" * LONGEST_VALUE_BYTES


@pytest.mark.parametrize(
    ("keys", "answer", "reason"),
    [
        ({"json": "v"}, seen(b'{"w": 1}'), Reason.CHECK_JSON),
        ({"json": "v"}, seen(b"<html>"), Reason.CHECK_JSON),
        ({"json": "v"}, seen(b'{"v": null}'), Reason.CHECK_JSON),
        ({"json": "v"}, seen(b'{"v": [1]}'), Reason.CHECK_JSON),
        ({"json": "v"}, seen(b'{"v": {"a": 1}}'), Reason.CHECK_JSON),
        ({"json": "length(v)"}, seen(b'{"v": 1}'), Reason.CHECK_JSON),
        ({"regex": "a(b)"}, seen(b"ac"), Reason.CHECK_CONTENT),
        ({"regex": "a(b)?"}, seen(b"ac"), Reason.CHECK_CONTENT),
        ({"regex": "a(b*)"}, seen(b"ac"), Reason.CHECK_CONTENT),
        ({"regex": "a(.)"}, seen(b"a\xff"), Reason.CHECK_CONTENT),
        ({"header": "X-T"}, seen(y_t="1"), Reason.CHECK_HEADER),
        ({"header": "X-T"}, seen(x_t=""), Reason.CHECK_CONTENT),
        ({"header": "X-T"}, seen(x_t="\xff"), Reason.CHECK_CONTENT),
    ],
)
def test_what_is_not_there_breaks_a_check_of_its_place(
    keys: dict[str, str], answer: Observation, reason: Reason
) -> None:
    taken = take(keys, answer)
    check = Carry.model_validate(keys).check("t", taken, for_header=False)
    assert (check.passed, check.reason, check.in_own_words) == (False, reason, True)
    assert check.sentence.startswith("carries t from ")


def test_of_a_repeated_header_the_first_value_is_taken() -> None:
    headers = (("x-t", "one"), ("x-t", "two"))
    answer = Observation(phases=MappingProxyType({}), headers=headers)
    assert take({"header": "X-T"}, answer).value == "one"


def test_a_header_in_utf_8_is_read_as_such() -> None:
    assert take({"header": "X-T"}, seen(x_t="é".encode().decode("latin-1"))).value == "é"


@pytest.mark.parametrize(
    "keys", [{}, {"json": "a", "regex": "(a)"}, {"regex": "(a"}, {"json": "("}]
)
def test_exactly_one_place_is_named(keys: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Carry.model_validate(keys)


@given(body=st.binary(max_size=300), header=st.text(st.characters(max_codepoint=255)))
def test_whatever_comes_only_what_is_safe_is_carried(body: bytes, header: str) -> None:
    for keys in ({"json": "@"}, {"json": "[0]"}, {"regex": "(?s)(.*)"}, {"header": "X-T"}):
        taken = take(keys, seen(body, x_t=header), for_header=True)
        if taken.value is not None:
            assert is_header_value(taken.value)
            assert 0 < len(taken.value.encode()) <= LONGEST_VALUE_BYTES
        assert (taken.value is None) is bool(taken.trouble)
