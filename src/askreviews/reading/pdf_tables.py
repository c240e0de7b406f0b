"""The rows of the ruled tables of a PDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from askreviews.reading.pdf_paragraphs import Paragraph, Typesetting, is_unfinished

_MOST_WORDS = 120  # in a cell: more is a box of text
_SAME_PLACE = 3.0  # points
_FEWEST_CELLS = 2

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

    @property
    def top(self) -> float:
        """How high it starts."""
        return max(paragraphs[0].first.top for paragraphs in self.cells if paragraphs)

    def goes_on_in(self, row: Row, typesetting: Typesetting) -> bool:
        """Tell whether a row at the head of a page or a column is the rest of this one."""
        turns = row.page > self.page or row.top > self.top
        alike = self.is_data == row.is_data and len(self.cells) == len(row.cells)
        if not turns or not alike:
            return False
        pairs = [(mine, rest) for mine, rest in zip(self.cells, row.cells, strict=True) if rest]
        if self.is_data:
            return all(
                bool(mine) and is_unfinished(mine[-1].last, rest[0].first) for mine, rest in pairs
            )
        headed = any(rest[0].first.bold or typesetting.is_large(rest[0].first) for _, rest in pairs)
        return not headed or any(_parts_heading(mine, rest) for mine, rest in pairs)

    def add(self, row: Row, typesetting: Typesetting) -> None:
        """Put the rest of this row, from the head of the next page, where it belongs."""
        for cell, rest in zip(self.cells, row.cells, strict=True):
            whole = bool(cell and rest) and not rest[0].marker
            if whole and (
                self.is_data
                or _parts_heading(cell, rest)
                or typesetting.goes_on(cell[-1].last, rest[0].first)
            ):
                cell[-1].lines += rest.pop(0).lines
            cell.extend(rest)


def _parts_heading(cell: Sequence[Paragraph], rest: Sequence[Paragraph]) -> bool:
    """Tell whether a page parts a heading at the foot of a cell."""
    if not cell:
        return False
    last, first = cell[-1].last, rest[0].first
    return (last.bold, last.size) == (first.bold, first.size) and is_unfinished(last, first)


def with_rows(paragraphs: Sequence[Paragraph], open_row: Row | None) -> list[Paragraph | Row]:
    """Put the paragraphs of a page that stand side by side in ruled cells together as rows.

    Args:
        paragraphs: those of one page, in reading order.
        open_row: the row that the page before ends with, if it does: what is left of it may
            be one cell.
    """
    runs = _runs(paragraphs)
    columns = _columns(runs)
    placed: list[Paragraph | Row] = []
    before = open_row
    for run, starts in zip(runs, columns, strict=True):
        cells = _by_cell(run)
        rest = before is not None and _turns(before, run[0]) and _has_columns(run[0], before)
        cell = run[0].first.cell
        if not cell or (len(cells) < _FEWEST_CELLS > len(cell.starts) and not rest):
            placed += run
            before = None
            continue
        alone = before is not None and (rest or len(cells) < _FEWEST_CELLS)
        data = before.is_data if before and alone else _is_data(cells)
        spread = [cells.get(start, []) for start in starts]
        before = Row(spread, run[0].first.page, starts, data)
        placed.append(before)
    return placed


def _turns(row: Row, paragraph: Paragraph) -> bool:
    """Tell whether a paragraph stands at the head of a page or column after that of a row."""
    return paragraph.first.page > row.page or paragraph.first.top > row.top


def _runs(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Part paragraphs into those of each ruled row, and those in between."""
    runs: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        cell = paragraph.first.cell
        last = runs[-1][-1].first.cell if runs else None
        together = cell == last or (cell and last and last.is_level_with(cell))
        if runs and together:
            runs[-1].append(paragraph)
        else:
            runs.append([paragraph])
    return runs


def _by_cell(run: Sequence[Paragraph]) -> _Cells:
    cells: _Cells = defaultdict(list)
    for paragraph in run:
        if paragraph.first.cell:
            cells[paragraph.first.cell.left].append(paragraph)
    return cells


def _has_columns(paragraph: Paragraph, row: Row) -> bool:
    """Tell whether a cell at the head of a page is of the columns of the row before."""
    starts = paragraph.first.cell.starts if paragraph.first.cell else ()
    pairs = list(zip(starts, row.starts, strict=False))
    if len(starts) != len(row.starts):
        return False
    # Columns of a page may differ in where they start, not in how their tables are parted.
    shifts = [one - other for one, other in pairs]
    return max(shifts) - min(shifts) <= _SAME_PLACE


def _columns(runs: Sequence[Sequence[Paragraph]]) -> list[list[float]]:
    """Return where the columns of each row's table start, those of empty cells too.

    Rows that touch are one table.
    """
    shared: list[set[float]] = []
    foot = 0.0
    for run in runs:
        cells = [p.first.cell for p in run if p.first.cell]
        touches = bool(cells) and abs(cells[0].top - foot) <= _SAME_PLACE
        shared.append(shared[-1] if shared and touches else set())
        for cell in cells:
            shared[-1].update((*cell.starts, cell.left))
            foot = cell.bottom
    return [sorted(starts) for starts in shared]


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
