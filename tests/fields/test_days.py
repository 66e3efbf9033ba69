"""Days of the month and of the week: ranges go round, lists add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fields import parse_month_days, parse_weekdays

DAYS = st.integers(1, 31)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        (25, [25]),
        ("25", [25]),
        ("3..5", [3, 4, 5]),
        ("30..2", [1, 2, 30, 31]),
        ("31..1", [1, 31]),
        ("7 .. 7", [7]),
        ([1, "15", "30..31"], [1, 15, 30, 31]),
        ("1..31", list(range(1, 32))),
    ],
)
def test_days_of_the_month_may_cross_its_end(value: object, days: list[int]) -> None:
    assert sorted(parse_month_days(value)) == days


@pytest.mark.parametrize("value", [0, 32, "0..5", "5..32", -1, "25-5", "", None, True, 1.5, [[1]]])
def test_anything_else_is_no_day_of_the_month(value: object) -> None:
    with pytest.raises(ValueError, match="is no day of the month; write 1 to 31, or a range"):
        parse_month_days(value)


@given(DAYS, DAYS)
def test_a_range_and_the_rest_of_the_circle_are_all_days(first: int, last: int) -> None:
    found = parse_month_days(f"{first}..{last}")
    rest = parse_month_days(f"{last % 31 + 1}..{(first - 2) % 31 + 1}")
    assert found | rest == set(range(1, 32))
    assert {first, last} <= found
    if len(found) < 31:
        assert not found & rest


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("mon", [0]),
        ("mon..fri", [0, 1, 2, 3, 4]),
        ("sat..mon", [0, 5, 6]),
        (["sun", "tue .. wed"], [1, 2, 6]),
    ],
)
def test_weekdays_may_cross_the_week_s_end(value: object, days: list[int]) -> None:
    assert sorted(parse_weekdays(value)) == days


@pytest.mark.parametrize("value", ["Mon", "monday", "mon-fri", "senin", 1, None, True, "", [[]]])
def test_anything_else_is_no_weekday(value: object) -> None:
    with pytest.raises(ValueError, match="is no weekday; write mon, tue, wed, thu, fri, sat, sun"):
        parse_weekdays(value)


def test_an_empty_list_names_nothing() -> None:
    for parse in (parse_month_days, parse_weekdays):
        with pytest.raises(ValueError, match="the list is empty; name at least one, such as"):
            parse([])
