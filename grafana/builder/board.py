"""A dashboard that is being made: panels flow from left to right and from row to row."""

import json
from collections.abc import Sequence
from typing import Any

from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as model

from grafana.builder import annotations, links, variables
from grafana.builder.look import DATASOURCE, Column, Look, mapped
from grafana.builder.query import Query, targets
from grafana.builder.strings import shared
from grafana.builder.wording import Language, Phrase, Wording

COLUMNS = 24


class Board:
    """One dashboard in one language."""

    def __init__(
        self, name: str, wording: Wording, language: Language, *, since: str, names: Sequence[str]
    ) -> None:
        """`names` are the variables that it has; `since` is the time range it opens with."""
        self.language = language
        self._x = self._y = self._height = 0
        self._made = (
            builders.Dashboard(wording.title.said_in(language))
            .uid(links.uid(name, language))
            .description(wording.about.said_in(language))
            .tags(["jmo", f"jmo-{language}"])
            .timezone("Asia/Jakarta")
            .time(since, "now")
            .refresh("1m")
            .tooltip(model.DashboardCursorSync.CROSSHAIR)
            .readonly()
        )
        for variable in variables.chosen(names, language):
            self._made.with_variable(variable)
        for annotation in annotations.chosen(names, language):
            self._made.annotation(annotation)
        for link in links.top(name, language):
            self._made.link(link)

    def row(self, number: int, title: Phrase) -> None:
        """A heading over the panels that follow."""
        self._next_line()
        row = builders.Row(title.said_in(self.language)).id(number)
        row.grid_pos(model.GridPos(h=1, w=COLUMNS, x=0, y=self._y))
        self._made.with_row(row)
        self._y += 1

    def add(
        self,
        number: int,
        wording: Wording,
        panel: Builder[model.Panel],
        queries: Sequence[Query],
        look: Look,
        *,
        size: tuple[int, int],
        columns: Sequence[Column] = (),
        empty: Phrase = shared.NO_DATA,
    ) -> None:
        """The next panel: `size` is its width in 24ths and its height in rows of 30 pixels;
        `number` stays the same for ever, since links name it; `empty` is said where nothing is.
        """
        made = panel.build()
        made.id_val = number
        made.title = wording.title.said_in(self.language)
        made.description = wording.about.said_in(self.language)
        made.grid_pos = self._place(*size)
        if queries:
            made.datasource = DATASOURCE
            made.targets = [target.build() for target in targets(queries)]
            made.field_config = self._fields(made.field_config, look, columns, empty)
        self._made.with_panel(_Finished(made))

    def _fields(
        self,
        made: model.FieldConfigSource | None,
        look: Look,
        columns: Sequence[Column],
        empty: Phrase,
    ) -> model.FieldConfigSource:
        fields = made or model.FieldConfigSource()
        defaults = fields.defaults or model.FieldConfig()
        defaults.unit = look.unit
        defaults.decimals = look.decimals
        defaults.min_val, defaults.max_val = look.minimum, look.maximum
        defaults.no_value = empty.said_in(self.language)
        defaults.thresholds = look.thresholds
        defaults.mappings = mapped(look.mappings or {}, self.language, empty)
        mode = model.FieldColorModeId.THRESHOLDS
        if look.by_series:
            mode = model.FieldColorModeId.PALETTE_CLASSIC_BY_NAME
        defaults.color = defaults.color or model.FieldColor(mode=mode)
        fields.defaults = defaults
        overrides = [column.override(self.language) for column in columns]
        fields.overrides = [*(fields.overrides or []), *overrides]
        return fields

    def _place(self, width: int, height: int) -> model.GridPos:
        if self._x + width > COLUMNS:
            self._next_line()
        position = model.GridPos(h=height, w=width, x=self._x, y=self._y)
        self._x += width
        self._height = max(self._height, height)
        return position

    def _next_line(self) -> None:
        self._y += self._height
        self._x = self._height = 0

    def text(self) -> str:
        """The JSON as it is committed."""
        encoded = json.dumps(self._made.build(), cls=JSONEncoder)
        made = _without_what_is_gone(json.loads(encoded))
        return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


class _Finished(Builder[model.Panel]):
    """A panel that is made already, where a builder is asked for."""

    def __init__(self, panel: model.Panel) -> None:
        self._panel = panel

    def build(self) -> model.Panel:
        return self._panel


def _without_what_is_gone(made: dict[str, Any]) -> dict[str, Any]:
    """Without what the library writes and Grafana's schema does not have."""
    for variable in made["templating"]["list"]:
        for key in ("auto", "auto_min", "auto_count"):
            variable.pop(key, None)
    for panel in made["panels"]:
        if panel["type"] == "table":
            panel["options"].pop("footer", None)
    for annotation in made["annotations"].get("list", []):
        annotation.pop("placement", None)
    return made
