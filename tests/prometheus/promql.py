"""What a query names, and what the monitor exports: enough of PromQL to compare the two."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitor.model import Objective, Reason, Result, Role, State, Verdict

GOLDEN = Path(__file__).parents[1] / "metrics" / "golden.txt"
TARGET_LABELS = frozenset({"job", "instance", "location", "exported_location"})
"""What Prometheus adds; the last one is the monitor's own `location`."""
FOREIGN = {"up": frozenset[str](), "ALERTS": frozenset({"alertname", "alertstate"})}
"""Metrics that Prometheus makes itself."""
VALUES: Mapping[str, frozenset[str]] = {
    "state": frozenset(State),
    "verdict": frozenset(Verdict),
    "reason": frozenset(Reason),
    "role": frozenset(Role),
    "result": frozenset(Result),
    "slo": frozenset(Objective),
}
"""Labels whose values are closed sets."""

_WORDS = frozenset({"and", "or", "unless", "bool", "offset", "inf", "nan"})
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")
_SELECTOR = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)\s*\{([^}]*)\}")
_MATCHER = re.compile(r'([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"')
_NAME = re.compile(r"(?<![\w:.$])([a-zA-Z_:][a-zA-Z0-9_:]*)(?![\w:]*\s*\()")
_COMMENT = re.compile(r"#[^\n]*")


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition in a selector."""

    metric: str
    label: str
    sign: str
    value: str


@cache
def exported() -> Mapping[str, frozenset[str]]:
    """The labels of every series that a scrape can have, by its name, histograms taken apart."""
    found: dict[str, frozenset[str]] = {}
    for block in GOLDEN.read_text(encoding="utf-8").strip().split("\n\n"):
        name, kind, labels, _ = block.split("\n", 3)
        its = frozenset(filter(None, labels.strip(" {}").split(", ")))
        if kind.strip() == "histogram":
            found |= {f"{name}_bucket": its | {"le"}, f"{name}_count": its, f"{name}_sum": its}
        else:
            found[name] = its
    return found


def metrics(query: str) -> set[str]:
    """The names of all series in a query."""
    text = _GROUPING.sub(" ", _STRING.sub('""', _COMMENT.sub("", query)))
    text = re.sub(r"\{[^}]*\}|\[[^]]*\]", " ", text)
    return {name for name in _NAME.findall(text) if name.lower() not in _WORDS}


def grouping_labels(query: str) -> set[str]:
    """The labels by which a query aggregates or joins."""
    lists = _GROUPING.findall(_COMMENT.sub("", query))
    return {label.strip() for each in lists for label in each.split(",") if label.strip()}


def matchers(query: str) -> Iterator[Matcher]:
    """Every condition in every selector of a query."""
    for metric, inside in _SELECTOR.findall(_COMMENT.sub("", query)):
        for label, sign, value in _MATCHER.findall(inside):
            yield Matcher(metric, label, sign, value)


def selects_nothing(matcher: Matcher) -> bool:
    """Whether no value of a closed set can fulfil a condition that has to be fulfilled by one."""
    known = VALUES.get(matcher.label)
    if known is None or not matcher.value:
        return False
    if "~" not in matcher.sign:
        return matcher.value not in known
    parts = matcher.value.split("|")
    return not all(any(re.fullmatch(part, value) for value in known) for part in parts)
