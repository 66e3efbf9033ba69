"""The sections `calendar` and `maintenance` become rules of time."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.assess.calendar import WHOLE_DAY, Once, Period, Recurrence
from monitor.config.settings import Settings
from tests.config.files import file_with, load_text, problems_of

JAKARTA = ZoneInfo("Asia/Jakarta")


def loaded(folder: Path, head: str) -> Settings:
    return load_text(folder, file_with("", head))


def test_a_calendar_becomes_periods_in_its_order_and_in_the_file_s_zone(tmp_path: Path) -> None:
    head = (
        "timezone: Europe/Berlin\n"
        "calendar:\n"
        "  - {id: b, name: {id: Akhir bulan, en: Month-end}, days: 30..2}\n"
        "  - {id: a, name: Kerja, weekdays: [mon..fri], times: [08:00..12:00, 22:00..02:00]}\n"
        "  - {id: c, name: Lebaran, dates: [2026-03-20, 2026-12-24..2027-01-02]}\n"
    )
    found = loaded(tmp_path, head)
    zone = ZoneInfo("Europe/Berlin")
    assert found.calendar.periods == (
        Period(id="b", when=Recurrence(zone=zone, days=frozenset({30, 31, 1, 2}))),
        Period(
            id="a",
            when=Recurrence(
                zone=zone, weekdays=frozenset(range(5)), times=((480, 720), (1320, 1560))
            ),
        ),
        Period(
            id="c",
            when=Recurrence(
                zone=zone,
                dates=(
                    (date(2026, 3, 20), date(2026, 3, 20)),
                    (date(2026, 12, 24), date(2027, 1, 2)),
                ),
            ),
        ),
    )
    assert [(p.id, p.name, p.name_en) for p in found.roster.periods] == [
        ("b", "Akhir bulan", "Month-end"),
        ("a", "Kerja", "Kerja"),
        ("c", "Lebaran", "Lebaran"),
    ]
    assert found.roster.timezone == "Europe/Berlin"
    assert found.rules.calendar is found.calendar


def test_maintenance_once_is_in_local_time_or_as_its_offset_says(tmp_path: Path) -> None:
    head = (
        "maintenance:\n"
        "  - {services: [web], start: 2026-12-01T22:00, end: 2026-12-01 19:00Z,\n"
        "     why: {id: Pindah, en: Move}}\n"
    )
    (found,) = loaded(tmp_path, head).rules.maintenance
    start, end = (datetime(2026, 12, 1, hour, tzinfo=UTC) for hour in (15, 19))
    assert found.when == Once(start=start, end=end)
    assert (found.services, found.why, found.why_en) == (frozenset({"web"}), "Pindah", "Move")


def test_maintenance_again_and_again_is_for_all_unless_it_says_for_whom(tmp_path: Path) -> None:
    head = "maintenance: [{why: Rutin, weekdays: sun, times: 00:00..02:00}, {why: a, days: 1}]\n"
    first, second = loaded(tmp_path, head).rules.maintenance
    sunday = Recurrence(zone=JAKARTA, weekdays=frozenset({6}), times=((0, 120),))
    assert (first.services, first.when) == (frozenset(), sunday)
    assert second.when == Recurrence(zone=JAKARTA, days=frozenset({1}), times=WHOLE_DAY)


def test_without_either_section_there_is_neither(tmp_path: Path) -> None:
    found = loaded(tmp_path, "")
    assert (found.calendar.periods, found.periods, found.maintenance) == ((), (), ())
    empty = loaded(tmp_path, "calendar: []\nmaintenance: []\n")
    assert empty == found


def test_rules_of_time_are_equal_and_hashable_after_each_reading(tmp_path: Path) -> None:
    head = (
        "calendar: [{id: a, name: a, days: 25..5, times: 08:00..16:00}]\n"
        "maintenance: [{why: a, start: 2026-12-01T22:00, end: 2026-12-02T02:00}]\n"
    )
    first, second = loaded(tmp_path, head), loaded(tmp_path, head)
    assert first == second
    assert hash(first.rules) == hash(second.rules)
    assert first.rules != loaded(tmp_path, head.replace("25..5", "25..6")).rules


@pytest.mark.parametrize("days", [31, 32])
def test_maintenance_of_a_month_is_the_longest_that_is_believed(tmp_path: Path, days: int) -> None:
    end = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(days=days)
    head = f"maintenance: [{{why: a, start: 2026-12-01T00:00Z, end: {end:%Y-%m-%dT%H:%M}Z}}]\n"
    problems = problems_of(tmp_path, file_with("", head))
    assert [problem.partition("; at most")[0] for problem in problems] == (
        []
        if days == 31
        else ["3:55: maintenance[0].end: maintenance of 32d is too long to be meant"]
    )


def test_maintenance_must_last(tmp_path: Path) -> None:
    head = "maintenance: [{why: a, start: 2026-12-01T22:00, end: 2026-12-01T15:00Z}]\n"
    assert problems_of(tmp_path, file_with("", head)) == [
        "3:54: maintenance[0].end: end is not later than start"
    ]
