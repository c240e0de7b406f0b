"""The rows of the ruled tables of a PDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from askreviews.reading.pdf_paragraphs import Paragraph, Typesetting, is_unfinished

_MOST_WORDS = 120  # in a cell: more is a box of text
_SAME_PLACE = 3.0  # points

# The paragraphs of each cell of a row, by where the cell starts.
_Cells = dict[float, list[Paragraph]]


@dataclass(slots=True)
class Row:
    """A row of a table: the paragraphs of each cell, none for an empty one.

    ``is_data`` is false of cells that only place text on the page, a heading and what stands
    under it in each. ``starts`` is where each cell starts, in points.
    """

    cells: list[list[Paragraph]]
    page: int
    starts: list[float]
    is_data: bool = True

    def goes_on_in(self, row: Row, typesetting: Typesetting) -> bool:
        """Tell whether a row at the head of a page is the rest of this one."""
        if self.is_data != row.is_data or len(self.cells) != len(row.cells):
            return False
        pairs = [(mine, rest) for mine, rest in zip(self.cells, row.cells, strict=True) if rest]
        if self.is_data:
            return all(
                bool(mine) and is_unfinished(mine[-1].last, rest[0].first) for mine, rest in pairs
            )
        return not any(
            rest[0].first.bold or typesetting.is_large(rest[0].first) for _, rest in pairs
        )

    def add(self, row: Row, typesetting: Typesetting) -> None:
        """Put the rest of this row, from the head of the next page, where it belongs."""
        for cell, rest in zip(self.cells, row.cells, strict=True):
            whole = bool(cell and rest) and not rest[0].marker
            if whole and (self.is_data or typesetting.goes_on(cell[-1].last, rest[0].first)):
                cell[-1].lines += rest.pop(0).lines
            cell.extend(rest)


def with_rows(paragraphs: Sequence[Paragraph], open_row: Row | None) -> list[Paragraph | Row]:
    """Put the paragraphs of a page that stand side by side in ruled cells together as rows.

    Args:
        paragraphs: those of one page, in reading order.
        open_row: the row that the page before ends with, if it does: what is left of it may
            be one cell.
    """
    rows: dict[float, _Cells] = defaultdict(lambda: defaultdict(list))
    for paragraph in paragraphs:
        if bounds := paragraph.first.cell:
            rows[bounds.top][bounds.left].append(paragraph)
    rest = _rest_of(open_row, paragraphs)
    tables = {top: cells for top, cells in rows.items() if len(cells) > 1 or top == rest}
    data = {top for top, cells in tables.items() if _is_data(cells)}
    if open_row and not open_row.is_data:
        data.discard(rest or 0.0)
    columns = _columns(tables)
    placed: list[Paragraph | Row] = []
    for paragraph in paragraphs:
        top = paragraph.first.cell.top if paragraph.first.cell else None
        if top is None or top not in tables:
            placed.append(paragraph)
        elif top in rows:
            cells = rows.pop(top)
            spread = [cells.get(left, []) for left in columns[top]]
            placed.append(Row(spread, paragraph.first.page, columns[top], top in data))
    return placed


def _rest_of(row: Row | None, paragraphs: Sequence[Paragraph]) -> float | None:
    """Return the height of the first row of a page if it has the columns of the row before."""
    cell = paragraphs[0].first.cell if paragraphs else None
    if row is None or cell is None or len(cell.columns) != len(row.starts):
        return None
    pairs = zip(cell.columns, row.starts, strict=True)
    return cell.top if all(abs(a - b) <= _SAME_PLACE for a, b in pairs) else None


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
