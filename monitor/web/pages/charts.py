"""Pictures as the paths of SVG: pure geometry, in whole units of their view boxes.

A path for each state or phase, in place of a shape for each cell, keeps a page small.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import groupby
from statistics import median

from monitor.model import Cell, Pace, Phase, Result, State, Timing

DAY_WIDTH = 5
"""Of which one is the gap to the next."""
BAR_WIDTH, BAR_HEIGHT = 449, 20
HOUR_HEIGHT = 4
_HEIGHTS = {
    State.UP: 20,
    State.DEGRADED: 16,
    State.DOWN: 20,
    State.UNKNOWN: 5,
    State.MAINTENANCE: 10,
}
"""Of a day in a bar: what is not known is low, so that it does not look like any state."""
LINE_WIDTH, LINE_HEIGHT = 288, 32
STACK_WIDTH, STACK_HEIGHT, STACK_STEPS = 480, 120, 48

Paths = Mapping[State, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How fast a service was, over time."""

    path: str
    least_seconds: float
    most_seconds: float
    last_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A phase in a stack."""

    phase: Phase
    path: str
    """Of this phase and of all that come before it: it is drawn before them."""
    median_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """How long each phase took, over time, one upon the other."""

    layers: tuple[Layer, ...]
    most_seconds: float


def day_bar(days: Sequence[Cell]) -> Paths:
    """A column a day, its state's height tall."""
    paths: dict[State, str] = {}
    for at, cell in enumerate(days):
        height = _HEIGHTS[cell.worst]
        top = BAR_HEIGHT - height
        column = f"M{at * DAY_WIDTH} {top}h{DAY_WIDTH - 1}v{height}h-{DAY_WIDTH - 1}z"
        paths[cell.worst] = paths.get(cell.worst, "") + column
    return paths


def hour_map(hours: Sequence[Cell], zone: tzinfo) -> Paths:
    """A column a day, a row an hour by the clocks of a zone; equal neighbours are one line.

    Lines are to be drawn as wide as a day is without its gap: half as long to write as shapes.
    """
    paths: dict[State, str] = {}
    by_day = groupby(hours, key=lambda cell: cell.began_at.astimezone(zone).date())
    for at, (_, day) in enumerate(by_day):
        for state, first, count in _runs(day, zone):
            middle = at * DAY_WIDTH + (DAY_WIDTH - 1) // 2
            shape = f"M{middle} {first * HOUR_HEIGHT}v{count * HOUR_HEIGHT}"
            paths[state] = paths.get(state, "") + shape
    return paths


def _runs(day: Iterable[Cell], zone: tzinfo) -> Iterable[tuple[State, int, int]]:
    """State, first row and count of equal neighbours; where clocks are set, a row is missing, or
    is there twice, one upon the other.
    """
    rows = ((cell.worst, cell.began_at.astimezone(zone).hour) for cell in day)
    alike = groupby(enumerate(rows), key=lambda each: (each[1][0], each[1][1] - each[0]))
    for (state, _), run in alike:
        hours = [hour for _, (_, hour) in run]
        yield state, hours[0], len(hours)


def line(paces: Sequence[Pace]) -> Line | None:
    """The paces, broken where nothing passed; None where nothing did at all."""
    known = [pace.mean_seconds for pace in paces if pace.mean_seconds is not None]
    if not known:
        return None
    top, step = max(known) or 1.0, LINE_WIDTH / max(1, len(paces) - 1)
    path, pen_is_down = "", False
    for at, pace in enumerate(paces):
        if pace.mean_seconds is None:
            pen_is_down = False
            continue
        x, y = round(at * step), round(LINE_HEIGHT - (LINE_HEIGHT - 2) * pace.mean_seconds / top)
        path += f"L{x} {y}" if pen_is_down else f"M{x} {y}h1"  # a lone point can be seen too
        pen_is_down = True
    return Line(
        path=path, least_seconds=min(known), most_seconds=max(known), last_seconds=known[-1]
    )


def stack(timings: Iterable[Timing], since: datetime, until: datetime) -> Stack | None:
    """The median of each phase in each step of the span; None where no run passed."""
    steps: list[list[Timing]] = [[] for _ in range(STACK_STEPS)]
    passed = [t for t in timings if t.result in {Result.OK, Result.DEGRADED}]
    for timing in passed:
        at = (timing.started_at - since) * STACK_STEPS // (until - since)
        if 0 <= at < STACK_STEPS:
            steps[at].append(timing)
    medians = [{phase: _median(step, phase) for phase in Phase} for step in steps]
    most = max((sum(each.values()) for each in medians), default=0.0)
    if not most:
        return None
    measured = [phase for phase in Phase if any(each[phase] for each in medians)]
    return Stack(layers=tuple(_layers(measured, medians, passed, most)), most_seconds=most)


def _layers(
    measured: Sequence[Phase],
    medians: Sequence[Mapping[Phase, float]],
    passed: Sequence[Timing],
    most: float,
) -> Iterable[Layer]:
    tops = [0.0] * len(medians)
    for phase in measured:
        tops = [below + each[phase] for below, each in zip(tops, medians, strict=True)]
        yield Layer(phase=phase, path=_outline(tops, most), median_seconds=_median(passed, phase))


def _outline(tops: Sequence[float], most: float) -> str:
    """Columns as wide as a step, down to the ground; equal neighbours are one."""
    path, width = f"M0 {STACK_HEIGHT}", STACK_WIDTH // len(tops)
    for height, columns in groupby(_height(top, most) for top in tops):
        path += f"V{STACK_HEIGHT - height}h{width * len(list(columns))}"
    return f"{path}V{STACK_HEIGHT}z"


def _height(seconds: float, most: float) -> int:
    return round(STACK_HEIGHT * seconds / most)


def _median(timings: Sequence[Timing], phase: Phase) -> float:
    """Over the runs that measured it; zero where none did."""
    found = [timing.phases[phase] for timing in timings if phase in timing.phases]
    return median(found) if found else 0.0


def percentile(ordered: Sequence[float], percent: int) -> float | None:
    """The smallest value that so many percent of all do not exceed; None of nothing."""
    if not ordered:
        return None
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]
