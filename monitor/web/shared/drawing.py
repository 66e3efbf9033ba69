"""Draws a poster as PNG. It takes Pillow, and is imported when the first picture is asked for."""

from dataclasses import replace
from io import BytesIO

from PIL import Image, ImageDraw

from monitor.model import State
from monitor.web.shared.lettering import Lettering, legible
from monitor.web.shared.poster import Poster
from monitor.web.shared.signs import COLOURS, INK, MARK_SIZE, MARKS, PAPER, SOFT_INK, TINTS

WIDTH, HEIGHT = 1200, 630
"""What those who show links ask for."""
_COLOURS = 64
"""So few, and the file is small."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, WIDTH - 56, 44, 530
_EDGE = 20
_SIGN, _SMALL_SIGN = 96, 34
_GAP = 28
_INDENT = _LEFT + _SIGN + _GAP
_HEADLINE_SIZES = (76, 68, 60, 52, 44)
_LEADING = 1.22
_ROW_HEIGHT, _AIR = 46, 12
_FINE = 4
"""Signs are drawn so many times larger, for smooth edges."""


def png(poster: Poster) -> bytes:
    """The picture's file; the same for the same poster."""
    image = Image.new("RGB", (WIDTH, HEIGHT), TINTS[poster.tone])
    sheet = _Sheet(image, _legible(poster))
    sheet.draw()
    out = BytesIO()
    few = image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG")
    return out.getvalue()


class _Sheet:
    """From the top to the bottom; what is left between is the headline's."""

    def __init__(self, image: Image.Image, poster: Poster) -> None:
        self._image = image
        self._draw = ImageDraw.Draw(image)
        self._poster = poster

    def draw(self) -> None:
        self._draw.rectangle((0, 0, _EDGE - 1, HEIGHT), COLOURS[self._poster.tone])
        self._foot()
        top = self._notice()
        letters = Lettering.of(30)
        rows = self._rows(letters)
        below = _GAP + len(rows) * _ROW_HEIGHT + _AIR
        headline = self._fitting(_BOTTOM - below - top)
        spare = _BOTTOM - below - top - _height(*headline)
        end = self._headline(*headline, top + max(0, spare) // 2)
        self._write_rows(letters, rows, end + _GAP)

    def _notice(self) -> int:
        """Above all else; gives where it ends."""
        if not self._poster.notice:
            return _TOP
        letters = Lettering.of(28)
        lines = letters.block(self._poster.notice, _RIGHT - _LEFT, 2)
        bottom = 20 + 36 * len(lines)
        self._draw.rectangle((0, 0, WIDTH, bottom), INK)
        for at, line in enumerate(lines):
            letters.write(self._draw, (_LEFT, 38 + 36 * at), line, PAPER)
        return bottom + _GAP

    def _headline(self, letters: Lettering, lines: list[str], top: int) -> int:
        """The verdict's sign and sentence; gives where they end."""
        step, height = _step(letters), _height(letters, lines)
        self._sign(self._poster.tone, _LEFT, top, _SIGN)
        first = top + letters.size + max(0, _SIGN - step * len(lines)) // 2
        for at, line in enumerate(lines):
            letters.write(self._draw, (_INDENT, first + at * step), line, INK)
        return top + height

    def _fitting(self, height: int) -> tuple[Lettering, list[str]]:
        """The sentence as large as there is room for it."""
        for size in _HEADLINE_SIZES:
            letters = Lettering.of(size, 1)
            lines = letters.balanced(self._poster.sentence, _RIGHT - _INDENT)
            if _height(letters, lines) <= height:
                return letters, lines
        return letters, letters.block(self._poster.sentence, _RIGHT - _INDENT, 2)

    def _rows(self, letters: Lettering) -> list[tuple[State | None, str]]:
        poster, width = self._poster, _RIGHT - _LEFT - _SMALL_SIGN - 16
        if not poster.affected:
            lines = letters.block(poster.explanation, _RIGHT - _LEFT, 4)
            return [(None, line) for line in lines]
        rows: list[tuple[State | None, str]] = [
            (state, letters.cut(text, width)) for state, text in poster.affected
        ]
        return [*rows, (None, poster.more)] if poster.more else rows

    def _write_rows(
        self, letters: Lettering, rows: list[tuple[State | None, str]], top: int
    ) -> None:
        indent = _SMALL_SIGN + 16 if self._poster.affected else 0
        for at, (state, text) in enumerate(rows):
            y = top + at * _ROW_HEIGHT
            if state is not None:
                self._sign(state, _LEFT, y + 3, _SMALL_SIGN)
            letters.write(self._draw, (_LEFT + indent, y + 30), text, INK)

    def _foot(self) -> None:
        letters, width = Lettering.of(24), _RIGHT - _LEFT
        self._draw.line((_LEFT, _BOTTOM, _RIGHT, _BOTTOM), COLOURS[self._poster.tone], 2)
        for y, text in ((_BOTTOM + 40, self._poster.seen), (_BOTTOM + 74, self._poster.disclaimer)):
            letters.write(self._draw, (_LEFT, y), letters.cut(text, width), SOFT_INK)

    def _sign(self, state: State, x: int, y: int, size: int) -> None:
        """A disc in the state's colour with its mark, its corner at (x, y)."""
        disc, mark = _masks(state, size)
        self._image.paste(COLOURS[state], (x, y), disc)
        self._image.paste(PAPER, (x, y), mark)


def _step(letters: Lettering) -> int:
    """From one line to the next."""
    return round(letters.size * _LEADING)


def _height(letters: Lettering, lines: list[str]) -> int:
    return max(_SIGN, _step(letters) * len(lines))


def _masks(state: State, size: int) -> tuple[Image.Image, Image.Image]:
    """Where a sign's disc is, and where its mark."""
    large = size * _FINE
    disc, mark = (Image.new("L", (large, large)) for _ in range(2))
    ImageDraw.Draw(disc).ellipse((0, 0, large - 1, large - 1), 255)
    pen, unit, thick = ImageDraw.Draw(mark), large * 0.052, round(large * 0.1)
    corner, end = (large - unit * MARK_SIZE) / 2, (thick - 1) / 2
    for stroke in MARKS[state]:
        points = [(corner + x * unit, corner + y * unit) for x, y in stroke]
        pen.line(points, 255, thick, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - end, y - end, x + end, y + end), 255)
    return disc.resize((size, size)), mark.resize((size, size))


def _legible(poster: Poster) -> Poster:
    return replace(
        poster,
        sentence=legible(poster.sentence),
        affected=tuple((state, legible(text)) for state, text in poster.affected),
        more=legible(poster.more),
        explanation=legible(poster.explanation),
        seen=legible(poster.seen),
        disclaimer=legible(poster.disclaimer),
        notice=legible(poster.notice),
    )
