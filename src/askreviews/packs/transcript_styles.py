"""The look of a Word document of ours: its styles, its language and its footer."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

LANGUAGE = "en-GB"
WARNING = "Warning"
STATUS = "Status"
SECTION = "Section of a document"
SECTION_START = "First section of a document"
BYLINE = "Byline"
QUOTE = "Quote"
SOURCE = "Source"
LABEL = "Label"

_OURS = "Arial"
_THEIRS = "Georgia"
_INK = RGBColor(0x1B, 0x25, 0x29)
_QUIET = RGBColor(0x45, 0x52, 0x59)
_ACCENT = RGBColor(0x0B, 0x5A, 0x66)
_HEADINGS = {"Title": 22, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5}


def set_styles(document: Document) -> None:
    """Give a new document our styles: words of documents in serif, ours without."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _set_language(document)
    normal = document.styles["Normal"]
    _font(normal, _OURS, 11, _INK)
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.15
    for name, size in _HEADINGS.items():
        _font(document.styles[name], _OURS, size, _ACCENT if name == "Title" else _INK)
        document.styles[name].font.bold = True
    _no_border(document.styles["Title"])
    document.styles["Heading 1"].paragraph_format.space_before = Pt(22)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(14)
    _set_own_styles(document)


def _set_own_styles(document: Document) -> None:
    label = document.styles.add_style(LABEL, WD_STYLE_TYPE.CHARACTER)
    label.font.name, label.font.bold, label.font.italic = _OURS, True, False
    label.font.size = Pt(10)
    warning = _paragraph_style(document, WARNING, 11, _INK)
    _border(warning, "left", 18)
    warning.paragraph_format.left_indent = Cm(0.3)
    status = _paragraph_style(document, STATUS, 11, _ACCENT, follows=True)
    status.font.bold = True
    section = _paragraph_style(document, SECTION, 10, _QUIET, follows=True)
    section.font.bold = True
    start = document.styles.add_style(SECTION_START, WD_STYLE_TYPE.CHARACTER)
    start.font.bold, start.font.size = True, Pt(10)
    _paragraph_style(document, BYLINE, 9.5, _QUIET)
    document.styles[BYLINE].paragraph_format.space_after = Pt(6)
    quote = document.styles[QUOTE]
    _font(quote, _THEIRS, 11, _INK)
    quote.font.italic = False
    quote.paragraph_format.left_indent = Cm(0.6)
    quote.paragraph_format.widow_control = True
    _border(quote, "left", 12)
    source = _paragraph_style(document, SOURCE, 9.5, _INK)
    source.paragraph_format.left_indent = Cm(1)
    source.paragraph_format.first_line_indent = Cm(-1)
    source.paragraph_format.tab_stops.add_tab_stop(Cm(1))
    source.paragraph_format.space_after = Pt(5)
    _list_without_marks(document, source)


def set_footer(document: Document, words: str) -> None:
    """Put words and "Page n of m" at the foot of each page."""
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Footer"].font.size = Pt(9)
    footer.add_run(f"{words} · Page ")
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")


def _paragraph_style(
    document: Document, name: str, size: float, colour: RGBColor, *, follows: bool = False
) -> Any:
    """A style on that of all text; ``follows``: it stays with what comes after it."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size, style.font.color.rgb = Pt(size), colour
    style.paragraph_format.keep_with_next = follows
    return style


def _font(style: Any, name: str, size: float, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = name, Pt(size), colour
    fonts = style.element.rPr.rFonts
    # The fonts of a theme would go before the one that is named.
    for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    for attribute in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{attribute}"), name)


def _set_language(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _border(style: Any, side: str, eighths: int) -> None:
    """Draw a line beside the paragraphs of a style, its width in eighths of a point."""
    borders = _element("w:pBdr")
    borders.append(_element(f"w:{side}", val="single", sz=eighths, space=8, color="0B5A66"))
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _no_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _list_without_marks(document: Document, style: Any) -> None:
    """Make paragraphs of a style a list to Word, which numbers nothing: they carry numbers."""
    numbering = document.part.numbering_part.element
    taken = [
        int(each.get(qn("w:abstractNumId"))) for each in numbering.findall(qn("w:abstractNum"))
    ]
    abstract_id = max(taken, default=0) + 1
    abstract = _element("w:abstractNum", abstractNumId=abstract_id)
    level = _element("w:lvl", ilvl=0)
    for name, value in (("start", 1), ("numFmt", "none"), ("suff", "nothing"), ("lvlText", "")):
        level.append(_element(f"w:{name}", val=value))
    abstract.append(_element("w:multiLevelType", val="singleLevel"))
    abstract.append(level)
    numbering.insert(len(taken), abstract)  # all of them stand before the lists made of them
    number = numbering.add_num(abstract_id)
    properties = style.element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number.numId


def _field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field that Word fills in."""
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()._r
        if kind:
            run.append(_element("w:fldChar", fldCharType=kind))
            continue
        words = _element("w:instrText")
        words.text = instruction
        run.append(words)


def _element(tag: str, **attributes: object) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element
