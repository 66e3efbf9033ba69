"""The look at a page can fail: a wrong unit, word or column, or a lost series, is noticed."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.prove.preview.conftest import Gallery
from tests.prove.preview.view import Told, View

pytestmark = [pytest.mark.slow, pytest.mark.npm]
Change = Callable[[View], View]


def instead(old: str, new: str) -> Change:
    """Have a dashboard say something else."""

    def change(view: View) -> View:
        text = json.dumps(view.board, ensure_ascii=False)
        assert old in text
        return replace(view, board=json.loads(text.replace(old, new)))

    return change


def without_a_series(view: View) -> View:
    """Have one query of the table of services forget a service."""

    def forgotten(told: Told) -> Told:
        if (told.target.panel, told.target.ref) != (5, "C"):
            return told
        return replace(told, answer=replace(told.answer, series=told.answer.series[1:]))

    return replace(view, told=[forgotten(told) for told in view.told])


@pytest.mark.parametrize(
    ("change", "panels"),
    [
        (instead('"unit": "percentunit"', '"unit": "percent"'), {3, 4}),
        (instead('"value": "percentunit"', '"value": "percent"'), {5}),
        (instead('"id": "unit", "value": "s"', '"id": "unit", "value": "ms"'), {5}),
        (instead('"text": "▲ degraded"', '"text": "✔ up"'), {1, 2, 5}),
        (instead('"Value #G": 7', '"Value #G": 1'), {5}),
        (without_a_series, {5}),
    ],
    ids=[
        "shares are shown as percent",
        "so are those in a column",
        "seconds are shown as milliseconds",
        "a state has another's word",
        "columns stand in another order",
        "a series is gone",
    ],
)
def test_what_is_wrong_is_noticed(gallery: Gallery, change: Change, panels: set[int]) -> None:
    view = gallery.view("jmo-overview")
    assert gallery.page("jmo-overview").wrong(view) == []
    wrong = gallery.draw(change(view)).wrong(view)
    assert {int(one.split(":")[0].removeprefix("panel ")) for one in wrong} == panels


def test_what_goes_wrong_on_a_page_is_heard(gallery: Gallery) -> None:
    broken = instead('"type": "stat"', '"type": "stats"')(gallery.view("jmo-overview"))
    complaints = gallery.draw(broken).complaints
    assert any("no such kind of panel: stats" in one for one in complaints)
