"""Pages promise no more than is known, and whatever somebody else wrote stays letters."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from monitor.model import ServiceInfo, Uptime
from monitor.report.figures import Figures
from monitor.words import Language
from tests.report.samples import FORMS, HOSTILE, figures, local, window, written_out

VOID_ELEMENTS = {"meta"}
USUAL_BYTES = 300_000
WORST_BYTES = 500_000


class Seen(HTMLParser):
    """Every element of a page, with its attributes; complains of what is not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID_ELEMENTS:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page(found: Figures, language: Language = Language.ENGLISH) -> str:
    """The report as HTML."""
    return written_out(found, "html", language)


def nothing_known(found: Figures) -> Figures:
    """The same month, of which nobody knows anything."""
    seen = Uptime(unknown_seconds=found.total.all_seconds / 2)
    return replace(
        found,
        services=tuple(
            replace(service, uptime=seen, windows=(), periods=(), hours={})
            for service in found.services
        ),
    )


# html


def test_the_page_stands_alone(october: Figures) -> None:
    seen = Seen(page(october))
    names = Counter(tag for tag, _ in seen.elements)
    assert not names.keys() & {"script", "link", "img", "iframe", "a", "form", "object", "svg"}
    attributes = {name for _, given in seen.elements for name in given}
    assert not attributes & {"src", "href", "style", "action", "srcset"}
    assert "url(" not in page(october)
    assert "@import" not in page(october)


def test_every_table_has_a_caption_and_heads_of_columns_and_rows(october: Figures) -> None:
    seen = Seen(page(october))
    names = Counter(tag for tag, _ in seen.elements)
    assert names["table"] == names["caption"] == names["thead"] > 8
    scopes = Counter(given.get("scope") for tag, given in seen.elements if tag == "th")
    assert set(scopes) == {"col", "row"}
    assert scopes["row"] == names["tr"] - names["thead"]


def test_the_page_says_its_language(october: Figures) -> None:
    assert '<html lang="id">' in page(october, Language.INDONESIAN)
    assert '<html lang="en">' in page(october)


def test_a_colour_never_says_what_the_text_does_not(october: Figures) -> None:
    coloured = re.findall(r'<td class="(?:n )?(?!n")(\w+)">([^<]*)</td>', page(october))
    assert len(coloured) > 20
    assert all(text.strip() for _, text in coloured)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_hostile_stays_letters(october: Figures, form: str) -> None:
    text = written_out(october, form, Language.ENGLISH)
    assert text.isprintable() or set(filter(lambda c: not c.isprintable(), text)) == {"\n"}
    assert text.encode()
    if form == "html":
        assert "<script" not in text
        assert "alert(1)" in text
        assert any(HOSTILE[:25] in each for each in Seen(text).text)
    if form == "markdown":
        # Only as code, where no bar, bracket or address has a meaning.
        spans = re.findall(r"`[^`\n]*`", text)
        outside = re.sub(r"`[^`\n]*`", "", text)
        assert any("alert" in span for span in spans)
        assert "alert" not in outside
        assert "www." not in outside
        assert not re.search(r"(?<!\\)<", outside)


def test_markdown_tables_have_as_many_cells_in_every_row(october: Figures) -> None:
    text = written_out(october, "markdown", Language.ENGLISH)
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        bars = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(bars) == 1


def test_ten_bad_services_are_still_a_small_page(october: Figures) -> None:
    claims = october.services[0]
    windows = tuple(
        window(f"w{n}", began_at=local(1) + timedelta(minutes=20 * n)) for n in range(2000)
    )
    hours = {key: Uptime(up_seconds=1, down_seconds=3599) for key in claims.hours}
    bad = replace(claims, windows=windows, hours=hours)
    text = page(replace(october, services=(bad,) * 10))
    assert len(text.encode()) < WORST_BYTES
    assert "The 50 longest of 2,000 windows are shown" in text
    well = replace(claims, windows=windows[:20])
    assert len(page(replace(october, services=(well,) * 10)).encode()) < USUAL_BYTES


# figures that are refused


