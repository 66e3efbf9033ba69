"""What the picture of a shared link says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model import PageInfo, State, Status, Verdict
from monitor.web.shared.poster import MOST_SERVICES, Poster, poster
from monitor.words import Speech
from tests.metrics.samples import SERVICE
from tests.web.overviews import status, summary
from tests.web.shared.worlds import ENGLISH, INDONESIAN, calm, world

WORLD = world()


def told(now: Status, speech: Speech = INDONESIAN) -> Poster:
    return poster(now, WORLD.roster, speech)


def test_it_tells_verdict_services_place_time_and_notice() -> None:
    assert told(WORLD.status) == Poster(
        tone=State.DOWN,
        sentence="JMO sedang mati sejak 08.50\xa0WIB\xa0— bukan ponsel Anda",
        affected=((State.DOWN, "Aplikasi JMO: Aplikasi tidak bisa dibuka"),),
        more="",
        explanation="",
        seen="Dilihat dari jakarta, 31 Agustus 2026 09.00 WIB",
        disclaimer="Pemantau JMO. Bukan pernyataan resmi BPJS Ketenagakerjaan.",
        notice="Uji coba — belum resmi.",
    )


def test_english_readers_are_told_in_english() -> None:
    said = told(WORLD.status, ENGLISH)
    assert said.sentence == "JMO is down since 08:50\xa0WIB\xa0— it is not your phone"
    assert said.affected == ((State.DOWN, "JMO app: The app does not open"),)
    assert said.disclaimer.startswith("JMO monitor. No official statement")
    assert said.notice == "On trial."


def test_it_names_the_worst_four_and_counts_the_others() -> None:
    slow = [
        summary(info=replace(SERVICE, name=f"Lambat {at}"), state=State.DEGRADED) for at in range(5)
    ]
    said = told(status(*slow, summary()))
    assert len(said.affected) == MOST_SERVICES
    assert said.affected[0][0] is State.DOWN
    assert said.more == "dan 2 layanan lain"


@pytest.mark.parametrize("verdict", [v for v in Verdict if v not in {Verdict.MAJOR_OUTAGE}])
def test_where_nothing_is_affected_it_explains_the_verdict(verdict: Verdict) -> None:
    said = told(calm(verdict))
    assert said.affected == ()
    assert said.explanation.endswith(".")


def test_it_says_the_same_until_the_minute_is_over() -> None:
    now = WORLD.status
    assert told(replace(now, at=now.at + timedelta(seconds=59))) == told(now)
    assert told(replace(now, at=now.at + timedelta(seconds=60))) != told(now)


def test_without_a_notice_there_is_none() -> None:
    assert poster(WORLD.status, world(PageInfo()).roster, ENGLISH).notice == ""
