"""Geometry: every cell is drawn once, nothing lies outside, figures are as others reckon them."""

import re
import statistics
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.assess.cells import hour_edges
from monitor.model import Cell, Pace, Phase, Result, State, Timing, Uptime
from monitor.web.pages import charts
from tests.support.clocks import EPOCH

DAY = timedelta(days=1)
SEEN = {
    State.UP: Uptime(up_seconds=3600.0),
    State.DEGRADED: Uptime(up_seconds=3000.0, degraded_seconds=600.0),
    State.DOWN: Uptime(degraded_seconds=3000.0, down_seconds=600.0),
    State.UNKNOWN: Uptime(unknown_seconds=3600.0),
    State.MAINTENANCE: Uptime(maintenance_seconds=3600.0),
}
states = st.sampled_from(list(State))


def cells(so: list[State], began: datetime = EPOCH, step: timedelta = DAY) -> list[Cell]:
    """Cells one after the other."""
    return [Cell(began_at=began + at * step, uptime=SEEN[state]) for at, state in enumerate(so)]


def numbers(path: str, form: str) -> list[tuple[int, ...]]:
    """The numbers of each shape of a path, all of which must have the same form."""
    assert re.fullmatch(f"(?:{form})*", path), path
    return [tuple(map(int, found)) for found in re.findall(form, path)]


# a bar of days


@given(st.lists(states, max_size=90))
def test_every_day_is_a_column_of_its_state_on_the_ground(so: list[State]) -> None:
    drawn: dict[int, State] = {}
    for state, path in charts.day_bar(cells(so)).items():
        for left, top, width, height, back in numbers(path, r"M(\d+) (\d+)h(\d+)v(\d+)h-(\d+)z"):
            assert left % charts.DAY_WIDTH == 0
            assert width == back == charts.DAY_WIDTH - 1
            assert top >= 0
            assert top + height == charts.BAR_HEIGHT
            assert height > 0
            assert left // charts.DAY_WIDTH not in drawn
            drawn[left // charts.DAY_WIDTH] = state
    assert [drawn[at] for at in range(len(drawn))] == so


def test_what_is_not_known_looks_like_no_state() -> None:
    paths = charts.day_bar(cells(list(State)))
    heights = {state: path.split("v")[1].split("h")[0] for state, path in paths.items()}
    assert [state for state in State if heights[state] == heights[State.UNKNOWN]] == [State.UNKNOWN]
    assert int(heights[State.UNKNOWN]) == min(map(int, heights.values()))


def test_ninety_days_fill_the_view_box() -> None:
    path = charts.day_bar(cells([State.UP] * 90))[State.UP]
    left, *_ = numbers(path, r"M(\d+) (\d+)h\d+v\d+h-\d+z")[-1]
    assert left + charts.DAY_WIDTH - 1 == charts.BAR_WIDTH


# a map of hours


def drawn_hours(paths: Mapping[State, str]) -> dict[tuple[int, int], list[State]]:
    """What is drawn at each day and hour."""
    drawn: dict[tuple[int, int], list[State]] = {}
    for state, path in paths.items():
        for middle, top, height in numbers(path, r"M(\d+) (\d+)v(\d+)"):
            assert middle % charts.DAY_WIDTH == (charts.DAY_WIDTH - 1) // 2
            assert middle + (charts.DAY_WIDTH - 1) // 2 <= charts.BAR_WIDTH
            assert top % charts.HOUR_HEIGHT == height % charts.HOUR_HEIGHT == 0
            assert height > 0
            assert top + height <= 24 * charts.HOUR_HEIGHT
            for row in range(top, top + height, charts.HOUR_HEIGHT):
                place = (middle // charts.DAY_WIDTH, row // charts.HOUR_HEIGHT)
                drawn.setdefault(place, []).append(state)
    return drawn


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "UTC", "Asia/Kolkata", "Asia/Kathmandu"])
@given(so=st.lists(states, min_size=1, max_size=500))
def test_every_hour_is_drawn_once_in_its_day_and_row(zone: str, so: list[State]) -> None:
    here = ZoneInfo(zone)
    midnight = datetime(2026, 6, 1, tzinfo=here).astimezone(UTC)
    drawn = drawn_hours(charts.hour_map(cells(so, midnight, timedelta(hours=1)), here))
    assert drawn == {divmod(at, 24): [state] for at, state in enumerate(so)}


@pytest.mark.parametrize(
    ("now", "missing", "double"),
    [
        (datetime(2026, 10, 26, 22, tzinfo=UTC), set(), {(1, 2)}),
        (datetime(2026, 3, 30, 21, tzinfo=UTC), {(1, 2)}, set()),
    ],
    ids=["an hour twice", "no such hour"],
)
def test_where_clocks_are_set_every_other_hour_stays_in_its_row(
    now: datetime, missing: set[tuple[int, int]], double: set[tuple[int, int]]
) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    edges = hour_edges(now, 3, berlin)
    hours = [Cell(began_at=began, uptime=SEEN[State.UP]) for began, _ in pairwise(edges)]
    drawn = drawn_hours(charts.hour_map(hours, berlin))
    every = {(day, hour) for day in range(3) for hour in range(23)}
    assert every - drawn.keys() == missing
    assert {place for place, found in drawn.items() if len(found) > 1} == double


