"""The gutters between the columns of a PDF page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from askreviews.reading.common import typed_item
from askreviews.reading.pdf_items import Column, Item, Strip, strips_of

_MOST_STRIPS = 400  # on a page: more is a map or a drawing
_NARROWEST = 8.0  # points
_FEWEST_LINES = 3  # on each side of a gutter
_FILLED = 0.55  # of a column's height and width: how much prose takes up
_FULL_LINES = 0.4  # of a column's lines: fewer reach across it in lists and tables
_LESS_THAN_A_LINE = 1.9  # of the font size, from baseline to baseline
_TURNS = 2  # lines that go on in the next: fewer is no prose
_LARGER = 1.1  # times the size of the text above: a heading
_ROW_GAP = 1.3  # times the usual pitch
_ROWS = 0.7  # of the parts of a run that begin side by side: more is a table
_SAME_LINE = 2.0  # points


def bands_of(
    strips: Sequence[Strip], column: Column
) -> Iterator[tuple[Sequence[Strip], Column | None]]:
    """Yield bands of a page from top to bottom, each with the gutter that parts it, if one does.

    The band of most items that two columns make is found first; what is above and below it
    is parted in turn.
    """
    if not strips:
        return
    best = max(_columned(strips, column), key=lambda band: band[3], default=None)
    if best is None:
        yield strips, None
        return
    start, end, gutter, _ = best
    yield from bands_of(strips[:start], column)
    yield strips[start:end], gutter
    yield from bands_of(strips[end:], column)


def _columned(strips: Sequence[Strip], column: Column) -> Iterator[tuple[int, int, Column, int]]:
    """Yield each longest run of strips that a gutter parts: from, to, gutter, items."""
    reached = 0
    for start in range(len(strips) if len(strips) <= _MOST_STRIPS else 0):
        end = _end_of_run(strips, start, column)
        if end <= reached:
            continue
        reached = end
        run = strips[start:end]
        end = start + len(_without_trailing(run, followed=end < len(strips)))
        gutter = gutter_of(strips[start:end], column)
        if gutter:
            yield start, end, gutter, sum(map(len, strips[start:end]))


def _end_of_run(strips: Sequence[Strip], start: int, column: Column) -> int:
    """Return where the longest run from here ends that has a free stretch inside it."""
    free = [column]
    leftmost, rightmost = float("inf"), float("-inf")
    end = start
    for position in range(start, len(strips)):
        free = _without(free, strips[position])
        if not free:
            break
        leftmost = min(leftmost, *(item.x1 for item in strips[position]))
        rightmost = max(rightmost, *(item.x0 for item in strips[position]))
        # What is free beside the text on one side only is its margin.
        if any(leftmost <= low + 1 and high - 1 <= rightmost for low, high in free):
            end = position + 1
    return end


def gutter_of(run: Sequence[Strip], column: Column) -> Column | None:
    """Return the gutter between two columns of prose or boxes, if the run has one.

    Args:
        run: strips, from top to bottom.
        column: where the column that they stand in starts and ends.
    """
    free = [column]
    for strip in run:
        free = _without(free, strip)
    items = [item for strip in run for item in strip]
    inner = [gap for gap in free if _sides(items, gap) is not None]
    for gap in sorted(inner, key=lambda gap: gap[0] - gap[1]):
        left, right = _sides(items, gap) or ([], [])
        lists = _is_list(left) and _is_list(right)
        if lists or (_are_columns(left, right) and not _is_table(run, gap)):
            return gap
    return None


def _without(free: Sequence[Column], strip: Strip) -> list[Column]:
    """Take what a strip covers out of the free stretches."""
    left = list(free)
    for item in strip:
        pieces = [
            piece
            for low, high in left
            for piece in ((low, min(high, item.x0)), (max(low, item.x1), high))
        ]
        left = [piece for piece in pieces if piece[1] - piece[0] >= _NARROWEST]
    return list(dict.fromkeys(left))


def _sides(items: Sequence[Item], gap: Column) -> tuple[list[Item], list[Item]] | None:
    left = [item for item in items if item.x1 <= gap[0] + 1]
    right = [item for item in items if item.x0 >= gap[1] - 1]
    return (left, right) if left and right else None


def _without_trailing(run: Sequence[Strip], *, followed: bool) -> Sequence[Strip]:
    """Leave out what stands below the columns of a run, though under one of them only.

    That is text under a box, or, where something across the page follows, a heading on.
    """
    for position in range(len(run) - 1, 0, -1):
        strip = run[position]
        if len(strip) > 1 or not strip[0].is_line:
            break
        line = strip[0].lines[0]
        above = min(run[position - 1], key=lambda item: item.bottom)
        parted = above.bottom - line.y > _ROW_GAP * line.size
        stands_out = line.bold or line.size > _LARGER * above.lines[-1].size
        ends = len(above.parts) == 1 or (followed and stands_out and parted)
        if ends and _is_alone_below(run, position):
            return run[:position]
    return run


def _is_alone_below(run: Sequence[Strip], position: int) -> bool:
    """Whether nothing from here on stands to the right of where a run has its second column."""
    starts = {round(item.x0) for strip in run[:position] for item in strip[1:]}
    later = {round(item.x0) for strip in run[position:] for item in strip}
    return bool(starts) and max(later) < min(starts)


def _are_columns(left: Sequence[Item], right: Sequence[Item]) -> bool:
    tops = [max(item.top for item in side) for side in (left, right)]
    feet = [min(item.bottom for item in side) for side in (left, right)]
    if max(feet) >= min(tops):
        return False
    return all(_is_prose(side) or _is_boxes(side) for side in (left, right))


def _is_boxes(side: Sequence[Item]) -> bool:
    return any(item.area or len(item.lines) > _FEWEST_LINES for item in side if item.parts)


def _is_list(side: Sequence[Item]) -> bool:
    """Tell a list with bullets, which may have short points, from the cells of a table."""
    lines = [item.lines[0] for item in side if item.is_line]
    bulleted = sum(typed_item(line.text) is not None for line in lines)
    return bulleted >= _FEWEST_LINES and bulleted * 2 >= len(lines)


def _is_prose(side: Sequence[Item]) -> bool:
    """Tell lines that fill a column and run on from cells, labels and short entries."""
    strips = strips_of([item for item in side if item.is_line])
    if len(strips) < _FEWEST_LINES:
        return False
    firsts = [strip[0].lines[0] for strip in strips]
    pairs = list(pairwise(firsts))
    close = sum(a.y - b.y < _LESS_THAN_A_LINE * max(a.size, b.size) for a, b in pairs)
    runs_on = sum(b.text[0].islower() and a.text[-1] not in ".:;!?" for a, b in pairs)
    widths = [strip[-1].x1 - strip[0].x0 for strip in strips]
    across = max(s[-1].x1 for s in strips) - min(s[0].x0 for s in strips)
    wide = sum(width >= _FILLED * across for width in widths)
    dense = close >= _FILLED * len(pairs) and wide >= _FULL_LINES * len(strips)
    return dense and (runs_on >= _TURNS or len(strips) > 2 * _FEWEST_LINES)


def _is_table(run: Sequence[Strip], gap: Column) -> bool:
    """Tell rows of cells: after most gaps across the run, text starts on both sides at once."""
    if any(item.parts for strip in run for item in strip):
        return False
    pitches = [above[0].lines[0].y - below[0].lines[0].y for above, below in pairwise(run)]
    if not pitches:
        return False
    usual = sorted(pitches)[len(pitches) // 3]
    starts = [run[0], *(run[n + 1] for n, pitch in enumerate(pitches) if pitch > _ROW_GAP * usual)]
    if len(starts) <= _TURNS:
        return False
    level = sum(_starts_level(strip, gap) for strip in starts)
    return level >= _ROWS * len(starts)


def _starts_level(strip: Strip, gap: Column) -> bool:
    left = [item.lines[0].y for item in strip if item.x1 <= gap[0] + 1]
    right = [item.lines[0].y for item in strip if item.x0 >= gap[1] - 1]
    return bool(left and right) and abs(max(left) - max(right)) < _SAME_LINE
