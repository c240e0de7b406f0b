"""What the styles of a Word document make of a paragraph or a run."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import nsmap, qn
from lxml.etree import _Element

_VAL = qn("w:val")
_HEADING = re.compile(r"heading ([1-9])", re.I)
_LIST = re.compile(r"list (?:bullet|number)(?: ([2-5]))?", re.I)
_BODY_OUTLINE = 9


_USUAL_SIZE = 20.0  # half points: what text is set in where nothing says


@dataclass(frozen=True, slots=True)
class Face:
    """How text is set: bold or not, its size in half points."""

    bold: bool
    size: float


@dataclass(frozen=True, slots=True)
class _Style:
    """A style with what it inherits; ``None`` where nothing in its line says."""

    title: bool = False
    contents: bool = False
    heading: int | None = None
    list_level: int | None = None
    bold: bool | None = None
    size: float | None = None


class Styles:
    """The styles of one document, each worked out once."""

    def __init__(self, document: Document) -> None:
        self._elements: dict[str, _Element] = {}
        self._default = ""
        for element in document.styles.element.findall("w:style", nsmap):
            style_id = element.get(qn("w:styleId"), "")
            self._elements[style_id] = element
            if element.get(qn("w:type")) == "paragraph" and _is_on(
                element.get(qn("w:default"), "0")
            ):
                self._default = style_id
        self._known: dict[str, _Style] = {}
        defaults = document.styles.element.find("w:docDefaults/w:rPrDefault", nsmap)
        self._size = (_size(defaults) if defaults is not None else None) or _USUAL_SIZE

    def is_title(self, paragraph: _Element) -> bool:
        """Tell whether a paragraph is styled as the document's title."""
        return self._of(paragraph).title

    def is_contents(self, paragraph: _Element) -> bool:
        """Tell whether a paragraph is a line of the table of contents."""
        return self._of(paragraph).contents

    def heading_level(self, paragraph: _Element) -> int:
        """Return the level a style or an outline level gives a heading, 0 for none."""
        outline = _outline(paragraph)
        return (self._of(paragraph).heading or 0) if outline is None else outline

    def list_level(self, paragraph: _Element) -> int:
        """Return the depth of a list item, 1 the outermost; 0 for other paragraphs."""
        direct = _numbering(paragraph)
        return (self._of(paragraph).list_level or 0) if direct is None else direct

    def face(self, paragraph: _Element) -> Face:
        """Return how a paragraph's style sets its text."""
        style = self._of(paragraph)
        return Face(bool(style.bold), style.size or self._size)

    def run_face(self, run: _Element, inherited: Face) -> Face:
        """Return how a run is set in a paragraph that sets its text in another way."""
        named = _value(run, "w:rPr/w:rStyle")
        style = self._style(named) if named else _Style()
        bold, size = _toggle(run, "b"), _size(run)
        if bold is None:
            bold = inherited.bold if style.bold is None else style.bold
        return Face(bold, size or style.size or inherited.size)

    def is_hidden(self, run: _Element) -> bool:
        """Tell whether a run is hidden text."""
        return bool(_toggle(run, "vanish"))

    def _of(self, paragraph: _Element) -> _Style:
        return self._style(_value(paragraph, "w:pPr/w:pStyle") or self._default)

    def _style(self, style_id: str) -> _Style:
        if style_id not in self._known:
            self._known[style_id] = _Style()  # a style based on itself ends here
            self._known[style_id] = self._worked_out(style_id)
        return self._known[style_id]

    def _worked_out(self, style_id: str) -> _Style:
        element = self._elements.get(style_id)
        if element is None:
            return _Style()
        based_on = _value(element, "w:basedOn")
        base = self._style(based_on) if based_on else _Style()
        name = (_value(element, "w:name") or "").strip()
        heading, listed = _HEADING.fullmatch(name), _LIST.fullmatch(name)
        own_level = int(heading[1]) if heading else _outline(element)
        own_list = int(listed[1] or 1) if listed else _numbering(element)
        own_bold = _toggle(element, "b")
        return _Style(
            title=name.casefold() == "title" or base.title,
            contents=name.casefold().startswith("toc ") or base.contents,
            heading=base.heading if own_level is None else own_level,
            list_level=base.list_level if own_list is None else own_list,
            bold=base.bold if own_bold is None else own_bold,
            size=_size(element) or base.size,
        )


def _value(element: _Element, path: str) -> str | None:
    found = element.find(path, nsmap)
    return None if found is None else found.get(_VAL)


def _is_on(value: str) -> bool:
    return value not in ("0", "false", "off")


def _toggle(element: _Element, name: str) -> bool | None:
    found = element.find(f"w:rPr/w:{name}", nsmap)
    return None if found is None else _is_on(found.get(_VAL, "1"))


def _size(element: _Element) -> float | None:
    value = _value(element, "w:rPr/w:sz")
    return float(value) if value and value.replace(".", "", 1).isdigit() else None


def _outline(element: _Element) -> int | None:
    """Return the heading level of an outline level, 0 for body text; ``None`` if not given."""
    value = _value(element, "w:pPr/w:outlineLvl")
    if value is None:
        return None
    return 0 if int(value) >= _BODY_OUTLINE else int(value) + 1


def _numbering(element: _Element) -> int | None:
    """Return the depth of a numbered or bulleted paragraph; 0 where numbering is taken off."""
    number = _value(element, "w:pPr/w:numPr/w:numId")
    if number is None:
        return None
    return 0 if number == "0" else int(_value(element, "w:pPr/w:numPr/w:ilvl") or 0) + 1
