"""Listings, as shops' answers have them; and answers that are none."""

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.checks.listings import (
    APP_STORE,
    MOST_JSON_BYTES,
    PLAY_STORE,
    Listing,
    read_listing,
)
from monitor.model import Release
from tests.support.shops import (
    NUMBER,
    PACKAGE,
    apple,
    google,
    look_up,
    page,
    release_data,
)

ON_14_AUGUST = datetime(2026, 8, 14, 2, 3, 4, tzinfo=UTC)


def of_apple(body: bytes) -> Listing:
    return read_listing(APP_STORE, NUMBER, body)


def of_google(body: bytes) -> Listing:
    return read_listing(PLAY_STORE, PACKAGE, body)


def test_a_look_up_tells_all_of_an_app() -> None:
    assert of_apple(apple()) == Listing(
        known=True,
        offered=True,
        bundle="id.go.bpjsketenagakerjaan.jmo",
        version="2.18.0",
        released_at=ON_14_AUGUST,
        minimum_os="12.0",
    )


def test_a_look_up_without_results_is_known_and_offers_nothing() -> None:
    found = of_apple(look_up())
    assert found == Listing(known=True)
    assert found.release(APP_STORE) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b'{"results": {}}',
        b'{"results": null}',
        b'{"results": [1]}',
        b'{"results": [[]]}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        apple(description="x" * MOST_JSON_BYTES),
    ],
    ids=range(11),
)
def test_what_is_no_look_up_is_not_known(body: bytes) -> None:
    assert of_apple(body) == Listing()


@pytest.mark.parametrize(
    "version", [None, 2, "", "  ", "1\n2", "x" * 65, ["1"], {"a": 1}, "\ud800", "1\u202e2", True]
)
def test_a_version_that_is_no_short_text_is_none(version: object) -> None:
    body = json.dumps({"results": [{"version": version}]}).encode()
    assert of_apple(body) == Listing(known=True, offered=True)


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2026-08-14T02:03:04Z", ON_14_AUGUST),
        ("2026-08-14T09:03:04+07:00", ON_14_AUGUST),
        ("2026-08-14T02:03:04", ON_14_AUGUST),
        ("2026-08-14", datetime(2026, 8, 14, tzinfo=UTC)),
        ("14 August 2026", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("9999-12-31T23:59:59-23:59", None),
        (1_786_672_984, None),
        (None, None),
    ],
)
def test_a_date_is_one_of_iso_8601(date: object, moment: datetime | None) -> None:
    assert of_apple(look_up({"currentVersionReleaseDate": date})).released_at == moment


def test_a_page_tells_version_date_and_oldest_system() -> None:
    assert of_google(google()) == Listing(
        known=True,
        offered=True,
        version="2.18.0",
        released_at=ON_14_AUGUST,
        minimum_os="5.0",
    )
    assert of_google(google()).release(PLAY_STORE) == Release(
        store=PLAY_STORE, version="2.18.0", released_at=ON_14_AUGUST, minimum_os="5.0"
    )


def test_what_a_page_does_not_tell_is_none() -> None:
    assert of_google(google(version=None, seconds=None)) == Listing(known=True, offered=True)
    assert of_google(google(version="Bervariasi")).version is None
    assert of_google(google(oldest="VARY")).minimum_os is None
    assert of_google(google(oldest="7.0 dan yang lebih baru")).minimum_os == "7.0"
    assert of_google(google(version="2.18.0-rc1+7")).version == "2.18.0-rc1+7"
    assert of_google(google(seconds=99_999_999_999)).released_at == datetime(
        5138, 11, 16, 9, 46, 39, tzinfo=UTC
    )


def test_a_date_past_all_calendars_is_none() -> None:
    assert of_google(google(seconds=999_999_999_999)).released_at is None


def test_what_people_wrote_is_never_taken_for_data() -> None:
    words = '[[["6.6.6"]],[[[35]],[[[21,"4.0"]]]] and [["yesterday",[1600000000,1]]]'
    found = of_google(page([[words], *release_data()]))
    assert found.version == "2.18.0"
    assert found.released_at == ON_14_AUGUST
    assert of_google(page([words])) == Listing(known=True, offered=True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Not here</html>",
        page(release_data(), app="com.bpjstku.lain").replace(b'"com.bpjstku"', b'"x"'),
        b'<form action="https://play.google.com/store/apps/details?id=com.bpjstku&hl=id">',
        google().replace(b"com.bpjstku", b"com.lain"),
    ],
    ids=["empty", "other", "longer_name", "no_data", "another_app"],
)
def test_a_page_about_something_else_is_not_known(body: bytes) -> None:
    assert of_google(body) == Listing()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
FIELDS = st.dictionaries(
    st.sampled_from(["version", "bundleId", "currentVersionReleaseDate", "minimumOsVersion"]), JSON
)


def check_sanity(found: Listing) -> None:
    for text in (found.version, found.minimum_os, found.bundle):
        assert text is None or (0 < len(text) <= 64 and text.isprintable() and text.encode())
    assert found.released_at is None or found.released_at.tzinfo is UTC
    assert found.known or found == Listing()


@given(st.lists(FIELDS | JSON, max_size=2))
def test_any_look_up_is_read_without_harm(results: list[object]) -> None:
    check_sanity(of_apple(json.dumps({"results": results}).encode()))


@given(st.binary())
@example(b'{"results": [{"version": ' + b"9" * 5000 + b"}]}")
def test_any_bytes_are_read_without_harm(body: bytes) -> None:
    check_sanity(of_apple(body))
    check_sanity(of_google(google(version=None) + body))


PIECES = [b'[[["', b"1.2", b'"]],', b'",[', b"1700000000", b",5]]]", b'[["x', b"[[[21,", b"\xff"]


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=4)))
def test_any_jumble_of_data_is_read_without_harm(pieces: list[bytes]) -> None:
    check_sanity(of_google(google(version=None, seconds=None) + b"".join(pieces)))


@pytest.mark.parametrize("mark", [b'[[["1', b'",[1', b'[[["1.1.1.1.1.1 ' * 3, b'"com.bpjstk'])
def test_a_page_made_to_be_slow_is_read_at_once(mark: bytes) -> None:
    body = google(version=None, seconds=None) + mark * (4 * 1024 * 1024 // len(mark))
    began = time.monotonic()
    of_google(body)
    assert time.monotonic() - began < 0.4
