"""The dashboards have the types that Grafana publishes, of its current and of an older release."""

import copy
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.grafana.boards import Board, boards
from tests.grafana.typecheck import PACKAGE, SCHEMAS, complaints

BOARDS = boards()
pytestmark = pytest.mark.npm


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_compiler_takes_every_dashboard(schema: str, tmp_path: Path) -> None:
    assert complaints(tmp_path, schema, BOARDS) == ""


def _first(board: Board, kind: str) -> Board:
    panel: Board = next(panel for panel in board["panels"] if panel["type"] == kind)
    return panel


def _footer(board: Board) -> None:
    _first(board, "table")["options"]["footer"] = {"show": True}


def _colour_mode(board: Board) -> None:
    _first(board, "stat")["options"]["colorMode"] = "backgruond"


def _legend(board: Board) -> None:
    _first(board, "state-timeline")["options"]["legend"]["placement"] = "left"


def _mapping(board: Board) -> None:
    _first(board, "stat")["fieldConfig"]["defaults"]["mappings"][0]["type"] = "values"


def _refresh(board: Board) -> None:
    board["templating"]["list"][1]["refresh"] = 7


def test_the_compiler_refuses_what_grafana_does_not_know(tmp_path: Path) -> None:
    broken: dict[str, Board] = {}
    changes: list[Callable[[Board], None]] = [_footer, _colour_mode, _legend, _mapping, _refresh]
    for change in changes:
        board = copy.deepcopy(BOARDS["jmo-overview"])
        change(board)
        broken[change.__name__] = board
    said = complaints(tmp_path, "13.2", broken)
    assert {line.split(".ts(")[0] for line in said.splitlines() if ".ts(" in line} == set(broken)


def test_the_lock_names_no_address() -> None:
    assert "://" not in (PACKAGE / "package-lock.json").read_text(encoding="utf-8")
