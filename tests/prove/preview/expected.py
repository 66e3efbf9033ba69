"""What a page should say, from the answers that its panels were given."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grafana.builder.wording import Language, Phrase
from tests.prove.preview.readings import READINGS, Column, Grid, Numbers, Reading, Rows, names
from tests.prove.preview.view import View

Said = list[list[str]]
"""Lines of a panel, each of one text or of the cells of a table's row."""


def language_of(uid: str) -> Language:
    """In which words a dashboard speaks."""
    return Language.INDONESIAN if uid.endswith("-id") else Language.ENGLISH


def said(view: View) -> dict[int, Said]:
    """By panel."""
    uid = view.board["uid"]
    readings = READINGS[uid.removeprefix("jmo-").removesuffix("-id")]
    panels = {panel["id"]: panel for panel in view.board["panels"]}
    language = language_of(uid)
    return {
        number: _read(view, panels[number], reading, language)
        for number, reading in readings.items()
    }


def legend(view: View, panel: int) -> list[str]:
    """The names of a panel's curves."""
    formats = {
        target["refId"]: target.get("legendFormat", "")
        for each in view.board["panels"]
        if each["id"] == panel
        for target in each["targets"]
    }
    return [
        formats[told.target.ref].replace("{{", "{").replace("}}", "}").format_map(series.labels)
        for told in view.told
        if told.target.panel == panel
        for series in told.answer.series
    ]


def words(view: View, panel: int) -> set[str]:
    """The states that a panel's series come to."""
    (mapped,) = (each for each in view.board["panels"] if each["id"] == panel)
    (values, _) = mapped["fieldConfig"]["defaults"]["mappings"]
    reached = {str(round(v)) for series in view.series(panel) for _, v in series.samples}
    return {values["options"][value]["text"] for value in reached}


def _read(view: View, panel: Mapping[str, Any], reading: Reading, language: Language) -> Said:
    if isinstance(reading, Numbers):
        always = panel["type"] == "bargauge"
        return list(_numbers(view, panel["id"], reading, language, always))
    if isinstance(reading, Grid):
        return _grid(view, panel["id"], reading, language)
    return _rows(view, panel["id"], reading, language)


def _numbers(
    view: View, panel: int, reading: Numbers, language: Language, always: bool
) -> Iterator[list[str]]:
    asked = [told for told in view.told if told.target.panel == panel]
    alone = sum(len(told.answer.series) for told in asked) == 1
    for told, name in zip(asked, reading.names, strict=True):
        text = name.said_in(language) if isinstance(name, Phrase) else name
        for series in told.answer.series:
            if reading.say is None or always or not alone:
                yield [text.format_map(_named(series.labels, language))]
            if reading.say is not None:
                yield [reading.say(series.value, language)]


def _named(labels: Mapping[str, str], language: Language) -> dict[str, str]:
    """Labels in a language: `name` and `symptom` are those of it."""
    ending = names(language).removeprefix("name")
    spoken = {each: labels.get(each + ending, "") for each in ("name", "symptom")}
    return {**labels, **spoken}


def _rows(view: View, panel: int, reading: Rows, language: Language) -> Said:
    asked = [told for told in view.told if told.target.panel == panel]
    found = [series.labels for told in asked for series in told.answer.series]
    whole = [labels for labels in found if set(reading.key) <= labels.keys()]
    rows = {tuple(labels[name] for name in reading.key): labels for labels in reversed(whole)}
    if not rows:
        return [[reading.empty.said_in(language)]]
    titles = [column.title.said_in(language) for column in reading.columns]
    cells = (
        [_cell(view, panel, column, labels, reading.key, language) for column in reading.columns]
        for labels in rows.values()
    )
    return [titles, *sorted(cells)]


def _cell(
    view: View,
    panel: int,
    column: Column,
    labels: Mapping[str, str],
    key: Sequence[str],
    language: Language,
) -> str:
    if column.words is not None:
        return column.words[labels[column.label]].said_in(language)
    if column.say is None:
        return _named(labels, language)[column.label]
    total = float(labels[column.label]) if column.label else 0.0
    if column.ref:
        value = _of_row(view, panel, column.ref, labels, key)
        if value is None:
            return column.nothing.said_in(language)
        total += value
    return column.say(total, language)


def _of_row(
    view: View, panel: int, ref: str, labels: Mapping[str, str], key: Sequence[str]
) -> float | None:
    for series in view.series(panel, ref):
        if all(series.labels.get(name, labels[name]) == labels[name] for name in key):
            return series.value
    return None


def _grid(view: View, panel: int, reading: Grid, language: Language) -> Said:
    values = {
        (series.labels[reading.row], series.labels[reading.column]): series.value
        for series in view.series(panel)
    }
    columns = sorted({column for _, column in values}, key=_in_order)
    head = [reading.corner.said_in(language), *columns]
    body = [
        [row, *(_or_nothing(reading, values.get((row, column)), language) for column in columns)]
        for row in sorted({row for row, _ in values}, key=_in_order)
    ]
    return [head, *sorted(body)]


def _or_nothing(reading: Grid, value: float | None, language: Language) -> str:
    return reading.nothing.said_in(language) if value is None else reading.say(value, language)


def _in_order(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdigit() else (0, text)
