"""The paragraphs that the lines of a PDF make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from askreviews.reading.common import typed_item
from askreviews.reading.pdf_lines import Line
from askreviews.reading.pdf_order import Layout

_USUAL_PITCH = 1.2  # from baseline to baseline, in font sizes
_MOST_PITCH = 3.0
_HEADING_PITCH = 1.35  # at most, between the lines of one heading
_GAP = 1.3  # times the usual pitch
_LARGER = 1.15  # times the text's size: what is set as a heading
_SMALLER = 0.95
_SAME_SIZE = 0.08
_SPACE = 0.25  # of the font size
_SLACK = 3.0  # points: letters are narrower than the room they are given
_RAGGED = 0.12  # of the measure: how far short of it unjustified lines may end
_LABEL = 18  # characters: a label or a cell, at most
_ABOUT = 10  # lines
_NEAR = 36.0  # points: how far an indent may stand from its column's edge
_SAME_PLACE = 3.0  # points
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S)")
_BARE_NUMBER = re.compile(r"\d{1,2}\s+(?=\S)")
_SURE_BULLET = re.compile(r"[^\w\s(–—*-]")
_TIED = re.compile(r"\w[-‐–/]$")
_ENDS = (".", "!", "?", ":", ";")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; ``marker`` is what a list item begins with."""

    lines: list[Line]
    marker: str

    @property
    def first(self) -> Line:
        """The line that it starts with."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """The line that it ends with."""
        return self.lines[-1]


def is_same_size(one: Line, other: Line) -> bool:
    """Tell whether two lines are set in the same size."""
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)


def is_unfinished(last: Line, line: Line) -> bool:
    """Tell whether a line goes on with the sentence of the line before."""
    if last.text.endswith(_ENDS):
        return False
    return line.text[0].islower() or bool(_TIED.search(last.text))


class Typesetting:
    """What is usual in a document, and the paragraphs that follow from it.

    Args:
        pages: each page laid out; at least one line in all.
    """

    def __init__(self, pages: Sequence[Layout]) -> None:
        self._edge: dict[Line, float] = {}
        for page in pages:
            for position, line in enumerate(page.lines):
                self._edge[line] = _edge(position, page)
        lines = [line for page in pages for line in page.lines]
        self.size = median(line.size for line in lines for _ in range(len(line.text)))
        pitches = [
            (last.y - line.y) / line.size
            for last, line in pairwise(lines)
            if self._is_full(last, line) and 0 < last.y - line.y < _MOST_PITCH * line.size
        ]
        self._pitch = median(pitches) if pitches else _USUAL_PITCH

    def is_large(self, line: Line) -> bool:
        """Tell whether a line is set larger than the text."""
        return line.size > self.size * _LARGER

    def paragraphs(self, page: Layout) -> list[Paragraph]:
        """Return the paragraphs of a page, in reading order."""
        found: list[Paragraph] = []
        for line in page.lines:
            if found and self._belongs(found[-1], line):
                found[-1].lines.append(line)
            else:
                found.append(Paragraph([line], self._marker(line)))
        return found

    def goes_on(self, last: Line, line: Line) -> bool:
        """Tell whether a page or a column parts two lines of one paragraph of text."""
        if last.bold or line.bold or self.is_large(line):
            return False
        going_on = is_unfinished(last, line) or (
            len(last.text) > _LABEL and not last.text.endswith(_ENDS)
        )
        return going_on and self._is_full(last, line, _RAGGED * (self._edge[last] - last.x0))

    def _belongs(self, paragraph: Paragraph, line: Line) -> bool:
        """Tell whether a line is the next one of a paragraph."""
        last = paragraph.last
        goes_on = is_unfinished(last, line)
        if not self._is_below(last, line, 2 if goes_on else _GAP):
            return False
        if self._starts_item(paragraph, line):
            return False
        full = self._is_full(last, line)
        if goes_on or line.bold != last.bold:
            return goes_on or (full and line.bold and not last.text.endswith(_ENDS))
        if self.is_large(line):
            return last.y - line.y <= line.size * max(_HEADING_PITCH, self._pitch)
        return full and _is_in_line(paragraph, line)

    def _is_below(self, last: Line, line: Line, most: float) -> bool:
        """Tell whether a line stands under another of its size, by so many pitches at most."""
        if line.turned or last.turned or last.cell != line.cell or not is_same_size(last, line):
            return False
        beside = line.x0 >= last.x1 or line.x1 <= last.x0
        return not beside and 0 < last.y - line.y <= most * self._pitch * line.size

    def _marker(self, line: Line) -> str:
        """Return the bullet or number that a line begins with, with the space after it."""
        item = typed_item(line.text)
        if item is not None:
            return line.text[: len(line.text) - len(item)]
        number = _NUMBER.match(line.text)
        # Small print with a number is a footnote.
        if number is None and line.hangs and line.size > self.size * _SMALLER:
            number = _BARE_NUMBER.match(line.text)
        if number:
            return number[0]
        return "o " if line.text.startswith("o ") else ""  # Word's inner bullet

    def _starts_item(self, paragraph: Paragraph, line: Line) -> bool:
        """Tell a list item from a sentence that happens to wrap at a dash or a number."""
        marker = self._marker(line)
        if not marker or _SURE_BULLET.match(marker):
            return bool(marker)
        first = paragraph.first
        if _kind(marker) == _kind(paragraph.marker) and _is_close(line.x0, first.x0):
            return True
        return paragraph.last.text.endswith(_ENDS) or not self._is_full(paragraph.last, line)

    def _is_full(self, last: Line, line: Line, slack: float = _SLACK) -> bool:
        """Tell whether a line had no room left for the first word of the next."""
        return last.x1 + _SPACE * last.size + line.first_width > self._edge[last] - slack


def _edge(position: int, page: Layout) -> float:
    """Return how far to the right a line could have run, going by the lines about it."""
    line = page.lines[position]
    if line.cell:
        padding = min(other.x0 for other in page.lines if other.cell == line.cell) - line.cell.left
        return line.cell.right - padding
    about = page.lines[max(position - _ABOUT, 0) : position + _ABOUT]
    beside = (other for other in about if page.is_beside(other, line))
    return max(other.x1 for other in beside if abs(other.x0 - line.x0) <= _NEAR)


def _is_in_line(paragraph: Paragraph, line: Line) -> bool:
    """Tell whether a line starts where the next line of a paragraph should."""
    if paragraph.marker:
        return line.x0 > paragraph.first.x0 - _SAME_PLACE
    indent = line.x0 - paragraph.last.x0
    is_outdent = indent < -line.size and len(paragraph.lines) > 1
    return indent < line.size and not is_outdent


def _is_close(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME_PLACE


def _kind(marker: str) -> str:
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", marker.strip()))
