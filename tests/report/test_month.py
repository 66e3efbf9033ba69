"""Months are those of the place, and their hours are those on its walls."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.report.month import Month, hours_of, last_whole_month, month_of, read_month

BERLIN = ZoneInfo("Europe/Berlin")
JAKARTA = ZoneInfo("Asia/Jakarta")
ZONES = ("Asia/Jakarta", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/Havana")


def test_a_month_is_read_as_it_is_written() -> None:
    assert read_month("2026-10") == Month(2026, 10)
    assert str(Month(2026, 3)) == "2026-03"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "26-10", "2026-1", "9999-12", "0000-01"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="such as 2026-10"):
        read_month(text)


def test_a_month_begins_at_midnight_of_the_place() -> None:
    assert Month(2026, 12).span(JAKARTA) == (
        datetime(2026, 11, 30, 17, tzinfo=UTC),
        datetime(2026, 12, 31, 17, tzinfo=UTC),
    )


def test_the_last_whole_month_is_over_there() -> None:
    before, after = (datetime(2026, 10, 31, hour, tzinfo=UTC) for hour in (16, 17))
    assert last_whole_month(before, JAKARTA) == Month(2026, 9)
    assert last_whole_month(after, JAKARTA) == Month(2026, 10)
    assert last_whole_month(datetime(2027, 1, 1, tzinfo=UTC), JAKARTA) == Month(2026, 12)


def test_an_hour_that_the_clocks_skip_does_not_come() -> None:
    hours = {(hour.day, hour.hour) for hour in hours_of(Month(2026, 3), BERLIN)}
    assert (date(2026, 3, 29), 2) not in hours
    assert len(hours) == 31 * 24 - 1


def test_an_hour_that_the_clocks_repeat_comes_twice() -> None:
    counted = Counter((hour.day, hour.hour) for hour in hours_of(Month(2026, 10), BERLIN))
    assert counted.pop((date(2026, 10, 25), 2)) == 2
    assert set(counted.values()) == {1}


@given(st.sampled_from(ZONES), st.integers(1990, 2040), st.integers(1, 12))
def test_hours_are_the_whole_month_without_a_gap(zone: str, year: int, number: int) -> None:
    place, month = ZoneInfo(zone), Month(year, number)
    hours = hours_of(month, place)
    assert (hours[0].began_at, hours[-1].ended_at) == month.span(place)
    assert all(one.ended_at == other.began_at for one, other in pairwise(hours))
    for hour in hours:
        for moment in (hour.began_at, hour.ended_at - timedelta(seconds=1)):
            local = moment.astimezone(place)
            assert (local.date(), local.hour) == (hour.day, hour.hour)
            assert month_of(local.date()) == month
