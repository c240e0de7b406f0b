"""OpenDocument texts, walked as XML.

lxml over the parts of the archive, as for Word, and no odfdo: odfdo (3.27) wraps the same
tree, and its own text puts a note and a comment, with their marks, in the middle of the
sentence, and knows nothing of a style that inherits a heading's look.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from lxml.etree import XMLSyntaxError, _Element

from askreviews.reading.archive import check_archive
from askreviews.reading.common import blocks_of_text, cell, fault, typed_item
from askreviews.reading.odt_styles import NAMES, Styles, qn
from askreviews.reading.raw import RawBlock, RawDocument
from askreviews.reading.tables import blocks_of_table

_LONGEST_HEADING = 120
_MOST_REPEATED = 64  # of a cell or a space: a number in a file is no reason to fill memory
_SPACE = re.compile(r"[ \t\r\n]+")
_DRAWN = f"{{{NAMES['draw']}}}"
_PARTS = {
    qn(f"text:{name}")
    for name in ("section", "numbered-paragraph", "bibliography", "index-body", "index-title")
}
_ROW_GROUPS = {
    qn(f"table:{name}") for name in ("table-header-rows", "table-row-group", "table-rows")
}
_CELLS = (qn("table:table-cell"), qn("table:covered-table-cell"))
# What is said beside the text: comments, pronunciations, what is shown only to some.
_BESIDE = {
    qn("office:annotation"),
    *(qn(f"text:{name}") for name in ("ruby-text", "hidden-text", "script", "tracked-changes")),
}


def read_odt(path: Path) -> RawDocument:
    """Read an OpenDocument text: body, tables, text boxes and notes, with changes accepted.

    Args:
        path: the file.

    Returns:
        Its blocks in the order of the body, a text box or a note after the paragraph that
        holds it. Comments, headers, footers, tables of contents and hidden text are left out.

    Raises:
        ReadingError: it is damaged, or unpacks to more than can be read.
    """
    try:
        check_archive(path)
        with zipfile.ZipFile(path) as archive:
            content = _parsed(archive.read("content.xml"))
            styled = "styles.xml" in archive.namelist()
            styles = _parsed(archive.read("styles.xml")) if styled else None
    except (zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError, RuntimeError) as error:
        raise fault(path, "it is damaged", "open it in LibreOffice and save it again") from error
    body = content.find("office:body/office:text", NAMES)
    if body is None:
        raise fault(path, "it is damaged", "open it in LibreOffice and save it again")
    common = None if styles is None else styles.find("office:styles", NAMES)
    walk = _Walk(Styles(common, content.find("office:automatic-styles", NAMES)))
    return RawDocument(tuple(walk.blocks_of(body)), walk.title)


def _parsed(data: bytes) -> _Element:
    """Parse a part; nothing is fetched, and no entity is put in.

    Raises:
        ValueError: it declares entities of its own, which no program that saves one does.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type of its own")
    return root


