"""Reads packs back: every quotation of a .docx or .pptx with the places that it is said to stand.

For tests and for ``benchmarks/packs.py``. It knows of the files only what anybody can see in them:
a quotation stands in quotation marks in a run or paragraph of its own; a footnote or speaker's
note ends in a document's name and characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from pptx import Presentation

from askreviews.packs.footnotes import read_footnotes, referred

_PLACE = re.compile(r"(?:^|(?<=\. ))([^;]+?), characters (\d+)–(\d+)\.")
_NOTE = re.compile(r"(?:^|(?<=\n\n))“(.+?)”\nSource: (.+?)(?=\n\n|\Z)", re.S)


@dataclass(frozen=True)
class Found:
    """A quotation in a file, and where it is said to stand: document, start, end."""

    quote: str
    places: tuple[tuple[str, int, int], ...]


def in_word(content: bytes) -> list[Found]:
    """Every quotation of a Word document with the places in its footnotes."""
    document = Document(BytesIO(content))
    notes = read_footnotes(document)
    found = []
    for paragraph in paragraphs(document):
        quotes = [run.text.strip() for run in paragraph.runs if run.text.startswith("“")]
        told = " ".join(notes[number] for number in referred(paragraph))
        found += [Found(quote[1:-1], places_in(told)) for quote in quotes]
    return found


def paragraphs(document) -> Iterator[Paragraph]:
    """Paragraphs of the text and of its tables, in order."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.paragraphs
        else:
            yield block


def in_slides(content: bytes) -> list[Found]:
    """Every quotation on a deck's slides, with the places in their notes."""
    found = []
    for slide in Presentation(BytesIO(content)).slides:
        notes = [Found(quote, places_in(told)) for quote, told in _NOTE.findall(notes_of(slide))]
        for text in texts_of(slide):
            if text.startswith("“") or text.endswith("”"):
                piece = text.removeprefix("“").removesuffix("”")
                same = [note for note in notes if piece == note.quote]
                whole = next((n for n in same or notes if piece in n.quote), None)
                found.append(whole or Found(piece, ()))
    return found


def texts_of(slide) -> Iterator[str]:
    """The paragraphs of a slide below its title, cells of tables too."""
    for shape in slide.shapes:
        if shape.has_table:
            cells = [cell for row in shape.table.rows for cell in row.cells]
            frames = [cell.text_frame for cell in cells]
        else:
            frames = [shape.text_frame] if shape.has_text_frame else []
        for frame in frames:
            yield from (paragraph.text.replace("\v", "\n") for paragraph in frame.paragraphs)


def notes_of(slide) -> str:
    """A slide's speaker's notes."""
    return slide.notes_slide.notes_text_frame.text.replace("\v", "\n")


def places_in(told: str) -> tuple[tuple[str, int, int], ...]:
    """The places that a footnote or a note names."""
    return tuple((d, int(start), int(end)) for d, start, end in _PLACE.findall(told))


def faults(found: list[Found], text_of) -> list[str]:
    """What is wrong with quotations: none cited, or not standing where it is said to."""
    wrong = [f"uncited: {f.quote!r}" for f in found if not f.places]
    for f in found:
        for n, (document_id, start, end) in enumerate(f.places):
            said = text_of(document_id)[start:end]
            if not said or (n == 0 and said != f.quote):
                wrong.append(f"{document_id} {start}:{end} has {said!r}, quoted is {f.quote!r}")
    return wrong


def empty_cells(content: bytes) -> tuple[int, int]:
    """Of the cells of a Word document's action plan that are to be empty: how many, how many are.

    They are all but the first of each row below the table whose first heading asks what needs to
    happen, and the second of each row of a form of two columns.
    """
    total = empty = 0
    for table in Document(BytesIO(content)).tables:
        rows = list(table.rows)
        plan = rows[0].cells[0].text.startswith("What needs to happen")
        for row in rows[1:] if plan else rows:
            for cell in row.cells[1:]:
                total += 1
                empty += not cell.text.strip()
    return total, empty
