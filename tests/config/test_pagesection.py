"""The status page's section: an address that others can follow, and words above the page."""

from pathlib import Path

import pytest

from monitor.model import PageInfo
from tests.config.files import SHIPPED, file_with, load_text, problems_of


def page_of(folder: Path, section: str, **environ: str) -> PageInfo:
    """What a section comes to."""
    return load_text(folder, file_with("", f"page: {section}\n"), **environ).roster.page


def test_nothing_is_told_where_nothing_is_said(tmp_path: Path) -> None:
    assert load_text(tmp_path, file_with("")).roster.page == PageInfo()


def test_the_address_has_no_slash_at_its_end(tmp_path: Path) -> None:
    assert page_of(tmp_path, "{url: 'https://a.example/jmo/'}").url == "https://a.example/jmo"


def test_an_empty_address_is_none(tmp_path: Path) -> None:
    assert page_of(tmp_path, "{url: '${NOWHERE:-}'}").url is None


def test_a_notice_is_in_both_languages(tmp_path: Path) -> None:
    assert page_of(tmp_path, "{notice: {id: Peragaan, en: Demonstration}}") == PageInfo(
        notice="Peragaan", notice_en="Demonstration"
    )
    assert page_of(tmp_path, "{notice: JMO}") == PageInfo(notice="JMO", notice_en="JMO")


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("{url: status.example}", "'status.example' is not a URL; write http://host… or https://"),
        ("{url: 'https://a:b@c.example'}", "a URL holds no credentials here"),
        ("{url: 'https://a.example/?q'}", "is where the page is found, and ends in no question"),
        ("{url: 5}", "must be a text"),
        ("{notice: ''}", "page.notice"),
        ("{title: JMO}", "page.title"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(tmp_path: Path, section: str, said: str) -> None:
    (problem,) = problems_of(tmp_path, file_with("", f"page: {section}\n"))[:1]
    assert said in problem
    assert problem.startswith("3:")


def test_the_shipped_file_takes_the_address_from_the_environment(tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert load_text(tmp_path, text).page.url is None
    there = "https://status.example.org"
    assert load_text(tmp_path, text, MONITOR_URL=there).page.url == there
