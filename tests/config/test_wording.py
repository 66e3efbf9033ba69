"""Pydantic's errors are told in a person's words."""

from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic_core import core_schema

from monitor.config.schema import File
from monitor.config.wording import SENTENCES
from tests.config.files import file_with, problems_of

RAISED_BY: dict[str, set[str]] = {
    "model": {"model_type", "model_attributes_type"},
    "model-fields": {"missing", "extra_forbidden"},
    "tagged-union": {"union_tag_invalid", "union_tag_not_found"},
    "str": {"string_type", "string_too_short", "string_too_long"},
    "int": {"int_type", "greater_than_equal", "less_than_equal"},
    "bool": {"bool_type"},
    "tuple": {"tuple_type", "too_short"},
    "dict": {"dict_type"},
    "literal": {"literal_error"},
    "enum": {"enum"},
    "function-before": {"value_error"},
    "function-after": {"value_error"},
    "function-plain": {"value_error"},
    "lax-or-strict": {"path_type"},
}
"""What pydantic can say of each type that the file's schema is made of."""
SILENT = {
    *("definitions", "definition-ref", "default", "nullable", "model-field", "tuple-positional"),
    *("union", "list", "float", "any", "none", "json-or-python", "is-instance", "timedelta"),
    *("recursive", "chain", "json"),
}
"""Types that only hold others, stand for any JSON, or whose input a parser of ours has read."""
TYPES = set(get_args(core_schema.CoreSchemaType)) | {"model-field"}


def types_in(schema: Any) -> set[str]:
    """The types that a core schema is made of."""
    if isinstance(schema, list | tuple):
        return {name for part in schema for name in types_in(part)}
    if not isinstance(schema, dict):
        return set()
    own = {schema["type"]} & TYPES if isinstance(schema.get("type"), str) else set()
    parts = [value for key, value in schema.items() if key not in {"metadata", "serialization"}]
    return own | types_in(parts)


def test_there_is_a_sentence_for_whatever_the_schema_can_say() -> None:
    found = types_in(File.__pydantic_core_schema__)
    assert {"model", "tagged-union", "tuple", "enum"} <= found
    assert found <= RAISED_BY.keys() | SILENT
    said = {error for name in found for error in RAISED_BY.get(name, ())}
    assert said <= SENTENCES.keys()


@pytest.mark.parametrize(
    ("given", "close"), [("intervl", "interval"), ("URL", "url"), ("expct", "expect")]
)
def test_a_misspelt_key_is_recognised(tmp_path: Path, given: str, close: str) -> None:
    (problem,) = problems_of(tmp_path, file_with(f"{given}: 60s"))
    assert f"is no key here; did you mean {close}? allowed: id, kind" in problem


def test_a_key_like_no_other_is_not_guessed_at(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, file_with("xyzzy: 60s"))
    assert "is no key here; allowed: id, kind" in problem


def test_all_problems_are_told_at_once_and_in_order(tmp_path: Path) -> None:
    lines = "timeout: 5\nmethod: get\nhttp2: maybe\nexpect: {status: 1000, body: [{}]}\nextra: 1"
    places = [line.partition(": ")[0] for line in problems_of(tmp_path, file_with(lines))]
    assert places == ["11:18", "12:17", "13:16", "14:26", "14:39", "15:9"]


def test_what_follows_from_another_problem_is_not_told(tmp_path: Path) -> None:
    lines = "expect:\n  status: [200, yes, '${UNSET}']\n  json: [{path: a, equals: {b: on}}]"
    problems = problems_of(tmp_path, file_with(lines))
    assert [line.partition(": ")[0] for line in problems] == ["12:25", "12:30", "13:40"]
