"""A script's steps: how they are written, what they send, and how they are judged."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.checks.script import LONGEST_SENT, LONGEST_WANTED, ScriptStep, judge_script
from monitor.model import Reason
from monitor.net.failure import AttemptError
from tests.net.test_dialogue import dialogue


def steps(*keys: dict[str, Any]) -> tuple[ScriptStep, ...]:
    return tuple(ScriptStep.model_validate(step) for step in keys)


def refusal(**keys: Any) -> str:
    with pytest.raises(ValidationError) as error:
        ScriptStep.model_validate(keys)
    return str(error.value.errors()[0]["msg"])


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("PING", b"PING\r\n"),
        ("PING\n", b"PING\r\n"),
        ("PING\r", b"PING\r\n"),
        ("PING\r\n", b"PING\r\n"),
        ("GET / HTTP/1.0\nHost: a\n\n", b"GET / HTTP/1.0\r\nHost: a\r\n\r\n"),
        ("\n", b"\r\n"),
        ("é", "é\r\n".encode()),
    ],
)
def test_every_line_that_is_sent_ends_as_text_protocols_want_it(text: str, sent: bytes) -> None:
    (step,) = steps({"send": text})
    assert step.says == sent
    assert step.search() is None


@pytest.mark.parametrize("text", ["05 01 00", "050100", " 05 0100 "])
def test_bytes_are_sent_to_the_letter(text: str) -> None:
    (step,) = steps({"send_bytes": text})
    assert step.says == b"\x05\x01\x00"


def test_what_is_sent_is_not_shown() -> None:
    sending = steps({"send": "rahasia"}, {"send_bytes": "72 61 68"})
    assert "rahasia" not in repr(sending)
    assert "72 61" not in repr(sending)
    assert "kata" not in refusal(send_bytes="kata sandi")


@pytest.mark.parametrize(
    "keys", [{}, {"send": "a", "expect": "b"}, {"starttls": True, "send": "a"}]
)
def test_a_step_does_one_thing(keys: dict[str, Any]) -> None:
    assert "exactly one of send, send_bytes, expect" in refusal(**keys)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"send": ""}, "must not be empty"),
        ({"send": "x" * (LONGEST_SENT + 1)}, "too many to send"),
        ({"send_bytes": "0"}, "two hexadecimal digits"),
        ({"send_bytes": ""}, "two hexadecimal digits"),
        ({"send_bytes": "00" * (LONGEST_SENT + 1)}, "too many to send"),
        ({"expect": ""}, "at least 1 character"),
        ({"expect": "x" * (LONGEST_WANTED + 1)}, "at most 1024 characters"),
        ({"expect_matches": "("}, "not a regular expression"),
        ({"expect_bytes": "xx"}, "two hexadecimal digits"),
        ({"expect_bytes": 53}, "two hexadecimal digits"),
        ({"expect_bytes": "00" * (LONGEST_WANTED + 1)}, "too many to await"),
        ({"starttls": False}, "leave the step out"),
    ],
)
def test_what_makes_no_step_is_refused(keys: dict[str, Any], said: str) -> None:
    assert said in refusal(**keys)


SCRIPT = steps(
    {"expect_matches": "^220 "},
    {"send": "EHLO"},
    {"expect": "STARTTLS"},
    {"starttls": True},
    {"expect_bytes": "4f 4b"},
)


def test_each_expectation_is_judged_in_its_turn() -> None:
    said = b"x\r\n220 jmo\r\n250-A\r\n250 STARTTLS.. OK"
    results = judge_script(SCRIPT, said)
    assert [result.passed for result in results] == [True, True, True]
    assert [result.observed for result in results] == ["220 jmo", "250 STARTTLS", "2e 2e 20 4f 4b"]
    assert [result.regex for result in results] == [True, False, False]
    assert results[0].sentence == "step 1 hears a line that matches '^220 '"
    assert results[1].sentence == "step 3 hears the text 'STARTTLS'"
    assert results[2].expected == "the bytes 4f 4b"


def test_the_first_expectation_that_breaks_is_the_last_that_is_judged() -> None:
    passed, broken = judge_script(SCRIPT, b"220 jmo\r\n500 \xff\x00tidak\r\n")
    assert passed.passed
    assert not broken.passed
    assert broken.reason is Reason.CHECK_CONTENT
    assert broken.observed == "13 bytes: 500 \ufffd·tidak··"


def test_an_order_that_does_not_hold_breaks() -> None:
    said = b"STARTTLS\r\n220 jmo\r\n"
    assert [result.passed for result in judge_script(SCRIPT, said)] == [True, False]


def test_a_long_expectation_is_cut_where_it_is_told() -> None:
    (result,) = judge_script(steps({"expect": "x" * 999}), b"")
    assert len(result.sentence) < 110


expectations = st.sampled_from(
    [
        {"expect": "a"},
        {"expect": "ab"},
        {"expect_matches": "^a"},
        {"expect_matches": "b$"},
        {"expect_matches": "^$"},
        {"expect_bytes": "0a"},
    ]
)
pieces = st.lists(st.sampled_from([b"a", b"b", b"ab\r\n", b"\n", b"ba", b"\r\n"]), max_size=8)


@settings(deadline=None)  # it goes over a real socket
@given(script=st.lists(expectations, min_size=1, max_size=4), said=pieces)
async def test_what_is_judged_afterwards_is_what_was_heard(
    script: list[dict[str, Any]], said: list[bytes]
) -> None:
    awaited = steps(*script)
    heard: list[bool] = []
    async with dialogue(*said) as talk:
        try:
            for step in awaited:
                search = step.search()
                assert search is not None
                heard.append(await talk.hear(search))
                if not heard[-1]:
                    break
        except AttemptError:
            heard.append(False)
    judged = judge_script(awaited, bytes(talk.transcript))
    assert [result.passed for result in judged] == heard
