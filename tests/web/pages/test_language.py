"""In which language a reader is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from monitor.web.pages.language import chosen, language_of
from monitor.words import Language

ID, EN = Language.INDONESIAN, Language.ENGLISH


def request(accept: str | None = None, query: str = "") -> Request:
    """A request as a browser makes it."""
    headers = [] if accept is None else [(b"accept-language", accept.encode("latin-1", "replace"))]
    return Request({"type": "http", "headers": headers, "query_string": query.encode()})


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, ID),
        ("", ID),
        ("en", EN),
        ("en-GB,en;q=0.9", EN),
        ("EN-us", EN),
        ("id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7", ID),
        ("en-US,en;q=0.9,id;q=0.8", EN),
        ("in-ID,en;q=0.5", ID),
        ("id;q=0.3,en;q=0.4", EN),
        ("en;q=0.4,id;q=0.4", EN),
        ("id,en", ID),
        ("en;q=0", ID),
        ("en;q=0,id;q=0", ID),
        ("en;q=x,id;q=0.1", ID),
        ("de,fr;q=0.9", ID),
        ("de,en;q=0.1", EN),
        ("*", ID),
        ("jv,ms;q=0.9,*;q=0.1", ID),
        ("eng", ID),
        ("-en", ID),
        ("en-;q=1", EN),
        ("x" * 1000 + ",en", ID),
    ],
)
def test_the_language_that_the_browser_prefers_is_taken(
    accept: str | None, language: Language
) -> None:
    assert language_of(request(accept)) is language


@pytest.mark.parametrize(
    ("query", "language"),
    [("lang=en", EN), ("lang=id", ID), ("lang=EN", None), ("lang=", None), ("", None)],
)
def test_the_address_is_stronger_than_the_browser(query: str, language: Language | None) -> None:
    assert chosen(request("en", query)) is language
    assert language_of(request("en", query)) is (language or EN)
    assert language_of(request("id", query)) is (language or ID)


@given(st.text(st.characters(max_codepoint=255)) | st.text(st.sampled_from("iden-;=q01.,* ")))
def test_no_header_breaks_it(accept: str) -> None:
    assert language_of(request(accept)) in set(Language)
