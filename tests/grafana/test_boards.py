"""The dashboards are what their code makes, and keep the rules of Grafana's dashboard linter."""

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from grafana import build
from tests.grafana.boards import FOLDER, Board, boards, panels, texts

BOARDS = boards()
EVERY = pytest.mark.parametrize("board", BOARDS.values(), ids=BOARDS)
TEMPLATE = {"type": "prometheus", "uid": "${datasource}"}
COLUMNS = 24
UNITS = {"none", "percentunit", "s", "ms", "bytes", "dateTimeAsIso"}
SIGNS = "✔✖▲⚒?◌●○"


def test_the_files_are_what_the_code_makes() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert committed == dict(build.dashboards()), "run: python -m grafana.build"


def test_writing_anew_removes_what_is_no_longer_made(tmp_path: Path) -> None:
    (tmp_path / "jmo-gone.json").write_text("{}", encoding="utf-8")
    build.write(tmp_path)
    assert {path.stem for path in tmp_path.iterdir()} == set(BOARDS)


@EVERY
def test_a_dashboard_cannot_be_edited_and_is_found_by_a_stable_name(board: Board) -> None:
    name = next(name for name, made in BOARDS.items() if made is board)
    assert board["uid"] == name
    assert board["editable"] is False
    assert board["schemaVersion"] == 42
    assert board["timezone"] == "Asia/Jakarta"
    assert board["tags"] == ["jmo", "jmo-id" if name.endswith("-id") else "jmo-en"]
    assert "id" not in board
    assert board["title"]
    assert board["description"]


@EVERY
def test_there_is_one_data_source_which_can_be_chosen(board: Board) -> None:
    sources = [one for one in board["templating"]["list"] if one["type"] == "datasource"]
    assert [one["name"] for one in sources] == ["datasource"]
    assert sources[0]["query"] == "prometheus"
    if not board["uid"].endswith("-id"):
        assert sources[0]["label"] == "Data Source"
    for panel in panels(board):
        assert panel["type"] == "text" or panel["datasource"] == TEMPLATE
        assert all(target["datasource"] == TEMPLATE for target in panel.get("targets", ()))
    for annotation in board["annotations"].get("list", ()):
        assert annotation["datasource"] == annotation["target"]["datasource"] == TEMPLATE


@EVERY
def test_variables_are_asked_for_anew_when_the_time_range_changes(board: Board) -> None:
    asked = [one for one in board["templating"]["list"] if one["type"] == "query"]
    assert asked
    for variable in asked:
        assert variable["refresh"] == 2
        assert variable["datasource"] == TEMPLATE
        assert re.fullmatch(r"label_values\(.+, \w+\)", variable["query"]["query"])
    for variable in board["templating"]["list"]:
        assert variable["label"]
        assert variable["description"]


@EVERY
def test_all_places_match_also_what_has_no_place(board: Board) -> None:
    (places,) = (one for one in board["templating"]["list"] if one["name"] == "location")
    assert places["multi"]
    assert places["includeAll"]
    assert places["allValue"] == ".*"
    assert places["current"]["value"] == ["$__all"]


@EVERY
def test_every_variable_that_is_used_exists(board: Board) -> None:
    known = {one["name"] for one in board["templating"]["list"]}
    used = {
        match[1] or match[2]
        for text in texts(board)
        for match in re.finditer(r"\$\{([a-z]\w*)(?::\w+)?\}|\$([a-z]\w*)", text)
    }
    assert used <= known
    assert known - {"period", "interval"} <= used, "a variable that chooses nothing"


@EVERY
def test_every_panel_says_what_it_shows(board: Board) -> None:
    for panel in panels(board):
        assert panel["title"], panel["id"]
        assert panel["description"].endswith("."), panel["title"]
        if panel["type"] == "text":
            assert panel["options"]["content"]
            continue
        assert panel["targets"], panel["title"]
        defaults = panel["fieldConfig"]["defaults"]
        assert defaults["unit"] in UNITS, panel["title"]
        assert defaults["noValue"].startswith("◌ "), panel["title"]


@EVERY
def test_every_column_has_a_title_and_a_known_unit(board: Board) -> None:
    for panel in panels(board):
        for override in panel.get("fieldConfig", {}).get("overrides", ()):
            properties = {one["id"]: one.get("value") for one in override["properties"]}
            assert properties["displayName"]
            assert properties.get("unit", "none") in UNITS


