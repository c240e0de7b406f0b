"""Words of a PDF page put together as lines, and lines told from running heads."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium

from askreviews.reading.common import flat
from askreviews.reading.pdf_words import Page, Word

_SAME_LINE = 0.6  # of the font size: how far up or down a word may stand on its line
_WIDE_GAP = 1.5  # of the font size: more than a space that justifies a line
_HANGING_GAP = 0.6
_ALIGNED = 2.0  # points
_LONE_MARKER = re.compile(r"[^\w\s]|[o\ue000-\uf8ff]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]?")
_PAGE_NUMBER = re.compile(r"\W*(?:page\W+)?(\d{1,4})(?:\W+(?:of\W+)?\d{1,4})?\W*", re.I)
_CONTENTS = re.compile(r"(?:[.…]\s?){4,}\s*\d+$")
_MARGIN = 0.12  # of the page's height
_MOST_RUNNING = 5  # lines at one edge of a page
_RUNNING_GAP = 1.6  # of the font size, from baseline to baseline
_OFTEN = 3
_LARGER = 1.2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or the part of one that stands in a column or a cell.

    Lengths are points; ``y`` is the height of the baseline above the foot of the page as
    shown, and ``page_height`` how high that page is. The first word ``hangs`` if a gap
    sets it apart, as it does the number of a list item.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    page: int
    page_height: float
    turned: bool = False
    hangs: bool = False


def lines_of_page(document: pdfium.PdfDocument, index: int) -> list[Line]:
    """Return the lines of a page, in the order in which the file draws them.

    Args:
        document: an open document.
        index: the page, from 0.
    """
    pdf_page = document[index]
    try:
        page = Page(pdf_page)
        cells = _cells(list(_rows(page.words())))
        lines = [_line(words, index + 1, page.height) for words in cells]
        return [line for line in lines if line.text.strip()]
    finally:
        pdf_page.close()


def _rows(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Yield runs of words that stand on one line, one after another."""
    row: list[Word] = []
    for word in words:
        if row and not _goes_on(row[-1], word):
            yield row
            row = []
        row.append(word)
    if row:
        yield row


def _goes_on(last: Word, word: Word) -> bool:
    if last.setting.turned or word.setting.turned:
        return last.setting.turned and word.setting.turned and not word.first
    size = max(last.setting.size, word.setting.size)
    level = abs(word.setting.y - last.setting.y) < size * _SAME_LINE
    return level and word.x0 > last.x1 - size / 2


def _cells(rows: list[list[Word]]) -> Iterator[list[Word]]:
    """Part a line at a wide gap, where something else on the page starts at the same place."""
    starts = Counter(round(row[0].x0 / _ALIGNED) for row in rows)
    starts.update(round(word.x0 / _ALIGNED) for row in rows for word in _after_gaps(row))
    for row in rows:
        after_gaps = _after_gaps(row)
        begin = 0
        for position, word in enumerate(row):
            place = round(word.x0 / _ALIGNED)
            aligned = sum(starts[near] for near in (place - 1, place, place + 1)) > 1
            if aligned and any(word is start for start in after_gaps):
                yield row[begin:position]
                begin = position
        yield row[begin:]


def _after_gaps(row: list[Word]) -> list[Word]:
    """Return the words after a wide gap; that after a bullet or a number is none."""
    found = []
    for position in range(1, len(row)):
        last, word = row[position - 1], row[position]
        wide = word.x0 - last.x1 > _WIDE_GAP * word.setting.size
        if wide and not (position == 1 and _LONE_MARKER.fullmatch(last.text)):
            found.append(word)
    return found


def _line(words: list[Word], page: int, page_height: float) -> Line:
    widest = max(words, key=lambda word: len(word.text)).setting
    return Line(
        text=flat(" ".join(word.text for word in words)),
        x0=min(word.x0 for word in words),
        x1=max(word.x1 for word in words),
        y=widest.y,
        size=widest.size,
        bold=all(word.setting.bold for word in words if word.text.strip("•·▪–-")),
        page=page,
        page_height=page_height,
        turned=widest.turned,
        hangs=len(words) > 1 and words[1].x0 - words[0].x1 > _HANGING_GAP * widest.size,
    )


def without_running(lines: list[Line]) -> list[Line]:
    """Drop running heads and feet, page numbers, watermarks and tables of contents.

    The running ones stand at the edge of several pages, at one height and in one wording
    but for its numbers, and no larger than the text. Turned text counts anywhere. A line
    of contents ends in leader dots and a page number.

    Args:
        lines: the lines of all pages.
    """
    if not lines:
        return []
    pages = len({line.page for line in lines})
    largest = median(line.size for line in lines) * _LARGER
    edges = set(_edges(lines))
    candidates = [line for line in lines if line.turned or (line in edges and line.size <= largest)]
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for line in candidates:
        for key in _keys(line):
            seen[key].add(line.page)
    running = {
        line
        for line in candidates
        if _is_often(max(len(seen[key]) for key in _keys(line)), pages) or _is_page_number(line)
    }
    return [line for line in lines if line not in running and not _CONTENTS.search(line.text)]


def _edges(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines at the head and the foot of each page that a gap parts from the text."""
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    for page in by_page.values():
        upwards = sorted(page, key=lambda line: line.y)
        for inwards in (upwards, upwards[::-1]):
            yield from _outermost(inwards)


def _outermost(lines: list[Line]) -> list[Line]:
    """Return the first lines, those in the margin, if a gap comes soon after them."""
    for position, (line, following) in enumerate(pairwise(lines), start=1):
        share = line.y / line.page_height
        if _MARGIN < share < 1 - _MARGIN or position > _MOST_RUNNING:
            return []
        if abs(following.y - line.y) > _RUNNING_GAP * min(line.size, following.size):
            return lines[:position]
    return []


def _keys(line: Line) -> list[tuple[str, int]]:
    """Return a line's wording without numbers, at its height and the one next to it."""
    wording = re.sub(r"\d+", "#", line.text).casefold()
    height = round(line.y / (2 * _ALIGNED))
    return [(wording, height), (wording, height + 1)]


def _is_often(count: int, pages: int) -> bool:
    return count >= _OFTEN or (count > 1 and count * 2 >= pages)


def _is_page_number(line: Line) -> bool:
    found = _PAGE_NUMBER.fullmatch(line.text)
    return found is not None and int(found[1]) == line.page
