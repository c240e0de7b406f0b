"""The rows of tables that are set without a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from askreviews.reading.pdf_items import Placed
from askreviews.reading.pdf_lines import Line
from askreviews.reading.pdf_rules import Cell

_SAME_PLACE = 3.0  # points
_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 2
_NEXT_LINE = 1.9  # of the font size: how far below a cell's line its next one may stand
_MOST_WORDS = 25  # in a cell, on average
_ROW_GAP = 1.25  # times the least pitch


def with_cells(placed: Sequence[Placed]) -> list[Placed]:
    """Give the lines of unruled tables the cells that rules would have given them.

    A table may go on in the next column or on the next page.

    Args:
        placed: what stands side by side, in the reading order of the whole document.
    """
    done: list[Placed] = []
    position = 0
    while position < len(placed):
        end = _end_of_run(placed, position)
        if end == position + 1:
            done.append(_rejoined(placed[position]))
        else:
            run = placed[position:end]
            done += _rows(run) if _are_cells(run) else run
        position = end
    return done


def _rejoined(strip: Placed) -> Placed:
    """Make one line again of what stands level, in one type, and is no row of a table."""
    first, *others = strip.lines
    alike = all((line.size, line.bold) == (first.size, first.bold) for line in others)
    if not others or not alike or not _starts(strip):
        return strip
    for line in others:
        first = first.with_next(line)
    return Placed((first,), strip.column)


def _end_of_run(placed: Sequence[Placed], first: int) -> int:
    """Return where the strips that stand in the same places as this one end."""
    columns = _starts(placed[first])
    end, level = first + 1, 1
    while len(columns) >= _FEWEST_COLUMNS and end < len(placed):
        if not _goes_on(placed[end - 1], placed[end], columns):
            break
        level += len(placed[end].lines) > 1
        end += 1
    return end if level >= _FEWEST_ROWS else first + 1


def _are_cells(run: Sequence[Placed]) -> bool:
    """Tell the cells of a table from paragraphs that happen to start level."""
    words = sum(len(line.text.split()) for strip in run for line in strip.lines)
    return words <= _MOST_WORDS * len(_groups(run)) * len(run[0].lines)


def _starts(strip: Placed) -> list[float]:
    """Return how far into their column the lines of a strip start, if they stand level."""
    heights = [line.y for line in strip.lines]
    if max(heights) - min(heights) > _SAME_PLACE or any(line.cell for line in strip.lines):
        return []
    return [line.x0 - strip.column[0] for line in strip.lines]


def _goes_on(before: Placed, strip: Placed, columns: Sequence[float]) -> bool:
    """Tell whether a strip is the next line of a table with these columns."""
    starts = _starts(strip)
    if not starts or not all(_column_at(start, columns) is not None for start in starts):
        return False
    first, last = strip.lines[0], before.lines[0]
    same = before.column == strip.column and first.page == last.page
    near = same and 0 < last.y - first.y <= _NEXT_LINE * first.size
    rest = not same and first.text[0].islower()  # of a cell that a page or a column parts
    return _fits(strip, columns) and (len(strip.lines) > 1 or near or rest)


def _column_at(start: float, columns: Sequence[float]) -> float | None:
    return next((column for column in columns if abs(start - column) <= _SAME_PLACE), None)


def _fits(strip: Placed, columns: Sequence[float]) -> bool:
    """Tell whether no cell reaches into the next column."""
    for line in strip.lines:
        start = line.x0 - strip.column[0]
        next_one = min((c for c in columns if c > start + _SAME_PLACE), default=float("inf"))
        if line.x1 - strip.column[0] > next_one:
            return False
    return True


def _rows(placed: Sequence[Placed]) -> list[Placed]:
    columns = _starts(placed[0])
    return [_row(group, columns) for group in _groups(placed)]


def _groups(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Part the lines of a table into rows: at its wider gaps, else where cells start level."""
    pitches = [
        a.lines[0].y - b.lines[0].y if _same_column(a, b) else None for a, b in pairwise(placed)
    ]
    least = min((pitch for pitch in pitches if pitch), default=0.0)
    gaps = any(pitch and pitch > _ROW_GAP * least for pitch in pitches)
    groups: list[list[Placed]] = [[placed[0]]]
    for pitch, strip in zip(pitches, placed[1:], strict=True):
        parted = pitch > _ROW_GAP * least if gaps and pitch else len(strip.lines) > 1
        if parted or pitch is None:
            groups.append([])
        groups[-1].append(strip)
    return groups


def _same_column(one: Placed, other: Placed) -> bool:
    return one.column == other.column and one.lines[0].page == other.lines[0].page


def _row(strips: Sequence[Placed], columns: Sequence[float]) -> Placed:
    lines = [line for strip in strips for line in strip.lines]
    left, right = strips[0].column
    top, bottom = max(line.top for line in lines), min(line.y for line in lines)
    starts = [left + column for column in columns]
    end = max(right, starts[-1] + lines[0].size, *(line.x1 for line in lines))
    ends = [*starts[1:], end + _SAME_PLACE]
    celled: list[Line] = []
    for start, end in zip(starts, ends, strict=True):
        cell = Cell(top, start, bottom, end, tuple(starts), (starts[0], ends[-1]))
        celled += [
            replace(line, cell=cell) for line in lines if abs(line.x0 - start) <= _SAME_PLACE
        ]
    return Placed(tuple(celled), strips[0].column)
