"""The contents set as PDF by hand: what each line says and where it stands is known.

Lines are broken, hyphenated and given ligatures as a typesetter would, then drawn in an order
that is not that of reading.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from layouts.content import RUNNING_HEAD, Content, Piece

_FONTS = Path("/usr/share/fonts/truetype/liberation")
_WIDTH, _HEIGHT = 595.0, 842.0
_TOP, _FOOT = 760.0, 90.0
_LIGATURES = (("fi", "ﬁ"), ("fl", "ﬂ"))  # those that the font has
_SIZE = 10.0


@dataclass
class Line:
    """A line of text at its place, with what was broken at its end."""

    text: str
    x: float
    y: float
    size: float = _SIZE
    bold: bool = False


@dataclass
class Page:
    """What is drawn on a page, in reading order, and its boxes and notes."""

    lines: list[Line] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def has_fonts() -> bool:
    """Whether the fonts that these are set in are here."""
    return _FONTS.is_dir()


def in_columns(content: Content, path: Path) -> None:
    """A title across, two columns below it, hyphens and ligatures, drawn line by line across."""
    pages = _columns(content, gap=0)
    _drawn(content, pages, path, order=lambda lines: sorted(lines, key=lambda line: -line.y))


def shuffled(content: Content, path: Path) -> None:
    """The same columns with the paragraphs drawn in no order at all."""
    pages = _columns(content, gap=0)
    _drawn(content, pages, path, order=_shuffled(content.name))


def in_boxes(content: Content, path: Path) -> None:
    """Each section in a tinted box of its own, the boxes drawn in no order at all."""
    content = content.without_notes()
    pages = _columns(content, gap=18)
    _drawn(content, pages, path, order=_shuffled(content.name))


def unruled(content: Content, path: Path) -> None:
    """One column, the table without a rule."""
    pages = _columns(content, gap=0, lefts=(60.0,), width=475.0)
    _drawn(content, pages, path, order=list)


class _Flow:
    """Where the next line goes: down the columns of page after page."""

    def __init__(self, lefts: tuple[float, ...], gap: float) -> None:
        self.pages = [Page()]
        self.lefts, self.gap = lefts, gap
        self.top = self.y = _TOP
        self.column = 0

    def make_room(self, height: float) -> None:
        """Go on at the head of the next column or page where there is no room."""
        if self.y - height < _FOOT and self.y < self.top:
            self.column, self.y = self.column + 1, self.top
        if self.column == len(self.lefts):
            self.pages.append(Page())
            self.top = self.y = _TOP
            self.column = 0

    def add(self, piece: Piece, lines: list[list[tuple]]) -> None:
        size, bold = _face(piece)
        for cells in lines:
            self.make_room(13)
            self.y -= size * 1.3
            left = self.lefts[self.column]
            self.pages[-1].lines += [Line(text, left + x, self.y, size, bold) for text, x in cells]
        self.y -= 6
        if piece.note:
            self.pages[-1].notes.append(piece.note)

    @property
    def place(self) -> tuple[int, int]:
        return len(self.pages), self.column


def _columns(
    content: Content, gap: float, lefts: tuple[float, ...] = (60.0, 315.0), width: float = 220.0
) -> list[Page]:
    """Flow the sections down the columns; with a gap between them each has a box."""
    flow = _Flow(lefts, gap)
    first, *rest = content.sections
    for piece, lines in _set(first, 475.0):
        flow.add(piece, lines)
    flow.top = flow.y = flow.y - 10 - gap
    for section in rest:
        pieces = list(_set(section, width))
        if gap:  # a box is not parted
            flow.make_room(sum(_height(lines) for _, lines in pieces) + gap)
        start, place = flow.y, flow.place
        for piece, lines in pieces:
            heading = piece.kind == "heading"
            flow.make_room(_height(lines) + 40 if heading else 26)
            flow.add(piece, lines)
        if gap and flow.place == place:
            left = flow.lefts[flow.column]
            flow.pages[-1].boxes.append((left - 8, flow.y - 2, width + 16, start - flow.y + 2))
        flow.y -= gap
    return flow.pages


def _set(section: list[Piece], measure: float) -> Iterator[tuple[Piece, list[list[tuple]]]]:
    """The lines of each piece: of a row its cells, each at its place."""
    for piece in section:
        size, bold = _face(piece)
        if piece.kind == "table_row":
            yield piece, list(_cells(piece, measure))
        elif piece.kind == "list_item":
            texts = _broken(piece.text, measure - 14, size, bold)
            yield (
                piece,
                [
                    [("•", 0.0), (text, 14.0)] if not n else [(text, 14.0)]
                    for n, text in enumerate(texts)
                ],
            )
        else:
            yield piece, [[(text, 0.0)] for text in _broken(piece.text, measure, size, bold)]


def _cells(piece: Piece, measure: float) -> Iterator[list[tuple[str, float]]]:
    share = measure / len(piece.cells)
    columns = [_broken(text, share - 12, _SIZE, False, hyphens=False) for text in piece.cells]
    for n in range(max(map(len, columns))):
        yield [(texts[n], i * share) for i, texts in enumerate(columns) if n < len(texts)]


def _height(lines: list[list[tuple]]) -> float:
    return len(lines) * 13 + 6


def _face(piece: Piece) -> tuple[float, bool]:
    if piece.kind == "heading":
        return (17.0, True) if piece.level == 1 else (12.5, True)
    return _SIZE, False


def _broken(text: str, measure: float, size: float, bold: bool, hyphens: bool = True) -> list[str]:
    """Break a text into lines, parting long words at a hyphen where they meet the edge."""
    name = _font(bold)
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if pdfmetrics.stringWidth(longer, name, size) <= measure:
            line = longer
            continue
        room = measure - pdfmetrics.stringWidth(f"{line} -", name, size)
        head, tail = _parted(word, room, name, size) if hyphens and not bold else ("", word)
        lines.append(f"{line} {head}-".strip() if head else line)
        line = tail
    return [*lines, line]


def _parted(word: str, room: float, name: str, size: float) -> tuple[str, str]:
    """Part a word between a vowel and a consonant, as late as there is room for."""
    if not re.fullmatch(r"[a-z]{8,}[.,;:]?", word):
        return "", word
    for at in range(len(word) - 4, 3, -1):
        fits = pdfmetrics.stringWidth(word[:at], name, size) <= room
        if fits and word[at - 1] in "aeiou" and word[at] not in "aeiou":
            return word[:at], word[at:]
    return "", word


def _font(bold: bool) -> str:
    name = f"LiberationSans-{'Bold' if bold else 'Regular'}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, _FONTS / f"{name}.ttf"))
    return name


def _shuffled(seed: str):
    def order(lines: list[Line]) -> list[Line]:
        """Paragraphs in no order; the lines of one stay together."""
        groups: list[list[Line]] = []
        for line in lines:
            near = groups and 0 <= groups[-1][-1].y - line.y < 14.5 and line.x >= groups[-1][0].x
            if near and line.bold == groups[-1][-1].bold:
                groups[-1].append(line)
            else:
                groups.append([line])
        random.Random(seed).shuffle(groups)
        return [line for group in groups for line in group]

    return order


def _drawn(content: Content, pages: list[Page], path: Path, order) -> None:
    canvas = Canvas(str(path), pagesize=(_WIDTH, _HEIGHT))
    canvas.setTitle(content.title)
    note_number = 0
    for number, page in enumerate(pages, 1):
        canvas.setFillColorRGB(0.88, 0.93, 0.97)
        for x, y, width, height in page.boxes:
            canvas.rect(x, y, width, height, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont(_font(False), 8)
        canvas.drawString(60, 805, RUNNING_HEAD)
        canvas.drawCentredString(_WIDTH / 2, 40, f"Page {number} of {len(pages)}")
        for line in order(page.lines):
            canvas.setFont(_font(line.bold), line.size)
            canvas.drawString(line.x, line.y, _with_ligatures(line.text))
        canvas.setFont(_font(False), 7.5)
        for place, note in enumerate(page.notes):
            note_number += 1
            canvas.drawString(60, 76 - 10 * place, f"{note_number} {note}")
        canvas.showPage()
    canvas.save()


def _with_ligatures(text: str) -> str:
    for letters, ligature in _LIGATURES:
        text = text.replace(letters, ligature)
    return text
