"""The published schema describes every key, and takes what the loader takes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from monitor.config.json_schema import SCHEMA_ID, file_schema, json_schema
from tests.config.files import SHIPPED, file_with, load_text

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
BROKEN = Path(__file__).parent / "broken"


def keys() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that the schema knows, with its own schema."""
    for name, part in {"file": SCHEMA, **SCHEMA["$defs"]}.items():
        for key, value in part.get("properties", {}).items():
            yield f"{name}.{key}", value


KEYS = dict(keys())


def test_it_is_a_schema_of_2020_12() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == SCHEMA_ID
    assert SCHEMA["title"]
    json.dumps(SCHEMA)


@pytest.mark.parametrize("key", KEYS)
def test_every_key_has_a_description(key: str) -> None:
    assert len(KEYS[key]["description"]) > 2


def test_the_shipped_file_is_valid() -> None:
    VALIDATOR.validate(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "lines",
    [
        "attempts: ${ATTEMPTS:-2}\ninterval: ${INTERVAL}\nhttp2: ${HTTP2}\nfamily: ${FAMILY:-any}",
        "expect: {status: ['${STATUS}', 204], json: [{path: a, equals: {b: [1, null]}}]}",
        "body_limit: 64KiB\ntls: {min_version: '1.3'}\nheaders: {X-A: b}",
        "auth: {bearer: '${file:/run/secrets/token}'}\nmarks: {block: [{body: a}], within: 1KiB}",
    ],
)
def test_what_the_loader_takes_is_valid(lines: str) -> None:
    VALIDATOR.validate(yaml.safe_load(file_with(lines)))


@pytest.mark.parametrize(
    "head",
    [
        "calendar: [{id: a, name: a, days: [1, 25..5, '${DAY}'], weekdays: mon..fri}]",
        "calendar: [{id: a, name: a, dates: 2026-12-24..2027-01-02, times: [22:00..06:00]}]",
        "maintenance: [{why: a, start: '2026-12-01T22:00', end: 2026-12-02 02:00+07:00}]",
        "maintenance: [{why: {id: a, en: b}, services: [web], weekdays: [sat, sun]}]",
        "history: {results: 14d, rollups: 400d}\ndefaults: {states: {down: 3 of 5}}",
    ],
)
def test_what_the_loader_takes_at_the_top_is_valid(tmp_path: Path, head: str) -> None:
    text = file_with("", head + "\n")
    assert load_text(tmp_path, text, DAY="7")
    VALIDATOR.validate(yaml.load(text, yaml.BaseLoader))


@pytest.mark.parametrize(
    "name",
    [
        "unknown-key",
        "misspelt-key-in-a-check",
        "missing-keys",
        "bare-duration",
        "odd-size",
        "odd-id",
        "misspelt-method",
        "unknown-family",
        "too-many-attempts",
        "quoted-boolean",
        "kind-unknown",
        "kind-missing",
        "no-services",
        "text-for-section",
        "url-without-scheme",
        "contact-without-scheme",
        "odd-day-of-month",
        "odd-weekday",
        "odd-times",
        "days-with-hyphen",
        "maintenance-at-no-moment",
        "maintenance-without-reason",
        "odd-percentage",
        "odd-quota",
        "recover-of-none",
    ],
)
def test_what_is_plainly_wrong_is_invalid(name: str) -> None:
    text = (BROKEN / f"{name}.yaml").read_text(encoding="utf-8")
    assert not VALIDATOR.is_valid(yaml.safe_load(text))


def test_defaults_are_written_as_in_the_file() -> None:
    probe = file_schema()["$defs"]["HttpProbe"]["properties"]
    expect = file_schema()["$defs"]["HttpExpect"]["properties"]
    assert probe["interval"]["default"] == "1m"
    assert probe["body_limit"]["default"] == "1MiB"
    assert probe["attempts"]["default"] == 2
    assert expect["status"]["default"] == ["200-299"]
    assert "default" not in probe["tls"]


def test_making_the_schema_twice_gives_the_same() -> None:
    assert json_schema() == SCHEMA
