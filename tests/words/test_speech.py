"""Numbers, times and spans read as people of the country write them, and never too well."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.words import Language, Phrase, Speech

JAKARTA = ZoneInfo("Asia/Jakarta")
INDONESIAN = Speech(language=Language.INDONESIAN, zone=JAKARTA)
ENGLISH = Speech(language=Language.ENGLISH, zone=JAKARTA)
AT = datetime(2026, 8, 31, 2, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ratio", "indonesian", "english"),
    [
        (0.9987, "99,87 %", "99.87%"),
        (1, "100 %", "100%"),
        (0, "0 %", "0%"),
        (0.5, "50,00 %", "50.00%"),
        (0.99999, "99,999 %", "99.999%"),
        (0.9999999, "> 99,9999 %", "> 99.9999%"),
        (0.00001, "0,001 %", "0.001%"),
        (1e-9, "< 0,0001 %", "< 0.0001%"),
        (12.5, "1.250,00 %", "1,250.00%"),
    ],
)
def test_percentages(ratio: float, indonesian: str, english: str) -> None:
    assert INDONESIAN.percent(ratio) == indonesian
    assert ENGLISH.percent(ratio) == english


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_neither_all_nor_nothing_is_said_of_what_is_neither(ratio: float) -> None:
    shown = ENGLISH.percent(ratio).rstrip("%")
    if shown[0] not in "<>":
        assert 0 < float(shown) < 100
    assert ENGLISH.whole_percent(ratio) not in {"0", "100"}


def test_an_objective_has_the_decimals_that_it_was_given() -> None:
    told = [INDONESIAN.objective(ratio) for ratio in (0.995, 0.95, 0.99999, 0.5, 0.1)]
    assert told == ["99,5 %", "95 %", "99,999 %", "50 %", "10 %"]


@pytest.mark.parametrize(
    ("seconds", "indonesian", "english"),
    [
        (0, "0 dtk", "0 s"),
        (0.25, "< 1 dtk", "< 1 s"),
        (59.7, "1 mnt", "1 min"),
        (62, "1 mnt 2 dtk", "1 min 2 s"),
        (3600, "1 jam", "1 h"),
        (3602, "1 jam", "1 h"),
        (13_320, "3 jam 42 mnt", "3 h 42 min"),
        (90_000, "1 hari 1 jam", "1 d 1 h"),
        (2_678_400, "31 hari", "31 d"),
    ],
)
def test_spans_are_told_in_their_two_largest_units(
    seconds: float, indonesian: str, english: str
) -> None:
    assert INDONESIAN.duration(seconds) == indonesian
    assert ENGLISH.duration(seconds) == english


def test_days_and_months_have_their_names() -> None:
    assert INDONESIAN.full_date(date(2026, 8, 31)) == "31 Agustus 2026"
    assert ENGLISH.full_date(date(2026, 8, 31)) == "31 August 2026"
    assert (INDONESIAN.month(2026, 5), ENGLISH.month(2026, 5)) == (
        "Mei 2026",
        "May 2026",
    )
    assert INDONESIAN.short_day(date(2026, 8, 31)) == "31 Sen"


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Jakarta", "09.05.09 WIB"),
        ("Asia/Makassar", "10.05.09 WITA"),
        ("Asia/Jayapura", "11.05.09 WIT"),
        ("Europe/Berlin", "04.05.09 CEST"),
        ("America/Noronha", "00.05.09 UTC-02"),
    ],
)
def test_times_are_those_of_the_place_and_say_so(zone: str, told: str) -> None:
    speech = Speech(language=Language.INDONESIAN, zone=ZoneInfo(zone))
    assert speech.moment(AT) == f"31 Agustus 2026 {told}"


def test_english_writes_times_with_colons() -> None:
    assert ENGLISH.moment(AT) == "31 August 2026 09:05:09 WIB"
    assert ENGLISH.hour(9) == "09:00-10:00"


def test_the_end_of_all_time_is_told_too() -> None:
    assert INDONESIAN.moment(datetime.max.replace(tzinfo=UTC)).endswith("9999 23.59.59 UTC")


def test_braces_in_a_name_are_but_letters() -> None:
    assert INDONESIAN.say_plainly(Phrase("{x}", "{y}")) == "{x}"
