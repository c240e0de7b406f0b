"""The words of a PDF page, in the order in which the file draws them, and how they are set."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from askreviews.reading.layout import Glyphs

_BOLD = re.compile(rb"bold|black|heavy|demi", re.I)
_HEAVY = 700
_MOST_TILT = 3  # degrees
_HYPHENS = {0x02, 0xFFFE}  # how PDFium tells a hyphen that ends a line
_LINE_BREAKS = {0x0A, 0x0D}
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
# A footnote's number is this much smaller and higher than the words that it follows.
_MARK_SIZE = 0.85
_MARK_RISE = (0.15, 1.0)
_CLOSING = ".,;:!?)’”"


# Left, bottom, right and top of a box, in points.
Sides = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text object is set: size in points, baseline above the foot of the page.

    ``turned`` text runs up, down or aslant of the page as shown.
    """

    size: float
    bold: bool
    y: float
    turned: bool


@dataclass(slots=True)
class Word:
    """A run of characters without a space; ``first`` where PDFium starts a line.

    ``places`` numbers the glyph of each character.
    """

    text: str
    x0: float
    x1: float
    setting: Setting
    first: bool = False
    places: list[int] = field(default_factory=list)


class Page:
    """A page to take words from; coordinates are those of the page as shown.

    Args:
        page: the page.
        number: which it is, from 1.
        glyphs: where the box of each character is kept, in the page's own coordinates.
    """

    def __init__(self, page: pdfium.PdfPage, number: int, glyphs: Glyphs) -> None:
        self._number, self._glyphs = number, glyphs
        self._text = page.get_textpage()
        self._rotation: int = page.get_rotation()
        self._left, self._bottom, right, top = page.get_cropbox()
        self._width, self._height = right - self._left, top - self._bottom
        self.height = self._width if self._rotation in (90, 270) else self._height
        self._settings: dict[int, Setting] = {}
        # Made once: a page has thousands of characters.
        self._sides = tuple(ctypes.c_double() for _ in range(4))

    def words(self) -> Iterator[Word]:
        """Yield the words; a footnote's number is left out of the word that it follows."""
        word: Word | None = None
        space = new_line = True
        last: Sides = (0.0, 0.0, 0.0, 0.0)
        marked = False  # the last character was a footnote's number, left out
        for index in range(self._text.count_chars()):
            code = pdfium_c.FPDFText_GetUnicode(self._text, index)
            if code in _LINE_BREAKS or chr(code).isspace():
                space, new_line = True, new_line or code in _LINE_BREAKS
                continue
            setting = self._setting(index) or (word.setting if word else None)
            if setting is None:
                continue
            if word and _is_note_mark(code, setting, word.setting):
                marked = True
                continue
            if word and space and not (marked and chr(code) in _CLOSING):
                yield self._ended(word, last)
                word = None
            last = self._box(index)
            word = word or Word("", *self._extent(last), setting, new_line)
            self._add(word, _character(code), last)
            space = new_line = code in _HYPHENS
            marked = False
        if word:
            yield self._ended(word, last)

    def _box(self, index: int) -> Sides:
        left, right, bottom, top = self._sides
        pdfium_c.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _add(self, word: Word, letters: str, box: Sides) -> None:
        """Add a character to a word; the letters of a ligature share its box between them."""
        left, bottom, right, top = box
        share = (right - left) / len(letters)
        for n in range(len(letters)):
            sides = left + n * share, bottom, left + (n + 1) * share, top
            word.places.append(self._glyphs.add(self._number, *sides))
        word.text += letters

    def _ended(self, word: Word, last: Sides) -> Word:
        """Return a word with its extent, which goes to its last character."""
        x0, x1 = self._extent(last)
        word.x0, word.x1 = min(word.x0, x0), max(word.x1, x1)
        return word

    def _setting(self, index: int) -> Setting | None:
        """Return how a character is set; ``None`` for one that PDFium put in itself."""
        handle = pdfium_c.FPDFText_GetTextObject(self._text, index)
        if not handle:
            return None
        address = ctypes.addressof(handle.contents)
        if address not in self._settings:
            self._settings[address] = self._measured(index)
        return self._settings[address]

    def _measured(self, index: int) -> Setting:
        matrix = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFText_GetMatrix(self._text, index, matrix)
        size = pdfium_c.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium_c.FPDFText_GetCharOrigin(self._text, index, x, y)
        tilt = (math.degrees(math.atan2(matrix.b, matrix.a)) - self._rotation) % 360
        return Setting(
            size=size or 1.0,
            bold=self._is_bold(index),
            y=self.shown(x.value, y.value)[1],
            turned=_MOST_TILT < tilt < 360 - _MOST_TILT,
        )

    def _is_bold(self, index: int) -> bool:
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self._text, index, name, len(name), flags)
        weight: int = pdfium_c.FPDFText_GetFontWeight(self._text, index)
        return bool(_BOLD.search(name.value)) or weight >= _HEAVY

    def _extent(self, box: Sides) -> tuple[float, float]:
        left, bottom, right, top = box
        one, other = self.shown(left, bottom)[0], self.shown(right, top)[0]
        return min(one, other), max(one, other)

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """Turn the page's own coordinates into those of the page as shown."""
        x, y = x - self._left, y - self._bottom
        match self._rotation:
            case 90:
                return y, self._width - x
            case 180:
                return self._width - x, self._height - y
            case 270:
                return self._height - y, x
            case _:
                return x, y


def _is_note_mark(code: int, setting: Setting, before: Setting) -> bool:
    """Tell a small raised number that follows a word on its line."""
    if setting is before or setting.size >= before.size * _MARK_SIZE or not chr(code).isdigit():
        return False
    rise = (setting.y - before.y) / before.size
    return _MARK_RISE[0] < rise < _MARK_RISE[1]


def _character(code: int) -> str:
    return "-" if code in _HYPHENS else chr(code).translate(_LIGATURES)
