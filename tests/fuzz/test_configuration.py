"""Whatever a file holds, of any kind of probe, it is loaded or each error has a place in it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.config.errors import ConfigError
from monitor.config.json_schema import file_schema
from monitor.config.settings import Settings
from monitor.probes import KINDS
from tests.config.files import SHIPPED, load_text
from tests.fuzz.broken import EDITS, edited
from tests.support.pages import examples, page

fuzz = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MODELS = file_schema()["$defs"]
KEYS = {kind: sorted(MODELS[model.__name__]["properties"]) for kind, model in KINDS.items()}
WORDS = sorted({key for model in MODELS.values() for key in model.get("properties", {})})
EXAMPLES = [
    probe
    for block in examples(page("probes.md"))
    if "${" not in block and "/etc/" not in block
    for probe in yaml.safe_load(block)
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from([*WORDS, "${A}", "${file:/dev/null}", "2s", "2MiB", "5%", "::1", "{{ a }}"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def loaded_or_told(folder: Path, content: str | bytes) -> Settings | None:
    """The settings, or None where every line of a ConfigError has a place."""
    try:
        return load_text(folder, content, A="1")
    except ConfigError as error:
        lines = error.lines
    place = rf"{re.escape(str(folder))}/probes\.yaml:\d+:\d+: ."
    assert lines
    assert [line for line in lines if not re.match(place, line)] == []
    return None


def _file(*probes: Any) -> str:
    data = {
        "location": "x",
        "contact": "mailto:a@b.example",
        "services": [{"id": "s", "name": "web", "symptom": "dead", "probes": list(probes)}],
    }
    return yaml.safe_dump(data)


@fuzz
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_the_shipped_file_broken_in_places(tmp_path: Path, edits: list[Any]) -> None:
    loaded_or_told(tmp_path, edited(SHIPPED.read_bytes(), edits))


@fuzz
@given(st.binary(max_size=300))
def test_bytes_that_are_no_file(tmp_path: Path, content: bytes) -> None:
    assert loaded_or_told(tmp_path, content) is None


@pytest.mark.parametrize("kind", KINDS)
@fuzz
@given(st.data())
def test_a_probe_with_any_values(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(KEYS[kind]), unique=True, max_size=5))
    probe = {key: data.draw(VALUES) for key in keys} | {"id": "p", "kind": kind}
    loaded_or_told(tmp_path, _file(probe))


@pytest.mark.parametrize("kind", KINDS)
@fuzz
@given(st.data())
def test_an_example_with_one_value_changed(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([each for each in EXAMPLES if each["kind"] == kind]))
    assert loaded_or_told(tmp_path, _file(whole)) is not None
    key = data.draw(st.sampled_from(sorted(whole)) | st.sampled_from(KEYS[kind]))
    loaded_or_told(tmp_path, _file(_changed(whole, key, data)))


def _changed(whole: Any, key: str, data: st.DataObject) -> Any:
    """The mapping with another value at the key, or somewhere within the value it has there."""
    value = whole.get(key)
    if isinstance(value, list) and value and data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(value) - 1))
        inner = {str(at): each for at, each in enumerate(value)}
        return {**whole, key: list(_changed(inner, str(place), data).values())}
    if isinstance(value, dict) and value and data.draw(st.booleans()):
        return {**whole, key: _changed(value, data.draw(st.sampled_from(sorted(value))), data)}
    return {**whole, key: data.draw(VALUES)}
