"""Web pages: the document in them, without the site around it.

lxml rather than trafilatura: on plain council pages trafilatura (2.3, recall favoured)
dropped paragraphs made of a link, kept breadcrumbs, and melted a page inside a form
into one paragraph, headings and all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from lxml import html
from lxml.etree import ParserError, _Element, iterwalk

from askreviews.reading.common import cell, flat, split_at_breaks, typed_item
from askreviews.reading.html_notes import PLACE, place_notes
from askreviews.reading.plain import decode
from askreviews.reading.raw import RawBlock, RawDocument, RawKind

_NEVER = (
    *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg"),
    *("canvas", "audio", "video", "nav", "select", "textarea", "input", "dialog"),
)
_ROLES = ("navigation", "banner", "contentinfo", "search", "alert")
_SITE_NAME = re.compile(
    r"(?:main|site|top|side|left|right|primary|secondary|page|global|sub)?[-_]?"
    r"(?:nav|navbar|navigation|menu|foot|footer|breadcrumbs?|cookies?|skip|pagination|pager)"
    r"(?:[-_](?:bar|list|links?|banner|consent|notice|nav|wrapper|container))?"
    r"|share(?:[-_](?:links?|buttons?|bar))?|social[-_](?:media|links?|share|icons?)",
    re.I,
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("header", "hr", "legend", "main", "ol", "p", "pre", "section", "summary", "table"),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_html(path: Path) -> RawDocument:
    """Read a saved web page; nothing in it is run and nothing is fetched.

    Args:
        path: the file.

    Returns:
        The blocks of its main part, and as title its first main heading or ``<title>``.
    """
    page = parsed(decode(path.read_bytes()))
    named = page.findtext(".//title") or ""
    main = _main_part(page)
    blocks = _Walk().blocks_of(main)
    heading = next(
        (block.text for block in blocks if (block.kind, block.level) == ("heading", 1)), None
    )
    return RawDocument(tuple(blocks), heading or cell(named) or None)


def blocks_of_html(source: str | _Element) -> list[RawBlock]:
    """Return the blocks of a piece of HTML, such as a table written into Markdown."""
    page = parsed(source) if isinstance(source, str) else source
    body = page.find("body")
    _drop(body, body.iter(*_NEVER))
    place_notes(body)
    return _Walk().blocks_of(body)


def parsed(source: str) -> _Element:
    """Parse HTML as a page with a body, whatever is missing; nothing is fetched."""
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    data = (source.replace("\0", "") or " ").encode("utf-8", "ignore")
    try:
        return html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except ParserError:  # nothing but comments
        return html.document_fromstring("<p></p>", ensure_head_body=True)


def _main_part(page: _Element) -> _Element:
    """Return the element that holds the document, with the site's furniture taken out."""
    body = page.find("body")
    _drop(body, body.iter(*_NEVER))
    place_notes(body)
    main = _chosen(body)
    _drop(main, [button for button in main.iter("button") if not _in_heading(button)])
    _drop(main, [mark for mark in main.iter("sup") if _is_note_mark(mark)])
    limit = len(main.text_content()) / 2
    # A whole page can stand in one <form> or one <div class="menu">: that is no furniture.
    _drop(main, [part for part in main.iterdescendants() if _is_furniture(part, main, limit)])
    return main


def _chosen(body: _Element) -> _Element:
    mains = body.xpath(".//main | .//*[@role='main']") or body.xpath(".//article")
    if len(mains) == 1 and mains[0].text_content().strip():
        return mains[0]
    return body


def _is_furniture(part: _Element, main: _Element, limit: float) -> bool:
    if part.tag == "form" or part.get("role") in _ROLES or _named_as_furniture(part):
        return len(part.text_content()) <= limit
    if part.tag in ("aside", "footer"):
        return main.tag == "body" or _mostly_links(part)
    return part.tag == "header" and main.tag == "body" and part.find(".//h1") is None


def _named_as_furniture(part: _Element) -> bool:
    names = f"{part.get('class', '')} {part.get('id', '')}".split()
    return any(_SITE_NAME.fullmatch(name) for name in names)


def _mostly_links(part: _Element) -> bool:
    linked = sum(len(cell(link.text_content())) for link in part.iter("a"))
    headed = sum(len(cell(heading.text_content())) for heading in part.iter(*_HEADINGS))
    return linked * 2 > len(cell(part.text_content())) - headed