def test_below_the_floor_no_percentage_is_named(october: Figures) -> None:
    text = written_out(october, "markdown", Language.ENGLISH)
    (row,) = (line for line in text.splitlines() if line.startswith("| App stores"))
    assert "coverage too low" in row
    assert re.findall(r"[\d.]+%", row) == ["3.36%"]  # the coverage itself
    assert "coverage is too low to name a figure" in text
    shop = json.loads(written_out(october, "json", Language.ENGLISH))["services"][1]
    assert shop["uptime"]["uptime_ratio"] is None
    assert shop["uptime"]["enough_coverage"] is False
    assert shop["objectives"][0]["achieved_ratio"] is None
    assert shop["worst_hours"] == []


def test_a_lower_floor_names_it(tmp_path: Path) -> None:
    found = figures(tmp_path, floor=0.03)
    text = written_out(found, "markdown", Language.ENGLISH)
    (row,) = (line for line in text.splitlines() if line.startswith("| App stores"))
    assert re.findall(r"[\d.]+%", row) == ["96.00%", "3.36%"]


def test_a_minute_of_a_month_is_never_rounded_away(october: Figures) -> None:
    claims = october.services[0]
    seen = Uptime(up_seconds=31 * 86_400, down_seconds=1)
    hours = dict.fromkeys(claims.hours, Uptime(up_seconds=3599.9, down_seconds=0.1))
    tight = replace(claims, uptime=seen, hours=hours, windows=(), periods=(), promises=())
    found = replace(october, services=(tight,))
    text = written_out(found, "markdown", Language.ENGLISH)
    (row,) = (line for line in text.splitlines() if line.startswith("| JHT claims"))
    assert "| > 99.9999% |".replace(">", "\\>") in row
    assert "| \\<1 |" in text
    assert "| 100% |" not in row.partition("> 99.9999%")[0]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_known_is_said_so(october: Figures, form: str) -> None:
    text = written_out(nothing_known(october), form, Language.INDONESIAN)
    assert "Tidak ada catatan untuk bulan ini" in text
    assert "100 %" not in text.replace("100 % dari waktu", "")


@pytest.mark.parametrize("form", FORMS)
def test_a_month_that_goes_on_is_said_so(tmp_path: Path, form: str) -> None:
    text = written_out(figures(tmp_path, now=local(16, 12)), form, Language.INDONESIAN)
    assert "Bulan ini belum selesai" in text
    assert "16 Oktober 2026 12.00.00 WIB" in text


def test_a_month_of_maintenance_has_no_uptime(october: Figures) -> None:
    claims = october.services[0]
    kept = replace(claims, uptime=Uptime(maintenance_seconds=31 * 86_400), promises=())
    text = written_out(replace(october, services=(kept,)), "markdown", Language.ENGLISH)
    assert "all of it maintenance" in text
    assert "There is no history of this month" not in text


# names and json


def test_names_are_those_of_the_language(october: Figures) -> None:
    assert "Akhir bulan" in page(october, Language.INDONESIAN)
    assert "Month-end" not in page(october, Language.INDONESIAN)
    assert "Month-end" in page(october)


def test_braces_in_a_name_do_no_harm(october: Figures) -> None:
    named = ServiceInfo(id="x", name="{x}", name_en="{0}{", symptom="", symptom_en="")
    service = replace(october.services[0], info=named)
    assert "{0}{" in page(replace(october, services=(service,)))


def keys(value: object, path: str = "") -> set[str]:
    """Every key in JSON, with where it stands."""
    if isinstance(value, dict):
        inner = (keys(each, f"{path}.{name}") for name, each in value.items())
        return {f"{path}.{name}" for name in value}.union(*inner)
    if isinstance(value, list):
        return set().union(*(keys(each, f"{path}[]") for each in value))
    return set()


def test_json_has_the_same_keys_in_every_language(october: Figures) -> None:
    indonesian, english = (
        json.loads(written_out(october, "json", language)) for language in Language
    )
    assert keys(indonesian) == keys(english)


def test_every_key_of_the_json_is_documented(october: Figures) -> None:
    documented = Path(__file__).parents[2].joinpath("docs", "reports.md").read_text("utf-8")
    told = {
        path.rpartition(".")[2]
        for path in keys(json.loads(written_out(october, "json", Language.ENGLISH)))
    }
    told -= {"ok", "degraded", "failed", "void", "http_timeout", "slow_latency", "connect_refused"}
    assert {name for name in told if f"`{name}`" not in documented} == set()
