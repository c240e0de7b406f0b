"""Word documents, walked as XML.

python-docx opens them and knows their styles; its own paragraphs leave out text boxes,
content controls and tracked insertions, all of which these documents use.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import nsmap, qn
from lxml.etree import XMLSyntaxError, _Element

from askreviews.reading.archive import check_unpacked
from askreviews.reading.common import cell, fault, split_at_breaks, typed_item
from askreviews.reading.docx_styles import Styles
from askreviews.reading.raw import RawBlock, RawDocument
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


def read_docx(path: Path) -> RawDocument:
    """Read a Word document: body, tables and text boxes, as shown with changes accepted.

    Args:
        path: the file.

    Returns:
        Its blocks in the order of the body, a text box after the paragraph that anchors
        it. Footnotes, comments, headers, footers and hidden text are left out.

    Raises:
        ReadingError: it is damaged, under a password, or unpacks to over a gigabyte.
    """
    document = _opened(path)
    walk = _Walk(Styles(document))
    blocks = tuple(walk.blocks_of(document.element.body))
    # The title kept in a file's properties is often a template's: it counts if it is shown.
    kept = cell(document.core_properties.title)
    shown = {cell(block.text).casefold() for block in blocks}
    return RawDocument(blocks, walk.title or (kept if kept.casefold() in shown else None))


def _opened(path: Path) -> Document:
    try:
        check_unpacked(path)
        return docx.Document(str(path))
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        told = "it is damaged, or protected with a password"
        raise fault(path, told, "open it in Word and save it again without one") from error


@dataclass(slots=True)
class _Inline:
    """What a paragraph holds: its pieces of text, whether each is bold, its text boxes."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)

    @property
    def bold(self) -> bool:
        return all(bold for text, bold in self.pieces if text.strip())


class _Walk:
    """Turns body, cells and text boxes into blocks."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._level = 0  # of the last heading that a style made
        self.title: str | None = None

    def blocks_of(self, container: _Element) -> Iterator[RawBlock]:
        """Yield the blocks of a body, a cell or a text box."""
        for child in container:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self.blocks_of(child)

    def _paragraph(self, paragraph: _Element) -> Iterator[RawBlock]:
        inline = _Inline()
        self._gather(paragraph, self._styles.bold(paragraph), inline)
        if inline.text.strip() and not self._styles.is_contents(paragraph):
            yield from self._blocks(paragraph, inline)
        for box in inline.boxes:
            yield from self.blocks_of(box)

    def _blocks(self, paragraph: _Element, inline: _Inline) -> Iterator[RawBlock]:
        heading = self._heading_level(paragraph, inline)
        if heading:
            yield RawBlock(cell(inline.text), "heading", heading)
            return
        level = self._styles.list_level(paragraph)
        for piece in split_at_breaks(inline.text):
            item = typed_item(piece)
            if level or item is not None:
                yield RawBlock((item or piece).strip(), "list_item", level or 1)
                level = 0  # what follows a line break in an item goes on as a paragraph
            else:
                yield RawBlock(piece.strip(), "paragraph")

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
            return min(self._level + 1, 6)
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

    def _gather(self, element: _Element, bold: bool, inline: _Inline) -> None:
        """Collect text and text boxes below an element, leaving out what is deleted or hidden."""
        for child in element:
            if child.tag in _GONE:
                continue
            if child.tag == qn("w:txbxContent"):
                inline.boxes.append(child)
            elif child.tag in (qn("w:t"), f"{_MATHS}t"):
                inline.pieces.append((child.text or "", bold))
            elif child.tag in _LEAVES:
                inline.pieces.append((_LEAVES[child.tag], bold))
            elif child.tag != qn("w:r"):
                self._gather(child, bold, inline)
            elif not self._styles.is_hidden(child):
                self._gather(child, self._styles.run_bold(child, bold), inline)

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
