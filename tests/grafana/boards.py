"""The committed dashboards, and ways through them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "grafana" / "dashboards"
Board = dict[str, Any]


def boards() -> dict[str, Board]:
    """Every dashboard by its file's name."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in _paths()}


def _paths() -> list[Path]:
    return sorted(FOLDER.glob("*.json"))


def panels(board: Board) -> list[Board]:
    """Those that show something: rows are headings."""
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def queries(board: Board) -> Iterator[tuple[str, str]]:
    """Where each query is, and the query."""
    for panel in panels(board):
        for target in panel.get("targets", ()):
            yield f"{board['uid']} {panel['id']} {target['refId']}", target["expr"]
    for annotation in board["annotations"].get("list", ()):
        yield f"{board['uid']} {annotation['name']}", annotation["target"]["expr"]


def texts(node: object) -> Iterator[str]:
    """Every text anywhere in it."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
