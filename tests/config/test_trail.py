"""From pydantic's location to the path, the schema and the place that a person knows."""

import pytest

from monitor.config.compose import compose
from monitor.config.document import events
from monitor.config.errors import Path, Place
from monitor.config.json_schema import file_schema
from monitor.config.trail import follow, place_of

SCHEMA = file_schema()
PROBE = ("services", 0, "probes", 1)


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ((), ()),
        (("location",), ("location",)),
        (("services", 0, "name", "id"), ("services", 0, "name", "id")),
        ((*PROBE, "http", "url"), (*PROBE, "url")),
        ((*PROBE, "http", "kind"), (*PROBE, "kind")),
        ((*PROBE, "http", "http"), (*PROBE, "http")),
        (PROBE, PROBE),
        (("controls", "probes", 0, "http", "id"), ("controls", "probes", 0, "id")),
        ((*PROBE, "http", "auth", "basic", "password"), (*PROBE, "auth", "basic", "password")),
        (
            (*PROBE, "http", "expect", "body", 0, "matches"),
            (*PROBE, "expect", "body", 0, "matches"),
        ),
        ((*PROBE, "http", "headers", "X-A"), (*PROBE, "headers", "X-A")),
        ((*PROBE, "http", "headers", "X A", "[key]"), (*PROBE, "headers", "X A")),
        (
            (*PROBE, "http", "expect", "json", 0, "equals", "dict", "a", "list", 0),
            (*PROBE, "expect", "json", 0, "equals"),
        ),
        (("defaults", "marks", "block", 3, "url"), ("defaults", "marks", "block", 3, "url")),
    ],
)
def test_kinds_and_variants_fall_out_of_the_path(location: Path, path: Path) -> None:
    assert follow(location, SCHEMA).path == path


def test_the_schema_at_the_end_is_the_key_s_own() -> None:
    trail = follow((*PROBE, "http", "family"), SCHEMA)
    assert trail.schema["enum"] == ["any", "ip4", "ip6", "ip6_first"]
    assert trail.schema["description"].startswith("Which IP versions")
    assert "resolver" in trail.holder["properties"]
    assert not trail.of_key
    assert follow((*PROBE, "http", "headers", "X A", "[key]"), SCHEMA).of_key


def test_what_nobody_knows_has_no_schema() -> None:
    trail = follow((*PROBE, "http", "urll"), SCHEMA)
    assert trail.schema == {}
    assert "url" in trail.holder["properties"]


def test_a_place_is_the_value_s_or_the_key_s_or_the_nearest() -> None:
    root, _ = compose(events("a:\n  b: [1, x]\n"))
    assert place_of(root, ("a", "b", 1)) == Place(2, 10)
    assert place_of(root, ("a", "b"), of_key=True) == Place(2, 3)
    assert place_of(root, ("a", "b", 1), of_key=True) == Place(2, 10)
    assert place_of(root, ("a", "b", 7, "c")) == Place(2, 6)
    assert place_of(root, ("a", "nowhere")) == Place(2, 3)
    assert place_of(root, ("nowhere",), of_key=True) == Place(1, 1)
    assert place_of(root, ()) == Place(1, 1)
