"""The verdict as one sentence, in both languages, with the time since when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import ServiceSummary, State, Status, Verdict
from monitor.web.pages import phrases, verdict
from monitor.words import Language
from tests.web.overviews import OPEN, status, summary
from tests.web.pages.samples import speech

ID, EN = Language.INDONESIAN, Language.ENGLISH
NOW = datetime(2026, 8, 31, 2, 0, tzinfo=UTC)
SINCE = datetime(2026, 8, 31, 1, 14, tzinfo=UTC)


def being(state: State, since: datetime | None = SINCE, name: str = "jmo-api") -> ServiceSummary:
    """A service in this state, without a window."""
    usual = summary()
    return replace(usual, info=replace(usual.info, id=name), state=state, since=since, window=None)


def so(verdict: Verdict, *services: ServiceSummary) -> Status:
    """Everything now."""
    return replace(status(*services), verdict=verdict, at=NOW)


@pytest.mark.parametrize(
    ("kind", "state", "indonesian", "english"),
    [
        (Verdict.OPERATIONAL, State.UP, "JMO berjalan normal", "JMO is working normally"),
        (
            Verdict.DEGRADED,
            State.DEGRADED,
            "JMO sedang terganggu sejak 08.14 WIB — bukan ponsel Anda",
            "JMO is having trouble since 08:14 WIB — it is not your phone",
        ),
        (
            Verdict.PARTIAL_OUTAGE,
            State.DOWN,
            "Sebagian layanan JMO sedang mati sejak 08.14 WIB — bukan ponsel Anda",
            "A part of JMO is down since 08:14 WIB — it is not your phone",
        ),
        (
            Verdict.MAJOR_OUTAGE,
            State.DOWN,
            "JMO sedang mati sejak 08.14 WIB — bukan ponsel Anda",
            "JMO is down since 08:14 WIB — it is not your phone",
        ),
        (
            Verdict.MAINTENANCE,
            State.MAINTENANCE,
            "JMO sedang dalam pemeliharaan sejak 08.14 WIB",
            "JMO is under maintenance since 08:14 WIB",
        ),
        (
            Verdict.OWN_NETWORK,
            State.UNKNOWN,
            "Kami sedang tidak bisa melihat JMO",
            "We cannot see JMO at the moment",
        ),
        (
            Verdict.UNKNOWN,
            State.UNKNOWN,
            "Keadaan JMO belum diketahui",
            "It is not known how JMO is",
        ),
    ],
)
def test_every_verdict_is_a_sentence_in_both_languages(
    kind: Verdict, state: State, indonesian: str, english: str
) -> None:
    seen = so(kind, being(state))
    assert verdict.sentence(seen, speech(ID)) == indonesian
    assert verdict.sentence(seen, speech(EN)) == english
    assert verdict.tone(kind) is state
    assert set(Verdict) == set(phrases.HEADLINES) == set(phrases.EXPLANATIONS)


@pytest.mark.parametrize(
    ("since", "zone", "indonesian", "english"),
    [
        (SINCE, "Asia/Jakarta", "08.14 WIB", "08:14 WIB"),
        (SINCE, "Asia/Makassar", "09.14 WITA", "09:14 WITA"),
        (SINCE, "Asia/Jayapura", "10.14 WIT", "10:14 WIT"),
        (datetime(2026, 8, 30, 17, 0, tzinfo=UTC), "Asia/Jakarta", "00.00 WIB", "00:00 WIB"),
        (
            datetime(2026, 8, 30, 16, 59, tzinfo=UTC),
            "Asia/Jakarta",
            "30 Agustus 23.59 WIB",
            "30 August 23:59 WIB",
        ),
        (
            datetime(2025, 12, 31, 3, 0, tzinfo=UTC),
            "Asia/Jakarta",
            "31 Desember 2025 10.00 WIB",
            "31 December 2025 10:00 WIB",
        ),
    ],
    ids=["today", "WITA", "WIT", "from midnight on", "yesterday", "another year"],
)
def test_the_time_since_when_names_no_more_than_is_needed(
    since: datetime, zone: str, indonesian: str, english: str
) -> None:
    seen = so(Verdict.MAJOR_OUTAGE, being(State.DOWN, since))
    said_id = verdict.sentence(seen, speech(ID, zone))
    said_en = verdict.sentence(seen, speech(EN, zone))
    assert said_id == f"JMO sedang mati sejak {indonesian} — bukan ponsel Anda"
    assert said_en == f"JMO is down since {english} — it is not your phone"


def test_it_is_down_since_the_first_service_that_is_down_was() -> None:
    later = being(State.DOWN, SINCE + timedelta(minutes=9), "claims")
    degraded = being(State.DEGRADED, SINCE - timedelta(hours=1), "sipp")
    seen = so(Verdict.PARTIAL_OUTAGE, later, degraded, being(State.DOWN))
    assert verdict.began(seen) == SINCE
    assert [service.info.id for service in verdict.affected(seen)] == ["claims", "jmo-api", "sipp"]


def test_it_has_trouble_since_its_window_began_though_it_was_down_in_between() -> None:
    window = replace(OPEN, began_at=SINCE - timedelta(minutes=30))
    recovering = replace(being(State.DEGRADED), window=window)
    assert verdict.began(so(Verdict.DEGRADED, recovering)) == window.began_at


@pytest.mark.parametrize(
    ("degraded_seconds", "began"),
    [(0.0, SINCE - timedelta(minutes=30)), (100.0, SINCE)],
    ids=["never better: nothing is known of some time within it", "worse since then"],
)
def test_it_is_down_since_its_window_began_unless_it_was_only_degraded_at_first(
    degraded_seconds: float, began: datetime
) -> None:
    window = replace(
        OPEN, began_at=SINCE - timedelta(minutes=30), degraded_seconds=degraded_seconds
    )
    down = replace(being(State.DOWN), window=window)
    assert verdict.began(so(Verdict.MAJOR_OUTAGE, down)) == began


def test_where_nobody_knows_since_when_none_is_told() -> None:
    seen = so(Verdict.MAJOR_OUTAGE, being(State.DOWN, None))
    assert verdict.sentence(seen, speech(ID)) == "JMO sedang mati — bukan ponsel Anda"


def test_what_works_is_told_apart_from_what_is_not_known() -> None:
    states = (State.UP, State.UNKNOWN, State.MAINTENANCE, State.DEGRADED, State.DOWN)
    seen = so(Verdict.MAJOR_OUTAGE, *(being(state, name=state.value) for state in states))
    assert [service.info.id for service in verdict.well(seen)] == ["up"]
    assert [service.info.id for service in verdict.affected(seen)] == ["down", "degraded"]


def test_advice_differs_when_up_when_down_and_when_nobody_knows() -> None:
    given = {kind: verdict.advice(kind) for kind in Verdict}
    assert given[Verdict.OPERATIONAL] == phrases.ADVICE_UP
    assert given[Verdict.OWN_NETWORK] == given[Verdict.UNKNOWN] == phrases.ADVICE_UNKNOWN
    for kind in (
        Verdict.DEGRADED,
        Verdict.PARTIAL_OUTAGE,
        Verdict.MAJOR_OUTAGE,
        Verdict.MAINTENANCE,
    ):
        assert given[kind] == phrases.ADVICE_DOWN
    assert len({phrases.ADVICE_UP, phrases.ADVICE_DOWN, phrases.ADVICE_UNKNOWN}) == 3
