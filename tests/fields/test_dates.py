"""Dates and moments: only those that the calendar has."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from monitor.fields import parse_dates, parse_moment

WIB = timezone(timedelta(hours=7))


def test_dates_are_days_and_ranges_over_the_year_s_end() -> None:
    eve, day = date(2026, 12, 24), date(2027, 1, 2)
    assert parse_dates("2026-12-24") == ((eve, eve),)
    assert parse_dates("2026-12-24..2027-01-02") == ((eve, day),)
    assert parse_dates(["2027-01-02", "2026-12-24 .. 2027-01-02"]) == ((day, day), (eve, day))


@pytest.mark.parametrize("value", ["1 Dec", "20261224", "1926-12-24", 2026, None, "", "2026-12"])
def test_anything_else_is_no_date(value: object) -> None:
    with pytest.raises(ValueError, match="is no date; write 2026-12-01, or a range such as"):
        parse_dates(value)


def test_a_date_that_does_not_come_is_refused() -> None:
    with pytest.raises(ValueError, match="'2026-02-30' is no date: day is out of range"):
        parse_dates("2026-02-30")


def test_a_range_that_runs_backwards_is_turned_round_in_the_message() -> None:
    with pytest.raises(ValueError, match=r"runs backwards; write 2026-01-02\.\.2026-12-24"):
        parse_dates("2026-12-24..2026-01-02")


@pytest.mark.parametrize(
    ("text", "zone"), [("", None), ("Z", UTC), ("+07:00", WIB), ("-00:30", -timedelta(minutes=30))]
)
def test_a_moment_is_local_unless_it_has_an_offset(text: str, zone: object) -> None:
    tz = timezone(zone) if isinstance(zone, timedelta) else zone
    for written in (f"2026-12-01T22:00{text}", f"2026-12-01 22:00:00{text}"):
        found = parse_moment(written)
        assert found.isoformat()[:19] == "2026-12-01T22:00:00"
        assert found.tzinfo == tz


@pytest.mark.parametrize(
    "value",
    [
        "2026-12-01",
        "22:00",
        "2026-12-01T22",
        "2026-12-01T22:00 WIB",
        "1926-12-01T22:00",
        5,
        None,
        "2026-12-01T22:00+7",
        "2026-12-01T22:00:00.5",
        datetime(2026, 12, 1, tzinfo=UTC),
    ],
)
def test_anything_else_is_no_moment(value: object) -> None:
    with pytest.raises(ValueError, match="is no moment; write 2026-12-01T22:00, or with an offset"):
        parse_moment(value)


@pytest.mark.parametrize("text", ["2026-02-30T22:00", "2026-12-01T24:30", "2026-12-01T22:00+99:00"])
def test_a_moment_that_does_not_come_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no moment: "):
        parse_moment(text)
