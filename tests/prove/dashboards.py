"""The dashboards with every choice that somebody can make above them."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from grafana.builder.targets import Choice, Target, targets

FOLDER = Path(__file__).parents[2] / "grafana" / "dashboards"
DAY_SECONDS = 86_400
RANGES = {"1h": 3600, "24h": DAY_SECONDS, "7d": 7 * DAY_SECONDS, "30d": 30 * DAY_SECONDS}
EVERYWHERE = ".*"
_NAME = re.compile(r"\b((?:jmo|probe|process|scrape|python)_[a-z0-9_]+|up)\s*[{\[]")
_LABELS = re.compile(r"label_values\((.+),\s*(\w+)\)")

Board = dict[str, Any]
Offers = Callable[[str, str], Sequence[str]]
"""The values of a label among the series that match."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One way to look at a dashboard, and how a person would say it."""

    said: str
    choice: Choice


def boards(folder: Path = FOLDER) -> dict[str, Board]:
    """All of them by their uid."""
    read = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return {board["uid"]: board for board in read}


def expressions(board: Board) -> Iterator[str]:
    """Every query as it is written."""
    for panel in board["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))
    yield from (drawn["target"]["expr"] for drawn in board["annotations"].get("list", ()))


def metrics() -> frozenset[str]:
    """The series that any dashboard asks for."""
    read = tuple(boards().values())
    asked = (_NAME.findall(text) for board in read for text in expressions(board))
    offered = (query[0].partition("{")[0] for board in read for query in _queries(board).values())
    return frozenset(chain(chain.from_iterable(asked), offered))


def first(board: Board, offers: Offers, range_seconds: int, scrape_seconds: int) -> Chosen:
    """What is chosen when it is opened."""
    choice = Choice(range_seconds=range_seconds, scrape_seconds=scrape_seconds)
    values: dict[str, str | Sequence[str]] = {}
    for name, variable in _variables(board).items():
        if variable["type"] == "custom":
            values[name] = variable["current"]["value"]
        elif variable.get("allValue"):
            values[name] = variable["allValue"]
        else:
            found = offers(*_queries(board)[name])
            values[name] = found if variable.get("multi") else found[0]
    return Chosen("as opened", replace(choice, values=values))


def every(board: Board, offers: Offers, range_seconds: int, scrape_seconds: int) -> list[Chosen]:
    """What is chosen when it is opened, and every other value of each variable."""
    opened = first(board, offers, range_seconds, scrape_seconds)
    found = [opened]
    for name, variable in _variables(board).items():
        if variable["type"] == "custom":
            others: Sequence[str] = [option["value"] for option in variable["options"]]
        else:
            others = offers(*_queries(board)[name])
        for value in others:
            values = {**opened.choice.values, name: value}
            said = f"{name}={value}"
            found.append(Chosen(said, replace(opened.choice, values=values)))
    return found


def asked(board: Board, choice: Choice) -> Iterator[tuple[str, Target]]:
    """Every question of a dashboard, and by what name a person finds it: `7 A`."""
    for target in targets(board, choice):
        yield f"{target.panel or target.title} {target.ref}", target


def unit(board: Board, panel_id: int, column: str = "") -> str:
    """In which unit a panel shows its numbers, or those of one column of its table."""
    (panel,) = (panel for panel in board["panels"] if panel["id"] == panel_id)
    found: str = panel["fieldConfig"]["defaults"]["unit"]
    for override in panel["fieldConfig"]["overrides"]:
        if override["matcher"]["options"] == column:
            said = (p["value"] for p in override["properties"] if p["id"] == "unit")
            found = next(said, found)
    return found


def _variables(board: Board) -> dict[str, Board]:
    return {v["name"]: v for v in board["templating"]["list"] if v["type"] != "datasource"}


def _queries(board: Board) -> dict[str, tuple[str, str]]:
    """Of each variable that is asked for, the series and the label; all places are meant."""
    found = {}
    for name, variable in _variables(board).items():
        if variable["type"] == "query":
            parts = _LABELS.fullmatch(variable["query"]["query"])
            assert parts, variable["query"]
            found[name] = parts[1].replace("$location", EVERYWHERE), parts[2]
    return found
