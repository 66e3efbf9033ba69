"""Every query is one, asks for what the monitor exports, and asks for it safely."""

import re
from pathlib import Path

import pytest

from grafana.builder import slo
from grafana.builder.targets import Choice, every_target, targets
from tests.grafana.boards import FOLDER, boards, panels, queries
from tests.grafana.promql import OF_PROMETHEUS, complaints, exported, selectors, unknown

BOARDS = boards()
METRICS = exported() | OF_PROMETHEUS
QUERIES = {where: query for board in BOARDS.values() for where, query in queries(board)}
ALL = {
    "service": ["sso", "jmo-api"],
    "location": ".*",
    "interval": "60",
    "period": "akhir-bulan",
    "slo_window": "30d",
}
OF_NO_SERVICE = {"health"}
"""Dashboards about monitors, not about services."""
OF_ALL_SERVICES = {
    "jmo_app_release_changes_total",
    "jmo_app_release_info",
    "jmo_app_release_timestamp_seconds",
    "jmo_calendar_period",
    "jmo_verdict",
}
DELIBERATE = {"$__range", "$__rate_interval", "$slo_window", *slo.LIMITS}
"""Over what a counter's increase may be taken: a stretch somebody chose, or the step and more."""


def _choice(seconds: int) -> Choice:
    return Choice(range_seconds=seconds, values=ALL)


@pytest.mark.parametrize("seconds", [3600, 30 * 86400])
def test_prometheus_understands_every_query(tmp_path: Path, seconds: int) -> None:
    asked = {target.expression for target in every_target(FOLDER, _choice(seconds))}
    assert len(asked) > 100
    assert complaints(tmp_path, sorted(asked)) == ""


def test_a_query_that_is_none_is_noticed(tmp_path: Path) -> None:
    assert "parse error" in complaints(tmp_path, ["sum by (x) (up", "up"])


def test_every_metric_and_label_is_exported() -> None:
    wrong = {where: unknown(query, METRICS) for where, query in QUERIES.items()}
    assert {where: what for where, what in wrong.items() if what} == {}


@pytest.mark.parametrize(
    "query",
    [
        'sum by (service) (jmo_service_status{state="up"})',
        'sum by (service) (jmo_service_state{status="up"})',
        'sum by (team) (jmo_service_state{state="up"})',
    ],
)
def test_a_metric_or_label_that_nothing_exports_is_noticed(query: str) -> None:
    assert unknown(query, METRICS)


def test_every_metric_is_asked_for_with_matchers() -> None:
    """Otherwise its labels go unchecked, and a place that is not chosen is counted."""
    for where, query in QUERIES.items():
        bare = re.sub(r"\{[^}]*\}", "{", query)
        names = re.findall(r"\b((?:jmo|probe|process|scrape)_\w+|up)\b(?!\{)", bare)
        assert names == [], where


def test_every_query_keeps_to_the_chosen_places_and_services() -> None:
    for where, query in QUERIES.items():
        board = where.split()[0].removesuffix("-id").removeprefix("jmo-")
        for metric, matchers in selectors(query):
            chosen = metric == "ALERTS" or matchers.get("location") == "=~$location"
            assert chosen or metric == "jmo_service_info", where
            if "service" in METRICS[metric] and metric not in {*OF_ALL_SERVICES, "ALERTS"}:
                of_board = board in OF_NO_SERVICE or matchers.get("service") == "=~$service"
                assert of_board, where


def test_what_every_program_exports_is_asked_of_monitors_only() -> None:
    common = re.compile(r"up|(process|scrape|python)_\w+")
    for where, query in QUERIES.items():
        for metric, matchers in selectors(query):
            assert not common.fullmatch(metric) or matchers["job"] == "=jmo", where


def test_counters_are_only_asked_how_much_they_grew() -> None:
    for where, query in QUERIES.items():
        for match in re.finditer(r"(.{0,9})\b\w+_(?:total|bucket|count)\{[^}]*\}\[?", query):
            grown = re.search(r"(rate|increase)\($", match[1])
            assert grown, where
            assert match[0].endswith("["), where


