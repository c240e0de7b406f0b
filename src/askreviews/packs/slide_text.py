"""How much text a slide holds: sizes that fit, and a long quotation taken apart without a change.

Widths are estimated, not measured: a line of running text in Arial is about half as wide as
its size for each character. Estimates err on the safe side, and pictures were looked at.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CHARACTER, _LEADING = 0.52, 1.22
SMALL_PT, GAP_PT = 18.0, 12.0


@dataclass(frozen=True, slots=True)
class Box:
    """The room for text on a slide, in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph on a slide, with what stands under it in small print; ``item`` is its id."""

    text: str
    under: str
    kind: str
    item: str


def height(line: Line, size: float, width: float) -> float:
    """About how high a line stands at a size, in points."""
    body = _rows(line.text, size, width) * size * _LEADING
    return body + _rows(line.under, SMALL_PT, width) * SMALL_PT * _LEADING + GAP_PT


def size_for(lines: Sequence[Line], box: Box, sizes: Sequence[float]) -> float | None:
    """The first of the sizes, largest first, in which all the lines stand in the box."""
    fits = (s for s in sizes if sum(height(x, s, box.width) for x in lines) <= box.height)
    return next(fits, None)


def paged(lines: Sequence[Line], box: Box, smallest: float, most: int) -> Iterator[list[Line]]:
    """The lines slide by slide, at most ``most`` on one; too long a line goes on to the next."""
    page: list[Line] = []
    for line in (part for whole in lines for part in _parts(whole, box, smallest)):
        if page and (len(page) == most or size_for([*page, line], box, [smallest]) is None):
            yield page
            page = []
        page.append(line)
    if page:
        yield page


def _parts(line: Line, box: Box, smallest: float) -> Iterator[Line]:
    """A line that no slide holds in pieces that, joined by a space, are what it was."""
    if size_for([line], box, [smallest]) is not None:
        yield line
        return
    words = re.split(r"(?<=\S) ", line.text)
    piece: list[str] = []
    for word in words:
        longer = Line(" ".join([*piece, word]), line.under, line.kind, line.item)
        if piece and size_for([longer], box, [smallest]) is None:
            yield Line(" ".join(piece), line.under, line.kind, line.item)
            piece = []
        piece.append(word)
    yield Line(" ".join(piece), line.under, line.kind, line.item)


def _rows(text: str, size: float, width: float) -> int:
    """How many rows a text takes."""
    room = max(1, int(width / (_CHARACTER * size)))
    return sum(max(1, math.ceil(len(part) / room)) for part in text.split("\n")) if text else 0
