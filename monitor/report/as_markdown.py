"""A report as Markdown, as GitHub shows it."""

from collections.abc import Iterator

from monitor.report.document import Block, Cell, Document, Facts, Heading, Paragraph, Table

_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|&#~!$"})
_NO_CODE = str.maketrans("`|", "'¦")


def as_markdown(document: Document) -> str:
    """The whole page. Whatever somebody else wrote stands as code, where nothing has a meaning."""
    return "\n\n".join("\n".join(_block(block)) for block in document.blocks) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_plain(block.text)}"
        case Paragraph():
            yield f"> {_plain(block.text)}" if block.is_warning else _plain(block.text)
        case Facts():
            yield from (f"- **{_plain(name)}:** {_plain(value)}" for name, value in block.pairs)
        case Table():
            yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    yield f"**{_plain(table.caption)}**"
    yield ""
    yield _row(_plain(column.text) for column in table.columns)
    yield _row("---:" if column.numeric else "---" for column in table.columns)
    for row in table.rows:
        yield _row(map(_cell, row))


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    if not cell.foreign:
        return _plain(cell.text)
    # Nothing ends code but its own mark; a bar would end the cell even there.
    return f"`{cell.text.translate(_NO_CODE)}`"


def _plain(text: str) -> str:
    return text.translate(_SPECIAL)
