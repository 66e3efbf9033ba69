"""The sign of each state: a colour, and a mark in strokes, so that colour is never alone."""

from collections.abc import Mapping
from math import cos, radians, sin
from types import MappingProxyType

from monitor.model import State

Point = tuple[float, float]
Mark = tuple[tuple[Point, ...], ...]
"""Strokes from point to point; a stroke to its own begin is a dot."""

INK = "#1b1f24"
SOFT_INK = "#4b5563"
PAPER = "#ffffff"
LABEL = "#3b424b"
COLOURS: Mapping[State, str] = MappingProxyType(
    {
        State.UP: "#1e7b43",
        State.DEGRADED: "#b45f06",
        State.DOWN: "#b3261e",
        State.UNKNOWN: "#6b7280",
        State.MAINTENANCE: "#3b5bb5",
    }
)
"""As the pages have them in light; white can be read upon each."""
TINTS: Mapping[State, str] = MappingProxyType(
    {
        State.UP: "#e4f4ea",
        State.DEGRADED: "#fdf0dc",
        State.DOWN: "#fce5e3",
        State.UNKNOWN: "#eceef1",
        State.MAINTENANCE: "#e6ecfb",
    }
)
_HOOK = tuple(
    (round(5 + 2.3 * cos(radians(angle)), 2), round(3.3 + 2.3 * sin(radians(angle)), 2))
    for angle in range(195, 421, 15)
)
"""Of a question mark, from its left end over its top."""
MARK_SIZE = 10.0
"""Marks lie in a square of this side."""
MARKS: Mapping[State, Mark] = MappingProxyType(
    {
        State.UP: (((1.0, 5.5), (4.0, 8.5), (9.0, 2.0)),),
        State.DEGRADED: (((5.0, 1.0), (5.0, 6.0)), ((5.0, 9.0), (5.0, 9.0))),
        State.DOWN: (((1.5, 1.5), (8.5, 8.5)), ((8.5, 1.5), (1.5, 8.5))),
        State.UNKNOWN: ((*_HOOK, (5.0, 6.4)), ((5.0, 9.0), (5.0, 9.0))),
        State.MAINTENANCE: (((3.0, 1.5), (3.0, 8.5)), ((7.0, 1.5), (7.0, 8.5))),
    }
)
