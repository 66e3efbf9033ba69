"""What the page of a service says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from monitor.model import (
    Certificate,
    Outcome,
    Result,
    ServiceDetail,
    Spread,
    State,
    Status,
    Window,
)
from monitor.web.pages.drawings import MOST_WINDOWS, draw
from monitor.web.pages.service import MOST_CERTIFICATES, MOST_EVIDENCE, service
from monitor.words import Language
from tests.metrics.samples import (
    CERTIFICATE,
    PASSED,
    TLS,
    failed,
    looked_up,
    outcome,
    pinged,
    queried,
    slow,
    travelled,
    void,
)
from tests.support.clocks import EPOCH
from tests.web.overviews import DETAIL, OPEN, OVER, status, summary
from tests.web.pages.fullest import PROBES_EACH, full_detail, full_roster, full_status
from tests.web.pages.samples import Read, service_page

ID, EN = Language.INDONESIAN, Language.ENGLISH
MOST_BYTES = 100_000
NO_RUN = Spread(runs=0, percentiles=(None, None, None))
NOTHING = ServiceDetail(at=EPOCH, hours=(), timings={}, week={}, windows=())
EVERY_SORT = (
    outcome(),
    slow(),
    failed(checks=(replace(PASSED, passed=False), PASSED)),
    void(),
    queried(),
    pinged(),
    travelled(),
    looked_up(),
    failed(connection=None, phase=None, reason=None, detail="", hops=()),
)


def seeing(*outcomes: Outcome | None) -> Status:
    """A service whose probes came to these."""
    usual = summary()
    probes = tuple(replace(usual.probes[0], last=each) for each in outcomes)
    return status(replace(usual, probes=probes))


@pytest.mark.parametrize(("state", "language"), list(product(State, Language)), ids=str)
@pytest.mark.parametrize("detail", [None, NOTHING, DETAIL], ids=["none", "empty", "some"])
def test_it_can_be_said_whatever_is_so(
    detail: ServiceDetail | None, state: State, language: Language
) -> None:
    bare = summary(state=state, since=None, window=None, uptimes={}, probes=(), depths=())
    for each in (bare, summary(state=state)):
        page = Read(service_page(status(each), detail, language=language))
        assert page.tags.count("h1") == 1
        assert "None" not in page.words
        assert "{" not in page.text


@pytest.mark.parametrize("language", Language)
def test_every_sort_of_outcome_can_be_told(language: Language) -> None:
    for each in EVERY_SORT:
        page = Read(service_page(seeing(each), language=language))
        assert page.tags.count("article") == (each.result is not Result.OK)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            ID,
            [
                "✕ mati sejak 08.50 WIB",
                "Yang terasa: Aplikasi tidak bisa dibuka",
                "jmo.example: sehat sampai lapisan DNS, putus di lapisan TCP",
                "belum pernah",
                "jmo-api-https, 31 Agustus 2026 09.00.00 WIB: gagal",
                "nobody listens",
                "127.0.0.1",
                "https://jmo.example/ → https://www.jmo.example/",
            ],
        ),
        (
            EN,
            [
                "✕ down since 08:50 WIB",
                "What people notice: The app does not open",
                "How deep it is well: jmo.example: well down to DNS, broken at TCP",
                "not yet",
                "jmo-api-https, 31 August 2026 09:00:00 WIB: failed",
                "(connect_refused)",
            ],
        ),
    ],
)
def test_it_says_how_the_service_is_and_why(language: Language, words: list[str]) -> None:
    page = Read(service_page(status(), language=language))
    assert [each for each in words if each not in page.words] == []


def test_percentiles_are_of_the_day_and_of_the_week() -> None:
    week, day = draw(DETAIL, UTC).latencies[::-1]
    assert (day.span_seconds, day.spread.runs) == (86_400, 600)
    assert day.spread.percentiles == (0.25, 0.25, 0.25)
    assert (week.span_seconds, week.spread) == (604_800, DETAIL.week["jmo-api-https"])
    assert "0,499 dtk" in Read(service_page(status())).words


def test_runs_that_failed_have_no_latency() -> None:
    broken = tuple(replace(each, result=Result.FAILED) for each in DETAIL.timings["jmo-api-https"])
    detail = replace(DETAIL, timings={"jmo-api-https": broken}, week={"jmo-api-https": NO_RUN})
    page = Read(service_page(status(), detail))
    assert "Belum ada pemeriksaan yang berhasil dalam 24 jam terakhir." in page.words
    drawing = draw(detail, UTC)
    assert [row.spread for row in drawing.latencies] == [NO_RUN] * 2
    assert drawing.stacks == []


def certified(certificate: Certificate) -> Outcome:
    """A run that saw this certificate."""
    return outcome(tls=replace(TLS, presented=(certificate,)))


@pytest.mark.parametrize(
    ("not_after", "words"),
    [
        (EPOCH + timedelta(days=3, hours=16), "berlaku sampai 4 September 2026 (3 hari lagi)"),
        (EPOCH + timedelta(seconds=1), "berlaku sampai 31 Agustus 2026 (0 hari lagi)"),
        (EPOCH, "tidak berlaku lagi sejak 31 Agustus 2026"),
        (EPOCH - timedelta(days=400), "tidak berlaku lagi sejak 27 Juli 2025"),
        (EPOCH.replace(year=9999, month=12, day=31, hour=23), "berlaku sampai 31 Desember 9999"),
    ],
)
def test_a_certificate_is_told_by_the_end_of_its_time(not_after: datetime, words: str) -> None:
    leaf = replace(CERTIFICATE, not_after=not_after)
    page = Read(service_page(seeing(certified(leaf))))
    assert f"Sertifikat CN=jmo.example,O=JMO {words}" in page.words


def test_each_certificate_is_told_once_and_not_too_many_are() -> None:
    leaves = [replace(CERTIFICATE, fingerprint_sha256=f"{at:064x}") for at in range(9)]
    outcomes = [certified(leaf) for leaf in [*leaves, *leaves]]
    values = service(seeing(*outcomes).services[0], None, EPOCH)
    assert values["certificates"] == leaves[:MOST_CERTIFICATES]


def test_only_runs_that_were_not_well_are_evidence_and_not_too_many() -> None:
    values = service(seeing(outcome(), failed(), None, slow()).services[0], None, EPOCH)
    assert values["evidence"] == [failed(), slow()]
    many = service(seeing(*[failed()] * 20).services[0], None, EPOCH)
    assert len(many["evidence"]) == MOST_EVIDENCE
    assert "Pemeriksaan terakhir semuanya baik." in Read(service_page(seeing(outcome()))).words


def test_windows_are_listed_the_newest_first_and_more_are_counted() -> None:
    windows = tuple(replace(OVER, id=f"w-{at}") for at in range(MOST_WINDOWS + 2))
    detail = replace(DETAIL, windows=(*windows, OPEN))
    drawing = draw(detail, UTC)
    assert drawing.windows[0] is windows[-1]
    assert len(drawing.windows) == MOST_WINDOWS
    assert "2 gangguan yang lebih lama ada" in Read(service_page(status(), detail)).words


@pytest.mark.parametrize("known", [(OVER,), (OVER, OPEN), (OVER, replace(OVER, id=OPEN.id))])
def test_an_open_window_is_told_as_it_is_now_whatever_the_past_knows_of_it(
    known: tuple[Window, ...],
) -> None:
    drawing = draw(replace(DETAIL, windows=known), UTC)
    assert service(summary(), drawing, EPOCH)["windows"] == [OPEN, OVER]
    assert service(summary(), None, EPOCH)["windows"] == [OPEN]


def test_a_window_is_no_longer_open_once_the_service_has_none() -> None:
    drawing = draw(replace(DETAIL, windows=(OVER, OPEN)), UTC)
    assert service(summary(window=None), drawing, EPOCH)["windows"] == [OVER]


def test_where_the_history_cannot_be_read_the_present_is_told() -> None:
    page = Read(service_page(status(summary(uptimes={})), None))
    assert "Catatan lampau sedang tidak bisa dibaca" in page.words
    assert "nobody listens" in page.words
    assert f"/window/{OPEN.id}" in page.values("href")
    assert "svg" not in page.tags


@pytest.mark.parametrize("language", Language)
def test_the_fullest_page_is_small(language: Language) -> None:
    page = service_page(full_status(status()), full_detail(), full_roster(), language)
    assert Read(page).tags.count("figure") == PROBES_EACH
    assert len(page.encode()) < MOST_BYTES
