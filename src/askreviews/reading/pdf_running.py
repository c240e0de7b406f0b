"""Running heads and feet, page numbers, watermarks and contents, told from the text of a PDF."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from askreviews.reading.pdf_lines import Line

_PAGE_NUMBER = re.compile(r"\W*(?:page\W+)?(\d{1,4})(?:\W+(?:of\W+)?\d{1,4})?\W*", re.I)
_END_NUMBER = re.compile(r"^\d{1,4}\b|\b\d{1,4}$")
_CONTENTS = re.compile(r"(?:[.…]\s?){4,}\s*\d+$")
_NO_TITLE = re.compile(r"[^\W\d]\D{0,60}[^\d.!?:;]")
_EDGE = 0.07  # of the page's height
_MARGIN = 0.09  # of the page's height: less than an inch, where text begins
_MOST_LINES = 3  # at one edge of a page
_GAP = 2.0  # of the font size, from baseline to baseline: more than lines of text have
_OFTEN = 3
_SAME_SIZE = 0.03
_LARGER = 1.2  # times the text's size: no running head
_STEP = 4.0  # points: heights that count as one

# A wording, the height it stands at, and how far its number is ahead of the page.
_Key = tuple[str, int, int | None]


def without_running(lines: list[Line]) -> list[Line]:
    """Drop running heads and feet, page numbers, watermarks and tables of contents.

    The running ones stand at the edge of several pages, at one height and in one wording
    but for its numbers, no larger than the text, and set apart from it by a gap or by their
    size. Of a single page, where nothing is repeated, a few plain words close to its edge
    count; a date does not. Turned text counts anywhere on a page. A line of contents ends in
    leader dots and a page number.

    Args:
        lines: the lines of all pages.
    """
    if not lines:
        return []
    pages = len({line.page for line in lines})
    edges = _edges(lines)
    seen: dict[_Key, set[int]] = defaultdict(set)
    for line in edges:
        for key in _keys(line):
            seen[key].add(line.page)
    often = {key for key, on in seen.items() if _is_often(key, len(on), pages)}
    running = {line for line in edges if often.intersection(_keys(line)) or _is_page_number(line)}
    if pages == 1:
        running.update(line for line in edges if _is_running_alone(line))
    return [line for line in lines if line not in running and not _CONTENTS.search(line.text)]


def _edges(lines: list[Line]) -> list[Line]:
    """Return the lines that may be running ones."""
    largest = median(line.size for line in lines) * _LARGER
    edges = [line for line in lines if line.turned]
    for page in _by_page(lines):
        rows = _cells_by_row(page)
        upwards = sorted(page, key=lambda line: line.y)
        outermost = [*_outermost(upwards), *_outermost(upwards[::-1])]
        edges += [
            line
            for line in outermost
            if line.size <= largest and not (line.cell and len(rows[line.cell.top]) > 1)
        ]
    return edges


def _by_page(lines: list[Line]) -> list[list[Line]]:
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    return list(pages.values())


def _cells_by_row(page: list[Line]) -> dict[float, set[float]]:
    rows: dict[float, set[float]] = defaultdict(set)
    for line in page:
        if line.cell:
            rows[line.cell.top].add(line.cell.left)
    return rows


def _outermost(lines: list[Line]) -> list[Line]:
    """Return the first lines that stand in the margin and apart from what follows."""
    heights = 0
    found = 0
    for position, (line, following) in enumerate(pairwise(lines), start=1):
        if _MARGIN < line.y / line.page_height < 1 - _MARGIN or heights == _MOST_LINES:
            break
        gap = abs(following.y - line.y)
        heights += gap > _STEP
        resized = abs(following.size - line.size) > _SAME_SIZE * line.size
        if gap > _GAP * min(line.size, following.size) or (resized and gap > _STEP):
            found = position
    return lines[:found]


def _keys(line: Line) -> Iterator[_Key]:
    """Yield a line's wording without numbers, at its height and the one next to it.

    A number at either end is told apart by how far it is ahead of the page.
    """
    wording = re.sub(r"\d+", "#", line.text).casefold()
    number = _END_NUMBER.search(line.text)
    height = round(line.y / _STEP)
    for near in (height, height + 1):
        yield wording, near, None
        if number:
            yield wording, near, int(number[0]) - line.page


def _is_often(key: _Key, count: int, pages: int) -> bool:
    keeps_step = key[2] is not None
    return count >= _OFTEN or (count > 1 and (keeps_step or count * 2 >= pages))


def _is_page_number(line: Line) -> bool:
    found = _PAGE_NUMBER.fullmatch(line.text)
    return found is not None and int(found[1]) == line.page


def _is_running_alone(line: Line) -> bool:
    height = line.y / line.page_height
    plain = not line.bold and _NO_TITLE.fullmatch(line.text) is not None
    return plain and not _EDGE < height < 1 - _EDGE
