"""The reading order of a PDF page, from where its lines stand.

The page is cut in turn across its gaps and down its gutters (recursive X-Y cut: Nagy and
Seth, "Hierarchical representation of optically scanned documents", 1984), boxes and ruled
rows being read whole. The order in which the file draws lines tells only what geometry
leaves open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from askreviews.reading.pdf_gutters import bands_of
from askreviews.reading.pdf_items import Column, Item, Placed, Strip, strips_of
from askreviews.reading.pdf_lines import Line, PageLines
from askreviews.reading.pdf_rules import Area, Cell
from askreviews.reading.pdf_unruled import with_cells

_SAME_PLACE = 3.0  # points
_MOST_OF_THE_PAGE = 0.8  # of its lines: a box round so many is a frame
_FEWEST_LINES = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """A page's lines in reading order, and the column that each stands in."""

    lines: list[Line]
    columns: dict[Line, Column] = field(repr=False)

    def is_beside(self, one: Line, other: Line) -> bool:
        """Tell whether two lines stand in one column."""
        return self.columns[one] == self.columns[other]


def laid_out(pages: Sequence[PageLines]) -> list[Layout]:
    """Put the lines of each page in reading order.

    Args:
        pages: their lines as drawn, running heads and feet taken out, and their boxes; at
            least one line each.
    """
    placed: list[Placed] = []
    for page in pages:
        whole = (min(line.x0 for line in page.lines), max(line.x1 for line in page.lines))
        order = _Order(page.areas)
        order.read(page.lines, whole, inside=None)
        placed += order.done
    columns: dict[int, dict[Line, Column]] = {}
    for strip in with_cells(placed):
        for line in strip.lines:
            columns.setdefault(line.page, {})[line] = strip.column
    return [Layout(list(held), held) for held in columns.values()]


class _Order:
    """Reads one page; ``done`` is what has been read, in order."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._areas = sorted(areas, key=lambda a: -(a.right - a.left) * (a.top - a.bottom))
        self.done: list[Placed] = []

    def read(self, lines: Sequence[Line], column: Column, inside: Cell | Area | None) -> None:
        """Read lines that stand together: a page, or what a box or a cell holds."""
        items = list(self._items(lines, inside))
        self._cut(items, column)

    def _items(self, lines: Sequence[Line], inside: Cell | Area | None) -> Iterable[Item]:
        """Put lines of one box, and of the cells of one row, together."""
        left = list(lines)
        for cells in _rows([line for line in lines if line.cell and line.cell != inside]):
            held = [line for lines_of_cell in cells for line in lines_of_cell]
            yield Item.of(held, cells)
            left = [line for line in left if line not in set(held)]
        for area in self._areas:
            held = [line for line in left if _holds(area, line)]
            is_frame = len(held) > _MOST_OF_THE_PAGE * len(lines)
            if area != inside and not is_frame and len(held) >= _FEWEST_LINES:
                yield Item.of(held, [held], area)
                left = [line for line in left if line not in set(held)]
        yield from (Item.of([line], []) for line in left)

    def _cut(self, items: Sequence[Item], column: Column) -> None:
        for band, gutter in bands_of(strips_of(items), column):
            if gutter is None:
                self._down(band, column)
                continue
            here = [item for strip in band for item in strip]
            for low, high in (column[0], gutter[0]), (gutter[1], column[1]):
                side = [item for item in here if low <= (item.x0 + item.x1) / 2 <= high]
                self._cut(side, (low, high))

    def _down(self, strips: Sequence[Strip], column: Column) -> None:
        """Read what stands in one column from top to bottom."""
        for strip in strips:
            if all(item.is_line for item in strip):
                lines = tuple(line for item in strip for line in item.lines)
                self.done.append(Placed(lines, column))
                continue
            for item in strip:
                for part in item.parts or (item.lines,):
                    if item.is_line:
                        self.done.append(Placed(part, column))
                        continue
                    bounds = min(line.x0 for line in part), max(line.x1 for line in part)
                    self.read(part, bounds, item.area or part[0].cell)


def _rows(lines: Sequence[Line]) -> Iterable[list[list[Line]]]:
    """Yield the cells of each ruled row: cells that start at one height and touch."""
    cells: dict[Cell, list[Line]] = {}
    for line in lines:
        if line.cell:
            cells.setdefault(line.cell, []).append(line)
    row: list[Cell] = []
    for cell in sorted(cells, key=lambda c: (-round(c.top / _SAME_PLACE), c.left)):
        if row and not row[-1].is_level_with(cell):
            yield [cells[each] for each in row]
            row = []
        row.append(cell)
    if row:
        yield [cells[each] for each in row]


def _holds(area: Area, line: Line) -> bool:
    beside = area.left - _SAME_PLACE <= line.x0 and line.x1 <= area.right + _SAME_PLACE
    return beside and area.bottom <= line.y + line.size / 4 <= area.top
