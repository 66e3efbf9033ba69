"""What the page of a window says."""

from dataclasses import replace
from itertools import islice, product

import pytest

from monitor.lookback import MOST_DRAWN, MOST_EVIDENCE, MOST_PROBES
from monitor.model import Reason, State
from monitor.words import REASONS, Language
from tests.metrics.samples import failed
from tests.web.overviews import OPEN, OVER
from tests.web.pages.fullest import full_detail, full_evidence, full_roster, full_window
from tests.web.pages.samples import ROSTER, Read, window_page

ID, EN = Language.INDONESIAN, Language.ENGLISH
BARE = replace(
    OVER,
    began_after=None,
    ended_after=None,
    reason=None,
    phase=None,
    reasons={},
    worst_latency_seconds=None,
    median_latency_seconds=None,
    probes=(),
    periods=(),
    maintenance=(),
    release=None,
)


@pytest.mark.parametrize(
    ("severity", "language"), list(product([State.DEGRADED, State.DOWN], Language)), ids=str
)
def test_it_can_be_said_whatever_is_so(severity: State, language: Language) -> None:
    for found in (OPEN, OVER, BARE, replace(BARE, ended_at=None)):
        page = Read(window_page(replace(found, severity=severity), failed(), language=language))
        assert page.tags.count("h1") == 1
        assert "None" not in page.words
        assert "{" not in page.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            ID,
            [
                "Aplikasi JMO: mati, 31 Oktober 08.00 WIB s.d. 09.02 WIB",
                "31 Oktober 2026 08.00.05 WIB, paling awal 1 mnt sebelumnya",
                "31 Oktober 2026 09.02.08 WIB, paling awal 15 dtk sebelumnya",
                "1 jam 2 mnt",
                "mati 1 jam, terganggu 1 mnt 40 dtk, tidak diketahui 22 dtk",
                "(connect_refused), saat menyambung",
                "9,50 dtk",
                "klaim-dns, klaim-https",
                "Akhir bulan",
                "pemeliharaan; “rutin”, malam",
                "app_store 7.1.0",
                "12",
                "nobody listens",
            ],
        ),
        (
            EN,
            [
                "JMO app: down, 31 October 08:00 WIB to 09:02 WIB",
                "31 October 2026 08:00:05 WIB, or up to 1 min sooner",
                "down 1 h, degraded 1 min 40 s, unknown 22 s",
                "(connect_refused), at this phase: connect",
                "Month-end",
            ],
        ),
    ],
)
def test_it_says_when_how_badly_and_why(language: Language, words: list[str]) -> None:
    known = replace(ROSTER, periods=(replace(ROSTER.periods[0], id="akhir-bulan"),))
    found = replace(OVER, service="jmo-api")
    page = Read(window_page(found, failed(), known=known, language=language))
    assert [each for each in words if each not in page.words] == []


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("language", Language)
def test_a_reason_begins_the_sentence_and_keeps_its_capitals(
    reason: Reason, language: Language
) -> None:
    said = REASONS[reason].said_in(language)
    page = Read(window_page(replace(OVER, reason=reason), language=language))
    assert f"{said[0].upper()}{said[1:]}." in page.words


def test_an_open_window_goes_on() -> None:
    page = Read(window_page(OPEN))
    assert "Aplikasi JMO: mati, sejak 08.50 WIB" in page.words
    assert "masih berlangsung" in page.words
    assert "10 mnt sejauh ini" in page.words


def test_reasons_are_told_the_most_frequent_first() -> None:
    counts = {Reason.DNS_TIMEOUT: 1, Reason.CONNECT_REFUSED: 12, Reason.CHECK_STATUS: 1}
    found = replace(OVER, reasons=counts)
    detail = window_page(found)
    order = [detail.index(f"<code>{reason}</code>)</th>") for reason in counts]
    assert sorted(order) == [order[1], order[2], order[0]]


def test_what_is_no_longer_configured_has_its_id() -> None:
    page = Read(window_page(replace(OVER, service="gone", periods=("gone-period",))))
    assert "gone: mati" in page.words
    assert "gone-period" in page.words


def test_where_single_runs_are_no_longer_kept_it_says_so() -> None:
    assert "Hasil satu per satu tidak lagi disimpan" in Read(window_page(OVER)).words


@pytest.mark.parametrize("language", Language)
def test_the_fullest_page_is_small(language: Language) -> None:
    each = [full_evidence("service-3", nth) for nth in range(MOST_PROBES)]
    page = window_page(
        full_window(3),
        *(each * MOST_EVIDENCE),
        known=full_roster(),
        language=language,
        timings=dict(islice(full_detail().timings.items(), MOST_DRAWN)),
    )
    assert Read(page).tags.count("article") == MOST_PROBES * MOST_EVIDENCE
    assert len(page.encode()) < 100_000
