"""The rows of the ruled tables of a PDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from askreviews.reading.pdf_paragraphs import Paragraph

_MOST_WORDS = 120  # in a cell: more is a box of text
_SAME_PLACE = 3.0  # points

# The paragraphs of each cell of a row, by where the cell starts.
_Cells = dict[float, list[Paragraph]]


@dataclass(slots=True)
class Row:
    """A row of a table: the paragraphs of each cell, none for an empty one."""

    cells: list[list[Paragraph]]
    page: int


def with_rows(paragraphs: Sequence[Paragraph]) -> list[Paragraph | Row]:
    """Put the paragraphs of a page that stand side by side in ruled cells together as rows.

    Boxes of text, which hold a heading and its paragraphs or go on at length, stay apart.

    Args:
        paragraphs: those of one page, in reading order.
    """
    rows: dict[float, _Cells] = defaultdict(lambda: defaultdict(list))
    for paragraph in paragraphs:
        if bounds := paragraph.first.cell:
            rows[bounds.top][bounds.left].append(paragraph)
    tables = {top: cells for top, cells in rows.items() if len(cells) > 1 and _is_data(cells)}
    columns = _columns(tables)
    placed: list[Paragraph | Row] = []
    for paragraph in paragraphs:
        top = paragraph.first.cell.top if paragraph.first.cell else None
        if top is None or top not in tables:
            placed.append(paragraph)
        elif top in rows:
            cells = rows.pop(top)
            spread = [cells.get(left, []) for left in columns[top]]
            placed.append(Row(spread, paragraph.first.page))
    return placed


def _columns(tables: dict[float, _Cells]) -> dict[float, list[float]]:
    """Return where the columns of each row's table start, those of empty cells too.

    Rows that touch are one table.
    """
    starts: dict[float, set[float]] = {}
    foot = 0.0
    shared: set[float] = set()
    for top in sorted(tables, reverse=True):
        if abs(top - foot) > _SAME_PLACE:
            shared = set()
        starts[top] = shared
        for left, paragraphs in tables[top].items():
            bounds = paragraphs[0].first.cell
            if bounds:
                shared.update(bounds.columns, (left,))
                foot = bounds.bottom
    return {top: sorted(columns) for top, columns in starts.items()}


def _is_data(cells: _Cells) -> bool:
    return not any(_is_box(paragraphs) for paragraphs in cells.values())


def _is_box(paragraphs: list[Paragraph]) -> bool:
    first = paragraphs[0].first
    headed = any(
        first.size > paragraph.first.size or (first.bold and not paragraph.first.bold)
        for paragraph in paragraphs[1:]
    )
    words = sum(len(line.text.split()) for each in paragraphs for line in each.lines)
    return headed or words > _MOST_WORDS