def test_growth_is_never_taken_over_less_than_four_scrapes() -> None:
    for where, query in QUERIES.items():
        for window in re.findall(r"(?:rate|increase)\([^\[]*\[([^\]]+)\]", query):
            assert window in DELIBERATE, where


def test_over_a_range_growth_follows_the_step() -> None:
    """A whole range at every point of a curve would ask for all of it a thousand times."""
    for target in (
        one
        for board in BOARDS.values()
        for panel in panels(board)
        for one in panel.get("targets", ())
    ):
        if target["range"]:
            assert "$__range]" not in target["expr"], target["expr"]
            assert "$slo_window" not in target["expr"], target["expr"]


def test_zero_is_never_made_of_nothing() -> None:
    assert [where for where, query in QUERIES.items() if "vector(0)" in query] == []


def test_where_nothing_was_counted_no_quantile_is_told() -> None:
    """It would be no number, which a comparison leaves out."""
    asked = [query for query in QUERIES.values() if "histogram_quantile" in query]
    assert asked
    for query in asked:
        assert re.fullmatch(r"histogram_quantile\(.*\) >= 0", query), query


def test_a_query_is_either_of_a_moment_or_of_a_range() -> None:
    for board in BOARDS.values():
        for panel in panels(board):
            for target in panel.get("targets", ()):
                assert target["instant"] is not target["range"]
                if panel["type"] in {"table", "barchart"}:
                    assert (target["instant"], target["format"]) == (True, "table")


def test_no_answer_has_more_points_than_prometheus_gives() -> None:
    for target in every_target(FOLDER, _choice(90 * 86400)):
        assert target.range_seconds / target.step_seconds <= 11_000


def test_a_percentage_is_a_share_and_a_duration_is_in_seconds() -> None:
    """Units follow from what is asked; a share is a quotient, or an average of such."""
    for board in BOARDS.values():
        for panel in panels(board):
            unit = panel.get("fieldConfig", {}).get("defaults", {}).get("unit")
            for target in panel.get("targets", ()):
                query = target["expr"]
                where = f"{board['uid']} {panel['title']}"
                if unit == "percentunit":
                    shares = r" / |\bavg(?: by \(service\) )?\(1 - |process_cpu_seconds_total"
                    assert re.search(shares, query), where
                if unit == "bytes":
                    assert re.search(r"_bytes\{", query), where
                if unit == "s":
                    assert re.search(r"_seconds(_bucket)?\{|\* \$interval", query), where
                if "_bytes{" in query and "/" not in query:
                    assert unit == "bytes", where


def test_a_target_has_everything_put_in() -> None:
    (first, *_) = targets(BOARDS["jmo-overview"], _choice(3600))
    assert (first.dashboard, first.panel, first.ref, first.instant) == (
        "jmo-overview",
        1,
        "A",
        True,
    )
    for target in every_target(FOLDER, _choice(86400)):
        assert "$" not in target.expression.replace('"$1.0"', ""), target
    with pytest.raises(KeyError, match="service"):
        list(targets(BOARDS["jmo-overview"], Choice(range_seconds=60, values={"location": ".*"})))


def test_several_values_are_alternatives_and_mean_themselves() -> None:
    board = {
        "uid": "x",
        "annotations": {},
        "panels": [
            {
                "id": 1,
                "title": "x",
                "timeFrom": "2d",
                "targets": [
                    {
                        "refId": "A",
                        "expr": 'a{b=~"$service", c=~"$location"}[$__rate_interval:${interval}s]',
                        "instant": True,
                    }
                ],
            }
        ],
    }
    values = {"service": ["a.b", "c"], "location": ["x"], "interval": "30"}
    (target,) = targets(board, Choice(range_seconds=60, values=values, points=100))
    assert target.expression == r'a{b=~"(a\\.b|c)", c=~"x"}[1743s:30s]'
    assert target.range_seconds == 2 * 86400
    assert target.step_seconds == 1728
