"""Which metrics and labels a query uses; and promtool's word on whether it is a query at all."""

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

GOLDEN = Path(__file__).parents[1] / "metrics" / "golden.txt"
OF_PROMETHEUS = {
    "up": set[str](),
    "scrape_duration_seconds": set[str](),
    "scrape_samples_scraped": set[str](),
    "ALERTS": {"alertname", "alertstate", "severity", "service"},
}
OF_TARGETS = {"job", "location"}
"""The labels that Prometheus gives everything it scrapes from a monitor."""
SELECTOR = re.compile(r"([A-Za-z_:][\w:]*)\{([^}]*)\}")
MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"')
LISTS = re.compile(r"\b(?:by|on|ignoring|group_left|group_right)\s*\(([\w, ]*)\)")
MADE = re.compile(r'count_values(?: (?:by|without) \([\w, ]*\) )?\("(\w+)"')
COUNTER_FUNCTIONS = r"\b(?:rate|increase)\("


def exported() -> dict[str, set[str]]:
    """The labels of every metric that the monitor exports, series of histograms by their names."""
    families = [block.split("\n") for block in GOLDEN.read_text("utf-8").split("\n\n")]
    found: dict[str, set[str]] = {}
    for name, kind, labels, *_ in families:
        own = set(re.findall(r"\w+", labels))
        if kind.strip() == "histogram":
            found |= {f"{name}_count": own, f"{name}_sum": own, f"{name}_bucket": own | {"le"}}
        else:
            found[name] = own
    return found


def selectors(query: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every metric with its matchers: `label` to operator and value."""
    for metric, inside in SELECTOR.findall(query):
        yield metric, {name: sign + value for name, sign, value in MATCHER.findall(inside)}


def labels(query: str) -> set[str]:
    """The labels by which it groups and joins."""
    return {name for inside in LISTS.findall(query) for name in re.findall(r"\w+", inside)}


def unknown(query: str, metrics: Mapping[str, set[str]]) -> set[str]:
    """What the query uses and nothing exports: metrics, labels in matchers, labels in groups."""
    wrong = set[str]()
    there = OF_TARGETS | set(MADE.findall(query))
    for metric, matchers in selectors(query):
        if metric not in metrics:
            wrong.add(metric)
            continue
        own = metrics[metric] | OF_TARGETS
        there |= own
        wrong |= {f"{metric}{{{name}}}" for name in matchers if name not in own}
    return wrong | (labels(query) - there)


def complaints(folder: Path, queries: Iterable[str]) -> str:
    """What promtool says of these queries; nothing where it takes all."""
    rules = [{"record": f"q{number}", "expr": query} for number, query in enumerate(queries)]
    path = folder / "queries.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "queries", "rules": rules}]}), "utf-8")
    command = ["promtool", "check", "rules", "--lint=none", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr
