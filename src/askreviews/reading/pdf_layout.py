"""The lines of a PDF page in reading order, and the paragraphs that they make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import groupby, pairwise
from statistics import median

from askreviews.reading.common import typed_item
from askreviews.reading.pdf_lines import Line

_FEWEST_LINES = 4  # on each side of a gutter
_GUTTER = 6.0  # points
_FILLED = 0.6  # of a column's width: how far lines of prose reach
_USUAL_PITCH = 1.2  # from baseline to baseline, in font sizes
_WIDER = 1.3
_NEAR = 36.0  # points: how far an indent may stand from its column's edge
_SAME_PLACE = 3.0  # points
_SAME_SIZE = 0.08
_MOST_BLOCKS = 500
_NUMBERED = re.compile(r"(\(?)(\d{1,2}|[a-z]|[ivx]{1,4})([.)])\s+(?=\S)")
_CERTAIN_BULLET = re.compile(r"[•·▪▫●○■□◦‣⁃➢➤\ue000-\uf8ff]")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; ``marker`` is what a list item begins with."""

    lines: list[Line]
    marker: str = ""

    @property
    def first(self) -> Line:
        """The line that it starts with."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """The line that it ends with."""
        return self.lines[-1]


def marker_of(text: str) -> str:
    """Return the bullet or number, with the space after it, that a line begins with."""
    if text.startswith("o ") and len(text) > len("o "):
        return "o "
    item = typed_item(text)
    if item is not None:
        return text[: len(text) - len(item)]
    numbered = _NUMBERED.match(text)
    return numbered[0] if numbered else ""


def in_columns(lines: list[Line]) -> list[Line]:
    """Put a page's lines in order where it has two columns of prose.

    Elsewhere the order in which the file draws them stands: it keeps the cells of a
    table and the paragraphs of a text box together, which geometry alone would mix.
    """
    start = _second_column(lines)
    if start is None:
        return lines
    sides = [_side(line, start) for line in lines]
    runs = [len(list(run)) for side, run in groupby(side for side in sides if side)]
    bands = 1 + sum(1 for before, after in pairwise(sides) if before and not after)
    if len(runs) > 2 * bands and median(runs) > 1:
        return lines  # side by side again and again, some lines each: a table
    ordered: list[Line] = []
    columns: tuple[list[Line], list[Line]] = ([], [])
    for line in sorted(lines, key=lambda line: -line.y):
        side = _side(line, start)
        if side:
            columns[side > 0].append(line)
            continue
        ordered += [*columns[0], *columns[1], line]
        columns = ([], [])
    return [*ordered, *columns[0], *columns[1]]


def _second_column(lines: list[Line]) -> float | None:
    """Return where the right one of two columns of prose starts, if there are two."""
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    middle = (left + 0.3 * (right - left), left + 0.7 * (right - left))
    starts = Counter(round(line.x0) for line in lines if middle[0] < line.x0 < middle[1])
    if not starts:
        return None
    start = float(starts.most_common(1)[0][0])
    columns = [[line for line in lines if _side(line, start) == side] for side in (-1, 1)]
    if any(len(column) < _FEWEST_LINES for column in columns):
        return None
    apart = min(line.y for line in columns[0]) > max(line.y for line in columns[1]) or min(
        line.y for line in columns[1]
    ) > max(line.y for line in columns[0])
    return None if apart or not all(_is_prose(column) for column in columns) else start


def _side(line: Line, start: float) -> int:
    """Return -1 for a line of the left column, 1 for the right one, 0 for one across both."""
    if line.x0 >= start - _SAME_PLACE:
        return 1
    return -1 if line.x1 <= start - _GUTTER else 0


def _is_prose(column: list[Line]) -> bool:
    left, right = min(line.x0 for line in column), max(line.x1 for line in column)
    return median(line.x1 - line.x0 for line in column) >= _FILLED * (right - left)


class Paragraphs:
    """Puts lines together as paragraphs, by what is usual in the whole document.

    Args:
        pages: the lines of each page, in reading order.
    """

    def __init__(self, pages: Sequence[list[Line]]) -> None:
        self._edge: dict[Line, float] = {}
        for page in pages:
            for line in page:
                near = (other.x1 for other in page if abs(other.x0 - line.x0) <= _NEAR)
                self._edge[line] = max(near)
        pitches = [
            (last.y - line.y) / line.size
            for page in pages
            for last, line in pairwise(page)
            if self._is_full(last, line) and 0 < last.y - line.y < 3 * line.size  # noqa: PLR2004
        ]
        self._pitch = median(pitches) if pitches else _USUAL_PITCH

    def of(self, page: list[Line]) -> list[Paragraph]:
        """Return the paragraphs of a page."""
        paragraphs: list[Paragraph] = []
        for line in page:
            paragraph = paragraphs[-1] if paragraphs else None
            if paragraph is None or not self._belongs(paragraph, line):
                paragraphs.append(Paragraph([line], marker_of(line.text)))
            else:
                paragraph.lines.append(line)
        return _from_top(paragraphs)
