"""How a Word document of ours looks: an A4 page in a plain hand that every office has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

_FONT, _SIZE = "Arial", 11
_DARK = RGBColor(0x12, 0x3B, 0x5D)
_MARGIN_CM = 1.9


def plain_document() -> WordDocument:
    """An A4 document in a plain hand that every office has."""
    document = Document()
    styles: Any = document.styles
    _font(styles["Normal"], _SIZE)
    spacing = styles["Normal"].paragraph_format
    spacing.space_after, spacing.line_spacing = Pt(4), 1.08
    for name, size, before in (("Title", 20, 0), ("Heading 1", 15, 6), ("Heading 2", 11.5, 6),
                               ("Heading 3", 10.5, 4)):  # fmt: skip
        _font(styles[name], size, _DARK)
        styles[name].paragraph_format.space_before = Pt(before)
        styles[name].paragraph_format.space_after = Pt(3)
        styles[name].paragraph_format.keep_with_next = True
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(1.7)
    section.footer_distance = Cm(0.8)
    _language(styles["Normal"])
    return document


def _font(style: Any, size: float, colour: RGBColor | None = None) -> None:
    style.font.name, style.font.size = _FONT, Pt(size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for attribute in list(fonts.attrib):
        if "Theme" in attribute:  # a theme's font goes before a named one
            del fonts.attrib[attribute]
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)
    if colour is not None:
        style.font.color.rgb = colour


def _language(style: Any) -> None:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    style.element.get_or_add_rPr().append(language)


def page_number(paragraph: Paragraph) -> None:
    """A field that shows the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def set_widths(table: Table, widths_cm: Sequence[float]) -> None:
    """Word goes by the cells' widths, LibreOffice by the columns'."""
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def bold(cell: _Cell, text: str) -> None:
    """Text in a cell, in bold."""
    cell.paragraphs[0].add_run(text).bold = True


def repeat(row: Any) -> None:
    """Show a row again at the head of each page that its table goes on to."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
