"""Text in Pillow's own font, whose letters are few: what it has not is drawn or replaced."""

from bisect import bisect_right
from dataclasses import dataclass
from unicodedata import combining, normalize

from PIL import ImageDraw, ImageFont

from monitor.text import CUT, STAND_IN

DASHES = {"\u2013": 0.5, "\u2014": 0.8}
"""The font has none: they are drawn as strokes, so long by its size."""
HELD = "\xa0"
"""A space at which no line ends."""
_STEP = 40
LETTERS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset(
    "©«°±»“”…™\xb4\xb7\u2018\u2019\u2039\u203a"
)
"""Those that the font has."""


def legible(text: str) -> str:
    """The text in letters that can be drawn: an accent is left off, another script stood in for."""
    return "".join(map(_letter, normalize("NFC", text)))


def _letter(char: str) -> str:
    if char in LETTERS or char in DASHES or char == HELD:
        return char
    plain = [each for each in normalize("NFKD", char) if not combining(each)]
    return "".join(plain) if plain and LETTERS.issuperset(plain) else STAND_IN


@dataclass(frozen=True, slots=True)
class Lettering:
    """A size of the font; `weight` is by how many pixels its strokes are thickened."""

    size: int
    weight: int
    font: ImageFont.FreeTypeFont

    @classmethod
    def of(cls, size: int, weight: int = 0) -> "Lettering":
        """The font at this size."""
        font = ImageFont.load_default(size)
        assert isinstance(font, ImageFont.FreeTypeFont)  # as it is wherever FreeType is built in
        return cls(size, weight, font)

    def width(self, text: str) -> float:
        """How wide a legible text is, in pixels."""
        return sum(self._width(piece) for piece in _pieces(text))

    def cut(self, text: str, width: float) -> str:
        """As much of the text as is not wider."""
        if self.width(text) <= width:
            return text
        ends = range(1, len(text) + 1)
        end = bisect_right(ends, width, key=lambda end: self.width(text[:end] + CUT))
        return text[:end].rstrip() + CUT

    def wrapped(self, text: str, width: float) -> list[str]:
        """The text in lines that are not wider; a word that is by itself is cut."""
        lines: list[str] = []
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(self.cut(word, width))
        return lines

    def balanced(self, text: str, width: float) -> list[str]:
        """The text in as few lines, which are of much the same length."""
        best = narrower = self.wrapped(text, width)
        while len(narrower) == len(best) and " ".join(narrower) == " ".join(best) and width > 0:
            best, width = narrower, width - _STEP
            narrower = self.wrapped(text, width)
        return best

    def block(self, text: str, width: float, most_lines: int) -> list[str]:
        """The text in so many lines at most, the last of them cut where there are more."""
        lines = self.wrapped(text, width)
        if len(lines) <= most_lines:
            return lines
        kept, rest = lines[: most_lines - 1], lines[most_lines - 1 :]
        return [*kept, self.cut(" ".join(rest), width)]

    def write(
        self, draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, fill: str
    ) -> None:
        """Draw a legible text, its base line at the height of `at`."""
        x, y = at
        for piece in _pieces(text):
            if piece in DASHES:
                self._dash(draw, (x, y), piece, fill)
            else:
                draw.text((x, y), piece, fill, self.font, anchor="ls", stroke_width=self.weight)
            x += self._width(piece)

    def _dash(
        self, draw: ImageDraw.ImageDraw, at: tuple[float, float], dash: str, fill: str
    ) -> None:
        x, y = at
        thick = max(2, round(self.size * 0.07) + self.weight)
        height, end = round(y - self.size * 0.27), x + self.size * DASHES[dash]
        draw.rectangle((x, height - thick + 1, end, height), fill)

    def _width(self, piece: str) -> float:
        return self.size * DASHES[piece] if piece in DASHES else self.font.getlength(piece)


def _pieces(text: str) -> list[str]:
    """Dashes by themselves, and what is between them."""
    text = text.replace(HELD, " ")
    for dash in DASHES:
        text = text.replace(dash, f"\n{dash}\n")
    return [piece for piece in text.split("\n") if piece]
