"""A pack as slides: large type, one message a card, the sources in the speaker's notes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Pt

from askreviews.packs.action_plan import COLUMNS
from askreviews.packs.cards import SPELT
from askreviews.packs.model import WRITTEN, Item, Pack, Part
from askreviews.packs.slide_look import (
    DARK,
    FONT,
    GREY,
    TABLE_SMALL_PT,
    colour_of,
    is_title,
    put,
    table_in,
    text_box,
    title_only,
)
from askreviews.packs.slide_order import kept_together, rows_by_slide, sections
from askreviews.packs.slide_text import SMALL_PT, Box, Line, paged, size_for
from askreviews.packs.template import Template
from askreviews.packs.wording import attribution, noted, quoted, source_line, sources_of

_WIDTH_PT, _HEIGHT_PT, _MARGIN_PT = 960, 540, 48
_TITLE_PT, _TITLE_HEIGHT_PT = 30, 84
_SIZES = (32.0, 28.0, 26.0, 24.0, 22.0, 20.0)
_CARD_SIZES = (40.0, 36.0, 32.0, 28.0, 24.0)
_TABLE_PT, _WIDTHS = 18.0, (0.4, 0.15, 0.11, 0.17, 0.17)
_MOST_LINES = 4
_HOW_TO_READ = "Words in quotation marks are a document’s own. Sources stand in the notes."
_NOT_ON_SLIDES = ("evidence_of_use",)


def slides_bytes(pack: Pack, template: Template) -> bytes:
    """The pack as a .pptx file. The sheet on evidence of use is left to the document.

    Raises:
        AskReviewsError: the template is not a PowerPoint deck.
    """
    writer = _Writer(pack, template)
    writer.write()
    out = BytesIO()
    writer.deck.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, pack: Pack, template: Template) -> None:
        self.pack = pack
        own = template.slides()
        self.deck: Any = own or Presentation()
        self.plain = own is None
        if self.plain:
            self.deck.slide_width, self.deck.slide_height = Pt(_WIDTH_PT), Pt(_HEIGHT_PT)
        self.layout = title_only(self.deck)

    def write(self) -> None:
        """All that is on: a slide with the title, then the parts."""
        pack = self.pack
        self.deck.core_properties.title = pack.title
        self.deck.core_properties.author = ""
        self.deck.core_properties.comments = pack.version
        lines = [Line(text, "", "notice", "") for text in (*pack.notices, pack.version)]
        if pack.parts:
            lines.insert(0, Line(_HOW_TO_READ, "", "notice", ""))
        for page in paged(lines, self._box(), _SIZES[-1], _MOST_LINES):
            self._slide(pack.title, page)
        for c in pack.nearest:
            near = Line(quoted(c.quote), attribution(c), "quote", "")
            for page in paged([near], self._box(), _SIZES[-1], 1):
                self._slide("Nearest passage", page, notes=[noted(c.quote, [source_line(c)])])
        for part in pack.shown:
            if part.key not in _NOT_ON_SLIDES:
                self._part(part)

    def _part(self, part: Part) -> None:
        if part.key == "cards":
            self._cards(part)
        elif part.key == "quiz":
            self._quiz(part)
        elif part.key == "action_plan":
            self._action_plan(part)
        else:
            self._headed(part)

    def _headed(self, part: Part) -> None:
        """A slide or more for each heading; those under which nothing stands, on one."""
        empty: list[Item] = []
        for title, items in sections(part):
            if part.key == "briefing" and all(item.kind == "notice" for item in items):
                under = title.removeprefix(f"{part.title}: ")
                empty += [item.model_copy(update={"text": f"{under}: {item.text}"})
                          for item in items]  # fmt: skip
            else:
                self._pages(title, items, most=_MOST_LINES)
        if empty:
            self._pages(f"{part.title}: what is not held", empty, most=_MOST_LINES)

    def _cards(self, part: Part) -> None:
        """A message a slide; one by its letters stands together."""
        for title, items in sections(part):
            if title.endswith(SPELT):
                self._pages(part.title, items, most=len(items))
            else:
                for item in items:
                    self._pages(part.title, [item], most=1, sizes=_CARD_SIZES)

    def _quiz(self, part: Part) -> None:
        """Each question by itself, then again with its answer."""
        question: Item | None = None
        for item in part.shown:
            if item.kind == "quote" and question:
                self._pages(f"{part.title}: answer", [question, item], most=2)
            else:
                question = item
                self._pages(part.title, [item], most=1, sizes=_CARD_SIZES)

    def _pages(
        self, title: str, items: Sequence[Item], most: int, sizes: Sequence[float] = _SIZES
    ) -> None:
        """Items on as many slides as they need; a question stays with what it is about."""
        box = self._box()
        by_id = {item.id: item for item in items}
        for group in kept_together(items):
            lines = [self._line(item) for item in group]
            for n, page in enumerate(paged(lines, box, sizes[-1], most)):
                shown = [by_id[name] for name in dict.fromkeys(line.item for line in page)]
                notes = [note for item in shown for note in self._notes(item)]
                name = f"{title} (continued)" if n else title
                self._slide(name, page, sizes, notes)

    def _line(self, item: Item) -> Line:
        if item.kind == "quote":
            under = attribution(self.pack.citation(item.citations[0]))
            return Line(quoted(item.text), under, item.kind, item.id)
        under = {"session": WRITTEN, "note": "Our note"}.get(item.kind, "")
        return Line(item.text, under, item.kind, item.id)

    def _notes(self, item: Item) -> list[str]:
        sources = sources_of(self.pack, item)
        if item.kind == "quote":
            return [noted(item.text, sources)]
        return [f"Made from: {line}" for line in sources]

    def _slide(
        self, title: str, lines: Sequence[Line], sizes: Sequence[float] = _SIZES,
        notes: Sequence[str] = (),
    ) -> Any:  # fmt: skip
        slide = self._titled(title)
        box = self._box()
        size = size_for(lines, box, sizes) or sizes[-1]
        frame = text_box(slide, box)
        if sizes is _CARD_SIZES:
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        for n, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            put(paragraph, line.text, size, italic=line.kind == "session")
            if line.under:
                put(frame.add_paragraph(), line.under, SMALL_PT, GREY)
            frame.paragraphs[-1].space_after = Pt(10)
        slide.notes_slide.notes_text_frame.text = "\n\n".join((*notes, self.pack.version))
        return slide

    def _titled(self, title: str) -> Any:
        slide = self.deck.slides.add_slide(self.layout)
        shape = slide.shapes.title
        shape.text_frame.text = title
        shape.text_frame.word_wrap = True
        if self.plain:
            shape.left, shape.top = Pt(_MARGIN_PT), Pt(24)
            shape.width, shape.height = Pt(_WIDTH_PT - 2 * _MARGIN_PT), Pt(_TITLE_HEIGHT_PT)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            shape.text_frame.margin_left = 0
            run = shape.text_frame.paragraphs[0].runs[0]
            fits = [s for s in (_TITLE_PT, 26, 22, 18) if len(title) * 0.55 * s < 1.8 * 860]
            run.font.size, run.font.bold = Pt(fits[0] if fits else 16), True
            run.font.color.rgb, run.font.name = colour_of(DARK), FONT
            shape.text_frame.paragraphs[0].alignment = 1
        return slide

    def _box(self) -> Box:
        """What a slide has below its title; a template's own title tells where that ends."""
        width, height_pt = Emu(self.deck.slide_width).pt, Emu(self.deck.slide_height).pt
        if self.plain:
            top = 24.0 + _TITLE_HEIGHT_PT + 12
        else:
            shape = next(p for p in self.layout.placeholders if is_title(p))
            top = Emu(shape.top + shape.height).pt + 12
        return Box(_MARGIN_PT, top, width - 2 * _MARGIN_PT, height_pt - top - _MARGIN_PT)

    def _action_plan(self, part: Part) -> None:
        """A table, as many rows on a slide as fit; every cell but the first is left empty."""
        rows = [item for item in part.shown if item.kind == "quote"]
        said = [item for item in part.shown if item.kind not in ("quote", "blank")]
        if said:
            self._pages(part.title, said, most=_MOST_LINES)
        box = self._box()
        cell = Box(0, 0, box.width * _WIDTHS[0] - 16, box.height - 64)
        for lines in rows_by_slide([self._line(item) for item in rows], cell, _TABLE_PT):
            slide = self._titled(part.title)
            table = table_in(slide, box, len(lines), COLUMNS, _WIDTHS)
            for n, line in enumerate(lines, 1):
                frame = table.cell(n, 0).text_frame
                put(frame.paragraphs[0], line.text, _TABLE_PT)
                put(frame.add_paragraph(), line.under, TABLE_SMALL_PT, GREY)
            shown = {line.item for line in lines}
            notes = [note for item in rows if item.id in shown for note in self._notes(item)]
            text = "\n\n".join((*notes, self.pack.version))
            slide.notes_slide.notes_text_frame.text = text
