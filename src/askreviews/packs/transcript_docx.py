"""A conversation as a Word document: headings one can go by, quotations in a style of their own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from askreviews.packs.transcript import (
    NEAREST,
    NOT_A_DECISION_TOOL,
    NOTHING,
    TITLE,
    Asked,
    Group,
    OurWords,
    Quotation,
    SourceLine,
    Transcript,
)
from askreviews.packs.transcript_styles import (
    BYLINE,
    LABEL,
    QUOTE,
    SECTION,
    SECTION_START,
    SOURCE,
    STATUS,
    WARNING,
    set_footer,
    set_styles,
)

# What XML cannot hold: such a character is shown as one that could not be.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n?")
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def docx(transcript: Transcript) -> bytes:
    """Write a conversation as a Word document."""
    document = Document()
    set_styles(document)
    _set_properties(document, transcript)
    set_footer(document, f"Version {transcript.version} · {transcript.made.isoformat()}")
    document.add_paragraph(TITLE, "Title")
    document.add_paragraph(NOT_A_DECISION_TOOL, WARNING)
    document.add_paragraph(_held(transcript.origin))
    if not transcript.asked:
        document.add_paragraph(NOTHING)
    for asked in transcript.asked:
        _add_asked(document, asked)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _set_properties(document: WordDocument, transcript: Transcript) -> None:
    properties = document.core_properties
    moment = datetime.combine(transcript.made, time(), UTC)
    properties.title = TITLE
    properties.author = properties.last_modified_by = "askreviews"
    properties.comments = ""
    properties.language = "en-GB"
    properties.version = _held(transcript.version)
    properties.created = properties.modified = moment


def _add_asked(document: WordDocument, asked: Asked) -> None:
    document.add_heading(_held(f"Question {asked.number}: {asked.question}"), 1)
    document.add_paragraph(asked.status, STATUS)
    for line in asked.scope:
        document.add_paragraph(_held(line), BYLINE)
    for part in asked.parts:
        if isinstance(part, OurWords):
            _add_our_words(document, part)
        else:
            _add_group(document, part)
    if asked.nearest:
        document.add_heading(NEAREST, 2)
        for group in asked.nearest:
            _add_group(document, group, level=3)
    if asked.sources:
        document.add_heading(f"Sources for question {asked.number}", 2)
        for source in asked.sources:
            _add_source(document, source)


def _add_our_words(document: WordDocument, part: OurWords) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{part.label}: ", LABEL)
    paragraph.add_run(_held(f"{part.words} {part.marks}".rstrip()))


def _add_group(document: WordDocument, group: Group, level: int = 2) -> None:
    document.add_heading(_held(group.name), level)
    byline = document.add_paragraph(_held(group.byline), BYLINE)
    byline.paragraph_format.keep_with_next = True
    for number, section in enumerate(group.sections):
        if section.heading and number:
            document.add_paragraph(_held(section.heading), SECTION)
        elif section.heading:
            # In one paragraph: LibreOffice 7 keeps no more than three together over a page's end.
            byline.add_run().add_break()
            byline.add_run(_held(section.heading), SECTION_START)
        for quotation in section.quotations:
            _add_quotation(document, quotation)


def _add_quotation(document: WordDocument, quotation: Quotation) -> None:
    paragraph = document.add_paragraph(style=QUOTE)
    _add_words(paragraph, quotation.words)
    scope = " (national)" if quotation.national else ""
    # A number never stands alone at the start of a line.
    paragraph.add_run(f"\u00a0{quotation.mark}{scope}", LABEL)
    if quotation.also:
        places = ", ".join(f"{who} {mark}" for who, mark in quotation.also)
        document.add_paragraph(_held(f"Also said: {places}"), BYLINE)


def _add_source(document: WordDocument, source: SourceLine) -> None:
    paragraph = document.add_paragraph(style=SOURCE)
    paragraph.add_run(f"{source.mark}\t", LABEL)
    paragraph.add_run(_held(source.name)).bold = True
    paragraph.add_run(_held(f": {'; '.join(source.facts)}."))
    if source.quote:
        paragraph.add_run(" ")
        _add_words(paragraph, source.quote)
    for note in source.notes:
        paragraph.add_run(" Our note, not in the document: ", LABEL)
        paragraph.add_run(_held(note))


def _add_words(paragraph: Paragraph, words: str) -> None:
    """Add words of a document, in quotation marks of ours."""
    held = _held(_LINE_END.sub("\n", words))
    if _DIRECTION_MARKS.search(held):
        held = f"\u2068{held}\u2069"  # what turns the direction of text turns nothing beyond it
    paragraph.add_run(f"“{held}”")


def _held(words: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", words)
