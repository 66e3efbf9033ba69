"""A report as one HTML file, which needs nothing but itself: no script, no other resource."""

from collections.abc import Iterator
from html import escape
from importlib import resources

from monitor.report.document import Block, Cell, Column, Document, Facts, Heading, Paragraph, Table

_ALONE = "default-src 'none'; style-src 'unsafe-inline'"
"""Whatever slipped through, a browser would load nothing for it."""


def as_html(document: Document) -> str:
    """The whole page; every text in it is escaped."""
    style = resources.files("monitor.report").joinpath("style.css").read_text(encoding="utf-8")
    body = "\n".join("\n".join(_block(block)) for block in document.blocks)
    return f"""<!doctype html>
<html lang="{document.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_ALONE}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(document.title)}</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        case Paragraph():
            kind = ' class="warning"' if block.is_warning else ""
            yield f"<p{kind}>{escape(block.text)}</p>"
        case Facts():
            yield "<dl>"
            for name, value in block.pairs:
                yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
            yield "</dl>"
        case Table():
            yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    caption, kind = escape(table.caption), ' class="heat"' if table.is_heat else ""
    yield f'<div class="scroll" role="group" tabindex="0" aria-label="{caption}">'
    yield f"<table{kind}>"
    yield f"<caption>{caption}</caption>"
    heads = "".join(_head(column) for column in table.columns)
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for at, row in enumerate(table.rows, 1):
        total = ' class="total"' if table.has_total and at == len(table.rows) else ""
        yield f"<tr{total}>{_row(table, row)}</tr>"
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _head(column: Column) -> str:
    kind = ' class="n"' if column.numeric else ""
    return f'<th scope="col"{kind}>{escape(column.text)}</th>'


def _row(table: Table, row: tuple[Cell, ...]) -> str:
    first, *others = row
    cells = [f'<th scope="row">{escape(first.text)}</th>']
    for column, cell in zip(table.columns[1:], others, strict=True):
        align = "n" if column.numeric and not table.is_heat else ""  # a map is centred as a whole
        kinds = " ".join(filter(None, (align, cell.tone)))
        kind = f' class="{kinds}"' if kinds else ""
        cells.append(f"<td{kind}>{escape(cell.text)}</td>")
    return "".join(cells)
