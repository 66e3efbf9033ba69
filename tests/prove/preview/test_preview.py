"""Pages that are drawn from the dashboards say what they were told, and nothing goes wrong."""

from pathlib import Path

import pytest

from tests.prove.preview import bundle, expected
from tests.prove.preview.conftest import Shown

pytestmark = [pytest.mark.slow, pytest.mark.npm]


def test_nothing_goes_wrong_and_nobody_else_is_asked(shown: Shown) -> None:
    assert shown.complaints == []


def test_every_panel_is_there_under_its_title(shown: Shown) -> None:
    assert shown.panels.keys() == {panel["id"] for panel in shown.view.board["panels"]}
    for panel in shown.view.board["panels"]:
        title = panel["title"]
        for name in ("slo_window", "period"):
            title = title.replace(f"${name}", str(shown.view.choice.values.get(name)))
        assert shown.panels[panel["id"]].title == title


def test_every_stat_and_table_is_read(shown: Shown) -> None:
    read = shown.of_kind("stat", "bargauge", "table")
    assert read.keys() == expected.said(shown.view).keys()


def test_stats_bars_and_tables_say_what_prometheus_said(shown: Shown) -> None:
    assert shown.wrong(shown.view) == []


def test_no_title_of_a_column_is_cut(shown: Shown) -> None:
    tables = shown.of_kind("table")
    assert {panel.title: panel.cut for panel in tables.values() if panel.cut} == {}


def test_curves_have_their_names_and_are_drawn(shown: Shown) -> None:
    for number, panel in shown.of_kind("timeseries", "heatmap").items():
        if panel.kind == "timeseries":
            assert panel.legend == expected.legend(shown.view, number), panel.title
        if any(shown.view.values(number)):
            assert panel.coloured == panel.canvases == 1, panel.title


def test_states_over_time_are_those_that_prometheus_knew(shown: Shown) -> None:
    for number, panel in shown.of_kind("state-timeline", "status-history").items():
        assert set(panel.states) == expected.words(shown.view, number), panel.title
    for number, panel in shown.of_kind("status-history").items():
        assert len(panel.states) == len(shown.view.values(number)), panel.title


def test_every_row_has_a_bar_for_each_query(shown: Shown) -> None:
    for number, panel in shown.of_kind("barchart").items():
        asked = [told.answer.series for told in shown.view.told if told.target.panel == number]
        rows = {frozenset(series.labels.items()) for every in asked for series in every}
        assert panel.bars == len(rows) * len(asked), panel.title


def test_the_sources_have_the_types_that_grafana_publishes(tmp_path: Path) -> None:
    assert bundle.complaints(tmp_path / "sources") == ""


def test_the_lock_names_no_address() -> None:
    lock = (bundle.PACKAGE / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
