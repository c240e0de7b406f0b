"""What a PDF page is cut into: lines, boxes and ruled rows, and the strips that they lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from askreviews.reading.pdf_lines import Line
from askreviews.reading.pdf_rules import Area


@dataclass(frozen=True, slots=True)
class Item:
    """Lines that are read in one go.

    ``parts`` are those of each cell of a row, or of a box; none for a line by itself.
    """

    lines: tuple[Line, ...]
    parts: tuple[tuple[Line, ...], ...]
    area: Area | None
    x0: float
    x1: float
    bottom: float
    top: float

    @classmethod
    def of(
        cls, lines: Sequence[Line], parts: Sequence[Sequence[Line]], area: Area | None = None
    ) -> Item:
        """Make an item of lines; a box is as large as it is drawn."""
        sides = area or Area(
            min(line.x0 for line in lines),
            min(line.y for line in lines),
            max(line.x1 for line in lines),
            max(line.top for line in lines),
        )
        return cls(
            tuple(lines), tuple(map(tuple, parts)), area,
            sides.left, sides.right, sides.bottom, sides.top,
        )  # fmt: skip

    @property
    def is_line(self) -> bool:
        """Whether it is one line of text, not a box or a row."""
        return not self.parts


Strip = Sequence[Item]
# Where a column starts and ends, in points from the left.
Column = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """Lines that stand side by side, put in reading order, with the column they stand in."""

    lines: tuple[Line, ...]
    column: Column


def strips_of(items: Sequence[Item]) -> list[list[Item]]:
    """Put items that stand side by side together, from the top of the page down.

    Returns:
        Strips, each with its items from left to right.
    """
    strips: list[list[Item]] = []
    foot = float("inf")
    for item in sorted(items, key=lambda item: -item.top):
        if not strips or item.top <= foot:
            strips.append([])
            foot = item.bottom
        strips[-1].append(item)
        foot = min(foot, item.bottom)
    return [sorted(strip, key=lambda item: item.x0) for strip in strips]
