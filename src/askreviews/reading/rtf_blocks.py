"""The paragraphs and tables of rich text, put together as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from askreviews.reading.common import blocks_of_text, cell, typed_item
from askreviews.reading.raw import RawBlock
from askreviews.reading.tables import blocks_of_table

_HEADING = re.compile(r"heading ([1-9])", re.I)
_CONTENTS = re.compile(r"(?:toc|contents) (?:\d|heading)", re.I)
_LONGEST_HEADING = 120
_BODY_OUTLINE = 9


class Look:
    """What the styles of a document say, and the level of the heading that is open."""

    def __init__(self) -> None:
        self._styles: dict[int, str] = {}
        self.level = 0

    def name_style(self, number: int, name: str) -> None:
        """Remember the name of a paragraph style."""
        self._styles[number] = name

    def name_of(self, number: int | None) -> str:
        """Return the name of a paragraph style, "" where it has none."""
        return self._styles.get(number or 0, "") if number is not None else ""


@dataclass(slots=True)
class _Paragraph:
    """What a paragraph is said to be; the control word "pard" starts it anew."""

    style: int | None = None
    outline: int | None = None
    in_table: bool = False
    item: int = 0


@dataclass(slots=True)
class Story:
    """A run of paragraphs: the body, a note or a text box."""

    look: Look = field(default_factory=Look)
    title: str | None = None
    _blocks: list[RawBlock] = field(default_factory=list)
    _rows: list[list[list[RawBlock]]] = field(default_factory=list)
    _row: list[list[RawBlock]] = field(default_factory=list)
    _cell: list[RawBlock] = field(default_factory=list)
    _pieces: list[tuple[str, bool]] = field(default_factory=list)
    _after: list[RawBlock] = field(default_factory=list)
    _paragraph: _Paragraph = field(default_factory=_Paragraph)
    _marked: bool = False

    def write(self, text: str, bold: bool) -> None:
        """Add text to the paragraph that is open."""
        self._pieces.append((text, bold))

    def mark_item(self) -> None:
        """Say that the paragraph that is open has a bullet or a number."""
        self._marked = True

    def set(self, word: str, number: int | None) -> None:
        """Take a control word that says what a paragraph is or where a cell ends."""
        if word == "pard":
            self._paragraph = _Paragraph()
        elif word == "s":
            self._paragraph.style = number
        elif word == "outlinelevel":
            self._paragraph.outline = number
        elif word == "intbl":
            self._paragraph.in_table = True
        elif word == "ilvl":
            self._paragraph.item = number or 0
        elif word in ("cell", "nestcell"):
            self._end_cell(nested=word == "nestcell")
        elif word == "row":
            self._end_row()

    def add_note(self, note: Story) -> None:
        """Add a footnote of the paragraph that is open."""
        words = cell(" ".join(block.text for block in note.blocks()))
        if words:
            self._after.append(RawBlock(words, "footnote"))

    def add_box(self, box: Story) -> None:
        """Add a text box of the paragraph that is open."""
        self._after += box.blocks()

    def end_paragraph(self) -> None:
        """End the paragraph that is open, in a cell or outside."""
        blocks = list(self._paragraph_blocks())
        if self._paragraph.in_table:
            self._cell += (block for block in blocks if block.kind != "blank")
        else:
            self._end_table()
            self._blocks += blocks

    def blocks(self) -> list[RawBlock]:
        """Return the blocks, ending what is still open."""
        if self._pieces or self._after:
            self.end_paragraph()
        if self._cell or self._row:
            self._end_row()
        self._end_table()
        return self._blocks

    def _end_cell(self, *, nested: bool) -> None:
        self._cell += (block for block in self._paragraph_blocks() if block.kind != "blank")
        if not nested:
            self._row.append(self._cell)
            self._cell = []

    def _end_row(self) -> None:
        if self._cell:
            self._row.append(self._cell)
        self._rows.append(self._row)
        self._row, self._cell = [], []

    def _end_table(self) -> None:
        self._blocks += blocks_of_table(self._rows)
        self._rows = []

    def _paragraph_blocks(self) -> Iterator[RawBlock]:
        pieces, self._pieces = self._pieces, []
        after, self._after = self._after, []
        marked, self._marked = self._marked, False
        # Characters past the first 65,536 come as two halves.
        joined = "".join(text for text, _ in pieces)
        text = joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        bold = all(bold for words, bold in pieces if words.strip())
        if text.strip() and not _CONTENTS.match(self.look.name_of(self._paragraph.style)):
            yield from self._of_text(text, bold, marked)
        else:
            yield RawBlock("", "blank")
        yield from after

    def _of_text(self, text: str, bold: bool, marked: bool) -> Iterator[RawBlock]:
        heading = self._heading_level(text, bold, marked)
        if heading:
            yield RawBlock(cell(text), "heading", heading)
            return
        yield from blocks_of_text(text, self._paragraph.item + 1 if marked else 0)

    def _heading_level(self, text: str, bold: bool, marked: bool) -> int:
        """Return the level of a heading, 0 for other text."""
        name = self.look.name_of(self._paragraph.style)
        if name.casefold() == "title":
            self.title = self.title or cell(text)
            self.look.level = 1
            return 1
        styled = _HEADING.fullmatch(name)
        outline = self._paragraph.outline
        if styled or (outline is not None and 0 <= outline < _BODY_OUTLINE):
            self.look.level = int(styled[1]) if styled else (outline or 0) + 1
            return self.look.level
        words = text.strip()
        short = len(words) <= _LONGEST_HEADING and not words.endswith((".", ";", ","))
        looks_it = bold and short and "\n" not in words and not marked
        return min(self.look.level + 1, 6) if looks_it and typed_item(words) is None else 0
