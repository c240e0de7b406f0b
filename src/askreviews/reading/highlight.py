"""Lines of a page marked as with a highlighter: the words stay as dark as they were."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw

Rects = npt.NDArray[np.float64]  # left, top, right, bottom in pixels, a row each
Pixels = tuple[int, int, int, int]  # the first and last column and row: left, top, right, bottom

_COVER = (150, 150, 150)
_PADDING = 1.0  # points
_OUTLINE = 0.5  # points
_DARK = 110  # of 255: the paper is dark, and its letters light
# What the paper is multiplied with, or a dark paper's negative: fill, outline.
_FILL, _EDGE = (255, 235, 130), (176, 112, 0)
_FILL_ON_DARK, _EDGE_ON_DARK = (159, 175, 255), (0, 35, 145)


def highlight(image: Image.Image, lines: Rects, characters: Rects, scale: float) -> Image.Image:
    """Mark lines with a translucent colour and a thin outline.

    Args:
        image: the page.
        lines: what to mark.
        characters: every character of the page; a mark leaves out those that stand on none
            of the lines.
        scale: pixels to a point.

    Returns:
        A marked copy.
    """
    others = _apart_from(characters, lines)
    pixels = [_padded(line, others, _PADDING * scale) for line in lines]
    dark = [place for place in pixels if _is_dark(image, place)]
    light = [place for place in pixels if place not in dark]
    thickness = max(1, round(_OUTLINE * scale))
    marked = image.copy()
    if light:
        _mark(marked, light, (_FILL, _EDGE), thickness)
    if dark:
        marked = ImageChops.invert(marked)
        _mark(marked, dark, (_FILL_ON_DARK, _EDGE_ON_DARK), thickness)
        marked = ImageChops.invert(marked)
    return marked


def cover(image: Image.Image, lines: Rects) -> Image.Image:
    """Cover lines with plain grey, as what is not to be read is blacked out.

    Args:
        image: the page.
        lines: what to cover.

    Returns:
        A covered copy.
    """
    covered = image.copy()
    draw = ImageDraw.Draw(covered)
    for left, top, right, bottom in lines.tolist():
        sides = (left - 1, top - 1, right + 1, bottom + 1)
        draw.rectangle(sides, fill=_COVER)
    return covered


def _apart_from(characters: Rects, lines: Rects) -> Rects:
    """The characters whose middle is in none of the lines."""
    x, y = (characters[:, side::2].mean(axis=1)[:, None] for side in (0, 1))
    left, top, right, bottom = lines.T
    within = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    apart: Rects = characters[~within.any(axis=1)]
    return apart


def _padded(line: Rects, others: Rects, padding: float) -> Pixels:
    """The pixels of a line and a little around it, as far as no other character stands there."""
    left, top, right, bottom = map(float, line)
    x, y = others[:, 0::2].mean(axis=1), others[:, 1::2].mean(axis=1)
    beside = (others[:, 3] > top) & (others[:, 1] < bottom)
    across = (others[:, 2] > left - padding) & (others[:, 0] < right + padding) & ~beside
    limits = (
        _before(left, padding, others[beside & (x < left), 2]),
        _before(top, padding, others[across & (y < top), 3]),
        -_before(-right, padding, -others[beside & (x > right), 0]),
        -_before(-bottom, padding, -others[across & (y > bottom), 1]),
    )
    first_x, first_y, end_x, end_y = limits
    return first_x, first_y, end_x - 1, end_y - 1


def _before(side: float, padding: float, ends: Rects) -> int:
    """The first pixel of a padded side, past where others end, but never into the line itself."""
    first = math.floor(side - padding)
    if ends.size:
        first = max(first, math.ceil(float(ends.max())))
    return min(first, math.floor(side))


def _is_dark(image: Image.Image, place: Pixels) -> bool:
    left, top, right, bottom = place
    shades = np.asarray(image.crop((left, top, right + 1, bottom + 1)).convert("L"))
    return bool(np.median(shades) < _DARK)


def _mark(
    image: Image.Image,
    places: list[Pixels],
    colours: tuple[tuple[int, int, int], tuple[int, int, int]],
    thickness: int,
) -> None:
    """Multiply places with the fill's colour and their edges with the outline's."""
    left, top = (min(place[side] for place in places) for side in (0, 1))
    right, bottom = (max(place[side] for place in places) + 1 for side in (2, 3))
    part = image.crop((left, top, right, bottom))
    within = [(p[0] - left, p[1] - top, p[2] - left, p[3] - top) for p in places]
    for colour, mask in zip(colours, _masks(part.size, within, thickness), strict=True):
        tinted = ImageChops.multiply(part, Image.new("RGB", part.size, colour))
        part = Image.composite(tinted, part, mask)
    image.paste(part, (left, top))


def _masks(size: tuple[int, int], places: list[Pixels], thickness: int) -> Iterator[Image.Image]:
    """Yield the places filled, then their outlines; places that overlap are marked once."""
    for how in ({"fill": 255}, {"outline": 255, "width": thickness}):
        mask = Image.new("L", size)
        draw = ImageDraw.Draw(mask)
        for place in places:
            draw.rectangle(place, **how)
        yield mask
