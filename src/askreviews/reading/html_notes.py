"""The footnotes of a web page: marks go, and each note joins the block of its first mark."""

from __future__ import annotations

import re

from lxml.etree import _Element

from askreviews.reading.common import cell

_EPUB_TYPE = "epub:type"  # as the HTML parser leaves it
_NOTE_ROLES = ("doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote")
_LIST_ROLES = ("doc-endnotes", "footnotes", "endnotes", "rearnotes")
_MARK_ROLES = ("doc-noteref", "noteref")
_LIST_CLASSES = ("footnotes", "endnotes", "references", "footnote-list")
_BLOCKS = ("li", "aside", "p", "dd", "div", "section")
_SIGNS = "†‡*§"
_BRACKETS = " []()\xa0"
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))
_NOTE_ID = re.compile(r"_?(?:ftn|edn|fn|footnote|endnote)[-_:.]?\w*\d", re.I)
PLACE = "askreviews-note"  # the element where a mark stood; its attribute "words" is the note


def place_notes(body: _Element) -> None:
    """Move each footnote to where its mark stands, and take its mark and the way back out.

    Args:
        body: of the page; a ``PLACE`` element with the note takes the place of its first
            mark, or of the note itself where no mark leads to it.
    """
    lists = [part for part in body.iter("section", "div", "ol", "ul") if _is_list(part)]
    moved: set[_Element] = set()
    for mark, note, is_own in _pairs(body):
        if is_own and note not in moved:
            _put(mark, _words(note, mark))
            moved.add(note)
        _drop_mark(mark)
    for note in moved:
        _drop(note)
    for part in [part for part in body.iter(*_BLOCKS) if _role(part, _NOTE_ROLES)]:
        _put(part, _words(part, None))
        _drop(part)
    for part in lists:
        _drop_if_spent(part)


def _pairs(body: _Element) -> list[tuple[_Element, _Element, bool]]:
    """Return marks, the block that each leads to, and whether it holds that note alone."""
    targets = _targets(body)
    pairs = []
    leading: dict[_Element, set[str]] = {}
    notes: set[_Element] = set()
    for mark in filter(_looks_like_mark, body.iter("a")):
        note = _note_of(mark, targets)
        inside = any(parent in notes for parent in mark.iterancestors())
        if note is not None and not inside and note not in mark.iterancestors():
            pairs.append((mark, note))
            notes.add(note)
            leading.setdefault(note, set()).add(mark.get("href"))
    return [(mark, note, len(leading[note]) == 1) for mark, note in pairs]


def _targets(body: _Element) -> dict[str, _Element]:
    """Elements by the names that a link can lead to."""
    found: dict[str, _Element] = {}
    for element in body.iter("*"):
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                found.setdefault(name, element)
    return found


def _looks_like_mark(link: _Element) -> bool:
    if not link.get("href", "").startswith("#"):
        return False
    text = link.text_content().strip(_BRACKETS)
    return bool(_role(link, _MARK_ROLES) or text.isdigit() or (text and not text.strip(_SIGNS)))


def _note_of(mark: _Element, targets: dict[str, _Element]) -> _Element | None:
    """Return the note that a mark leads to: one that leads back, or is called a note."""
    target = targets.get(mark.get("href", "")[1:])
    if target is None:
        return None
    around = [target, *target.iterancestors()]
    note = next((part for part in around if part.tag in _BLOCKS), None)
    if note is None:
        return None
    # Word puts a name inside a paragraph, and the paragraphs of a note in a <div>.
    note = next((part for part in around if _NOTE_ID.fullmatch(part.get("id", ""))), note)
    note = target if target.tag in _BLOCKS else note
    listed = any(_is_list(part) or _role(part, _NOTE_ROLES) for part in around)
    return note if listed or _way_back(note, mark) else None


def _way_back(note: _Element, mark: _Element) -> list[_Element]:
    """Return the links of a note that lead back to its mark."""
    names = {mark.get("id"), mark.get("name")}
    names |= {mark.getparent().get("id")} | {part.get("id") for part in mark.iterdescendants()}
    names.discard(None)
    return [link for link in note.iter("a") if link.get("href", "")[1:] in names]


def _words(note: _Element, mark: _Element | None) -> str:
    """Return the text of a note without the links that lead back."""
    back = [link for link in note.iter("a") if _role(link, ("doc-backlink",))]
    back += [] if mark is None else _way_back(note, mark)
    for link in back:
        _drop(link)
    for link in [link for link in note.iter("a") if not cell(link.text_content()).strip("↩︎↑^⏎ ")]:
        _drop(link)
    for part in note.iterdescendants("p", "li", "div", "br"):
        part.tail = f" {part.tail or ''}"
    words = cell(note.text_content())
    sign = "" if mark is None else mark.text_content().strip(_BRACKETS)
    own_sign = re.match(rf"[(\[]?{re.escape(sign)}[.)\]]* ", words) if sign else None
    return words[own_sign.end() :] if own_sign else words


def _put(mark: _Element, words: str) -> None:
    """Put a note's text where its mark stands, before the mark goes."""
    if words:
        mark.addprevious(mark.makeelement(PLACE, {"words": words}))


def _drop_mark(mark: _Element) -> None:
    """Take a mark out, with the raised element or brackets that hold nothing else."""
    raised = mark.getparent()
    if raised is None:
        return
    lone = raised.tag in ("sup", "span") and raised.text_content().strip(_BRACKETS) == (
        mark.text_content().strip(_BRACKETS)
    )
    if lone and raised.find(PLACE) is None:
        _drop(raised)
    else:
        _drop(mark)


def _drop_if_spent(part: _Element) -> None:
    """Take out a list of notes that holds none any more, with its heading."""
    if part.getparent() is None or part.find(f".//{PLACE}") is not None:
        return
    headed = sum(len(cell(heading.text_content())) for heading in part.iter(*_HEADINGS))
    if len(cell(part.text_content())) <= headed:
        _drop(part)


def _is_list(part: _Element) -> bool:
    named = part.get("class", "").split()
    return _role(part, _LIST_ROLES) or any(name in _LIST_CLASSES for name in named)


def _role(part: _Element, roles: tuple[str, ...]) -> bool:
    return part.get("role") in roles or part.get(_EPUB_TYPE) in roles


def _drop(part: _Element) -> None:
    if part.getparent() is not None:
        part.drop_tree()
