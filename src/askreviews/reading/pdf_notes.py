"""The footnotes of a PDF, which stand in the way of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from askreviews.reading.pdf_lines import Line, PageLines
from askreviews.reading.traced import Traced

_SMALLER = 0.92  # of the text's size: at most
_LOWER_HALF = 0.5
_REACH = 0.1  # of the page's height: how far from its mark's left a note's line may start
_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3}|[ivx]{1,4}(?=\s))[.)\]]?\s*(?=[^\W\d_]|[‘“'\"(])")


def footnotes_of(pages: Sequence[PageLines]) -> set[Line]:
    """Find the lines of footnotes.

    They are smaller than the text, have nothing but footnotes under them, stand in the lower
    half of their page, and begin with a mark.

    Args:
        pages: the lines of each page, running heads and feet taken out.
    """
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return set()
    usual = median(line.size for line in lines for _ in line.text)
    return {note for page in pages for note in _of_page(page.lines, usual * _SMALLER)}


def _of_page(lines: Sequence[Line], most: float) -> list[Line]:
    text = [line for line in lines if line.size > most]
    small = [
        line
        for line in lines
        if line.size <= most
        and not line.cell
        and line.y < line.page_height * _LOWER_HALF
        and not any(_is_under(other, line) for other in text)
    ]
    marked = [line for line in small if _MARK.match(line.text)]
    return [line for line in small if any(_heads(mark, line) for mark in marked)]


def _is_under(other: Line, line: Line) -> bool:
    shared = min(other.x1, line.x1) - max(other.x0, line.x0)
    return other.y < line.y and shared > 0


def _heads(mark: Line, line: Line) -> bool:
    """Tell whether a line is that of a note's mark, or stands below it in its column."""
    return line.y <= mark.y + 1 and abs(line.x0 - mark.x0) < _REACH * mark.page_height


def notes(pages: Sequence[PageLines], found: set[Line]) -> list[tuple[int, list[Traced]]]:
    """Return each footnote: its page, and its lines without the mark.

    Args:
        pages: the lines of each page.
        found: those that are of footnotes.
    """
    told: list[tuple[int, list[Traced]]] = []
    for page in pages:
        lines = sorted((line for line in page.lines if line in found), key=lambda n: -n.y)
        for mark in _in_columns([line for line in lines if _MARK.match(line.text)]):
            own = [line for line in lines if _mark_of(line, lines) == mark]
            told.append((mark.page, [_unmarked(line) for line in own]))
    return told


def _in_columns(marks: Sequence[Line]) -> list[Line]:
    """Put the first lines of notes in order, column by column."""
    columns: list[list[Line]] = []
    for mark in sorted(marks, key=lambda line: line.x0):
        if not columns or mark.x0 - columns[-1][0].x0 >= _REACH * mark.page_height:
            columns.append([])
        columns[-1].append(mark)
    return [mark for column in columns for mark in sorted(column, key=lambda line: -line.y)]


def _mark_of(line: Line, lines: Sequence[Line]) -> Line:
    """Return the line with the mark of the note that a line is of: the next one above it."""
    above = [mark for mark in lines if _MARK.match(mark.text) and _heads(mark, line)]
    return line if line in above else min(above, key=lambda mark: mark.y)


def _unmarked(line: Line) -> Traced:
    mark = _MARK.match(line.text)
    return line.traced[mark.end() if mark else 0 :]
