"""Where the text boxes of a Word document stand, and in which order they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.etree import _Element

from askreviews.reading.boxes import Rectangle, reading_order

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LENGTH = re.compile(r"(margin-left|margin-top|width|height):(-?[\d.]+)(pt|in|cm|mm)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "": 1.0}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box stands, and what that is measured from."""

    box: Rectangle
    measured_from: tuple[str, ...]


def in_order(boxes: Sequence[_Element]) -> list[_Element]:
    """Put text boxes that are anchored together in reading order.

    Boxes whose places are not all known, or are measured from different things, stay in
    the order of their anchors.

    Args:
        boxes: their contents, as anchored.
    """
    places = [place_of(box) for box in boxes]
    known = [place for place in places if place]
    if len(known) < len(boxes) or len({place.measured_from for place in known}) != 1:
        return list(boxes)
    order = reading_order([p.box for p in known], ["".join(box.itertext())[:20] for box in boxes])
    return [boxes[number] for number in order]


def place_of(box: _Element) -> Place | None:
    """Return where a text box stands; ``None`` where the document does not say by numbers."""
    for parent in box.iterancestors():
        if parent.tag == f"{_WP}anchor":
            return _anchored(box, parent)
        if parent.get("style") and "margin-left" in parent.get("style", ""):
            return _drawn(parent.get("style", ""))
    return None


def _anchored(box: _Element, anchor: _Element) -> Place | None:
    offsets, origins = [], []
    for name in ("positionH", "positionV"):
        position = anchor.find(f"{_WP}{name}")
        offset = position.findtext(f"{_WP}posOffset") if position is not None else None
        if position is None or offset is None:
            return None
        offsets.append(float(offset))
        origins.append(position.get("relativeFrom", ""))
    extent = anchor.find(f"{_WP}extent")
    if extent is None:
        return None
    size = (float(extent.get("cx", 0)), float(extent.get("cy", 0)))
    inner = next(
        (part for part in box.iterancestors() if part.find(f".//{_A}off") is not None), None
    )
    if inner is not None and inner is not anchor:
        off, ext = inner.find(f".//{_A}off"), inner.find(f".//{_A}ext")
        offsets = [o + float(off.get(side, 0)) for o, side in zip(offsets, "xy", strict=True)]
        size = (float(ext.get("cx", 0)), float(ext.get("cy", 0))) if ext is not None else size
    x, y = offsets
    return Place(Rectangle(x, y, x + size[0], y + size[1]), tuple(origins))


def _drawn(style: str) -> Place | None:
    """Return the place that the older drawing language gives in a style."""
    found = {name: float(n) * _POINTS[unit] for name, n, unit in _LENGTH.findall(style)}
    if not {"margin-left", "margin-top", "width", "height"} <= set(found):
        return None
    x, y = found["margin-left"], found["margin-top"]
    return Place(Rectangle(x, y, x + found["width"], y + found["height"]), ("style",))
