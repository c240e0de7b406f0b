"""The paragraphs that the lines of a PDF make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise
from statistics import median

from askreviews.reading.common import typed_item
from askreviews.reading.pdf_columns import Layout
from askreviews.reading.pdf_lines import Line

_USUAL_PITCH = 1.2  # from baseline to baseline, in font sizes
_MOST_PITCH = 3.0
_HEADING_PITCH = 1.35  # at most, between the lines of one heading
_GAP = 1.3  # times the usual pitch
_LARGER = 1.15  # times the text's size: what is set as a heading
_SAME_SIZE = 0.08
_NEAR = 36.0  # points: how far an indent may stand from its column's edge
_SAME_PLACE = 3.0  # points
_MOST_SORTED = 500  # paragraphs on a page: more is a map or a drawing
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


def marker_of(line: Line) -> str:
    """Return the bullet or number that a line begins with, with the space after it."""
    text = line.text
    item = typed_item(text)
    if item is not None:
        return text[: len(text) - len(item)]
    number = _NUMBER.match(text) or (line.hangs and _BARE_NUMBER.match(text))
    if number:
        return number[0]
    return "o " if text.startswith("o ") and text != "o " else ""  # Word's inner bullet


def is_same_size(one: Line, other: Line) -> bool:
    """Tell whether two lines are set in the same size."""
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)


def _is_unfinished(last: Line, line: Line) -> bool:
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
            for line in page.lines:
                beside = (other for other in page.lines if page.side(other) == page.side(line))
                self._edge[line] = max(o.x1 for o in beside if abs(o.x0 - line.x0) <= _NEAR)
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
                found.append(Paragraph([line], marker_of(line)))
        return found if page.right is not None else _from_the_top(found)

    def goes_on(self, last: Line, line: Line) -> bool:
        """Tell whether a page or a column parts two lines of one paragraph of text."""
        if last.bold or line.bold or self.is_large(line):
            return False
        unended = not last.text.endswith(_ENDS)
        return _is_unfinished(last, line) or (unended and self._is_full(last, line))

    def _belongs(self, paragraph: Paragraph, line: Line) -> bool:
        """Tell whether a line is the next one of a paragraph."""
        last = paragraph.last
        goes_on = _is_unfinished(last, line)
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
        if line.turned or last.turned or not is_same_size(last, line):
            return False
        beside = line.x0 >= last.x1 or line.x1 <= last.x0
        return not beside and 0 < last.y - line.y <= most * self._pitch * line.size

    def _starts_item(self, paragraph: Paragraph, line: Line) -> bool:
        """Tell a list item from a sentence that happens to wrap at a dash or a number."""
        marker = marker_of(line)
        if not marker or _SURE_BULLET.match(marker):
            return bool(marker)
        first = paragraph.first
        if _kind(marker) == _kind(paragraph.marker) and _is_close(line.x0, first.x0):
            return True
        return paragraph.last.text.endswith(_ENDS) or not self._is_full(paragraph.last, line)

    def _is_full(self, last: Line, line: Line) -> bool:
        """Tell whether a line had no room left for the first word of the next."""
        character = (last.x1 - last.x0) / len(last.text)
        word = line.text.split(maxsplit=1)[0]
        return last.x1 + character * len(word) > self._edge[last]


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


def _from_the_top(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Move what is drawn late but stands above (a title in a box) before what it stands over.

    Otherwise the order stays: a paragraph waits only for those above it in its column.
    """
    if len(paragraphs) > _MOST_SORTED:
        return paragraphs
    above = [
        {i for i, other in enumerate(paragraphs) if _stands_over(other, paragraph)}
        for paragraph in paragraphs
    ]
    ready = [index for index, waiting in enumerate(above) if not waiting]
    heapify(ready)
    ordered: list[Paragraph] = []
    while ready:
        done = heappop(ready)
        ordered.append(paragraphs[done])
        for index, waiting in enumerate(above):
            if done in waiting:
                waiting.remove(done)
                if not waiting:
                    heappush(ready, index)
    return ordered


def _stands_over(one: Paragraph, other: Paragraph) -> bool:
    if one.last.y <= other.first.y:
        return False
    left, right = _extent(one)
    other_left, other_right = _extent(other)
    shared = min(right, other_right) - max(left, other_left)
    return shared > 0.3 * min(right - left, other_right - other_left)


def _extent(paragraph: Paragraph) -> tuple[float, float]:
    return min(line.x0 for line in paragraph.lines), max(line.x1 for line in paragraph.lines)
