"""The rows of tables that are set without a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from askreviews.reading.pdf_items import Item, Strip
from askreviews.reading.pdf_lines import Line
from askreviews.reading.pdf_rules import Cell

_SAME_PLACE = 3.0  # points
_FEWEST_ROWS = 3
_NEXT_LINE = 1.9  # of the font size: how far below a cell's line its next one may stand
_MOST_WORDS = 25  # in a cell, on average
_ROW_GAP = 1.25  # times the least pitch


def with_cells(strips: Sequence[Strip]) -> list[Strip]:
    """Give the lines of unruled tables the cells that rules would have given them.

    Args:
        strips: what stands in one column of a page, from top to bottom.
    """
    done: list[Strip] = []
    position = 0
    while position < len(strips):
        end = _end_of_table(strips, position)
        if end == position:
            done.append(strips[position])
            position += 1
            continue
        done += _rows(strips[position:end])
        position = end
    return done


def _end_of_table(strips: Sequence[Strip], first: int) -> int:
    """Return where a table that starts with this strip ends; ``first`` if none does."""
    columns = _starts(strips[first])
    if len(columns) < 2:
        return first
    end, level = first + 1, 1
    while end < len(strips) and _goes_on(strips[end - 1], strips[end], columns):
        level += len(strips[end]) > 1
        end += 1
    held = [item for strip in strips[first:end] for item in strip]
    words = sum(len(item.lines[0].text.split()) for item in held)
    return end if level >= _FEWEST_ROWS and words <= _MOST_WORDS * level * len(columns) else first


def _starts(strip: Strip) -> list[float]:
    level = {round(item.lines[0].y) for item in strip}
    is_row = all(item.is_line for item in strip) and max(level) - min(level) <= _SAME_PLACE
    return [item.x0 for item in strip] if is_row else []


def _goes_on(before: Strip, strip: Strip, columns: Sequence[float]) -> bool:
    """Tell whether a strip is the next line of a table with these columns."""
    if not all(item.is_line for item in strip):
        return False
    placed = all(any(abs(item.x0 - start) <= _SAME_PLACE for start in columns) for item in strip)
    first = strip[0].lines[0]
    near = before[0].lines[0].y - first.y <= _NEXT_LINE * first.size
    fits = all(item.x1 <= _end(item, columns) for item in strip)
    return placed and fits and (len(strip) > 1 or near)


def _end(item: Item, columns: Sequence[float]) -> float:
    """Return where the column after that of an item starts."""
    later = [start for start in columns if start > item.x0 + _SAME_PLACE]
    return min(later, default=float("inf"))


def _rows(strips: Sequence[Strip]) -> list[Strip]:
    columns = _starts(strips[0])
    pitches = [a[0].lines[0].y - b[0].lines[0].y for a, b in pairwise(strips)]
    least = min(pitches)
    gaps = any(pitch > _ROW_GAP * least for pitch in pitches)
    groups: list[list[Strip]] = [[strips[0]]]
    for pitch, strip in zip(pitches, strips[1:], strict=True):
        starts = pitch > _ROW_GAP * least if gaps else len(strip) > 1
        if starts:
            groups.append([])
        groups[-1].append(strip)
    return [[_row(group, columns)] for group in groups]


def _row(strips: Sequence[Strip], columns: Sequence[float]) -> Item:
    lines = [item.lines[0] for strip in strips for item in strip]
    top, bottom = max(line.top for line in lines), min(line.y for line in lines)
    ends = [*columns[1:], max(line.x1 for line in lines) + _SAME_PLACE]
    parts: list[list[Line]] = []
    for start, end in zip(columns, ends, strict=True):
        cell = Cell(top, start, bottom, end, tuple(columns))
        held = [line for line in lines if abs(line.x0 - start) <= _SAME_PLACE]
        if held:
            parts.append([replace(line, cell=cell) for line in held])
    return Item.of([line for part in parts for line in part], parts)
