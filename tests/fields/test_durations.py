"""Durations: what is read, what is refused, and how they are written."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from monitor.fields import Duration, Pause, between, format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("500ms", 0.5),
        ("30s", 30),
        ("1.5s", 1.5),
        ("5m", 300),
        ("1h30m", 5400),
        ("2d", 172_800),
        ("1d1h1m1s1ms", 90_061.001),
        ("0s", 0),
    ],
)
def test_a_duration_is_numbers_with_units(text: str, seconds: float) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "30", 30, 1.5, None, True, "s", "-5s", "5 s", "1m1h", "1y"])
def test_anything_else_is_no_duration(value: object) -> None:
    with pytest.raises(ValueError, match="is not a duration; write a number with a unit"):
        parse_duration(value)


def test_a_duration_beyond_all_bounds_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="is longer than a duration can be"):
        parse_duration("99999999999999d")


def test_a_duration_of_nothing_is_refused_where_one_is_configured() -> None:
    with pytest.raises(ValidationError, match="must be longer than nothing"):
        TypeAdapter(Duration).validate_python("0s")


@given(st.timedeltas(timedelta(0), timedelta(days=999)))
def test_every_written_duration_is_read_back(value: timedelta) -> None:
    whole = timedelta(milliseconds=value // timedelta(milliseconds=1))
    seconds, milliseconds = divmod(whole // timedelta(milliseconds=1), 1000)
    assert parse_duration(f"{seconds}s{milliseconds}ms") == whole


@pytest.mark.parametrize(
    "text", ["1ms", "500ms", "1s", "1s500ms", "30s", "5m", "1h30m", "2d", "1d1h1m1s1ms"]
)
def test_a_duration_is_written_as_it_is_read(text: str) -> None:
    assert format_duration(parse_duration(text)) == text


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9999)))
def test_a_duration_survives_its_writing_to_the_millisecond(value: timedelta) -> None:
    assert abs(parse_duration(format_duration(value)) - value) <= timedelta(milliseconds=0.5)


def test_bounds_of_a_duration_are_allowed_and_named() -> None:
    check = between(timedelta(0), timedelta(days=1))
    for inside in (timedelta(0), timedelta(hours=3), timedelta(days=1)):
        assert check(inside) == inside
    with pytest.raises(ValueError, match="1d1ms is too long; from 0ms to 1d"):
        check(timedelta(days=1, milliseconds=1))
    with pytest.raises(ValueError, match="5m is too short; from 1h to 1d"):
        between(timedelta(hours=1), timedelta(days=1))(timedelta(minutes=5))


def test_a_pause_may_be_nothing() -> None:
    assert TypeAdapter(Pause).validate_python("0s") == timedelta(0)
