"""Word footnotes: python-docx writes none, so the part that holds them is written here.

ECMA-376, part 1, 17.11: a part of footnotes related to the main document, in which two of fixed
ids hold the separating lines; a run of the text refers to a footnote by its id.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TEXT, _REFERENCE = "Footnote Text", "Footnote Reference"
_SIZE_PT = 8
_EMPTY = (
    f"<w:footnotes {nsdecls('w')}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
    "<w:r><w:separator/></w:r></w:p></w:footnote>"
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:spacing w:after="0"/>'
    "</w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
)


class Footnotes:
    """The footnotes of one document; those that a template has stay."""

    def __init__(self, document: Document) -> None:
        _add_styles(document)
        self._text = document.styles[_TEXT].style_id
        self._reference = document.styles[_REFERENCE].style_id
        self._root: Any = _part(document).element
        ids = [int(note.get(qn("w:id"))) for note in self._root.findall(qn("w:footnote"))]
        self._next = max(ids, default=0) + 1

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Put a footnote at the end of a paragraph."""
        run = paragraph.add_run()
        run.style = _REFERENCE
        run._r.append(_element("w:footnoteReference", id=str(self._next)))
        note = _element("w:footnote", id=str(self._next))
        body = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        properties.append(_element("w:pStyle", val=self._text))
        body.append(properties)
        body.append(_run(OxmlElement("w:footnoteRef"), self._reference))
        said = OxmlElement("w:t")
        said.text = f" {text}"
        said.set(qn("xml:space"), "preserve")
        body.append(_run(said))
        note.append(body)
        self._root.append(note)
        self._next += 1


def read_footnotes(document: Document) -> dict[int, str]:
    """The text of each footnote of a document by its id, the separating lines left out."""
    notes = _part(document).element.findall(qn("w:footnote"))
    return {
        int(note.get(qn("w:id"))): "".join(t.text or "" for t in note.iter(qn("w:t"))).strip()
        for note in notes
        if note.get(qn("w:type")) is None
    }


def referred(paragraph: Paragraph) -> list[int]:
    """The ids of the footnotes that a paragraph refers to, in order."""
    found = paragraph._p.iter(qn("w:footnoteReference"))
    return [int(reference.get(qn("w:id"))) for reference in found]


def _part(document: Document) -> Any:
    """The part that holds footnotes, made where there is none; parsed where a template has one."""
    for relation in document.part.rels.values():
        if relation.reltype == _RELATION:
            part: Any = relation.target_part
            if not isinstance(part, XmlPart):
                parsed = parse_xml(part.blob)
                part = XmlPart(part.partname, part.content_type, parsed, part.package)
                relation._target = part
            return part
    name, package = PackURI("/word/footnotes.xml"), document.part.package
    part = XmlPart(name, _CONTENT_TYPE, parse_xml(_EMPTY), package)
    document.part.relate_to(part, _RELATION)
    return part


def _add_styles(document: Document) -> None:
    styles = document.styles
    names = {style.name.lower() for style in styles if style.name}
    if _TEXT.lower() not in names:
        text: Any = styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH)
        text.base_style = styles["Normal"]
        text.font.size = Pt(_SIZE_PT)
        text.paragraph_format.space_after = Pt(0)
        text.paragraph_format.line_spacing = 1.0
    if _REFERENCE.lower() not in names:
        reference: Any = styles.add_style(_REFERENCE, WD_STYLE_TYPE.CHARACTER)
        reference.font.superscript = True


def _run(content: Any, style: str | None = None) -> Any:
    run = OxmlElement("w:r")
    if style:
        properties = OxmlElement("w:rPr")
        properties.append(_element("w:rStyle", val=style))
        run.append(properties)
    run.append(content)
    return run


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
