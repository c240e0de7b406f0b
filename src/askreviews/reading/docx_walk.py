"""The blocks of a Word document's body, cells and text boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docx.oxml.ns import nsmap, qn
from lxml.etree import _Element

from askreviews.reading.common import blocks_of_text, cell, typed_item
from askreviews.reading.docx_boxes import in_order
from askreviews.reading.docx_styles import Face, Styles
from askreviews.reading.raw import RawBlock
from askreviews.reading.tables import blocks_of_table

_LONGEST_HEADING = 120
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_GONE = {qn("w:del"), qn("w:moveFrom"), f"{_MC}Fallback"}
_WRAPPERS = {
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
} | {f"{_MC}AlternateContent", f"{_MC}Choice"}
_LEAVES = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_MARKS = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}


@dataclass(slots=True)
class _Inline:
    """What a paragraph holds: its pieces of text and how each is set, its boxes and notes."""

    pieces: list[tuple[str, Face]] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    breaks_page: bool = False

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)

    @property
    def bold(self) -> bool:
        return all(face.bold for text, face in self.pieces if text.strip())

    @property
    def size(self) -> float:
        return max((face.size for text, face in self.pieces if text.strip()), default=0.0)


class Walk:
    """Turns body, cells and text boxes into blocks.

    Args:
        styles: the document's styles.
        notes: its footnotes and endnotes, by kind and id.
        sizes: those of the headings that only look like one, where no heading has a style:
            the larger, the higher.
    """

    def __init__(
        self,
        styles: Styles,
        notes: Mapping[tuple[str, str], _Element],
        sizes: Sequence[float] = (),
    ) -> None:
        self._styles, self._notes = styles, notes
        self._ranks = {size: rank for rank, size in enumerate(sorted(sizes, reverse=True), 1)}
        self._level = 0  # of the last heading that a style made
        self._looked: set[float] = set()
        self._anchored: list[_Element] = []
        self.title: str | None = None

    @property
    def sizes(self) -> list[float]:
        """The sizes of headings by look; none where a style made a heading."""
        return [] if self._level else sorted(self._looked)

    def blocks_of(self, container: _Element) -> Iterator[RawBlock]:
        """Yield the blocks of a body, a cell or a text box."""
        for child in container:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._boxes()
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self.blocks_of(child)
        yield from self._boxes()

    def _boxes(self) -> Iterator[RawBlock]:
        """Yield the blocks of the text boxes that were anchored since text was last shown."""
        anchored, self._anchored = self._anchored, []
        for box in in_order(anchored):
            yield from self.blocks_of(box)

    def _paragraph(self, paragraph: _Element) -> Iterator[RawBlock]:
        inline = _Inline()
        self._gather(paragraph, self._styles.face(paragraph), inline)
        shown = inline.text.strip() and not self._styles.is_contents(paragraph)
        if shown or inline.breaks_page:
            yield from self._boxes()
        if shown:
            yield from self._blocks(paragraph, inline)
        for note in inline.notes:
            yield from self._footnote(note)
        self._anchored += inline.boxes

    def _footnote(self, note: tuple[str, str]) -> Iterator[RawBlock]:
        if note in self._notes:
            inside = Walk(self._styles, {})
            said = " ".join(cell(block.text) for block in inside.blocks_of(self._notes[note]))
            if said.strip():
                yield RawBlock(said.strip(), "footnote")

    def _blocks(self, paragraph: _Element, inline: _Inline) -> Iterator[RawBlock]:
        heading = self._heading_level(paragraph, inline)
        if heading:
            yield RawBlock(cell(inline.text), "heading", heading)
            return
        yield from blocks_of_text(inline.text, self._styles.list_level(paragraph))

    def _heading_level(self, paragraph: _Element, inline: _Inline) -> int:
        """Return the level of a heading, 0 for other text."""
        if self._styles.is_title(paragraph):
            self._level = 1
            self.title = self.title or cell(inline.text)
            return 1
        styled = self._styles.heading_level(paragraph)
        if styled:
            self._level = styled
            return styled
        text = inline.text.strip()
        short = len(text) <= _LONGEST_HEADING and not text.endswith((".", ";", ","))
        looks_it = inline.bold and short and "\n" not in text and typed_item(text) is None
        if looks_it and not self._is_in_list(paragraph):
            self._looked.add(inline.size)
            return self._ranks.get(inline.size, min(self._level + 1, 6))
        return 0

    def _is_in_list(self, paragraph: _Element) -> bool:
        """Tell a list item from a numbered heading, which has no item beside it."""
        if not self._styles.list_level(paragraph):
            return False
        beside = (paragraph.getprevious(), paragraph.getnext())
        return any(
            other is not None and other.tag == qn("w:p") and self._styles.list_level(other) > 0
            for other in beside
        )

    def _gather(self, element: _Element, face: Face, inline: _Inline) -> None:
        """Collect text, boxes and notes below an element; what is deleted or hidden stays out."""
        for child in element:
            if child.tag in _GONE:
                continue
            if child.tag == qn("w:txbxContent"):
                inline.boxes.append(child)
            elif child.tag in (qn("w:t"), f"{_MATHS}t"):
                inline.pieces.append((child.text or "", face))
            elif child.tag in _LEAVES:
                inline.breaks_page |= child.get(qn("w:type")) == "page"
                inline.pieces.append((_LEAVES[child.tag], face))
            elif child.tag in _MARKS:
                inline.notes.append((_MARKS[child.tag], child.get(qn("w:id"), "")))
            elif child.tag != qn("w:r"):
                self._gather(child, face, inline)
            elif not self._styles.is_hidden(child):
                self._gather(child, self._styles.run_face(child, face), inline)

    def _table(self, table: _Element) -> Iterator[RawBlock]:
        rows = [
            [list(self.blocks_of(part)) for part in _children(row, "tc")]
            for row in _children(table, "tr")
            if row.find("w:trPr/w:del", nsmap) is None
        ]
        yield from blocks_of_table(rows)


def _children(parent: _Element, name: str) -> Iterator[_Element]:
    """Yield the rows of a table or the cells of a row, in content controls too."""
    for child in parent:
        if child.tag == qn(f"w:{name}"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, name)
