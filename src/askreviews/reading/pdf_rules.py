"""The ruled lines of a PDF page, and the cells that they bound."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_THIN = 3.0  # points: thicker is a shape
_SHORTEST = 6.0
_SAME_PLACE = 3.0
_MOST_RULES = 2000  # on a page: more is a drawing
_MOST_SEGMENTS = 5 * _MOST_RULES  # of a path

_NARROWEST_AREA, _LOWEST_AREA = 80.0, 24.0

Point = tuple[float, float]


class Area(NamedTuple):
    """A box that is outlined or filled, in points of the page as shown."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A space between rules, in points; ``columns`` is where each cell of its row starts.

    ``row`` is from where to where the rule over it goes: as far as its row does.
    """

    top: float
    left: float
    bottom: float
    right: float
    columns: tuple[float, ...] = field(compare=False)
    row: tuple[float, float] = field(compare=False)

    @property
    def starts(self) -> tuple[float, ...]:
        """Where the cells of the row start, from this one on and before it."""
        start, end = self.row
        return tuple(at for at in self.columns if start - _SAME_PLACE < at < end - _SAME_PLACE)

    def is_level_with(self, other: Cell) -> bool:
        """Tell whether a cell further right is of the same row; empty ones may lie between."""
        level = abs(self.top - other.top) <= _SAME_PLACE
        near = other.left <= self.row[1] + _SAME_PLACE
        return level and near and other.left > self.left


class _Rule(NamedTuple):
    """A rule across the other axis at ``at``, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


class Rules:
    """The ruled lines of a page.

    Args:
        page: the page.
        shown: what turns its coordinates into those of the page as shown.
    """

    def __init__(self, page: pdfium.PdfPage, shown: Callable[[float, float], Point]) -> None:
        upright, level = [], []
        self.areas: list[Area] = []
        for left, bottom, right, top in _boxes(page, shown, self.areas):
            if right - left < _THIN and top - bottom > _SHORTEST:
                upright.append(_Rule((left + right) / 2, bottom, top))
            elif top - bottom < _THIN and right - left > _SHORTEST:
                level.append(_Rule((bottom + top) / 2, left, right))
        is_drawing = len(upright) + len(level) > _MOST_RULES
        self._upright = [] if is_drawing else _joined(upright)
        self._level = [] if is_drawing else _joined(level)

    def part(self, left: float, right: float, y: float) -> bool:
        """Tell whether a rule stands between two places at one height."""
        return any(
            left - 1 <= rule.at <= right + 1 and rule.start <= y <= rule.end
            for rule in self._upright
        )

    def cell(self, left: float, right: float, y: float) -> Cell | None:
        """Return the cell round a stretch of a text line, if it has a rule on either side."""
        beside = [rule for rule in self._upright if rule.start <= y <= rule.end]
        before = max((r for r in beside if r.at <= left + _SAME_PLACE), default=None)
        after = min((r for r in beside if r.at >= right - _SAME_PLACE), default=None)
        if before is None or after is None:
            return None
        over_all = [
            rule
            for rule in self._level
            if rule.start <= before.at + _SAME_PLACE and rule.end >= after.at - _SAME_PLACE
        ]
        across = [rule.at for rule in over_all]
        # A row that a page parts has no rule where the page ends: its uprights end there.
        under = max((at for at in across if at <= y + 1), default=max(before.start, after.start))
        over = min((at for at in across if at > y + 1), default=min(before.end, after.end))
        columns = tuple(rule.at for rule in beside[:-1])
        rule = next((rule for rule in over_all if rule.at == over), None)
        row = (rule.start, rule.end) if rule else (before.at, after.at)
        return Cell(over, before.at, under, after.at, columns, row)


def _boxes(
    page: pdfium.PdfPage, shown: Callable[[float, float], Point], areas: list[Area]
) -> Iterator[tuple[float, float, float, float]]:
    """Yield the thin shapes of a page, and the four sides of each outlined box.

    Boxes that are large enough to hold text are added to ``areas``.
    """
    for path in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=1):
        outlined = _is_outlined(path)
        for left, bottom, right, top in _shapes(path):
            (x0, y0), (x1, y1) = shown(left, bottom), shown(right, top)
            x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
            if min(x1 - x0, y1 - y0) < _THIN:
                yield x0, y0, x1, y1
                continue
            if x1 - x0 > _NARROWEST_AREA and y1 - y0 > _LOWEST_AREA:
                areas.append(Area(x0, y0, x1, y1))
            if outlined:
                yield from ((x0, y0, x0, y1), (x1, y0, x1, y1), (x0, y0, x1, y0), (x0, y1, x1, y1))


def _shapes(path: pdfium.PdfObject) -> Iterator[tuple[float, float, float, float]]:
    """Yield the bounds of what a path draws: all the rules of a table may be one path."""
    matrix = path.get_matrix()
    parts: list[list[Point]] = []
    count = pdfium_c.FPDFPath_CountSegments(path)
    for number in range(count if count <= _MOST_SEGMENTS else 0):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, number)
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        parts[-1].append(matrix.on_point(x.value, y.value))
    if len(parts) <= 1:
        yield path.get_bounds()
        return
    for part in parts:
        across, up = zip(*part, strict=True)
        yield min(across), min(up), max(across), max(up)


def _is_outlined(path: pdfium.PdfObject) -> bool:
    # A filled box may be a highlighted word: that bounds no cell.
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(stroke.value)


def _joined(rules: Iterable[_Rule]) -> list[_Rule]:
    """Put pieces that touch together as one rule, and rules nearly in line exactly in line."""
    joined: list[_Rule] = []
    at = float("-inf")
    for rule in sorted(rules):
        at = rule.at if rule.at - at > _SAME_PLACE else at
        joined.append(rule._replace(at=at))
    whole: list[_Rule] = []
    for rule in sorted(joined):
        last = whole[-1] if whole else None
        if last and last.at == rule.at and rule.start <= last.end + _SAME_PLACE:
            whole[-1] = last._replace(end=max(last.end, rule.end))
        else:
            whole.append(rule)
    return whole
