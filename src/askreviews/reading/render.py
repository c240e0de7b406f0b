"""A page of a PDF as an image, the places of a quotation marked on it."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from askreviews.reading.cleaning import private_spans
from askreviews.reading.common import fault
from askreviews.reading.highlight import Rects, cover, highlight
from askreviews.reading.layout import Layout
from askreviews.reading.pdfium import PDFIUM
from askreviews.types import Box, Place

_MOST_PIXELS = 16_000_000
_SLACK = 1 - 1e-9  # PDFium's sizes are rounded up to pixels, by the least excess too
_FINE = 4096  # parts of a pixel: PDFium gives whole numbers only
_FAR = 1000.0  # points
_KEPT_TO = 0.025  # points: half of what the sides of a box are rounded to
_STEP = 20  # parts of a pixel that boxes are joined by


def render_page(path: Path, page: int, boxes: Sequence[Box] = (), width_px: int = 1000) -> bytes:
    """Draw a page as it is shown, cropped and turned, with boxes marked on it.

    The mark goes at most a point beyond a box, and not onto another character of the page.
    Addresses, telephone numbers and paths, which are taken out of the text, are covered.

    Args:
        path: the PDF.
        page: which page, from 1.
        boxes: what to mark; those of other pages are passed over.
        width_px: how wide the image is; less where it would be very long.

    Returns:
        A PNG.

    Raises:
        ReadingError: the file cannot be opened, or has no such page.
    """
    wanted = [box for box in boxes if box.page == page]
    with PDFIUM, _opened(path, page) as opened:
        drawn = _drawn(opened, wanted, width_px)
    image = cover(drawn.image, _lines(drawn.private)) if len(drawn.private) else drawn.image
    if wanted:
        image = highlight(image, drawn.boxes, drawn.characters, drawn.scale)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def place_boxes(path: Path, page: int, boxes: Sequence[Box]) -> list[Place]:
    """Say where boxes of a page stand on its image, however wide that is drawn.

    Args:
        path: the PDF.
        page: which page, from 1.
        boxes: of that page.

    Raises:
        ReadingError: the file cannot be opened, or has no such page.
    """
    sides = np.array([(b.left, b.bottom, b.right, b.top) for b in boxes]).reshape(-1, 4)
    with PDFIUM, _opened(path, page) as opened:
        on_image = _on_image(sides, _matrix(opened, (_FINE, _FINE)))
    parts = np.clip(on_image / _FINE, 0, 1).tolist()
    return [Place(*part) for part in parts]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page's image, ``scale`` pixels to a point, and what stands where on it, in pixels."""

    image: Image.Image
    scale: float
    boxes: Rects
    characters: Rects
    private: Rects


@contextmanager
def _opened(path: Path, page: int) -> Iterator[pdfium.PdfPage]:
    try:
        with closing(pdfium.PdfDocument(path)) as document:
            count = len(document)
            if 1 <= page <= count:
                with closing(document[page - 1]) as opened:
                    yield opened
                    return
    except pdfium.PdfiumError as error:
        raise fault(path, "its page cannot be drawn", "save or download it again") from error
    pages = "one page" if count == 1 else f"{count} pages"
    raise fault(path, f"there is no page {page}", f"it has {pages}")


def _drawn(page: pdfium.PdfPage, boxes: Sequence[Box], width_px: int) -> _Drawn:
    width, height = page.get_size()
    scale = min(width_px / width, (_MOST_PIXELS / (width * height)) ** 0.5)
    scale *= _SLACK
    image = page.render(scale=scale).to_pil().convert("RGB")
    sides = [(b.left - _KEPT_TO, b.bottom - _KEPT_TO, b.right + _KEPT_TO, b.top + _KEPT_TO)
             for b in boxes]  # fmt: skip
    places = np.array(sides).reshape(-1, 4)
    matrix = _matrix(page, image.size)
    characters, private = _characters(page)
    return _Drawn(image, scale, *(_on_image(r, matrix) for r in (places, characters, private)))


def _characters(page: pdfium.PdfPage) -> tuple[Rects, Rects]:
    """The boxes of all characters that show and of the private ones, in the page's coordinates."""
    with closing(page.get_textpage()) as text:
        count = text.count_chars()
        said = "".join(chr(pdfium_c.FPDFText_GetUnicode(text, n)) for n in range(count))
        shown = [n for n, character in enumerate(said) if not character.isspace()]
        boxes = np.array([text.get_charbox(n) for n in shown]).reshape(-1, 4)
    private = {n for start, end in private_spans(said) for n in range(start, end)}
    return boxes, boxes[[n in private for n in shown]]


def _matrix(page: pdfium.PdfPage, size: tuple[int, int]) -> Rects:
    """What turns ``(x, y, 1)`` of the page's own coordinates into a place on its image."""

    def place(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        whole = (0, 0, size[0] * _FINE, size[1] * _FINE, 0)
        pdfium_c.FPDF_PageToDevice(page, *whole, x, y, across, down)
        return across.value / _FINE, down.value / _FINE

    origin = np.array(place(0, 0))
    along, up = ((np.array(place(*far)) - origin) / _FAR for far in ((_FAR, 0), (0, _FAR)))
    return np.stack((along, up, origin))


def _on_image(boxes: Rects, matrix: Rects) -> Rects:
    """Boxes of the page (left, bottom, right, top) as rectangles of its image."""
    one, other = (
        np.column_stack((boxes[:, sides], np.ones(len(boxes)))) @ matrix
        for sides in ([0, 1], [2, 3])
    )
    return np.hstack((np.minimum(one, other), np.maximum(one, other)))


def _lines(places: Rects) -> Rects:
    """Join the boxes of characters that stand on one line."""
    rows = np.column_stack((np.ones(len(places)), places * _STEP))
    joined = Layout(np.rint(rows).astype(np.int32)).boxes(0, len(rows))
    return np.array([(box.left, box.bottom, box.right, box.top) for box in joined])
