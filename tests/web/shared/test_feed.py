"""The feed, held against RFC 4287."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from monitor.model import PageInfo, State, Window
from monitor.web.shared.feed import MOST_ENTRIES, as_atom
from monitor.web.shared.forms import MOST_CHARACTERS
from monitor.words import Speech
from tests.support.clocks import EPOCH
from tests.support.texts import HOSTILE
from tests.web.overviews import OPEN, OVER, status, summary
from tests.web.shared.worlds import ENGLISH, INDONESIAN, World, hostile_world, world

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:[\w!$&'()*+,;=:@/?.~%-]+", re.ASCII)
ONCE = ("id", "title", "updated")
"""RFC 4287: a feed and an entry have exactly one of each."""


def written(told: World, speech: Speech = ENGLISH) -> ET.Element:
    text = as_atom(told.windows, told.status, told.roster, speech)
    feed = ET.fromstring(text.encode())
    assert_valid(feed)
    return feed


def assert_valid(feed: ET.Element) -> None:
    """What RFC 4287 demands of a feed like this one."""
    assert feed.tag == f"{ATOM}feed"
    assert feed.attrib[LANG] in {"id", "en"}
    entries = feed.findall(f"{ATOM}entry")
    for part in (feed, *entries):
        for name in ONCE:
            assert len(part.findall(f"{ATOM}{name}")) == 1, name
        for date in (*part.findall(f"{ATOM}updated"), *part.findall(f"{ATOM}published")):
            assert RFC_3339.fullmatch(date.text or ""), date.text
            datetime.fromisoformat(date.text or "")
        assert TAG.fullmatch(part.findtext(f"{ATOM}id") or "")
        links = [link.attrib for link in part.findall(f"{ATOM}link")]
        alternates = [
            (link["type"], link["hreflang"]) for link in links if link["rel"] == "alternate"
        ]
        assert len(alternates) == len(set(alternates)) == 1  # no two of one type and language
        for link in links:
            assert urlsplit(link["href"]).path.startswith("/")
    assert len(feed.findall(f"{ATOM}author/{ATOM}name")) == 1  # it stands for every entry's
    assert len(feed.findall(f"{ATOM}link[@rel='self']")) == 1
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    assert all(len(entry.findall(f"{ATOM}summary")) == 1 for entry in entries)
    known = {
        f"{ATOM}{name}" for name in (*ONCE, "link", "author", "generator", "subtitle", "entry")
    }
    assert {part.tag for part in feed} <= known


def entries(told: World, speech: Speech = ENGLISH) -> list[dict[str, str]]:
    found = written(told, speech).findall(f"{ATOM}entry")
    return [{part.tag.removeprefix(ATOM): part.text or "" for part in entry} for entry in found]


def with_windows(*windows: Window, open: Window | None = None, **changes: object) -> World:
    now = status(summary(window=open, **changes))
    return replace(world(), windows=windows, status=now)


def test_a_window_that_is_over_is_told_in_plain_words() -> None:
    (entry,) = entries(with_windows(OVER), INDONESIAN)
    assert entry["title"] == (
        "Aplikasi JMO: mati, 31 Oktober 2026 08.00 WIB s.d. 31 Oktober 2026 09.02 WIB"
    )
    assert entry["summary"] == (
        "Berlangsung 1 jam 2 mnt: mati 1 jam, terganggu 1 mnt 40 dtk."
        " Sebab utama: server menolak sambungan."
        " Yang terasa: Aplikasi tidak bisa dibuka."
        " Masa kalender: akhir-bulan."
        " Pemeliharaan yang diumumkan: pemeliharaan; “rutin”, malam."
        " Rilis aplikasi sebelumnya: app_store 7.1.0."
        " Dilihat dari jakarta."
    )
    assert entry["id"] == "tag:jmo-monitor,2026:jakarta/window/jmo-api-0"


def test_a_window_that_goes_on_has_no_figure_that_changes_all_the_time() -> None:
    told = with_windows(OPEN, open=OPEN)
    (entry,) = entries(told)
    assert entry["title"] == "JMO app: down, since 31 August 2026 08:50 WIB"
    assert entry["summary"].startswith("It is going on. Main reason: the server refused")
    later = replace(OPEN, runs=99, down_seconds=9999.0, worst_latency_seconds=7.0)
    assert as_atom((later,), told.status, told.roster, ENGLISH) == as_atom(
        (OPEN,), told.status, told.roster, ENGLISH
    )


def test_an_entry_is_as_new_as_its_windows_last_change() -> None:
    (over,) = entries(with_windows(OVER))
    assert OVER.ended_at is not None
    assert over["updated"] == OVER.ended_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert over["published"] == OVER.began_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    (began,) = entries(with_windows(OPEN, open=OPEN, since=OPEN.began_at))
    assert began["updated"] == began["published"]
    worse = EPOCH - timedelta(seconds=60)
    (grown,) = entries(with_windows(OPEN, open=OPEN, since=worse))
    assert grown["updated"] == worse.strftime("%Y-%m-%dT%H:%M:%SZ")
    (alone,) = entries(with_windows(OPEN, open=OPEN, since=None))
    assert alone["updated"] == alone["published"]


def test_the_feed_is_as_new_as_its_newest_entry() -> None:
    feed = written(with_windows(OVER, OPEN, open=OPEN, since=None))
    updated = [each.text or "" for each in feed.findall(f"{ATOM}entry/{ATOM}updated")]
    assert feed.findtext(f"{ATOM}updated") == max(updated)


def test_without_windows_it_is_a_feed_all_the_same() -> None:
    feed = written(with_windows())
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated") == "2026-08-31T00:00:00Z"


def test_the_newest_come_first_and_the_oldest_are_left_out() -> None:
    many = [
        replace(OVER, id=f"w-{at}", began_at=OVER.began_at - timedelta(hours=at))
        for at in range(60)
    ]
    shown = entries(with_windows(*reversed(many)))
    assert len(shown) == MOST_ENTRIES
    assert [entry["id"].rpartition("/")[2] for entry in shown] == [f"w-{at}" for at in range(50)]


@pytest.mark.parametrize(
    ("url", "base"), [(None, ""), ("https://a.example/b", "https://a.example/b")]
)
def test_links_lead_to_where_the_page_is_found_or_are_relative(url: str | None, base: str) -> None:
    feed = written(world(PageInfo(url=url)))
    hrefs = [link.attrib["href"] for link in feed.iter(f"{ATOM}link")]
    assert hrefs == [
        f"{base}/feed.xml?lang=en",
        f"{base}/?lang=en",
        f"{base}/window/jmo-api-0?lang=en",
        f"{base}/window/jmo-api-1?lang=en",
    ]


def test_the_subtitle_tells_the_notice_first_and_that_it_is_not_official() -> None:
    said = written(world()).findtext(f"{ATOM}subtitle") or ""
    assert said.startswith("On trial. As seen from jakarta. ")
    assert "no official statement" in said
    assert (written(world(PageInfo())).findtext(f"{ATOM}subtitle") or "").startswith("As seen")


def test_ids_are_the_same_in_both_languages_but_for_the_feeds_own() -> None:
    english, indonesian = written(world()), written(world(), INDONESIAN)
    assert [e["id"] for e in entries(world())] == [e["id"] for e in entries(world(), INDONESIAN)]
    assert english.findtext(f"{ATOM}id") != indonesian.findtext(f"{ATOM}id")


def test_a_service_that_is_configured_no_longer_is_called_by_its_id() -> None:
    (entry,) = entries(with_windows(replace(OVER, service="gone", severity=State.DEGRADED)))
    assert entry["title"].startswith("gone: degraded, ")
    assert "notice" not in entry["summary"]


@given(HOSTILE)
def test_whatever_somebody_else_wrote_it_stays_a_feed(text: str) -> None:
    feed = written(hostile_world(text))
    parts = {part.tag.removeprefix(ATOM) for part in feed.iter()}
    assert parts == {
        *("feed", "id", "title", "subtitle", "updated", "link", "author", "name", "generator"),
        *("entry", "published", "category", "summary"),
    }
    assert all(said.isprintable() for said in feed.itertext() if said.strip("\n"))
    assert max(map(len, feed.itertext())) <= MOST_CHARACTERS
