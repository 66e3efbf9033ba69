"""Moments, spans and shares for people."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor import spoken


def test_a_moment_is_told_by_the_clocks_of_the_zone() -> None:
    at = datetime(2026, 8, 31, 18, 3, 0, 999_999, tzinfo=UTC)
    assert spoken.moment(at, ZoneInfo("Asia/Jakarta")) == "2026-09-01 01:03:00"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0s"), (0.25, "250ms"), (0.9999, "1s"), (59.6, "1m"), (5400.4, "1h30m"), (86_400, "1d")],
)
def test_a_span_is_told_to_the_second(seconds: float, said: str) -> None:
    assert spoken.span(seconds) == said


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (None, "-"),
        (0.0, "0.000 %"),
        (0.98765432, "98.765 %"),
        (0.9999999, "99.999 %"),
        (1.0, "100.000 %"),
    ],
)
def test_a_share_is_never_rounded_up_to_all(ratio: float | None, said: str) -> None:
    assert spoken.share(ratio) == said
