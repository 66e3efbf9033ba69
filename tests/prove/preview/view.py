"""A dashboard as somebody looks at it: what was chosen, and what each panel was told."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from grafana.builder.targets import Choice, Target
from tests.prove import dashboards, script
from tests.prove.dashboards import Board
from tests.prove.history import History
from tests.prove.prometheus import Answer, Series

WIDTH, ROW, HEADING = 1400, 38, 80
"""Of the page, of a row of the grid, and of what stands above it, in pixels."""


@dataclass(frozen=True, slots=True)
class Told:
    """A question and its answer."""

    target: Target
    answer: Answer


@dataclass(frozen=True, slots=True)
class View:
    """All that a page is drawn from."""

    board: Board
    choice: Choice
    told: Sequence[Told]

    def series(self, panel: int, ref: str = "A") -> Sequence[Series]:
        """What one query of a panel was told."""
        (found,) = (t for t in self.told if (t.target.panel, t.target.ref) == (panel, ref))
        return found.answer.series

    def values(self, panel: int) -> list[float]:
        """Everything that a panel was told."""
        asked = (told for told in self.told if told.target.panel == panel)
        return [v for told in asked for series in told.answer.series for _, v in series.samples]

    @property
    def height(self) -> int:
        """Of the whole page: what is not in sight is not drawn."""
        places = [panel["gridPos"] for panel in self.board["panels"]]
        return HEADING + ROW * max(int(place["y"]) + int(place["h"]) for place in places)

    def text(self) -> str:
        """As the page reads it."""
        panels: dict[int, dict[str, Any]] = {}
        for told in self.told:
            if told.target.panel is not None:
                empty = {**self._stretch(told.target.range_seconds), "answers": []}
                panel = panels.setdefault(told.target.panel, empty)
                panel["answers"].append(_answered(told))
        return json.dumps(
            {
                "dashboard": self.board,
                "answers": panels,
                "regions": list(self._regions()),
                "chosen": {name: _said(value) for name, value in self.choice.values.items()},
                "range": _span(self.choice.range_seconds),
                "width": WIDTH,
            }
        )

    def _stretch(self, range_seconds: int) -> dict[str, float]:
        end = script.END.timestamp()
        return {"from": (end - range_seconds) * 1000, "to": end * 1000}

    def _regions(self) -> Iterator[dict[str, object]]:
        """Annotations: points that are no farther apart than a step belong together."""
        colours = {a["name"]: a["iconColor"] for a in self.board["annotations"].get("list", ())}
        for told in self.told:
            if told.target.panel is None:
                name, step = told.target.title, told.target.step_seconds
                for began, ended in _stretches(told.answer.series, step):
                    moments = {"from": began * 1000, "to": ended * 1000}
                    yield {"name": name, "colour": colours[name], **moments}


def seen(past: History, uid: str, range_seconds: int, **chosen: str) -> View:
    """Ask everything that a dashboard asks, with these variables and the others as opened."""
    board = past.boards[uid]
    choice = past.choice(uid, range_seconds, **chosen)
    told = [
        Told(target, past.prometheus.ask(target, script.END))
        for _, target in dashboards.asked(board, choice)
    ]
    return View(board, choice, told)


def _answered(told: Told) -> dict[str, object]:
    series = [{"labels": s.labels, "samples": s.samples} for s in told.answer.series]
    return {"ref": told.target.ref, "stepSeconds": told.target.step_seconds, "series": series}


def _stretches(series: Sequence[Series], step: int) -> Iterator[tuple[float, float]]:
    for each in series:
        began = last = each.samples[0][0]
        for at, _ in each.samples:
            if at > last + step:
                yield began, last + step
                began = at
            last = at
        yield began, last + step


def _said(value: str | Sequence[str]) -> str:
    if value == dashboards.EVERYWHERE:
        return "All"
    return value if isinstance(value, str) else ", ".join(value)


def _span(seconds: int) -> str:
    return next(said for said, length in dashboards.RANGES.items() if length == seconds)
