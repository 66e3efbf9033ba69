"""docs/configuration.md says what is so: its examples load, and it knows every key."""

import re
from pathlib import Path

import pytest

from monitor.config.json_schema import json_schema
from tests.config.files import HEAD, ROOT, SERVICE, file_with, load_text
from tests.support.certificates import Authority

PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


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
    for name in ("partner-token", "password", "proxy"):
        (tmp_path / name).write_text("secret")
    authority = Authority(tmp_path)
    authority.root_file.rename(tmp_path / "ca.pem")
    chain, key = authority.pair("client.example").write(tmp_path, "client")
    chain.rename(tmp_path / "client.pem")
    assert key.name == "client.key"
    text = whole(block).replace("/run/secrets", str(tmp_path))
    assert load_text(tmp_path, text.replace("/etc/jmo-monitor", str(tmp_path))).probes


def test_there_are_examples() -> None:
    assert len(BLOCKS) >= 9


KEYS = sorted(
    {key for part in json_schema()["$defs"].values() for key in part.get("properties", {})}
    | set(json_schema()["properties"])
)


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_mentioned(key: str) -> None:
    assert f"`{key}`" in PAGE


def test_every_table_row_names_a_key_of_the_schema() -> None:
    named = re.findall(r"^\| `([a-z_0-9]+)` \|", PAGE, re.MULTILINE)
    assert len(named) > 40
    assert set(named) <= set(KEYS)
