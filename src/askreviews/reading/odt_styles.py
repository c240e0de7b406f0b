"""What the styles of an OpenDocument text make of a paragraph or a span."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element

NAMES = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
}
_HEADING = re.compile(r"heading ?([1-9])", re.I)
_CONTENTS = re.compile(r"(?:contents|toc) ?(?:\d{1,2}|heading)", re.I)
_ANY_HEADING = "heading"  # LibreOffice's parent of all that looks like one


def qn(name: str) -> str:
    """Return a name such as ``text:p`` with its namespace written out."""
    prefix, local = name.split(":")
    return f"{{{NAMES[prefix]}}}{local}"


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits; ``None`` where nothing in its line says.

    ``heading`` is the level that it gives, 0 for a heading of no stated level.
    """

    title: bool = False
    contents: bool = False
    heading: int | None = None
    bold: bool | None = None
    hidden: bool = False


class Styles:
    """The styles of one document, each worked out once."""

    def __init__(self, *roots: _Element | None) -> None:
        """Gather the styles of the parts named; of two with one name, the later counts."""
        self._elements: dict[tuple[str, str], _Element] = {}
        for root in roots:
            for element in () if root is None else root.iter(qn("style:style")):
                family = element.get(qn("style:family"), "")
                self._elements[family, element.get(qn("style:name"), "")] = element
        self._known: dict[tuple[str, str], Style] = {}

    def of(self, element: _Element, family: str = "paragraph") -> Style:
        """Return the style of a paragraph or, of the family "text", of a span."""
        return self._style(family, element.get(qn("text:style-name"), ""))

    def _style(self, family: str, name: str) -> Style:
        key = (family, name)
        if key not in self._known:
            self._known[key] = Style()  # a style based on itself ends here
            self._known[key] = self._worked_out(key)
        return self._known[key]

    def _worked_out(self, key: tuple[str, str]) -> Style:
        element = self._elements.get(key)
        if element is None:
            return Style()
        parent = element.get(qn("style:parent-style-name"))
        base = self._style(key[0], parent) if parent else Style()
        name = (element.get(qn("style:display-name")) or key[1].replace("_20_", " ")).casefold()
        properties = element.find("style:text-properties", NAMES)
        weight = None if properties is None else properties.get(qn("fo:font-weight"))
        display = None if properties is None else properties.get(qn("text:display"))
        return Style(
            title=name == "title" or base.title,
            contents=bool(_CONTENTS.fullmatch(name)) or base.contents,
            heading=_own_heading(element, name, base.heading),
            bold=base.bold if weight is None else _is_bold(weight),
            hidden=base.hidden if display is None else display == "none",
        )


def _own_heading(element: _Element, name: str, inherited: int | None) -> int | None:
    outline = element.get(qn("style:default-outline-level"))
    named = _HEADING.fullmatch(name)
    if outline or named:
        return int(outline or (named[1] if named else 0))
    if name == "subtitle":
        return None
    return 0 if name == _ANY_HEADING else inherited


def _is_bold(weight: str) -> bool:
    return weight == "bold" or (weight.isdigit() and int(weight) > 500)  # noqa: PLR2004 - of CSS