@dataclass(slots=True)
class _Inline:
    """What a paragraph holds: pieces of text, whether each is bold, text boxes and notes."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    notes: list[_Element] = field(default_factory=list)

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
        """Yield the blocks of a body, a cell, a text box or a note."""
        for child in container:
            if child.tag in (qn("text:p"), qn("text:h")):
                yield from self._paragraph(child)
            elif child.tag == qn("text:list"):
                yield from self._list(child, 1)
            elif child.tag == qn("table:table"):
                yield from blocks_of_table(list(self._rows(child)))
            elif _holds_text(child):
                yield from self.blocks_of(child)

    def _list(self, element: _Element, level: int) -> Iterator[RawBlock]:
        """Yield the items of a list; what follows the first paragraph of one is no item."""
        for item in element:
            if item.tag not in (qn("text:list-item"), qn("text:list-header")):
                continue
            own = level if item.tag == qn("text:list-item") else 0
            for child in item:
                if child.tag == qn("text:list"):
                    yield from self._list(child, level + 1)
                elif child.tag in (qn("text:p"), qn("text:h")):
                    yield from self._paragraph(child, own)
                    own = 0

    def _paragraph(self, paragraph: _Element, item: int = 0) -> Iterator[RawBlock]:
        style = self._styles.of(paragraph)
        inline = _Inline()
        if not style.hidden:
            self._gather(paragraph, bool(style.bold), inline)
        if inline.text.strip() and not style.contents:
            yield from self._blocks(paragraph, inline, item)
        for note in inline.notes:
            words = cell(" ".join(block.text for block in self.blocks_of(note)))
            if words:
                yield RawBlock(words, "footnote")
        for box in inline.boxes:
            yield from self.blocks_of(box)

    def _blocks(self, paragraph: _Element, inline: _Inline, level: int) -> Iterator[RawBlock]:
        heading = self._heading_level(paragraph, inline, level)
        if heading:
            yield RawBlock(cell(inline.text), "heading", heading)
            return
        yield from blocks_of_text(inline.text, level)

    def _heading_level(self, paragraph: _Element, inline: _Inline, item: int) -> int:
        """Return the level of a heading, 0 for other text."""
        style = self._styles.of(paragraph)
        if style.title:
            self._level = 1
            self.title = self.title or cell(inline.text)
            return 1
        outline = paragraph.get(qn("text:outline-level"), "1") if _is_heading(paragraph) else "0"
        styled = int(outline) or style.heading
        if styled:
            self._level = min(styled, 9)
            return self._level
        text = inline.text.strip()
        short = len(text) <= _LONGEST_HEADING and not text.endswith((".", ";", ","))
        looks_it = (inline.bold or styled == 0) and short and "\n" not in text and not item
        return min(self._level + 1, 6) if looks_it and typed_item(text) is None else 0

    def _gather(self, element: _Element, bold: bool, inline: _Inline) -> None:
        """Collect text, text boxes and notes below an element, leaving out what is hidden."""
        _add(inline, element.text, bold)
        for child in element:
            if child.tag == qn("text:note"):
                inline.notes += child.findall("text:note-body", NAMES)
            elif child.tag.startswith(_DRAWN):
                inline.boxes.append(child)
            elif child.tag == qn("text:s"):
                inline.pieces.append((" " * _number(child, "text:c"), bold))
            elif child.tag == qn("text:tab"):
                inline.pieces.append(("\t", bold))
            elif child.tag == qn("text:line-break"):
                inline.pieces.append(("\n", bold))
            elif child.tag not in _BESIDE:
                self._span(child, bold, inline)
            _add(inline, child.tail, bold)

    def _span(self, span: _Element, bold: bool, inline: _Inline) -> None:
        style = self._styles.of(span, "text")
        if not style.hidden:
            self._gather(span, bold if style.bold is None else style.bold, inline)

    def _rows(self, table: _Element) -> Iterator[list[list[RawBlock]]]:
        for child in table:
            if child.tag in _ROW_GROUPS:
                yield from self._rows(child)
            elif child.tag == qn("table:table-row"):
                yield [
                    list(self.blocks_of(part))
                    for part in child
                    if part.tag in _CELLS
                    for _ in range(_number(part, "table:number-columns-repeated"))
                ]


def _holds_text(element: _Element) -> bool:
    """Tell a section that is shown, or a drawing, from what is beside the text."""
    shown = element.get(qn("text:display")) != "none"
    return bool(element.tag.startswith(_DRAWN) or (element.tag in _PARTS and shown))


def _is_heading(paragraph: _Element) -> bool:
    return bool(paragraph.tag == qn("text:h"))


def _number(element: _Element, name: str) -> int:
    return min(int(element.get(qn(name), "1")), _MOST_REPEATED)


def _add(inline: _Inline, text: str | None, bold: bool) -> None:
    if text:
        inline.pieces.append((_SPACE.sub(" ", text), bold))
