"""A pack as a Word document: headings, footnotes with the sources, tables to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_BREAK
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from askreviews.packs.action_plan import COLUMNS
from askreviews.packs.footnotes import Footnotes
from askreviews.packs.model import WRITTEN, Item, Pack, Part
from askreviews.packs.template import Template
from askreviews.packs.word_look import (
    bold,
    keep_whole,
    page_number,
    plain_document,
    repeat,
    set_widths,
)
from askreviews.packs.wording import ALSO, attribution, quoted, source_line, sources_of

_SMALL, _GREY = 9, RGBColor(0x4A, 0x4A, 0x4A)
_ROW_CM, _BOX_CM = 1.6, 2.6
_FEWEST_ROWS = 5  # what a landscape page holds beside its footnotes
_WIDTHS_CM = (9.6, 3.6, 2.6, 5.0, 5.0)
_FORM_CM = (5.5, 11.7)
_TABLE_STYLE = "Table Grid"


def word_bytes(pack: Pack, template: Template) -> bytes:
    """The pack as a .docx file.

    Raises:
        AskReviewsError: the template is not a Word document.
    """
    writer = _Writer(pack, template)
    writer.write()
    out = BytesIO()
    writer.document.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, pack: Pack, template: Template) -> None:
        self.pack = pack
        self.document: WordDocument = template.word() or plain_document()
        self.notes = Footnotes(self.document)

    def write(self) -> None:
        """All that is on, a part a page."""
        pack = self.pack
        self._about()
        for notice in pack.notices:
            self._line(notice)
        for c in pack.nearest:
            paragraph = self._line(f"{quoted(c.quote)} ")
            self._attribute(paragraph, attribution(c))
            self.notes.add(paragraph, source_line(c))
        for n, part in enumerate(pack.shown):
            if part.key == "action_plan":
                self._turn(landscape=True)
            elif n and pack.shown[n - 1].key == "action_plan":
                self._turn(landscape=False)
            elif n:
                self.document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
            self._heading(part.title, 1)
            self._part(part)

    def _about(self) -> None:
        document, pack = self.document, self.pack
        document.core_properties.title = pack.title
        document.core_properties.author = ""
        document.core_properties.comments = pack.version
        document.add_paragraph(pack.title, style="Title")
        footer = document.sections[0].footer.paragraphs[0]
        footer.text = f"{pack.version} Page "
        page_number(footer)
        for run in footer.runs:
            run.font.size = Pt(_SMALL)

    def _part(self, part: Part) -> None:
        if part.key == "action_plan":
            self._action_plan(part.shown)
        elif part.key == "quiz":
            self._quiz(part.shown)
        elif part.key == "evidence_of_use":
            self._sheet(part.shown)
        else:
            for item in part.shown:
                self._item(item, footnotes=part.key != "sources" or item.kind == "quote")

    def _item(self, item: Item, *, footnotes: bool = True) -> None:
        if item.kind == "heading":
            self._heading(item.text, item.level + 1)
            return
        if item.kind == "quote":
            paragraph = self._line("")
            self._quote(paragraph, item)
            return
        label = {"session": f"{WRITTEN}: ", "note": "Our note: "}.get(item.kind, "")
        paragraph = self._line("")
        if label:
            paragraph.add_run(label).italic = True
        paragraph.add_run(item.text)
        if footnotes and item.kind == "computed":
            self._footnotes(paragraph, item)

    def _quote(self, paragraph: Paragraph, item: Item) -> None:
        paragraph.add_run(f"{quoted(item.text)} ")
        self._attribute(paragraph, attribution(self.pack.citation(item.citations[0])))
        self._footnotes(paragraph, item)

    def _footnotes(self, paragraph: Paragraph, item: Item) -> None:
        lines = sources_of(self.pack, item)
        if lines:
            self.notes.add(paragraph, ALSO.join(lines))

    def _quiz(self, items: Sequence[Item]) -> None:
        """The questions, then the answers on a sheet of their own."""
        asked = [item for item in items if item.kind != "quote"]
        self._line(f"{WRITTEN}: each question is answered by a quotation on the next page.")
        for number, item in enumerate(asked, 1):
            self._line(f"{number}. {item.text}")
        if not any(item.kind == "quote" for item in items):
            return
        self.document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        self._heading("Quiz: answers", 2)
        number = 0
        for item in items:
            if item.kind == "quote":
                paragraph = self._line(f"{number}. ")
                self._quote(paragraph, item)
            else:
                number += 1

    def _action_plan(self, items: Sequence[Item]) -> None:
        blanks = [item for item in items if item.kind == "blank"]
        if blanks:
            self._form(blanks, 0.8)
        for item in items:
            if item.kind not in ("blank", "quote"):
                self._item(item)
        self._line("")
        quotes = [item for item in items if item.kind == "quote"]
        table = self.document.add_table(1, len(COLUMNS), style=_TABLE_STYLE)
        table.autofit = False
        for cell, title in zip(table.rows[0].cells, COLUMNS, strict=True):
            bold(cell, title)
        repeat(table.rows[0])
        for n in range(max(len(quotes) + 1, _FEWEST_ROWS)):
            row = table.add_row()
            keep_whole(row)
            row.height, row.height_rule = Cm(_ROW_CM), WD_ROW_HEIGHT_RULE.AT_LEAST
            if n < len(quotes):
                self._quote(row.cells[0].paragraphs[0], quotes[n])
        set_widths(table, _WIDTHS_CM)

    def _sheet(self, items: Sequence[Item]) -> None:
        self._line("To be filled in after the session. Name nobody a child could be known by.")
        self._form([item for item in items if item.kind == "blank"], _BOX_CM)
        for item in items:
            if item.kind != "blank":
                self._item(item)

    def _form(self, blanks: Sequence[Item], height_cm: float) -> None:
        table = self.document.add_table(0, 2, style=_TABLE_STYLE)
        for item in blanks:
            row = table.add_row()
            row.height, row.height_rule = Cm(height_cm), WD_ROW_HEIGHT_RULE.AT_LEAST
            bold(row.cells[0], item.text)
        table.autofit = False
        set_widths(table, _FORM_CM)

    def _heading(self, text: str, level: int) -> None:
        self.document.add_heading(text, level)

    def _line(self, text: str) -> Paragraph:
        return self.document.add_paragraph(text)

    def _attribute(self, paragraph: Paragraph, text: str) -> None:
        run = paragraph.add_run(text)
        run.font.size, run.font.color.rgb = Pt(_SMALL), _GREY

    def _turn(self, *, landscape: bool) -> None:
        """Go on in a new section, its page turned."""
        last = self.document.sections[-1]
        width, height = last.page_width, last.page_height
        assert width is not None
        assert height is not None
        section = self.document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width = max(width, height) if landscape else min(width, height)
        section.page_height = min(width, height) if landscape else max(width, height)
