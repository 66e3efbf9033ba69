"""What the front page says, in every state and with as much or as little as there may be."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from monitor.model import PageInfo, Recent, State, Status, Uptime, Verdict
from monitor.web.pages.front import MOST_WINDOWS, front, worst_counts
from monitor.words import Language
from tests.support.clocks import EPOCH
from tests.web.overviews import OPEN, OVER, PAST, RELEASE, status, summary
from tests.web.pages.fullest import full_recent, full_roster, full_status
from tests.web.pages.samples import NO_PAST, ROSTER, Read, front_page, recent, speech

ID, EN = Language.INDONESIAN, Language.ENGLISH
MOST_BYTES = 100_000


@pytest.mark.parametrize(
    ("verdict", "state", "language"), list(product(Verdict, State, Language)), ids=str
)
def test_it_can_be_said_whatever_is_so(verdict: Verdict, state: State, language: Language) -> None:
    bare = summary(state=state, since=None, window=None, uptimes={}, probes=(), depths=())
    empty = replace(status(bare), verdict=verdict, network_up=None, periods=())
    full = replace(status(summary(state=state)), verdict=verdict)
    for seen, past in ((empty, NO_PAST), (full, recent())):
        page = Read(front_page(seen, past, language=language))
        assert page.tags.count("h1") == 1
        assert "None" not in page.words
        assert "{" not in page.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            ID,
            [
                "JMO sedang mati sejak 08.50 WIB — bukan ponsel Anda",
                "Yang terasa",
                "✕ mati Aplikasi JMO: Aplikasi tidak bisa dibuka",
                "Tunggu dulu",
                "88,89 % cakupan 90,00 %",
                "Sekarang: Akhir bulan.",
                "App Store: versi 7.1.0, dirilis 22 Agustus 2026, pertama terlihat 23 Agustus 2026",
                "Kami memeriksa 2 alamat publik dari jakarta, paling sering setiap 1 mnt.",
                "tidak terhubung dengannya",
                "0,20 dtk",
                "10 mnt sejauh ini",
            ],
        ),
        (
            EN,
            [
                "JMO is down since 08:50 WIB — it is not your phone",
                "What people notice",
                "✕ down JMO app: The app does not open",
                "Wait: the trouble is not in your phone",
                "88.89% coverage 90.00%",
                "Now: Month-end.",
                "App Store: version 7.1.0, released 22 August 2026, first seen 23 August 2026",
                "We probe 2 public endpoints from jakarta, at most every 1 min.",
                "has no connection with it",
                "0.20 s",
                "10 min so far",
            ],
        ),
    ],
)
def test_it_says_everything_that_a_member_wants_to_know(
    language: Language, words: list[str]
) -> None:
    page = Read(front_page(status(), recent(), language=language))
    assert [each for each in words if each not in page.words] == []


def test_the_verdict_is_in_the_title_and_in_what_a_shared_link_shows() -> None:
    known = replace(ROSTER, page=PageInfo(url="https://jmo.example", notice="Uji", notice_en="Try"))
    page = Read(front_page(status(), recent(), known))
    said = "JMO sedang mati sejak 08.50 WIB — bukan ponsel Anda"
    assert f"{said} · Pemantau JMO" in page.text
    assert f"Uji {said}" in page.values("content")
    assert {"https://jmo.example/", "https://jmo.example/?lang=en"} <= page.values(
        "href", "content"
    )


def test_where_nobody_said_where_it_is_found_no_address_is_made_up() -> None:
    page = Read(front_page(status(), recent()))
    addresses = page.values("href", "src")
    assert all(str(each)[0] in "/#" for each in addresses - {"tel:175"})
    assert not any(str(each).startswith("og:url") for each in page.values("property"))


def test_days_are_counted_by_their_worst_state() -> None:
    counts = worst_counts(PAST.days)
    assert counts == {
        State.UP: 28,
        State.DEGRADED: 1,
        State.DOWN: 1,
        State.UNKNOWN: 60,
        State.MAINTENANCE: 0,
    }
    told = "90 hari terakhir: 1 hari dengan waktu mati, 1 hari terganggu, 60 hari tidak diketahui"
    assert told in Read(front_page(status(), recent())).values("aria-label")


def test_open_windows_come_from_now_and_past_ones_the_newest_first() -> None:
    older = replace(OVER, id="older", began_at=OVER.began_at - timedelta(days=1))
    for known in (OPEN, replace(OVER, id=OPEN.id)):  # it began again, of which nothing is kept yet
        past = recent(windows=(older, OVER, known))
        values = front(status(), past, ROSTER, speech(ID))
        assert values["opened"] == [OPEN]
        assert values["over"] == [OVER, older]


def test_more_windows_than_can_be_shown_are_counted() -> None:
    many = recent(windows=tuple(replace(OVER, id=f"w-{at}") for at in range(MOST_WINDOWS + 7)))
    page = Read(front_page(status(), many))
    assert "7 gangguan yang lebih lama ada di tabel CSV dan API." in page.words
    assert f"/window/w-{MOST_WINDOWS + 6}" in page.values("href")
    assert "/window/w-6" not in page.values("href")
    assert "yang lebih lama ada" not in Read(front_page(status(), recent())).words


def test_a_window_of_a_service_that_is_no_longer_configured_has_its_id() -> None:
    gone = replace(OVER, service="lapak-asik")
    assert "lapak-asik" in Read(front_page(status(), recent(windows=(gone,)))).words


def test_where_the_history_cannot_be_read_the_present_is_told() -> None:
    page = Read(front_page(status(summary(uptimes={})), NO_PAST))
    assert "Catatan lampau sedang tidak bisa dibaca" in page.words
    assert "JMO sedang mati" in page.words
    assert "svg" not in page.tags


def test_where_nothing_has_been_seen_it_says_so() -> None:
    unknown = Uptime(unknown_seconds=86_400.0)
    nothing = replace(PAST, paces=())
    past = Recent(services={"jmo-api": nothing}, windows=(), releases=())
    page = Read(front_page(status(summary(uptimes={86_400: unknown})), past))
    for words in (
        "belum ada cakupan 0 %",
        "belum ada jawaban dalam 24 jam terakhir",
        "Tidak ada gangguan yang tercatat.",
        "Belum ada versi yang terlihat.",
    ):
        assert words in page.words


def test_no_service_at_all_is_a_page_too() -> None:
    empty: Status = replace(status(), services=(), verdict=Verdict.UNKNOWN)
    page = Read(front_page(empty, NO_PAST, replace(ROSTER, services=(), probes=())))
    assert "Keadaan JMO belum diketahui" in page.words


def test_a_release_is_dated_by_the_clocks_of_the_zone() -> None:
    late = replace(RELEASE, seen_at=EPOCH.replace(hour=17), released_at=None, minimum_os=None)
    assert (
        "pertama terlihat 1 September 2026"
        in Read(front_page(status(), recent(releases=(late,)))).words
    )


@pytest.mark.parametrize("language", Language)
def test_the_fullest_page_is_small(language: Language) -> None:
    page = front_page(full_status(status()), full_recent(), full_roster(), language)
    assert Read(page).tags.count("article") == 10
    assert len(page.encode()) < MOST_BYTES
