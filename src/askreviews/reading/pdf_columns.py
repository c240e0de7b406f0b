"""The lines of a PDF page in reading order where it has columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from askreviews.reading.pdf_lines import Line

_FEWEST_LINES = 4  # on each side of a gutter
_GUTTER = 6.0  # points
_MIDDLE = (0.3, 0.7)  # of the width: where a right column may start
_FILLED = 0.6  # of a column's width: how far lines of prose reach
_STRAYS = 2  # headings and notes drawn out of turn
_SAME_PLACE = 3.0  # points


@dataclass(frozen=True, slots=True)
class Layout:
    """A page's lines in reading order; ``right`` is where a right column starts, if any."""

    lines: list[Line]
    right: float | None = None

    def side(self, line: Line) -> int:
        """Return -1 for the left column, 1 for the right one, 0 for what is in neither."""
        return 0 if self.right is None else _side(line, self.right)


def laid_out(lines: list[Line]) -> Layout:
    """Find a page's two columns of prose, if it has them, and read one after the other.

    The order in which the file draws lines stands wherever it makes sense: it keeps the
    cells of a table and the paragraphs of a text box together, which geometry alone
    would mix. Only columns drawn across, line by line, are taken apart.

    Args:
        lines: the lines of a page, as drawn.
    """
    start = _right_column(lines)
    if start is None:
        return Layout(lines)
    sides = [_side(line, start) for line in lines]
    runs = [len(list(run)) for _, run in groupby(side for side in sides if side)]
    bands = 1 + sum(1 for before, after in pairwise(sides) if before and not after)
    if len(runs) <= 2 * bands + _STRAYS:
        return Layout(lines, start)
    # Left and right by turns: some lines each time are a table's cells.
    return Layout(lines) if median(runs) > 1 else Layout(_column_by_column(lines, start), start)


def _column_by_column(lines: list[Line], start: float) -> list[Line]:
    """Read the left column, then the right one, down to each line that crosses both."""
    ordered: list[Line] = []
    columns: dict[int, list[Line]] = {-1: [], 1: []}
    for line in sorted(lines, key=lambda line: -line.y):
        side = _side(line, start)
        if side:
            columns[side].append(line)
        else:
            ordered += [*columns[-1], *columns[1], line]
            columns = {-1: [], 1: []}
    return [*ordered, *columns[-1], *columns[1]]


def _right_column(lines: list[Line]) -> float | None:
    """Return where the right one of two columns of prose starts, if there are two."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    low, high = (left + share * (right - left) for share in _MIDDLE)
    starts = Counter(round(line.x0) for line in lines if low < line.x0 < high)
    if not starts:
        return None
    start = float(starts.most_common(1)[0][0])
    columns = [[line for line in lines if _side(line, start) == side] for side in (-1, 1)]
    if any(len(column) < _FEWEST_LINES or not _is_prose(column) for column in columns):
        return None
    tops = [max(line.y for line in column) for column in columns]
    feet = [min(line.y for line in column) for column in columns]
    return start if max(feet) < min(tops) else None


def _side(line: Line, start: float) -> int:
    """Return -1 for a line of the left column, 1 for the right one, 0 for one across both."""
    if line.x0 >= start - _SAME_PLACE:
        return 1
    return -1 if line.x1 <= start - _GUTTER else 0


def _is_prose(column: list[Line]) -> bool:
    left, right = min(line.x0 for line in column), max(line.x1 for line in column)
    return median(line.x1 - line.x0 for line in column) >= _FILLED * (right - left)
