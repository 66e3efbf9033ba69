"""Figures out of a real history: what they count, and up to when."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.model import Objective, Result
from monitor.report import Month, gather
from monitor.report.figures import Figures
from monitor.store import Reader
from tests.report.samples import NOW, OCTOBER, figures, local, settings

HOUR = 3600.0


def test_all_time_of_the_month_is_told_of(october: Figures) -> None:
    claims, shop = october.services
    assert claims.uptime.down_seconds == 2.5 * HOUR
    assert claims.uptime.degraded_seconds == 0.5 * HOUR
    assert claims.uptime.maintenance_seconds == 4 * HOUR
    assert claims.uptime.unknown_seconds == pytest.approx(24 * HOUR + 1200)
    assert shop.uptime.known_seconds == 25 * HOUR
    assert claims.uptime.all_seconds == shop.uptime.all_seconds == 31 * 24 * HOUR


def test_only_windows_that_touch_the_month_belong_to_it(october: Figures) -> None:
    claims, shop = october.services
    assert [window.id for window in claims.windows] == ["klaim-1", "klaim-2"]
    assert shop.windows == ()


def test_runs_are_counted_by_what_they_came_to(october: Figures) -> None:
    claims, shop = october.services
    assert claims.runs == {
        Result.OK: 36,
        Result.DEGRADED: 0,
        Result.FAILED: 4,
        Result.VOID: 0,
    }
    assert sum(shop.runs.values()) == 0
    assert october.runs == 40


def test_objectives_are_measured_over_the_month(october: Figures) -> None:
    availability, latency = october.services[0].promises
    assert availability.objective is Objective.AVAILABILITY
    assert availability.budget is not None
    known = october.services[0].uptime.known_seconds
    assert availability.budget.left == pytest.approx(1 - 2.5 * HOUR / known / 0.005)
    assert (latency.bad, latency.counted) == (8, 36)
    assert latency.budget is not None
    assert latency.budget.left == pytest.approx(1 - 8 / 36 / 0.05)


def test_month_end_is_held_against_the_other_days(october: Figures) -> None:
    (month_end,) = october.services[0].periods
    assert month_end.inside.down_seconds == 2.5 * HOUR
    assert month_end.inside.all_seconds == 12 * 24 * HOUR
    assert month_end.outside.down_seconds == 0
    assert month_end.outside.unknown_seconds == pytest.approx(24 * HOUR + 1200)


def test_a_month_that_is_not_over_is_told_of_up_to_now(tmp_path: Path) -> None:
    found = figures(tmp_path, now=local(16, 12))
    assert not found.is_over
    assert found.until == local(16, 12)
    assert found.services[0].uptime.all_seconds == 15.5 * 24 * HOUR
    assert found.services[0].hours[date(2026, 10, 17), 5].all_seconds == 0


def test_the_newest_minutes_that_are_not_settled_are_left_out(filled: Path) -> None:
    # What is known of claims ends at midnight of 2 November, of the shop days before.
    reader = Reader(filled / "history.sqlite")
    now = local(2, 0, 10, month=11)
    found = gather(reader, settings(filled), Month(2026, 11), now, 0.5)
    reader.close()
    assert found.until == local(2, month=11)
    assert found.services[0].uptime.unknown_seconds == 0


def test_a_monitor_that_is_off_leaves_the_unknown_behind(filled: Path) -> None:
    reader = Reader(filled / "history.sqlite")
    now = local(2, 1, month=11)
    found = gather(reader, settings(filled), Month(2026, 11), now, 0.5)
    reader.close()
    assert found.until == now
    assert found.services[0].uptime.unknown_seconds == HOUR


def test_a_month_is_that_of_the_configured_zone(filled: Path) -> None:
    reader = Reader(filled / "history.sqlite")
    found = gather(reader, settings(filled, "Europe/Berlin"), OCTOBER, NOW, 0.5)
    reader.close()
    whole = timedelta(seconds=found.services[0].uptime.all_seconds)
    assert whole == timedelta(days=31, hours=1)
    assert found.services[0].uptime.down_seconds == 0.5 * HOUR + 8 * HOUR


def test_a_floor_decides_what_is_enough(october: Figures) -> None:
    claims, shop = october.services
    assert october.enough(claims.uptime)
    assert not october.enough(shop.uptime)


def test_releases_are_those_first_seen_in_the_month(october: Figures) -> None:
    assert [change.store for change in october.releases] == ["app_store"]
