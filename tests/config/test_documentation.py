"""docs/configuration.md says what is so: its examples load, and the pages know every key."""

import re
from pathlib import Path

import pytest

from monitor.config.json_schema import json_schema
from monitor.probes import KINDS
from tests.config.files import HEAD, SERVICE, file_with, load_text
from tests.support.pages import examples, page, sections

PAGE = page("configuration.md")
BLOCKS = examples(PAGE)


def whole(block: str) -> str:
    """The file that an example belongs in."""
    if block.startswith("location:"):
        return block
    if block.startswith("- id:"):
        service = SERVICE.partition("      - id:")[0]
        return HEAD + service + re.sub("^", "      ", block, flags=re.MULTILINE)
    if re.search("^services:", block, re.MULTILINE):
        return HEAD + block
    return file_with("", block)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_example_loads(tmp_path: Path, block: str) -> None:
    (tmp_path / "partner-token").write_text("secret")
    assert load_text(tmp_path, whole(block).replace("/run/secrets", str(tmp_path))).probes


def test_there_are_examples() -> None:
    assert len(BLOCKS) >= 5


KEYS = sorted(
    {key for part in json_schema()["$defs"].values() for key in part.get("properties", {})}
    | set(json_schema()["properties"])
)


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_mentioned(key: str) -> None:
    assert f"`{key}`" in PAGE + page("probes.md")


def test_every_kind_is_mentioned_with_the_way_to_its_section() -> None:
    for kind in KINDS:
        assert f"[`{kind}`](probes.md#{kind})" in sections(PAGE)["Kinds of probe"]


def test_every_table_row_names_a_key_of_the_schema() -> None:
    named = re.findall(r"^\| `([a-z_0-9]+)` \|", PAGE, re.MULTILINE)
    assert len(named) > 40
    assert set(named) <= set(KEYS)