def test_equal_neighbours_are_one_line() -> None:
    day = charts.hour_map(
        cells([State.UP] * 24, EPOCH - timedelta(hours=9), timedelta(hours=1)),
        ZoneInfo("Asia/Jakarta"),
    )
    assert day == {State.UP: "M2 0v96"}


# a line


seconds = st.floats(0, 60) | st.none()


def paces(means: list[float | None]) -> list[Pace]:
    """A pace for each, a quarter of an hour apart."""
    return [
        Pace(began_at=EPOCH + timedelta(minutes=15 * at), mean_seconds=mean)
        for at, mean in enumerate(means)
    ]


@given(st.lists(seconds, max_size=97))
def test_a_line_has_a_point_for_each_pace_that_is_known_and_breaks_where_none_is(
    means: list[float | None],
) -> None:
    line = charts.line(paces(means))
    known = [mean for mean in means if mean is not None]
    if line is None:
        assert known == []
        return
    assert re.fullmatch(r"(?:M\d+ \d+h1|L\d+ \d+)+", line.path)
    points = [tuple(map(int, pair)) for pair in re.findall(r"[ML](\d+) (\d+)", line.path)]
    gaps = sum(1 for old, new in pairwise([None, *means]) if old is None and new is not None)
    assert len(points) == len(known)
    assert line.path.count("M") == gaps
    assert all(0 <= x <= charts.LINE_WIDTH and 0 <= y <= charts.LINE_HEIGHT for x, y in points)
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    by_pace = sorted(zip(known, points, strict=True), key=lambda pair: (pair[0], -pair[1][1]))
    rows = [row for _, (_, row) in by_pace]
    assert rows == sorted(rows, reverse=True)  # the slower, the higher
    assert (line.least_seconds, line.most_seconds) == (min(known), max(known))
    assert line.last_seconds == known[-1]


def test_of_nothing_there_is_no_line() -> None:
    assert charts.line([]) is None
    assert charts.line(paces([None, None])) is None


# a stack

phases = st.dictionaries(st.sampled_from(list(Phase)), st.floats(0, 10))
timings = st.lists(
    st.builds(
        Timing,
        started_at=st.floats(-1, 25).map(lambda hours: EPOCH - timedelta(hours=hours)),
        seconds=st.floats(0, 60),
        result=st.sampled_from(list(Result)),
        phases=phases,
    ),
    max_size=60,
)


def heights(path: str) -> list[int]:
    """How high an outline is in each step."""
    start, *moves = re.findall(r"[MVh][\d ]+", path.removesuffix("z"))
    assert start == f"M0 {charts.STACK_HEIGHT}"
    assert moves[-1] == f"V{charts.STACK_HEIGHT}"
    found, height = [], 0
    step = charts.STACK_WIDTH // charts.STACK_STEPS
    for move in moves[:-1]:
        if move[0] == "V":
            height = charts.STACK_HEIGHT - int(move[1:])
            continue
        width = int(move[1:])
        assert width % step == 0
        found += [height] * (width // step)
    return found


@given(timings)
def test_a_stack_fills_its_box_and_each_layer_lies_on_the_one_before(runs: list[Timing]) -> None:
    stack = charts.stack(runs, EPOCH - DAY, EPOCH)
    if stack is None:
        return
    outlines = [heights(layer.path) for layer in stack.layers]
    assert all(len(outline) == charts.STACK_STEPS for outline in outlines)
    for below, above in pairwise(outlines):
        assert all(low <= high for low, high in zip(below, above, strict=True))
    assert max(outlines[-1]) == charts.STACK_HEIGHT
    assert min(outlines[0]) >= 0
    order = list(Phase)
    assert [layer.phase for layer in stack.layers] == sorted(
        (layer.phase for layer in stack.layers), key=order.index
    )


@given(timings)
def test_a_stack_is_of_the_medians_of_the_runs_that_passed(runs: list[Timing]) -> None:
    passed = [run for run in runs if run.result in {Result.OK, Result.DEGRADED}]
    stack = charts.stack(runs, EPOCH - DAY, EPOCH)
    steps = []
    for at in range(charts.STACK_STEPS):
        first = EPOCH - DAY + at * DAY / charts.STACK_STEPS
        within = [r for r in passed if first <= r.started_at < first + DAY / charts.STACK_STEPS]
        steps.append(sum(medians(within).values()))
    if stack is None:
        assert max(steps) == 0
        return
    assert stack.most_seconds == pytest.approx(max(steps))
    for layer in stack.layers:
        assert layer.median_seconds == medians(passed)[layer.phase]


def medians(runs: list[Timing]) -> dict[Phase, float]:
    """The median of each phase over the runs that measured it."""
    known = {phase: [r.phases[phase] for r in runs if phase in r.phases] for phase in Phase}
    return {phase: statistics.median(each) if each else 0.0 for phase, each in known.items()}


# percentiles

values = st.lists(st.floats(0, 1000), min_size=1, max_size=300).map(sorted)


@given(values, st.sampled_from([0, 50, 95, 99, 100]))
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(
    ordered: list[float], percent: int
) -> None:
    found = charts.percentile(ordered, percent)
    enough = [
        each for each in ordered if sum(v <= each for v in ordered) >= percent * len(ordered) / 100
    ]
    assert found == min(enough)


@given(values)
def test_the_fiftieth_is_the_lower_median(ordered: list[float]) -> None:
    assert charts.percentile(ordered, 50) == statistics.median_low(ordered)


def test_of_nothing_there_is_no_percentile() -> None:
    assert charts.percentile([], 50) is None
