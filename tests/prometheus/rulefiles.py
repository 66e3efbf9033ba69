"""The rule files and their unit tests, read."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "prometheus"
RULE_FILES = tuple(sorted((FOLDER / "rules").glob("*.yml")))
TEST_FILES = tuple(sorted((FOLDER / "tests").glob("*.yml")))

_ALERT_QUERY = re.compile(r'ALERTS\{[^}]*alertname="(\w+)"[^}]*alertstate="firing"')
_UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}

Rule = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a unit test expects of an alert at some time."""

    file: Path
    group: str
    at_seconds: int
    firing: bool


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of every file."""
    documents = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in RULE_FILES]
    return tuple(
        r for document in documents for group in document["groups"] for r in group["rules"]
    )


def alerts() -> tuple[Rule, ...]:
    """Every alert."""
    return tuple(rule for rule in rules() if "alert" in rule)


def recorded() -> set[str]:
    """The names of the recorded series."""
    return {rule["record"] for rule in rules() if "record" in rule}


def unit_tests(path: Path) -> Any:
    """A file of unit tests."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def sightings() -> dict[str, list[Sighting]]:
    """What the unit tests expect, by alert, in the order in which they say it."""
    found: dict[str, list[Sighting]] = {rule["alert"]: [] for rule in alerts()}
    for path in TEST_FILES:
        for group in unit_tests(path)["tests"]:
            for said in group.get("promql_expr_test", ()):
                for name in _ALERT_QUERY.findall(said["expr"]):
                    at = seconds(said["eval_time"])
                    seen = Sighting(path, group["name"], at, bool(said["exp_samples"]))
                    found[name].append(seen)
    return found


def seconds(duration: str) -> int:
    """Seconds of a duration such as `1d12h`."""
    return sum(int(n) * _UNITS[unit] for n, unit in re.findall(r"(\d+)([dhms])", duration))


def promtool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run promtool to its end."""
    command = ["promtool", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def series(path: Path) -> Iterator[str]:
    """Every series that a file of unit tests feeds."""
    for group in unit_tests(path)["tests"]:
        for each in group["input_series"]:
            yield each["series"]
