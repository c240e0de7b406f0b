"""PowerPoint presentations: a heading a slide, and its text in the order that it is seen.

python-pptx opens them and knows where a placeholder stands; the shapes that it passes over
(equations, SmartArt) are taken from the XML.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pptx
from lxml.etree import XMLSyntaxError, _Element
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn

from askreviews.reading.archive import check_archive
from askreviews.reading.common import blocks_of_text, cell, fault
from askreviews.reading.pptx_text import item_level
from askreviews.reading.raw import RawBlock, RawDocument
from askreviews.reading.tables import blocks_of_table

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_SAME_ROW = 228_600  # EMU, a quarter of an inch: how far boxes side by side may be out of line
_LONGEST_TITLE = 120
_FURNITURE = (
    PP_PLACEHOLDER.DATE,
    PP_PLACEHOLDER.FOOTER,
    PP_PLACEHOLDER.HEADER,
    PP_PLACEHOLDER.SLIDE_NUMBER,
)


def read_pptx(path: Path) -> RawDocument:
    """Read a presentation: titles, text, tables, SmartArt and speaker notes.

    Args:
        path: the file.

    Returns:
        Its blocks, slide by slide, with the slide's number as page. A slide's title is its
        heading, of level 1 on the first slide and 2 on the others, "Slide 4" where it has
        none; its notes follow under a heading "Notes". Hidden slides, footers, dates and
        comments are left out; the notes name slides that were not read.

    Raises:
        ReadingError: it is damaged, under a password, or unpacks to more than can be read.
    """
    try:
        check_archive(path)
        presentation = pptx.Presentation(str(path))
        slides = list(presentation.slides)
    except (PythonPptxError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        told = "it is damaged, or protected with a password"
        raise fault(path, told, "open it in PowerPoint and save it again without one") from error
    blocks: list[RawBlock] = []
    hidden, pictured = [], []
    for number, slide in enumerate(slides, start=1):
        if slide.element.get("show") in ("0", "false"):
            hidden.append(number)
            continue
        found = list(_slide(slide, number))
        if all(block.kind == "heading" for block in found) and _has_picture(slide):
            pictured.append(number)
        blocks += (replace(block, page=number) for block in found)
    titled = bool(blocks) and (blocks[0].kind, blocks[0].level) == ("heading", 1)
    notes = (
        *_told(hidden, "hidden and", "show what belongs to the document and add it again"),
        *_told(pictured, "made of pictures, whose words", "add those as text if they matter"),
    )
    return RawDocument(tuple(blocks), blocks[0].text if titled else None, notes=notes)


def _told(numbers: list[int], what: str, remedy: str) -> Iterator[str]:
    if not numbers:
        return
    *others, last = map(str, numbers)
    named = f"Slides {', '.join(others)} and {last} are" if others else f"Slide {last} is"
    yield f"{named} {what} {'were' if others or 'words' in what else 'was'} not read; {remedy}."


def _slide(slide: Any, number: int) -> Iterator[RawBlock]:
    for choice in slide.element.iter(f"{_MC}AlternateContent"):
        _take_first_choice(choice)
    shapes = list(_in_order(slide.shapes))
    title = _title(slide, shapes)
    body = [block for shape in shapes if shape is not title for block in _shape(shape)]
    notes = list(_notes(slide))
    if title is not None:
        words = cell(title.text_frame.text)
        yield RawBlock(words, "heading", 1 if number == 1 else 2)
    elif number > 1 and (body or notes):
        # Without a heading of its own it would be read under that of the slide before.
        yield RawBlock(f"Slide {number}", "heading", 2)
    yield from body
    yield from notes


def _take_first_choice(element: _Element) -> None:
    choice = element.find(f"{_MC}Choice")
    parent = element.getparent()
    if choice is not None and parent is not None:
        for child in reversed(choice):
            element.addnext(child)
        parent.remove(element)


def _title(slide: Any, shapes: list[Any]) -> Any | None:
    """Return the shape with a slide's title, or one that looks like it: a first short line."""
    placed = slide.shapes.title
    if placed is not None and cell(placed.text_frame.text):
        return next(shape for shape in shapes if shape.shape_id == placed.shape_id)
    worded = [shape for shape in shapes if shape.has_text_frame and shape.text_frame.text.strip()]
    if len(worded) > 1:
        words = worded[0].text_frame.text.strip()
        lines = [paragraph for paragraph in worded[0].text_frame.paragraphs if paragraph.text]
        if len(lines) == 1 and len(words) <= _LONGEST_TITLE and not words.endswith((".", ",")):
            return worded[0]
    return None


def _in_order(shapes: Iterable[Any]) -> Iterator[Any]:
    """Yield shapes from the top down, those side by side from the left; groups opened."""
    placed = sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0))
    while placed:
        foot = (placed[0].top or 0) + _SAME_ROW
        row = [shape for shape in placed if (shape.top or 0) <= foot]
        placed = placed[len(row) :]
        for shape in sorted(row, key=lambda shape: shape.left or 0):
            if shape.element.tag == qn("p:grpSp"):
                yield from _in_order(shape.shapes)
            elif not (shape.is_placeholder and shape.placeholder_format.type in _FURNITURE):
                yield shape


def _shape(shape: Any) -> Iterator[RawBlock]:
    if shape.has_text_frame:
        yield from _text(shape.text_frame, shape)
    elif getattr(shape, "has_table", False):
        rows = [
            [[] if part.is_spanned else list(_text(part.text_frame)) for part in row.cells]
            for row in shape.table.rows
        ]
        yield from blocks_of_table(rows)
    else:
        yield from _smart_art(shape)


def _text(frame: Any, shape: Any = None) -> Iterator[RawBlock]:
    for paragraph in frame.paragraphs:
        level = item_level(paragraph, frame, shape)
        yield from blocks_of_text(paragraph.text.replace("\v", "\n"), level)


def _smart_art(shape: Any) -> Iterator[RawBlock]:
    """Yield the points of a SmartArt diagram, whose words stand in a part of their own."""
    for relation in shape.element.iter(f"{_DIAGRAM}relIds"):
        data = shape.part.related_part(relation.get(qn("r:dm")))
        for point in pptx.oxml.parse_xml(data.blob).iter(f"{_DIAGRAM}t"):
            for paragraph in point.findall(qn("a:p")):
                words = cell("".join(run.text or "" for run in paragraph.iter(qn("a:t"))))
                if words:
                    yield RawBlock(words, "list_item", 1)


def _notes(slide: Any) -> Iterator[RawBlock]:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    blocks = list(_text(frame)) if frame is not None else []
    if blocks:
        yield RawBlock("Notes", "heading", 3)
        yield from blocks


def _has_picture(slide: Any) -> bool:
    return any(True for _ in slide.element.iter(qn("p:pic")))
