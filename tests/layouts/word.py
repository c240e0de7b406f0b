"""The contents set as Word documents, five ways."""

from __future__ import annotations

import random
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from layouts.content import RUNNING_HEAD, Content, Piece

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EMU = 12_700  # in a point
_BOX = """<w:r {w}><mc:AlternateContent
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
 <mc:Choice Requires="wps"><w:drawing>
 <wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}"
  behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">
 <wp:simplePos x="0" y="0"/>
 <wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
 <wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
 <wp:extent cx="{width}" cy="{height}"/><wp:wrapNone/>
 <wp:docPr id="{number}" name="Text Box {number}"/><wp:cNvGraphicFramePr/>
 <a:graphic><a:graphicData
  uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
 <wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>
 <a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
 <a:ln w="9525"><a:solidFill><a:srgbClr val="336699"/></a:solidFill></a:ln></wps:spPr>
 <wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr lIns="72000" tIns="36000" rIns="72000"
 bIns="36000"/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>
 </mc:AlternateContent></w:r>"""


def styled(content: Content, path: Path) -> None:
    """Headings by style, real lists, a ruled table, running heads and feet, footnotes."""
    document = _document()
    _pieces(document, content.pieces, heading=_styled_heading)
    _saved(document, content, path)


def by_look(content: Content, path: Path) -> None:
    """Headings that are only bold and larger, bullets that are typed."""
    document = _document()
    _pieces(document, content.pieces, heading=_bold_heading, bullet="• ")
    _saved(document, content, path)


def in_columns(content: Content, path: Path) -> None:
    """A title across the page, then two columns."""
    document = _document()
    first, *rest = content.sections
    _pieces(document, first, heading=_styled_heading)
    _columns(document.sections[0], 1)
    _columns(document.add_section(0), 2)
    for section in rest:
        _pieces(document, section, heading=_styled_heading)
    _saved(document, content, path)


def in_table(content: Content, path: Path) -> None:
    """A one-page grid: each section is a cell of a table with two columns, row by row."""
    document = _document()
    first, *rest = content.sections
    _pieces(document, first, heading=_bold_heading)
    table = document.add_table(0, 2, style="Table Grid")
    prose = [s for s in rest if not any(p.kind == "table_row" for p in s)]
    for left, right in zip(prose[::2], [*prose[1::2], *[[]] * (len(prose) % 2)], strict=True):
        for cell, section in zip(table.add_row().cells, (left, right), strict=True):
            _pieces(cell, section, heading=_bold_heading, bullet="• ")
            _drop(cell.paragraphs[0]) if section else None
    for section in rest:
        if section not in prose:
            _pieces(document, section, heading=_bold_heading)
    _saved(document, content, path)


def in_boxes(content: Content, path: Path) -> None:
    """Two columns of text boxes a page, anchored in an order that is not theirs.

    Word allows no footnote in a text box.
    """
    content = content.without_notes()
    document = _document()
    first, *rest = content.sections
    _pieces(document, first, heading=_styled_heading)
    number = 0
    for page_number, page in enumerate(_pages(rest)):
        if page_number:
            document.add_page_break()
        anchor = document.add_paragraph()
        boxes = list(page)
        random.Random(content.name).shuffle(boxes)
        for section, x, y, width, height in boxes:
            number += 1
            box = _box(anchor, number, (x, y, width, height))
            shell = _Shell(document, box)
            _pieces(shell, section, heading=_bold_heading, bullet="• ")
            if section[-1].kind == "table_row":
                shell.add_paragraph()  # Word wants one after a table
    _saved(document, content, path)


class _Shell:
    """A text box that paragraphs and tables can be added to as to a document."""

    def __init__(self, document: Document, box) -> None:
        self._document, self._box = document, box

    def add_paragraph(self, text: str = "", style: str | None = None):
        paragraph = self._document.add_paragraph(text, style)
        self._box.append(paragraph._p)
        return paragraph

    def add_table(self, rows: int, columns: int, style: str | None = None):
        table = self._document.add_table(rows, columns, style)
        self._box.append(table._tbl)
        return table