def _in_heading(button: _Element) -> bool:
    # An accordion keeps its heading in a button.
    return any(parent.tag in _HEADINGS for parent in button.iterancestors())


def _is_note_mark(mark: _Element) -> bool:
    """Tell a footnote's number, which would run into the word before it, from a power."""
    linked = mark.find(".//a") is not None or mark.getparent().tag == "a"
    return bool(linked and mark.text_content().strip(" []()").isdigit())


def _drop(root: _Element, parts: Iterable[_Element]) -> None:
    for part in list(parts):
        if part is not root and part.getparent() is not None:
            part.drop_tree()


class _Walk:
    """Gathers text between the edges of block elements."""

    def __init__(self) -> None:
        self._blocks: list[RawBlock] = []
        self._buffer: list[str] = []
        self._notes: list[str] = []
        self._lists = 0
        # The headings and list items that are open, innermost last.
        self._open: list[tuple[RawKind, int]] = []

    def blocks_of(self, root: _Element) -> list[RawBlock]:
        """Return the blocks of an element, in order."""
        walk = iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if element.tag == "table" and _is_data(element):
                    self._flush()
                    self._rows(element)
                    walk.skip_subtree()
                else:
                    self._start(element)
            else:
                self._end(element, is_root=element is root)
        self._flush()
        return self._blocks

    def _start(self, element: _Element) -> None:
        tag = element.tag
        if tag in _BLOCKS or tag == "li" or tag in _HEADINGS:
            self._flush()
        if tag in ("ul", "ol"):
            self._lists += 1
        elif tag == "li":
            self._open.append(("list_item", max(self._lists, 1)))
        elif tag in _HEADINGS:
            # What follows a heading inside a list item is no longer the item.
            self._open = [("paragraph", 0) for _ in self._open]
            self._open.append(("heading", _HEADINGS[tag]))
        elif tag == "br":
            self._buffer.append("\n")
        elif tag == PLACE:
            self._notes.append(element.get("words"))
        self._text(element.text)

    def _end(self, element: _Element, *, is_root: bool) -> None:
        tag = element.tag
        if tag in _BLOCKS or tag == "li" or tag in _HEADINGS:
            self._flush()
        if tag in ("ul", "ol"):
            self._lists -= 1
        elif tag == "li" or tag in _HEADINGS:
            self._open.pop()
        if not is_root:
            self._text(element.tail)

    def _text(self, text: str | None) -> None:
        if text:
            self._buffer.append(_SPACE.sub(" ", text))

    def _rows(self, table: _Element) -> None:
        for caption in table.iter("caption"):
            self._add(cell(caption.text_content()), "paragraph")
        for row in table.iter("tr"):
            cells = [_Walk().blocks_of(part) for part in row if part.tag in ("td", "th")]
            texts = [cell(" ".join(b.text for b in c if b.kind != "footnote")) for c in cells]
            self._add("\t".join(texts).rstrip("\t"), "table_row")
            self._blocks += (b for blocks in cells for b in blocks if b.kind == "footnote")

    def _flush(self) -> None:
        text, self._buffer = "".join(self._buffer), []
        notes, self._notes = self._notes, []
        if text.strip():
            self._add_text(text)
        self._blocks += (RawBlock(words, "footnote") for words in notes)

    def _add_text(self, text: str) -> None:
        kind, level = self._open[-1] if self._open else ("paragraph", 0)
        if kind == "heading":
            self._add(flat(text), kind, level)
            return
        for piece in split_at_breaks(text):
            self._add(piece, *self._kind_of_piece())

    def _kind_of_piece(self) -> tuple[RawKind, int]:
        """Return what the next piece is: the first in a list item is the item itself."""
        if not self._open:
            return ("paragraph", 0)
        kind = self._open[-1]
        self._open[-1] = ("paragraph", 0)
        return kind

    def _add(self, text: str, kind: RawKind, level: int = 0) -> None:
        words = re.sub(" +", " ", text).strip(" ")
        item = typed_item(words) if kind == "paragraph" else None
        if item is not None:
            self._blocks.append(RawBlock(item, "list_item", 1))
        elif words.strip():
            self._blocks.append(RawBlock(words, kind, level))


def _is_data(table: _Element) -> bool:
    """Tell a table of data from one that lays out a page."""
    if table.find(".//table") is not None or any(True for _ in table.iter(*_HEADINGS)):
        return False
    return any(sum(part.tag in ("td", "th") for part in row) > 1 for row in table.iter("tr"))
