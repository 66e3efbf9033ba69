"""Pages of the documentation, taken apart: their sections, tables and examples."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
_CELL = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the second-level heading that it stands under, and its cells, the head's first."""

    section: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def page(name: str) -> str:
    """The text of a page of docs."""
    return (DOCS / name).read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """What stands under each second-level heading."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def examples(text: str) -> list[str]:
    """The blocks of YAML."""
    return re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def tables(text: str) -> list[Table]:
    """Every table, in order."""
    return [table for name, part in sections(text).items() for table in _tables_of(name, part)]


def codes(cell: str) -> list[str]:
    """What a cell holds between backticks."""
    return _CODE.findall(cell)


def _tables_of(section: str, text: str) -> Iterator[Table]:
    for lines in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        head, _, *rows = (_cells(line) for line in lines.splitlines())
        assert all(len(row) == len(head) for row in rows), f"{section}: a row of another width"
        yield Table(section=section, head=head, rows=tuple(rows))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in _CELL.split(line)[1:-1])
