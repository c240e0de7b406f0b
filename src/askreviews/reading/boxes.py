"""The order in which text boxes on a page are read.

Recursive cuts through the gaps between them (Nagy and Seth, 1984); boxes that bear numbers
are read by number, wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_NUMBER = re.compile(r"\W*(\d{1,2})\b(?![./]\d)")
_FEWEST_NUMBERED = 3
_LEVEL = 0.1  # of a box's height: how far apart the tops and feet of a row may be


class Rectangle(NamedTuple):
    """Where a box stands; y downwards, in any unit."""

    left: float
    top: float
    right: float
    bottom: float


def reading_order(boxes: Sequence[Rectangle], words: Sequence[str]) -> list[int]:
    """Return the numbers of the boxes, from 0, in the order in which they are read.

    Args:
        boxes: where each stands.
        words: what each begins with.
    """
    numbers = [_NUMBER.match(text) for text in words]
    found = [int(number[1]) for number in numbers if number]
    if len(found) == len(boxes) >= _FEWEST_NUMBERED and len(set(found)) == len(found):
        return sorted(range(len(boxes)), key=lambda n: found[n])
    return _cut(list(range(len(boxes))), boxes)


def _cut(some: list[int], boxes: Sequence[Rectangle]) -> list[int]:
    if len(some) <= 1:
        return some
    rows = _parted([(boxes[n].top, boxes[n].bottom, n) for n in some])
    columns = _parted([(boxes[n].left, boxes[n].right, n) for n in some])
    is_grid = len(rows) > 1 and all(_is_level([boxes[n] for n in row]) for row in rows)
    parts = columns if len(columns) > 1 and not is_grid else rows
    if len(parts) == 1:
        return sorted(some, key=lambda n: (boxes[n].top, boxes[n].left))
    return [n for part in parts for n in _cut(part, boxes)]


def _parted(extents: Sequence[tuple[float, float, int]]) -> list[list[int]]:
    """Part boxes where nothing of any lies, going by their extents along one side."""
    parts: list[list[int]] = []
    reach = float("-inf")
    for start, end, number in sorted(extents):
        if start >= reach:
            parts.append([])
        parts[-1].append(number)
        reach = max(reach, end)
    return parts


def _is_level(row: Sequence[Rectangle]) -> bool:
    """Whether boxes start and end at one height, as those of a grid do."""
    least = _LEVEL * min(box.bottom - box.top for box in row)
    sides = [box.top for box in row], [box.bottom for box in row]
    return len(row) > 1 and all(max(side) - min(side) <= least for side in sides)