def _mappings(node: Any) -> list[list[dict[str, Any]]]:
    """Every list of value mappings anywhere in it."""
    if isinstance(node, list):
        return [found for one in node for found in _mappings(one)]
    if not isinstance(node, dict):
        return []
    here = [node["mappings"]] if node.get("mappings") else []
    if node.get("id") == "mappings":
        here.append(node["value"])
    return here + [found for value in node.values() for found in _mappings(value)]


@EVERY
def test_colour_is_never_the_only_sign(board: Board) -> None:
    for mappings in _mappings(board["panels"]):
        results = [
            result
            for one in mappings
            for result in (
                one["options"].values() if one["type"] == "value" else [one["options"]["result"]]
            )
        ]
        words = [result["text"] for result in results]
        assert all(word[0] in SIGNS and word[-1].isalpha() for word in words), words
        assert len(set(words)) == len(words)


@EVERY
def test_no_data_looks_like_no_state(board: Board) -> None:
    for mappings in _mappings(board["panels"]):
        (absent,) = (one for one in mappings if one["type"] == "special")
        assert absent["options"]["match"] == "null+nan"
        shown = absent["options"]["result"]
        others = [
            result
            for one in mappings
            if one["type"] == "value"
            for result in one["options"].values()
        ]
        assert shown["text"] not in {one["text"] for one in others}
        assert shown["color"] not in {one["color"] for one in others}


@EVERY
def test_where_states_are_shown_gaps_stay_gaps(board: Board) -> None:
    for panel in panels(board):
        custom = panel.get("fieldConfig", {}).get("defaults", {}).get("custom", {})
        assert not custom.get("spanNulls"), panel["title"]


@EVERY
def test_panels_have_numbers_of_their_own_and_do_not_overlap(board: Board) -> None:
    numbers = [panel["id"] for panel in board["panels"]]
    assert len(set(numbers)) == len(numbers)
    places = [panel["gridPos"] for panel in board["panels"]]
    assert all(at["x"] + at["w"] <= COLUMNS and at["w"] and at["h"] for at in places)
    for one, two in combinations(places, 2):
        apart = (
            one["x"] + one["w"] <= two["x"]
            or two["x"] + two["w"] <= one["x"]
            or one["y"] + one["h"] <= two["y"]
            or two["y"] + two["h"] <= one["y"]
        )
        assert apart, (one, two)


@EVERY
def test_links_lead_to_dashboards_and_keep_time_and_choices(board: Board) -> None:
    tags = {tuple(other["tags"]) for other in BOARDS.values()}
    for link in board["links"]:
        assert link["keepTime"]
        assert link["includeVars"]
        assert link["type"] == "link" or tuple(link["tags"]) in tags
    addresses = [text for text in texts(board) if text.startswith("/d/")]
    assert addresses
    for address in addresses:
        assert re.split(r"[/?]", address)[2] in BOARDS
        if "?" in address:
            assert "${__url_time_range}" in address
            assert "${datasource:queryparam}" in address
            assert "${location:queryparam}" in address


@EVERY
def test_a_link_from_a_row_finds_the_field_that_it_names(board: Board) -> None:
    """A field that a transformation renames is not found by the name in the link."""
    for panel in panels(board):
        if "__data.fields.service" in str(panel):
            assert all(
                "service" not in one["options"].get("renameByName", {})
                for one in panel.get("transformations", ())
            )
            assert all(re.search(r"by \(service\b", one["expr"]) for one in panel["targets"])


def test_the_dashboards_are_those_that_are_promised() -> None:
    names = {"overview", "service", "windows", "slo", "health", "locations"}
    assert set(BOARDS) == {f"jmo-{name}{end}" for name in names for end in ("", "-id")}


@EVERY
def test_windows_releases_and_periods_are_drawn_where_time_is(board: Board) -> None:
    drawn = len(board["annotations"].get("list", ()))
    name = board["uid"].removesuffix("-id").removeprefix("jmo-")
    wanted = {"service": 4, "slo": 1, "health": 0}
    assert drawn == wanted.get(name, 2)
