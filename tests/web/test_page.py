"""The front page: everything on it, nothing of it alive."""

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Outcome, Roster
from monitor.web.page import front_page
from tests.metrics.samples import SERVICE, failed, outcome, probe, roster, slow, void
from tests.support.clocks import EPOCH, ManualClock


class Reader(HTMLParser):
    """Collects the tags, the attributes and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def page(roster: Roster, *seen: Outcome, after_seconds: float = 5.0) -> str:
    """The page some seconds after the runs began."""
    clock = ManualClock()
    clock.advance(after_seconds)
    return front_page(roster, {each.probe: each for each in seen}, clock.now())


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (outcome(), "baik · ok"),
        (slow(), "terganggu · degraded"),
        (failed(), "gagal · failed"),
        (void(), "tanpa bukti · no evidence"),
    ],
)
def test_a_probe_is_shown_with_its_last_result_in_two_languages(seen: Outcome, words: str) -> None:
    text = Reader(page(roster(probe()), seen)).text
    assert words in text
    assert "0.250 s" in text
    assert "5 s" in text
    assert (seen.reason or "") in text


def test_a_probe_that_has_not_run_is_waiting() -> None:
    assert "menunggu · waiting" in Reader(page(roster(probe()))).text


def test_services_are_named_in_two_languages_and_the_controls_too() -> None:
    text = Reader(page(roster(probe(), probe("world", service="control")))).text
    assert "Aplikasi JMO · JMO app" in text
    assert "Kontrol jaringan sendiri · Controls of our own network" in text


def test_a_name_that_is_the_same_in_both_languages_is_not_repeated() -> None:
    same = replace(roster(probe()), services=(replace(SERVICE, name="SIPP", name_en="SIPP"),))
    assert Reader(page(same)).text.count("SIPP") == 1


def test_the_metrics_are_linked_and_nothing_else_is_loaded() -> None:
    read = Reader(page(roster(probe()), outcome()))
    targets = {value for name, value in read.attributes if name in {"href", "src"}}
    assert targets == {"/metrics", "/-/healthy", "/-/ready", "/style.css"}
    assert not {"script", "img", "iframe", "style", "form"} & set(read.tags)
    assert not any(name == "style" or name.startswith("on") for name, _ in read.attributes)


def test_a_clock_that_was_set_back_shows_no_run_in_the_future() -> None:
    assert "-5" not in Reader(page(roster(probe()), outcome(), after_seconds=-5.0)).text


hostile = st.text(st.sampled_from("<>&\"'/\\ abonscript=\ud800\n\x00\u202e"), max_size=20)


@settings(deadline=None)
@given(st.fixed_dictionaries({"target": hostile, "detail": hostile, "location": hostile}))
def test_nothing_from_outside_becomes_part_of_the_page(texts: dict[str, Any]) -> None:
    configured = replace(roster(probe(target=texts["target"])), location=texts["location"])
    plain = Reader(page(roster(probe()), failed()))
    read = Reader(page(configured, failed(detail=texts["detail"])))
    assert read.tags == plain.tags
    assert [name for name, _ in read.attributes] == [name for name, _ in plain.attributes]


def test_the_time_of_the_page_is_in_utc() -> None:
    assert f"{EPOCH:%Y-%m-%d} 02:00:05 UTC" in page(roster(probe()))
