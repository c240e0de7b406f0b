"""What slides are drawn with: layouts, text boxes, tables, runs of text in a size and colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from askreviews.packs.slide_text import Box

DARK, GREY, _WHITE = "123B5D", "4A4A4A", "FFFFFF"
FONT = "Arial"
TABLE_SMALL_PT = 13.0


def table_in(
    slide: Any, box: Box, rows: int, columns: Sequence[str], shares: Sequence[float]
) -> Any:
    """A table with a row of headings and empty cells below."""
    place = (Pt(box.left), Pt(box.top), Pt(box.width), Pt(40))
    table = slide.shapes.add_table(rows + 1, len(columns), *place).table
    for n, (title, share) in enumerate(zip(columns, shares, strict=True)):
        table.columns[n].width = Pt(box.width * share)
        put(table.cell(0, n).text_frame.paragraphs[0], title, TABLE_SMALL_PT, _WHITE)
    return table


def text_box(slide: Any, box: Box) -> Any:
    """A frame for text that wraps in a box."""
    place = (Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
    frame = slide.shapes.add_textbox(*place).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    return frame


def put(
    paragraph: Any, text: str, size: float, colour: str | None = None, *, italic: bool = False
) -> None:
    """Text in a paragraph; its line ends stay line ends within it."""
    paragraph.text = text.replace("\n", "\v")
    for run in paragraph.runs:
        run.font.size, run.font.italic, run.font.name = Pt(size), italic, FONT
        if colour is not None:
            run.font.color.rgb = colour_of(colour)


def colour_of(hexadecimal: str) -> Any:
    """A colour such as "123B5D"."""
    colours: Any = RGBColor
    return colours.from_string(hexadecimal)


def title_only(deck: Any) -> Any:
    """The layout with a title and nothing else to fill in, or with the least else."""
    titled = [layout for layout in deck.slide_layouts if any(map(is_title, layout.placeholders))]
    footers = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)

    def to_fill(layout: Any) -> int:
        return sum(p.placeholder_format.type not in footers for p in layout.placeholders)

    return min(titled or deck.slide_layouts, key=to_fill)


def is_title(placeholder: Any) -> bool:
    """Whether a placeholder is for a slide's title."""
    return placeholder.placeholder_format.type in (
        PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE,
    )  # fmt: skip
