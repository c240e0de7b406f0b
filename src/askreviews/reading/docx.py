"""Word documents, walked as XML.

python-docx opens them and knows their styles; its own paragraphs leave out text boxes,
content controls and tracked insertions, all of which these documents use.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import parse_xml
from lxml.etree import XMLSyntaxError, _Element

from askreviews.reading.archive import check_archive
from askreviews.reading.common import cell, fault
from askreviews.reading.docx_styles import Styles
from askreviews.reading.docx_walk import Walk
from askreviews.reading.raw import RawDocument

_NOTES = (
    (RELATIONSHIP_TYPE.FOOTNOTES, "footnote"),
    (RELATIONSHIP_TYPE.ENDNOTES, "endnote"),
)


def read_docx(path: Path) -> RawDocument:
    """Read a Word document: body, tables and text boxes, as shown with changes accepted.

    Args:
        path: the file.

    Returns:
        Its blocks in the order of the body. Text boxes follow the paragraph that anchors
        them, those anchored together in the order in which they stand on the page;
        footnotes and endnotes follow the block with their mark. Comments, headers, footers
        and hidden text are left out.

    Raises:
        ReadingError: it is damaged, under a password, or unpacks to over a gigabyte.
    """
    document = _opened(path)
    styles, notes, body = Styles(document), _notes(document), document.element.body
    survey = Walk(styles, notes)
    for _ in survey.blocks_of(body):
        pass  # which sizes headings come in must be known before their levels are
    walk = Walk(styles, notes, survey.sizes)
    blocks = tuple(walk.blocks_of(body))
    # The title kept in a file's properties is often a template's: it counts if it is shown.
    kept = cell(document.core_properties.title)
    shown = {cell(block.text).casefold() for block in blocks}
    return RawDocument(blocks, walk.title or (kept if kept.casefold() in shown else None))


def _opened(path: Path) -> Document:
    try:
        check_archive(path)
        return docx.Document(str(path))
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        told = "it is damaged, or protected with a password"
        raise fault(path, told, "open it in Word and save it again without one") from error


def _notes(document: Document) -> dict[tuple[str, str], _Element]:
    """The footnotes and endnotes by kind and id."""
    found: dict[tuple[str, str], _Element] = {}
    for relation in document.part.rels.values():
        for reltype, kind in _NOTES:
            if relation.reltype == reltype and not relation.is_external:
                notes = parse_xml(relation.target_part.blob).findall(f"w:{kind}", nsmap)
                found |= {(kind, note.get(qn("w:id"), "")): note for note in notes}
    return found
