"""The words of a PDF page put together as lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Self

import pypdfium2 as pdfium

from askreviews.reading.common import SYMBOL_BULLET, UNPRINTABLE
from askreviews.reading.layout import Glyphs
from askreviews.reading.pdf_rules import Area, Cell, Rules
from askreviews.reading.pdf_words import Page, Setting, Word
from askreviews.reading.traced import Traced, joined

_SAME_LINE = 0.6  # of the font size: how far up or down a word may stand on its line
# Gaps between words, of the font size: wider than a space, wider than one that justifies a line.
_GAP, _WIDE_GAP, _WIDEST_GAP = 0.9, 1.5, 4.0
_TIMES_A_SPACE = 4.0
_HANGING_GAP = 0.6
_ALIGNED = 2.0  # points
_SPACES = re.compile(r"\s+")
_LONE_MARKER = re.compile(r"[^\w\s]|[o\ue000-\uf8ff]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or the part of one that stands in a column or a cell.

    Lengths are points; ``y`` is the height of the baseline above the foot of the page as
    shown, and ``page_height`` how high that page is. The first word is ``first_width``
    wide, and it ``hangs`` if a gap sets it apart, as it does the number of a list item.
    ``cell`` is the ruled cell or box that the line stands in. ``places`` numbers the glyph of
    each character.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    page: int
    page_height: float
    first_width: float
    turned: bool = False
    hangs: bool = False
    cell: Cell | None = None
    places: tuple[int, ...] = field(default=(), compare=False, repr=False)

    @property
    def traced(self) -> Traced:
        """The text with its places."""
        return Traced(self.text, self.places)

    def with_next(self, line: Line) -> Line:
        """Put a line that stands beside this one behind it."""
        said = joined((self.traced, line.traced), " ")
        return replace(
            self, text=said.text, places=said.places or (), x1=line.x1,
            hangs=self.hangs or len(self.text.split()) == 1,
        )  # fmt: skip

    @property
    def top(self) -> float:
        """About how high the small letters reach: lines of close type do not overlap."""
        return self.y + 0.6 * self.size


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page, in the order in which the file draws them, and its boxes."""

    lines: list[Line]
    areas: list[Area]

    def only(self, kept: Collection[Line]) -> Self:
        """The same page with no other lines than these."""
        return replace(self, lines=[line for line in self.lines if line in kept])


def lines_of_page(document: pdfium.PdfDocument, index: int, glyphs: Glyphs) -> PageLines:
    """Return the lines of a page and the boxes drawn on it.

    Args:
        document: an open document.
        index: the page, from 0.
        glyphs: takes the boxes of the characters.
    """
    pdf_page = document[index]
    try:
        page = Page(pdf_page, index + 1, glyphs)
        rules = Rules(pdf_page, page.shown)
        cells = _cells(list(_rows(page.words(), rules)))
        lines = [_line(words, index + 1, page.height, rules) for words in cells]
        return PageLines([line for line in lines if line.text], rules.areas)
    finally:
        pdf_page.close()


def _rows(words: Iterable[Word], rules: Rules) -> Iterator[list[Word]]:
    """Yield runs of words that stand on one line, one after another, with no rule between."""
    row: list[Word] = []
    for word in words:
        if row and (not _goes_on(row[-1], word) or _is_parted(row[-1], word, rules)):
            yield row
            row = []
        row.append(word)
    if row:
        yield row


def _goes_on(last: Word, word: Word) -> bool:
    if last.setting.turned or word.setting.turned:
        return last.setting.turned and word.setting.turned and not word.first
    size = max(last.setting.size, word.setting.size)
    level = abs(word.setting.y - last.setting.y) < size * _SAME_LINE
    return level and word.x0 > last.x1 - size / 2


def _is_parted(last: Word, word: Word, rules: Rules) -> bool:
    # The middle of the letters: a baseline may lie on the rule below.
    return rules.part(last.x1, word.x0, word.setting.y + word.setting.size / 4)


def _cells(rows: list[list[Word]]) -> Iterator[list[Word]]:
    """Part a line at gaps that no space has, or where other lines of the page start too."""
    starts = Counter(round(row[0].x0 / _ALIGNED) for row in rows)
    starts.update(round(row[n].x0 / _ALIGNED) for row in rows for n in _after_gaps(row, _WIDE_GAP))
    for row in rows:
        usual = min((_gap(row, n) for n in range(1, len(row))), default=0.0)
        begin = 0
        # One gap that is a cell's says that the others that are like no space are cells' too.
        celled = any(
            _gap(row, n) > max(_WIDE_GAP, _TIMES_A_SPACE * usual) for n in _after_gaps(row, _GAP)
        )
        for position in _after_gaps(row, _GAP):
            place = round(row[position].x0 / _ALIGNED)
            aligned = sum(starts[near] for near in (place - 1, place, place + 1)) > 1
            gap = _gap(row, position)
            wide, unlike = gap > _WIDE_GAP, gap > _TIMES_A_SPACE * usual
            if gap > _WIDEST_GAP or (celled and unlike) or (aligned and (wide or unlike)):
                yield row[begin:position]
                begin = position
        yield row[begin:]


def _gap(row: list[Word], position: int) -> float:
    """Return how far a word stands from the one before it, in font sizes."""
    return (row[position].x0 - row[position - 1].x1) / row[position].setting.size


def _after_gaps(row: list[Word], least: float) -> list[int]:
    """Return which words stand after a gap; that after a bullet or a number does not."""
    return [
        position
        for position in range(1, len(row))
        if _gap(row, position) > least
        and not (position == 1 and _LONE_MARKER.fullmatch(row[0].text))
    ]


def _line(words: list[Word], page: int, page_height: float, rules: Rules) -> Line:
    usual = _usual_setting(words)
    x0, x1 = min(word.x0 for word in words), max(word.x1 for word in words)
    said = joined((Traced(word.text, tuple(word.places)) for word in words), " ")
    said, _ = said.sub(SYMBOL_BULLET, r"\1• ")
    said = said.sub(UNPRINTABLE, "")[0].sub(_SPACES, " ")[0].strip()
    return Line(
        text=said.text,
        places=said.places or (),
        x0=x0,
        x1=x1,
        y=usual.y,
        size=usual.size,
        bold=all(word.setting.bold for word in words if word.text.strip("•·▪–-")),
        page=page,
        page_height=page_height,
        first_width=words[0].x1 - words[0].x0,
        turned=usual.turned,
        hangs=len(words) > 1 and words[1].x0 - words[0].x1 > _HANGING_GAP * usual.size,
        cell=rules.cell(x0, x1, usual.y + usual.size / 4),
    )


def _usual_setting(words: list[Word]) -> Setting:
    """Return the setting of most of the characters."""
    by_setting: Counter[tuple[float, bool]] = Counter()
    for word in words:
        by_setting[word.setting.size, word.setting.turned] += len(word.text)
    most = by_setting.most_common(1)[0][0]
    return next(w.setting for w in words if (w.setting.size, w.setting.turned) == most)
