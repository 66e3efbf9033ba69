"""Texts with carried values in them: whatever a value holds, it stays the one part it is."""

import json
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.probes.template import blank, check_template, escape_for, fill, in_url, names_in

VALUES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda value: value not in {".", ".."}
)


@given(VALUES)
def test_a_value_in_a_url_is_one_segment_and_one_field(value: str) -> None:
    url = httpx.URL(fill("http://h:1/a/{{ v }}/b?q={{v}}&r=1", {"v": value}, in_url))
    assert (url.scheme, url.host, url.port, url.fragment) == ("http", "h", 1, "")
    path, _, query = url.raw_path.decode("ascii").partition("?")
    assert [unquote(segment) for segment in path.split("/")] == ["", "a", value, "b"]
    assert parse_qsl(query, keep_blank_values=True) == [("q", value), ("r", "1")]
    assert path.isprintable()
    assert query.isprintable()


@given(VALUES)
def test_a_value_in_json_is_one_text(value: str) -> None:
    body = fill('{"a": "{{ v }}", "b": 1}', {"v": value}, escape_for("application/json; a=b"))
    assert json.loads(body) == {"a": value, "b": 1}


@given(VALUES)
def test_a_value_in_a_form_is_one_field(value: str) -> None:
    kind = "application/x-www-form-urlencoded"
    body = fill("a={{ v }}&b=1", {"v": value}, escape_for(kind))
    assert parse_qsl(body, keep_blank_values=True) == [("a", value), ("b", "1")]


def test_a_value_that_looks_like_a_placeholder_is_filled_no_further() -> None:
    values = {"a": "{{ b }}", "b": "no"}
    assert fill("{{ a }}{{b}}", values, str) == "{{ b }}no"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("{{ a }}{{b_1}}{{  c  }}", ("a", "b_1", "c")),
        ('{"a": {"b": {{ c }}}}', ("c",)),
        ("{ a }}}", ()),
    ],
)
def test_names_are_found(text: str, names: tuple[str, ...]) -> None:
    check_template(text)
    assert names_in(text) == names


@pytest.mark.parametrize("text", ["{{", "{{ A }}", "{{ a b }}", "{{ a }", "{{}}", "{{ 1a }}"])
def test_what_begins_like_a_placeholder_must_be_one(text: str) -> None:
    with pytest.raises(ValueError, match="begins a carried value"):
        check_template(text)


def test_a_url_without_its_values_still_has_its_host() -> None:
    assert blank("https://h/{{ a }}?{{ b }}") == "https://h/x?x"
