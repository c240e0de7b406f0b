"""Where on a page each character of a stored text stands.

Boxes are in points in the page's own coordinates (PDF 32000-1, 8.3.2.3): x to the right and
y upwards from the corner that its boxes are measured from, before any turn of the page.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from askreviews.types import Box, Span

_STEP = 20  # parts of a point that a box is kept to
_COLUMNS = 5  # page, left, bottom, right, top
_MOST = 9  # zlib's level
_OVERLAP = 0.5  # of the lower of two boxes: more, and they stand on one line
_WIDEST_GAP = 3.0  # times the height: a wider one parts two boxes on a line
_LETTER_GAP = 0.7  # times a letter's height: lines stand further apart
_ENOUGH = 3  # letters that tell which way a line goes

Numbers = npt.NDArray[np.int32]


@dataclass(slots=True)
class Glyphs:
    """The boxes of the characters of a file, by number, as its reader comes to them."""

    _rows: list[tuple[float, ...]] = field(default_factory=list)

    def add(self, page: int, left: float, bottom: float, right: float, top: float) -> int:
        """Add a character's box; gives its number. ``page`` counts from 1."""
        self._rows.append((page, left * _STEP, bottom * _STEP, right * _STEP, top * _STEP))
        return len(self._rows) - 1

    def page_of(self, number: int) -> int:
        """The page of a character."""
        return int(self._rows[number][0])

    def layout(self, places: Sequence[int]) -> Layout:
        """The layout of a text whose characters are these, -1 for one that has no box."""
        rows = np.array([*self._rows, (0,) * _COLUMNS], dtype=np.float64)
        return Layout(np.rint(rows[np.asarray(places, dtype=np.int64)]).astype(np.int32))


@dataclass(frozen=True, slots=True)
class Layout:
    """For each character of a stored text its page and box; page 0 where it has none."""

    rows: Numbers

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes that hold the characters ``start:end``, one for each line or part of it."""
        return tuple(_boxes(self.rows[start:end]))

    def page(self, start: int, end: int) -> int | None:
        """The page that the characters ``start:end`` begin on; ``None`` if none has a box."""
        pages = self.rows[start:end, 0]
        return int(pages[pages > 0][0]) if pages.any() else None

    def extent(self, page: int) -> Span | None:
        """From the first to the last character on a page; ``None`` if none stands there."""
        (places,) = np.nonzero(self.rows[:, 0] == page)
        return (int(places[0]), int(places[-1]) + 1) if places.size else None

    def to_bytes(self) -> bytes:
        """Packed, about four bytes a character: glyphs of a line follow one another closely."""
        page, left, bottom, right, top = self.rows.T
        steps = np.diff(np.stack((page, left, bottom)), prepend=0)
        sizes = np.stack((right - left, top - bottom))
        return zlib.compress(np.concatenate((steps, sizes)).astype("<i4").tobytes(), _MOST)

    @classmethod
    def from_bytes(cls, data: bytes) -> Layout:
        """What ``to_bytes`` made."""
        packed = np.frombuffer(zlib.decompress(data), dtype="<i4").reshape(_COLUMNS, -1)
        page, left, bottom = np.cumsum(packed[:3], axis=1, dtype=np.int32)
        width, height = packed[3:]
        return cls(np.stack((page, left, bottom, left + width, bottom + height), axis=1))


def _boxes(rows: Numbers) -> Iterator[Box]:
    glyphs = rows[rows[:, 0] > 0].tolist()
    current: list[int] = []
    turned = False
    for number, glyph in enumerate(glyphs):
        if current and _goes_on(current, glyph, turned=turned):
            _, left, bottom, right, top = glyph
            current = [
                current[0], min(current[1], left), min(current[2], bottom),
                max(current[3], right), max(current[4], top),
            ]  # fmt: skip
            continue
        if current:
            yield _box(current)
        current = glyph
        turned = _are_turned(glyphs[number : number + _ENOUGH])
    if current:
        yield _box(current)


def _goes_on(box: Sequence[int], glyph: Sequence[int], *, turned: bool) -> bool:
    """Whether a glyph stands on the line of a box, which goes up or down the page if turned."""
    if box[0] != glyph[0]:
        return False
    (low, high), (start, end) = (1, 3) if turned else (2, 4), (2, 4) if turned else (1, 3)
    gap = max(glyph[start] - box[end], box[start] - glyph[end])
    level = _shared(box[low], box[high], glyph[low], glyph[high])
    return level and gap < _WIDEST_GAP * (box[high] - box[low])


def _are_turned(glyphs: Sequence[Sequence[int]]) -> bool:
    """Whether glyphs stand above or below one another as closely as letters of a word do."""
    return len(glyphs) > 1 and all(
        one[0] == other[0]
        and _shared(one[1], one[3], other[1], other[3])
        and not _shared(one[2], one[4], other[2], other[4])
        and max(other[2] - one[4], one[2] - other[4])
        < _LETTER_GAP * max(one[3] - one[1], one[4] - one[2])
        for one, other in pairwise(glyphs)
    )


def _shared(low: int, high: int, other_low: int, other_high: int) -> bool:
    overlap = min(high, other_high) - max(low, other_low)
    return overlap >= _OVERLAP * max(1, min(high - low, other_high - other_low))


def _box(numbers: Sequence[int]) -> Box:
    page, *sides = numbers
    left, bottom, right, top = (side / _STEP for side in sides)
    return Box(page=page, left=left, bottom=bottom, right=right, top=top)
