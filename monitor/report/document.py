"""A report in words, before it becomes HTML or Markdown: headings, sentences and tables."""

from dataclasses import dataclass
from enum import StrEnum

from monitor.text import clean
from monitor.words import Language

OWN_CHARACTERS = 1000
FOREIGN_CHARACTERS = 100


class Tone(StrEnum):
    """What a cell's colour repeats of its text; the values are names of classes in the sheet."""

    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"
    MAINTENANCE = "maintenance"
    BAD_1 = "bad1"
    BAD_2 = "bad2"
    BAD_3 = "bad3"
    BAD_4 = "bad4"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, cleaned."""

    text: str
    tone: Tone | None = None
    foreign: bool = False
    """Whether somebody else wrote it: no writer makes anything of it but letters."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column."""

    text: str
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The first cell of each row is its head."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_heat: bool = False
    """Whether it is a map: many narrow cells."""
    has_total: bool = False
    """Whether the last row adds the others up."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 is the title's."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences."""

    text: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what belongs to them."""

    pairs: tuple[tuple[str, str], ...]


Block = Heading | Paragraph | Facts | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole report."""

    language: Language
    title: str
    blocks: tuple[Block, ...]


def own(text: str, tone: Tone | None = None) -> Cell:
    """A cell in our words, or in those of the configuration."""
    return Cell(clean(text, OWN_CHARACTERS), tone)


def foreign(text: str) -> Cell:
    """A cell in somebody else's words."""
    return Cell(clean(text, FOREIGN_CHARACTERS), foreign=True)
