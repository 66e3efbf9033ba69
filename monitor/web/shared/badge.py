"""A badge as SVG: a label and a value, for the pages of others.

It names no font that has to be fetched: how wide a text is, is reckoned, and the text is then set
to that width in whatever font is there.
"""

from dataclasses import dataclass
from math import ceil
from unicodedata import combining, east_asian_width

from monitor.model import State
from monitor.text import clean
from monitor.web.shared.forms import fill
from monitor.web.shared.signs import COLOURS, INK, LABEL, MARK_SIZE, MARKS
from monitor.words import Language

LONGEST_LABEL = 48
LONGEST_VALUE = 48
FONT_SIZE = 11
_PAD = 7
_GAP = 5
_WIDTHS = {
    char: width
    for width, chars in {
        0.3: ",.IJijl' ",
        0.4: "!()[]rt/-:;\\f|",
        0.5: '*_`sz"',
        0.6: "FPTYaekovxy?Lc",
        0.65: "$0123456789EKSbdghnpqu{}",
        0.7: "ABCRVXZ",
        0.76: "DGHNU",
        0.85: "#+<=>M^~&OQw…",
        1.0: "%m@W—",
    }.items()
    for char in chars
}
"""Of Verdana and DejaVu Sans, by the size of the font."""
_USUAL_WIDTH = 0.65


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """What a badge says."""

    label: str
    value: str
    title: str
    """All of it in words, for those who do not see it."""
    tone: State | None
    """None for a figure that is neither good nor bad."""


def as_svg(badge: Badge, language: Language) -> str:
    """The picture."""
    label, value = clean(badge.label, LONGEST_LABEL), clean(badge.value, LONGEST_VALUE)
    label_width, value_width = width_of(label), width_of(value)
    mark = "" if badge.tone is None else _path(badge.tone)
    split = label_width + 2 * _PAD
    value_at = split + _PAD + (int(MARK_SIZE) + _GAP if mark else 0)
    values = {
        "language": language.value,
        "width": value_at + value_width + _PAD,
        "split": split,
        "title": badge.title,
        "ground": LABEL,
        "colour": INK if badge.tone is None else COLOURS[badge.tone],
        "mark": mark,
        "label": label,
        "label_at": _PAD,
        "label_width": label_width,
        "value": value,
        "value_at": value_at,
        "value_width": value_width,
    }
    return fill("badge.svg", values)


def width_of(text: str) -> int:
    """About how wide a text is, in pixels, rounded up."""
    return max(1, ceil(FONT_SIZE * sum(map(_width, text))))


def _width(char: str) -> float:
    if combining(char):
        return 0.0
    return 1.0 if east_asian_width(char) in "FW" else _WIDTHS.get(char, _USUAL_WIDTH)


def _path(state: State) -> str:
    """The mark as the path of SVG."""
    strokes = MARKS[state]
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in stroke) for stroke in strokes)
