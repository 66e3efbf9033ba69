"""The rules: they fit what the monitor exports, and every alert fires, clears and can be read."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.prometheus.promql import (
    FOREIGN,
    TARGET_LABELS,
    exported,
    grouping_labels,
    matchers,
    metrics,
    selects_nothing,
)
from tests.prometheus.rulefiles import (
    ROOT,
    RULE_FILES,
    TEST_FILES,
    Rule,
    Sighting,
    alerts,
    promtool,
    recorded,
    rules,
    series,
    sightings,
    unit_tests,
)

ANNOTATIONS = {
    "summary",
    "summary_id",
    "description",
    "description_id",
    "runbook_url",
    "dashboard_uid",
}
RUNBOOK = "https://jmo-monitor.example/docs/runbook.md#"
WINDOW = re.compile(r"(?<=[a-z])(?:5m|30m|1h|2h|6h|1d|3d|7d|30d)\b|\[\w+\]")

ALERTS = [pytest.param(rule, id=rule["alert"]) for rule in alerts()]
EVERY = [pytest.param(rule, id=rule.get("alert") or rule["record"]) for rule in rules()]
FILES = [pytest.param(path, id=path.stem) for path in TEST_FILES]


def test_promtool_accepts_every_rule() -> None:
    found = promtool("check", "rules", *RULE_FILES)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("path", FILES)
def test_the_rules_do_what_their_unit_tests_say(path: Path) -> None:
    found = promtool("test", "rules", path)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("path", FILES)
def test_unit_tests_leave_the_order_of_groups_to_no_chance(path: Path) -> None:
    document = unit_tests(path)
    files = [yaml.safe_load((path.parent / name).read_text()) for name in document["rule_files"]]
    groups = [group["name"] for file in files for group in file["groups"]]
    assert len(files) == 1 or document["group_eval_order"] == groups


@pytest.mark.parametrize("rule", ALERTS)
def test_a_unit_test_sees_every_alert_fire_and_clear(rule: Rule) -> None:
    seen = sightings()[rule["alert"]]
    cleared = [
        (fired, after)
        for fired in seen
        for after in seen
        if fired.firing and not after.firing
        if (fired.file, fired.group) == (after.file, after.group)
        if after.at_seconds > fired.at_seconds
    ]
    assert cleared, "no unit test has it firing and, later in the same story, not firing"


@pytest.mark.parametrize("rule", EVERY)
def test_a_rule_asks_for_what_is_exported_or_recorded(rule: Rule) -> None:
    known = exported().keys() | FOREIGN.keys() | recorded()
    assert metrics(rule["expr"]) - known == set()
    texts = " ".join(str(text) for text in rule.get("annotations", {}).values())
    asked = re.findall(r"\b(?:probe|jmo|location_service\w*|service)(?:_\w+\{|:\w+:\w+)", texts)
    assert {name.rstrip("{") for name in asked} - known == set()


@pytest.mark.parametrize("rule", EVERY)
def test_a_rule_asks_for_labels_and_values_that_there_are(rule: Rule) -> None:
    for matcher in matchers(rule["expr"]):
        if matcher.metric in exported():
            its = exported()[matcher.metric] | TARGET_LABELS
            assert matcher.label in its, matcher
        assert not selects_nothing(matcher), matcher
    labels = frozenset().union(*exported().values())
    assert grouping_labels(rule["expr"]) - labels - TARGET_LABELS == set()


@pytest.mark.parametrize("rule", EVERY)
def test_a_rule_keeps_to_the_job_of_the_monitor(rule: Rule) -> None:
    """Names such as probe_success are those of other exporters too."""
    bare = re.sub(r'"[^"]*"', '""', rule["expr"])
    for name in metrics(rule["expr"]) & (exported().keys() | {"up"}):
        uses = len(re.findall(rf"\b{name}\b", bare))
        assert uses == len(re.findall(rf'\b{name}\{{\s*job="jmo"', rule["expr"])), name


@pytest.mark.parametrize("path", FILES)
def test_unit_tests_are_fed_with_series_as_they_are_exported(path: Path) -> None:
    for each in series(path):
        name, _, inside = each.partition("{")
        labels = set(re.findall(r"(\w+)=", re.sub(r'="[^"]*"', "=", inside)))
        its = exported()[name] if name in exported() else FOREIGN[name]
        assert labels - TARGET_LABELS == its - TARGET_LABELS, each
        assert not any(map(selects_nothing, matchers(each))), each


@pytest.mark.parametrize("rule", ALERTS)
def test_an_alert_has_all_that_its_reader_needs(rule: Rule) -> None:
    notes = rule["annotations"]
    assert notes.keys() == ANNOTATIONS
    assert rule["labels"]["severity"] in {"page", "ticket", "info"}
    assert rule["labels"]["about"] in {"jmo", "service", "probe", "slo", "monitor"}
    assert notes["runbook_url"] == RUNBOOK + rule["alert"].lower()
    assert (ROOT / "grafana" / "dashboards" / f"{notes['dashboard_uid']}.json").exists()
    for text in ("summary", "description"):
        assert notes[text] != notes[f"{text}_id"]


def test_the_runbook_has_a_section_for_every_alert_and_no_other() -> None:
    text = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (\w+)$", text, re.MULTILINE)
    assert sorted(sections) == sorted(rule["alert"] for rule in alerts())


def test_windows_differ_in_nothing_but_their_length() -> None:
    shapes: dict[str, set[str]] = {}
    for rule in rules():
        if rule.get("record", "").startswith("location_service_slo:jmo_"):
            name = WINDOW.sub("W", rule["record"]) + str(rule.get("labels", {}).get("slo"))
            shapes.setdefault(name, set()).add(WINDOW.sub("W", rule["expr"]))
            used = set(WINDOW.findall(rule["record"] + rule["expr"]))
            assert len({window.strip("[]") for window in used}) <= 1, rule["record"]
    shapes.pop("location_service_slo:jmo_budget_left:ratioNone")
    assert {name for name, found in shapes.items() if len(found) != 1} == set()


WORKBOOK = {
    ("1h", "5m"): ("14.4", "page"),
    ("6h", "30m"): ("6", "page"),
    ("1d", "2h"): ("3", "ticket"),
    ("3d", "6h"): ("1", "ticket"),
}
"""Burn rates of the SRE workbook by long and short window, and how urgent each is."""


def test_burn_rates_are_those_of_the_workbook_in_both_windows() -> None:
    burning = [rule for rule in alerts() if rule["alert"].startswith("JmoBudgetBurn")]
    assert {(rule["labels"]["long"], rule["labels"]["short"]) for rule in burning} == set(WORKBOOK)
    for rule in burning:
        windows = rule["labels"]["long"], rule["labels"]["short"]
        rate, severity = WORKBOOK[windows]
        assert rule["labels"]["severity"] == severity
        asked = re.findall(r"jmo_burn:rate(\w+) > ([\d.]+)", rule["expr"])
        assert asked == [(window, rate) for window in windows]


@cache
def first_firings() -> dict[str, Sighting]:
    """The first time at which a unit test has each alert firing."""
    return {name: next(s for s in seen if s.firing) for name, seen in sightings().items()}


def provoked(path: Path, folder: Path) -> str:
    """What promtool says when it is told that no alert of a file fires, while all of them do: their
    labels and texts.
    """
    document = unit_tests(path)
    document["rule_files"] = [str(path.parent / name) for name in document["rule_files"]]
    for group in document["tests"]:
        group.pop("promql_expr_test", None)
        group["alert_rule_test"] = [
            {"eval_time": f"{seen.at_seconds}s", "alertname": name, "exp_alerts": []}
            for name, seen in first_firings().items()
            if (seen.file, seen.group) == (path, group["name"])
        ]
    document["tests"] = [group for group in document["tests"] if group["alert_rule_test"]]
    file = folder / path.name
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
    found = promtool("test", "rules", file)
    return found.stdout + found.stderr


def labels_in(text: str) -> set[str]:
    """The labels that a template uses, but for those that it asks for first."""
    asked_for = set(re.findall(r"with \$labels\.(\w+)", text))
    return set(re.findall(r"\$labels\.(\w+)", text)) - asked_for


@pytest.mark.parametrize("path", [p for p in FILES if p.id != "uptime"])
def test_the_texts_of_alerts_are_complete(path: Path, tmp_path: Path) -> None:
    said = provoked(path, tmp_path)
    by_name: dict[str, Any] = {rule["alert"]: rule for rule in alerts()}
    shown = re.findall(r'Labels:\{(.*?alertname="(\w+)".*?)\}\s+Annotations:\{(.*)\}', said)
    assert {name for _, name, _ in shown} == {
        name for name, seen in first_firings().items() if seen.file == path
    }
    for labels, name, notes in shown:
        assert "error expanding" not in notes, notes
        assert "no value" not in notes, notes
        has = set(re.findall(r'(\w+)="', labels))
        for template in by_name[name]["annotations"].values():
            assert labels_in(template) - has == set(), (name, template)
