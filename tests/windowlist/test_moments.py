"""Moments as people write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.windowlist import read_moment

WIB = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-10-31T08:00:00+07:00", datetime(2026, 10, 31, 1, tzinfo=UTC)),
        ("2026-10-31T08:00:00 07:00", datetime(2026, 10, 31, 1, tzinfo=UTC)),
        ("2026-10-31 01:00:00z", datetime(2026, 10, 31, 1, tzinfo=UTC)),
        ("2026-10-30t20:00:00.5-05:00", datetime(2026, 10, 31, 1, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-10-31T01:00:00.123456789Z", datetime(2026, 10, 31, 1, 0, 0, 123_456, tzinfo=UTC)),
        ("2026-10-31", datetime(2026, 10, 30, 17, tzinfo=UTC)),
    ],
)
def test_a_time_with_its_offset_or_a_local_date_is_a_moment(said: str, meant: datetime) -> None:
    assert read_moment(said, WIB) == meant


def test_a_date_as_the_end_of_a_span_has_its_whole_day_in_it() -> None:
    assert read_moment("2026-10-31", WIB, closing=True) == datetime(2026, 10, 31, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "yesterday<b>",
        "2026-02-30",
        "2026-10-31T08:00:00",
        "2026-10-31T24:00:01Z",
        "2026-10-31T08:00:00+24:00",
        "0001-01-01",
        "1969-12-31T23:59:59Z",
        "9999-12-31T23:59:59-01:00",
        "1790000000",
        "20261031",
        "\u0662\u0660\u0662\u0666-\u0661\u0660-\u0663\u0661",
    ],
)
def test_anything_else_is_refused_and_not_repeated(said: str) -> None:
    with pytest.raises(ValueError, match="write a date") as refused:
        read_moment(said, WIB)
    assert not said or said not in str(refused.value).replace("2026-10-31T08:00:00+07:00", "")
