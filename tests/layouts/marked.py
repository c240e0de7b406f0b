"""Whether the marks on a page's image cover the words of a quotation, and nothing else.

What is covered is seen from the pixels that the marks change. Where the characters stand is
read from the PDF by PDFium and put on the image by arithmetic of its own; which of them are the
quotation's is known by what they say.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from askreviews.reading import read
from askreviews.reading.render import render_page
from askreviews.types import Box
from layouts.content import Content, Mark

_DARK = 100  # of 255: black multiplied with a colour stays black, and seems not to be covered
_LIGATURES = {"ﬁ": "fi", "ﬂ": "fl"}
_HYPHENS = "-\x02\ufffe"


@dataclass(frozen=True)
class Verdict:
    """What is wrong with a mark's page images; nothing, if all is right."""

    mark: Mark
    images: int
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Character:
    """A character of a page and its box in the page's own coordinates."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    def is_in(self, box: Box) -> bool:
        x, y = (self.left + self.right) / 2, (self.bottom + self.top) / 2
        return box.left <= x <= box.right and box.bottom <= y <= box.top


class Pages:
    """The pages of a PDF: their characters, and their images without a mark."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._document = pdfium.PdfDocument(path)
        self._plain: dict[int, np.ndarray] = {}
        self._characters: dict[int, list[Character]] = {}
        self._places: dict[int, list[tuple[slice, slice]]] = {}

    def characters(self, number: int) -> list[Character]:
        if number not in self._characters:
            text = self._document[number - 1].get_textpage()
            self._characters[number] = [
                Character(chr(ord(text.get_text_range(n, 1) or " ")), *text.get_charbox(n))
                for n in range(text.count_chars())
            ]
        return self._characters[number]

    def plain(self, number: int) -> np.ndarray:
        if number not in self._plain:
            self._plain[number] = pixels(render_page(self.path, number))
        return self._plain[number]

    def changed(self, number: int, boxes: Sequence[Box]) -> np.ndarray:
        """Which pixels the marks change."""
        marked = pixels(render_page(self.path, number, boxes))
        return (marked != self.plain(number)).any(axis=2)

    def places(self, number: int) -> list[tuple[slice, slice]]:
        """The rows and columns of the image that the ink of each character can reach."""
        if number not in self._places:
            page = self._document[number - 1]
            height, width, _ = self.plain(number).shape
            crop, turned = page.get_cropbox(), page.get_rotation()
            found = (_shown(c, crop, turned) for c in self.characters(number))
            self._places[number] = [(_whole(y, height), _whole(x, width)) for x, y in found]
        return self._places[number]


def _shown(character: Character, crop: tuple[float, ...], turned: int):
    """From where to where a character goes, across and down, as shares of the page as shown."""
    left, bottom, right, top = crop
    x0, x1 = ((x - left) / (right - left) for x in (character.left, character.right))
    y0, y1 = ((y - bottom) / (top - bottom) for y in (character.bottom, character.top))
    return {
        0: ((x0, x1), (1 - y1, 1 - y0)),
        90: ((y0, y1), (x0, x1)),
        180: ((1 - x1, 1 - x0), (y0, y1)),
        270: ((1 - y1, 1 - y0), (1 - x1, 1 - x0)),
    }[turned]


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def _whole(sides: tuple[float, float], size: int) -> slice:
    return slice(int(np.floor(sides[0] * size)), int(np.ceil(sides[1] * size)))


def verdicts(content: Content, path: Path, step: int = 1) -> Iterator[Verdict]:
    """Judge the page images of each mark of a laid-out document, or of every ``step``-th."""
    document, pages = read(path, path.name, 100_000_000), Pages(path)
    for mark in content.marks[::step]:
        start = document.text.find(mark.text)
        boxes = document.layout.boxes(start, start + len(mark.text)) if start >= 0 else ()
        yield judge(pages, mark, boxes)


def judge(pages: Pages, mark: Mark, boxes: Sequence[Box]) -> Verdict:
    """Judge the images of the pages that a mark stands on."""
    numbers = sorted({box.page for box in boxes})
    wrong = []
    said = ""
    for box in boxes:
        said += "".join(c.text for c in pages.characters(box.page) if c.is_in(box))
    if _said(said) != _said(mark.text):
        wrong.append(f"the boxes hold {said[:50]!r}")
    for number in numbers:
        wrong += _faults(pages, number, boxes)
    return Verdict(mark, len(numbers), tuple(wrong))


def _said(text: str) -> str:
    """What is printed, but for spaces and hyphens, which a line's end brings and takes."""
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    return "".join(c for c in text if not c.isspace() and c not in _HYPHENS)


def _faults(pages: Pages, number: int, boxes: Sequence[Box]) -> Iterator[str]:
    changed = pages.changed(number, boxes)
    own = np.zeros(changed.shape, bool)
    others = np.zeros(changed.shape, bool)
    own_boxes = [box for box in boxes if box.page == number]
    for character, place in zip(pages.characters(number), pages.places(number), strict=True):
        if character.text.isspace() or character.left == character.right:
            continue
        if any(character.is_in(box) for box in own_boxes):
            own[place] = True
        elif character.text not in _HYPHENS:
            others[place] = True
    missed = own & ~_covered(changed, pages.plain(number))
    if missed.any():
        yield f"page {number}: {missed.sum()} pixels of its words are not covered"
    touched = others & changed & ~own
    if touched.any():
        yield f"page {number}: {touched.sum()} pixels of other words are covered"


def _covered(changed: np.ndarray, plain: np.ndarray) -> np.ndarray:
    """The pixels changed, and the dark ones that lie between such, above and below or beside."""
    dark = (plain.max(axis=2) < _DARK) & ~changed
    upright = _reached(changed, dark) & _reached(changed[::-1], dark[::-1])[::-1]
    level = _reached(changed.T, dark.T).T & _reached(changed.T[::-1], dark.T[::-1])[::-1].T
    return changed | (dark & (upright | level))


def _reached(changed: np.ndarray, dark: np.ndarray) -> np.ndarray:
    """Which pixels have a changed one above them with only dark ones between."""
    reached = np.zeros(changed.shape, bool)
    for row in range(1, len(changed)):
        reached[row] = changed[row - 1] | (dark[row - 1] & reached[row - 1])
    return reached
