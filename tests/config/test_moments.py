"""Local times of the file become moments, where the clocks leave no doubt."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.moments import instant
from monitor.fields import parse_moment

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2026-12-01T22:00", "Asia/Jakarta", "2026-12-01T15:00"),
        ("2026-12-01T22:00", "Europe/Berlin", "2026-12-01T21:00"),
        ("2026-07-01T22:00", "Europe/Berlin", "2026-07-01T20:00"),
        ("2026-12-01T22:00Z", "Asia/Jakarta", "2026-12-01T22:00"),
        ("2026-03-29T02:30+01:00", "Europe/Berlin", "2026-03-29T01:30"),
        ("2026-10-25T02:30+02:00", "Europe/Berlin", "2026-10-25T00:30"),
        ("2026-10-25T02:30+01:00", "Europe/Berlin", "2026-10-25T01:30"),
    ],
)
def test_a_moment_is_read_by_the_clocks_of_the_zone(text: str, zone: str, utc: str) -> None:
    assert instant(parse_moment(text), ZoneInfo(zone)) == datetime.fromisoformat(utc + "+00:00")


def test_a_time_that_is_skipped_or_comes_twice_is_told_with_a_way_out() -> None:
    for text, said in (("2026-03-29T02:30", "is skipped"), ("2026-10-25T02:30", "comes twice")):
        with pytest.raises(ValueError, match=f"{text} {said} in Europe/Berlin, where") as caught:
            instant(parse_moment(text), BERLIN)
        way_out = str(caught.value).rpartition(" ")[2]
        assert instant(parse_moment(way_out), BERLIN)


@given(st.datetimes(datetime(2001, 1, 1), datetime(2199, 1, 1)), st.integers(-12, 14))  # noqa: DTZ001
def test_an_offset_that_is_given_is_taken(moment: datetime, hours: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    found = instant(aware, BERLIN)
    assert found == aware
    assert found.tzinfo is UTC