def _document() -> Document:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].font.name = "Liberation Sans"
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    section = document.sections[0]
    section.page_width, section.page_height = Pt(595), Pt(842)
    section.header.paragraphs[0].text = RUNNING_HEAD
    foot = section.footer.paragraphs[0]
    foot.add_run("Page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)
    return document


def _pieces(parent, pieces, heading, bullet: str = "") -> None:
    rows = [p for p in pieces if p.kind == "table_row"]
    for piece in pieces:
        if piece.kind == "heading":
            heading(parent, piece)
        elif piece.kind == "list_item":
            style = None if bullet else "List Bullet"
            parent.add_paragraph(bullet + piece.text, style)
        elif piece.kind == "paragraph":
            _noted(parent.add_paragraph(piece.text), piece)
        elif piece is rows[0]:
            _table(parent, rows)


def _table(parent, rows: list[Piece]) -> None:
    table = parent.add_table(len(rows), len(rows[0].cells))
    table.style = "Table Grid"
    table.autofit = False
    for column in table.columns:
        column.width = Pt(70)  # three of them fit a column or a box
    for row, piece in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, piece.cells, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(8.5)
            cell.width = Pt(70)


def _styled_heading(parent, piece: Piece) -> None:
    parent.add_paragraph(piece.text, f"Heading {piece.level}")


def _bold_heading(parent, piece: Piece) -> None:
    run = parent.add_paragraph().add_run(piece.text)
    run.bold = True
    run.font.size = Pt(18 if piece.level == 1 else 13)


def _noted(paragraph, piece: Piece) -> None:
    """Hang a footnote's mark on a paragraph; its number is put in when all are known."""
    if piece.note:
        mark = parse_xml(
            f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:footnoteReference w:id="0"/></w:r>'
        )
        paragraph._p.append(mark)


def _saved(document: Document, content: Content, path: Path) -> None:
    marks = document.element.body.findall(f".//{{{W}}}footnoteReference")
    for number, mark in enumerate(marks, 1):
        mark.set(qn("w:id"), str(number))
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr><w:r><w:rPr>'
        f'<w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r><w:r><w:rPr>'
        f'<w:sz w:val="16"/></w:rPr><w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p>'
        "</w:footnote>"
        for number, note in enumerate(content.notes, 1)
    )
    body = (
        f"<w:footnotes {nsdecls('w')}>"
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
        f"<w:continuationSeparator/></w:r></w:p></w:footnote>{notes}</w:footnotes>"
    )
    part = Part(
        PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, body.encode(),
        document.part.package,
    )  # fmt: skip
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    document.core_properties.title = content.title
    document.save(path)


def _columns(section, number: int) -> None:
    columns = section._sectPr.find(qn("w:cols"))
    if columns is None:
        columns = OxmlElement("w:cols")
        section._sectPr.append(columns)
    columns.set(qn("w:num"), str(number))
    columns.set(qn("w:space"), "720")


def _pages(sections: list[list[Piece]]):
    """Place each section as a box: down the left column of a page, then down the right one."""
    top, foot, lefts, width = 190.0, 760.0, (60.0, 310.0), 230.0
    page, column, y = [], 0, top
    for section in sections:
        height = _height(section, width)
        if y + height > foot and y > top:
            column, y = column + 1, top
        if column == 2:
            yield page
            page, column, top = [], 0, 90.0
            y = top
        page.append((section, lefts[column], y, width, height))
        y += height + 14
    yield page


def _height(section: list[Piece], width: float) -> float:
    per_line = width / 5.1
    lines = sum(_lines(p, per_line) for p in section)
    return 14.0 * lines + 9.0 * len(section) + 16


def _lines(piece: Piece, per_line: float) -> float:
    if piece.kind == "table_row":
        return max(-(-len(cell) // 10) for cell in piece.cells)
    return -(-len(piece.text) // per_line)


def _box(anchor, number: int, place: tuple[float, float, float, float]):
    x, y, width, height = (int(side * EMU) for side in place)
    run = parse_xml(
        _BOX.format(
            w=nsdecls("w"), number=number, x=x, y=y, width=width, height=height,
        )
    )  # fmt: skip
    anchor._p.append(run)
    return run.find(f".//{{{W}}}txbxContent")


def _drop(paragraph) -> None:
    paragraph._p.getparent().remove(paragraph._p)
