"""The contract with whoever watches: names, types, labels, texts, and the page about them."""

import asyncio
import json
import re
import subprocess
from pathlib import Path

from tests.metrics.golden import describe
from tests.metrics.samples import eventful, exposition

GOLDEN = Path(__file__).with_name("golden.txt")
PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"
AGAIN = "a metric changed; if that is meant, run: python -m tests.metrics.golden > " + str(GOLDEN)


def golden_names() -> set[str]:
    """Every metric in the golden file."""
    return {line for line in GOLDEN.read_text(encoding="utf-8").splitlines() if line[:1].isalpha()}


def test_every_metric_is_as_the_golden_file_has_it() -> None:
    assert describe() == GOLDEN.read_text(encoding="utf-8"), AGAIN


def test_the_documentation_has_a_row_for_every_metric_and_no_other() -> None:
    rows = re.findall(r"^\| `([a-z_0-9]+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(golden_names() | {"probe_age_seconds"})


def test_the_documentation_mentions_no_metric_that_there_is_not() -> None:
    mentioned = re.findall(r"\b(?:probe|jmo)_[a-z_0-9]+", PAGE.read_text(encoding="utf-8"))
    series = {re.sub(r"_(bucket|count|sum)$", "", name) for name in mentioned}
    assert series - golden_names() == {"probe_age_seconds"}


def test_promtool_finds_nothing_to_say_about_a_scrape() -> None:
    page = asyncio.run(exposition(eventful()).page(""))
    found = subprocess.run(
        ["promtool", "check", "metrics"],
        input=b"".join(page.pieces),
        capture_output=True,
        check=False,
    )
    assert (found.returncode, found.stdout, found.stderr) == (0, b"", b"")


def test_promtool_takes_every_query_in_the_documentation(tmp_path: Path) -> None:
    queries = re.findall(r"```promql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(queries) >= 5
    rules = [{"record": f"query:{at}", "expr": query} for at, query in enumerate(queries)]
    file = tmp_path / "rules.yaml"
    file.write_text(json.dumps({"groups": [{"name": "documentation", "rules": rules}]}))
    found = subprocess.run(
        ["promtool", "check", "rules", file], capture_output=True, check=False, text=True
    )
    assert found.returncode == 0, found.stderr
