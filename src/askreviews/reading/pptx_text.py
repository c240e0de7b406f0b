"""Whether a paragraph on a slide has a bullet, which it mostly inherits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

_BULLETS = (qn("a:buChar"), qn("a:buAutoNum"), qn("a:buBlip"))
_NO_BULLET = qn("a:buNone")
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.SUBTITLE)


def item_level(paragraph: Any, frame: Any, shape: Any) -> int:
    """Return the depth of a list item, 1 the outermost; 0 for other paragraphs.

    Args:
        paragraph: of python-pptx.
        frame: the text frame that it stands in.
        shape: the shape of that frame; ``None`` in a cell or in notes.
    """
    tag = qn(f"a:lvl{paragraph.level + 1}pPr")
    styles = [paragraph._p.find(qn("a:pPr"))]
    styles += (held.find(tag) for held in _list_styles(frame, shape))
    for style in styles:
        for child in () if style is None else style:
            if child.tag == _NO_BULLET:
                return 0
            if child.tag in _BULLETS:
                return int(paragraph.level) + 1
    return 0


def _list_styles(frame: Any, shape: Any) -> Iterator[_Element]:
    """Yield the styles of lists that hold for a shape, the nearest first."""
    yield from frame._txBody.findall(qn("a:lstStyle"))
    if shape is None or not shape.is_placeholder:
        return
    base = shape
    while base is not None:
        base = getattr(base, "_base_placeholder", None)
        if base is not None and base.has_text_frame:
            yield from base.text_frame._txBody.findall(qn("a:lstStyle"))
    if shape.placeholder_format.type not in _TITLES:
        master = shape.part.slide_layout.slide_master
        yield from master.element.iter(qn("p:bodyStyle"))
