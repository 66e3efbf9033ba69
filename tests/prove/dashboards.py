"""The dashboards as Grafana reads them: every question of every panel, with its variables set."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "grafana" / "dashboards"
DAY_SECONDS = 86_400
RANGES = {"1h": 3600, "24h": DAY_SECONDS, "7d": 7 * DAY_SECONDS, "30d": 30 * DAY_SECONDS}
POINTS = 1000
"""About as many as a panel is wide."""
_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 21600)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": DAY_SECONDS}
_NAME = re.compile(r"\b((?:jmo|probe|process|scrape|python)_[a-z0-9_]+|up)\s*[{\[]")
_LABELS = re.compile(r"label_values\((.+),\s*(\w+)\)")

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with nothing left to fill in."""

    expression: str
    step_seconds: int
    range_seconds: int
    instant: bool


@dataclass(frozen=True)
class Target:
    """One question of a panel, or of an annotation."""

    board: str
    number: int
    panel: str
    ref: str
    expression: str
    instant: bool
    least_step_seconds: int = 0
    fixed_range_seconds: int | None = None

    @property
    def where(self) -> str:
        """By what name a person finds it."""
        return f"{self.board} / {self.number} {self.panel} / {self.ref}"

    @cached_property
    def metrics(self) -> frozenset[str]:
        """The series that it asks for."""
        return frozenset(_NAME.findall(self.expression))

    @property
    def uses(self) -> set[str]:
        """The variables in it."""
        return set(re.findall(r"\$\{?(\w+)", self.expression))

    def asked(
        self, chosen: Mapping[str, str], range_seconds: int, scrape_seconds: int
    ) -> Asked:
        """Filled in as Grafana does it; `chosen` has the variables as they stand in a query."""
        whole = self.fixed_range_seconds or range_seconds
        step = max(_step(whole / POINTS), self.least_step_seconds, scrape_seconds)
        values = {
            **chosen,
            "__range": f"{whole}s",
            "__range_s": str(whole),
            "__interval": f"{step}s",
            "__rate_interval": f"{max(step + scrape_seconds, 4 * scrape_seconds)}s",
        }
        text = re.sub(r"\$(?:\{(\w+)\}|(\w+))", lambda m: values[m[1] or m[2]], self.expression)
        return Asked(text, step, whole, self.instant)


def boards(folder: Path = FOLDER) -> dict[str, Document]:
    """All of them by their uid."""
    read = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return {board["uid"]: board for board in read}


def targets(board: Document) -> Iterator[Target]:
    """Every question of a dashboard, those of its annotations last."""
    for panel in chain.from_iterable((p, *p.get("panels", ())) for p in board["panels"]):
        for target in panel.get("targets", ()):
            yield Target(
                board=board["uid"],
                number=panel["id"],
                panel=panel["title"],
                ref=target["refId"],
                expression=target["expr"],
                instant=bool(target.get("instant")),
                least_step_seconds=_seconds(panel.get("interval") or target.get("interval")),
                fixed_range_seconds=_seconds(panel.get("timeFrom")) or None,
            )
    for drawn in board["annotations"].get("list", ()):
        if "target" in drawn and drawn["target"].get("expr"):
            yield Target(
                board=board["uid"],
                number=0,
                panel=drawn["name"],
                ref="Anno",
                expression=drawn["target"]["expr"],
                instant=False,
                least_step_seconds=_seconds(drawn["target"].get("interval")),
            )


def variables(board: Document) -> dict[str, Document]:
    """The variables of a dashboard but the data source."""
    return {v["name"]: v for v in board["templating"]["list"] if v["type"] != "datasource"}


def label_query(variable: Document) -> tuple[str, str] | None:
    """The series and the label that a variable's values come from; None where they are fixed."""
    if variable["type"] != "query":
        return None
    found = _LABELS.fullmatch(variable["query"]["query"])
    assert found, variable["query"]
    return found[1], found[2]


def as_regex(values: Iterable[str]) -> str:
    """Several values as Grafana writes them into a query."""
    escaped = [re.sub(r"([.*+?^${}()|\[\]\\/-])", r"\\\\\1", value) for value in values]
    return escaped[0] if len(escaped) == 1 else f"({'|'.join(escaped)})"


def metrics() -> frozenset[str]:
    """Every series that any dashboard asks for."""
    read = tuple(boards().values())
    asked = (target.metrics for board in read for target in targets(board))
    offered = (label_query(v) for board in read for v in variables(board).values())
    series = (found[0].partition("{")[0] for found in offered if found)
    return frozenset(chain(chain.from_iterable(asked), series))


def _step(seconds: float) -> int:
    return next((step for step in _STEPS if step >= seconds * 0.75), DAY_SECONDS)


def _seconds(text: str | None) -> int:
    return int(text[:-1]) * _UNITS[text[-1]] if text else 0
