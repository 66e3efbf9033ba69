"""Windows in a calendar, read by the library that knows all of the format."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from monitor.windowlist import as_ics
from monitor.windowlist.calendar import LINE_BYTES
from tests.support.texts import HOSTILE
from tests.windowlist.samples import BEGAN, NAMES, NOW, listing, still_open, window

PROPERTIES = {
    *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "TRANSP"),
}


def read(text: str) -> Any:
    calendar = Calendar.from_ical(text)
    assert [error for event in calendar.walk() for error in event.errors] == []
    return calendar


def test_a_window_is_an_event() -> None:
    calendar = read(as_ics(listing(window()), NAMES, NOW))
    assert (calendar["VERSION"], calendar["CALSCALE"]) == ("2.0", "GREGORIAN")
    (event,) = calendar.events
    assert event["UID"] == "klaim-1@jmo-monitor"
    assert event["DTSTART"].dt == BEGAN
    assert event["DTEND"].dt == event["DTSTAMP"].dt == BEGAN + timedelta(seconds=3723)
    assert event["SUMMARY"] == "Klaim JHT — Lapak Asik: down (connect_refused)"
    assert event["CATEGORIES"].cats == ["down", "akhir-bulan"]
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["DESCRIPTION"].split("\n") == [
        "Began up to 60 s sooner",
        "Ended up to 15 s sooner",
        "Down 3600 s, degraded 100 s",
        "Unknown 22 s",
        "Reasons: connect_refused 12, dns_timeout 1",
        "Probes: klaim-dns, klaim-https",
        "Release before it: app_store 7.1.0",
        "Announced maintenance: pemeliharaan; “rutin”, malam",
    ]


def test_an_open_window_ends_now_and_says_that_it_goes_on() -> None:
    (event,) = read(as_ics(listing(still_open()), {}, NOW)).events
    assert event["DTEND"].dt == NOW
    assert event["SUMMARY"] == "klaim: down, going on"


def test_an_event_is_never_empty() -> None:
    (event,) = read(as_ics(listing(window(ended_at=BEGAN)), NAMES, NOW)).events
    assert event["DTEND"].dt == BEGAN + timedelta(seconds=1)


def test_the_notice_is_said_of_the_whole_calendar() -> None:
    text = as_ics(listing(), NAMES, NOW, notice="Uji coba; belum, resmi.")
    assert read(text)["DESCRIPTION"] == "Uji coba; belum, resmi."
    assert "\r\nX-WR-CALDESC:Uji coba\\; belum\\, resmi.\r\n" in text
    plain = read(as_ics(listing(), NAMES, NOW))
    assert "DESCRIPTION" not in plain
    assert plain["NAME"] == plain["X-WR-CALNAME"] == "JMO"


def test_who_subscribes_is_told_when_to_ask_again() -> None:
    text = as_ics(listing(), NAMES, NOW)
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n" in text
    assert read(text)["REFRESH-INTERVAL"].dt == timedelta(minutes=15)


def test_there_may_be_no_events() -> None:
    assert read(as_ics(listing(), NAMES, NOW)).events == []


@given(
    st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" ,;:\\"), max_size=250)
)
def test_any_text_comes_back_as_it_was_and_no_line_is_too_long(said: str) -> None:
    text = as_ics(listing(window(maintenance=(), release=said or None)), {"klaim": said}, NOW)
    assert all(len(line) <= LINE_BYTES for line in text.encode().split(b"\r\n"))
    (event,) = read(text).events
    assert event["SUMMARY"] == f"{said}: down (connect_refused)"
    assert said in event["DESCRIPTION"]


@given(HOSTILE)
def test_whatever_somebody_else_wrote_it_stays_a_calendar(text: str) -> None:
    strange = window(service=text, periods=(text,), maintenance=(text,), release=text)
    made = as_ics(listing(strange), {text: text}, NOW, notice=text)
    lines = made.encode().split(b"\r\n")
    assert max(map(len, lines)) <= LINE_BYTES
    assert not any(ord(char) < 32 for line in lines for char in line.decode())
    (event,) = read(made).events
    assert set(event) == PROPERTIES
    assert event["SUMMARY"].endswith(": down (connect_refused)") or len(text) > 900


def test_a_line_end_in_a_text_ends_no_line() -> None:
    text = as_ics(listing(window(release="1\r\nEND:VEVENT\nX:1")), NAMES, NOW)
    assert [line for line in text.split("\r\n") if line.startswith(("END:VEVENT", "X:"))] == [
        "END:VEVENT"
    ]
