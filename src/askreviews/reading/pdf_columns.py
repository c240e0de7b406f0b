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
_SAME_PLACE = 3.0  # points


@dataclass(frozen=True, slots=True)
class Layout:
    """A page's lines in reading order; ``right`` is where a right column starts, if any."""

    lines: list[Line]
    right: float | None = None

    def side(self, line: Line) -> int:
        """Return -1 for the left column, 1 for the right one, 0 for what is in neither."""
        return 0 if self.right is None else _side(line, self.right)


def in_columns(lines: list[Line]) -> Layout:
    """Put a page's lines in order where it has two columns of prose.

    Elsewhere the order in which the file draws them stands: it keeps the cells of a
    table and the paragraphs of a text box together, which geometry alone would mix.

    Args:
        lines: the lines of a page, as drawn.
    """
    start = _right_column(lines)
    if start is None or _is_table(lines, start):
        return Layout(lines)
    ordered: list[Line] = []
    columns: dict[int, list[Line]] = {-1: [], 1: []}
    for line in sorted(lines, key=lambda line: -line.y):
        side = _side(line, start)
        if side:
            columns[side].append(line)
        else:
            ordered += [*columns[-1], *columns[1], line]
            columns = {-1: [], 1: []}
    return Layout([*ordered, *columns[-1], *columns[1]], start)


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


def _is_table(lines: list[Line], start: float) -> bool:
    """Tell a table: drawn left and right by turns, some lines each time."""
    sides = [_side(line, start) for line in lines]
    runs = [len(list(run)) for _, run in groupby(side for side in sides if side)]
    bands = 1 + sum(1 for before, after in pairwise(sides) if before and not after)
    return len(runs) > 2 * bands and median(runs) > 1
