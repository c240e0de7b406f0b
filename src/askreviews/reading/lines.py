"""What each line of a text without structure is: heading, list item, table row, paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from askreviews.reading.facets import facet_of
from askreviews.reading.raw import RawBlock

_BULLET = re.compile(r"^[·•▪◦‣*\-–—o]\s+(?=\S)")
_NUMBER = re.compile(r"^\(?\d{1,2}[.)]\s+(?=\S)")
_BARE_MARKER = re.compile(r"^(?:[·•▪◦‣*\-–—]|\(?\d{1,2}[.)])$")
_LETTER = re.compile(r"^[A-Z] [–—-] \S")
_SECTION_NUMBER = re.compile(r"^\d{1,2} +[A-Z]")
_VERB = re.compile(r"\b(?:is|are|was|were|includes?|focus(?:es)?|looked|has|have|will|should)\b")
_REVIEW_TITLE = re.compile(r"\b(?:practice|case|rapid|learning|homicide|adults?) review\b", re.I)
_LIST_ENTRY_BODY = re.compile(r"^(?:other resources|read (?:full|practice|the))\b", re.I)
HEADING_WORDS = 14
_HEADING_CHARACTERS = 120
_SHORT_LEAD_IN = 8
_TITLE_WORDS = 25
_RUN = 3
_DATE_LINE = re.compile(
    r"^(?:\d{1,2}(?:st|nd|rd|th)? )?(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december) \d{4}$",
    re.I,
)


def infer_kinds(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Give each ``line`` a kind and drop the ``blank``s; other blocks pass as they are."""
    kept: list[RawBlock] = []
    last_section_asks = False
    for position, block in enumerate(blocks):
        if block.kind == "blank" or _BARE_MARKER.match(block.text):
            continue
        if block.kind != "line":
            kept.append(block)
            continue
        typed = _typed(block, blocks, position)
        if typed.kind == "heading":
            asks = facet_of(typed.text) == "question"
            if last_section_asks and facet_of(typed.text) is None:
                typed = replace(typed, level=3)
            else:
                last_section_asks = asks
        kept.append(typed)
    return kept


def _typed(block: RawBlock, blocks: Sequence[RawBlock], position: int) -> RawBlock:
    text = block.text
    if "\t" in text.strip():
        return replace(block, kind="table_row")
    bullet = _BULLET.match(text)
    if bullet:
        return replace(block, kind="list_item", text=text[bullet.end() :], level=1)
    number = _NUMBER.match(text)
    if number and _REVIEW_TITLE.search(text) and _is_titlelike(text):
        return replace(block, kind="heading", text=text[number.end() :], level=1)
    if number:
        return replace(block, kind="list_item", text=text[number.end() :], level=1)
    if _LETTER.match(text) and _short(text):
        return replace(block, kind="list_item", level=1)
    if _DATE_LINE.match(text):
        return replace(block, kind="paragraph")
    if _short(text) and _opens_document(blocks, position) and text[-1] not in ".,":
        return replace(block, kind="heading", level=1)
    if _is_heading(text, blocks, position):
        return replace(block, kind="heading", level=2)
    if _in_run_of_short_lines(blocks, position):
        return replace(block, kind="list_item", level=1)
    return replace(block, kind="paragraph")


def _short(text: str) -> bool:
    return len(text.split()) <= HEADING_WORDS and len(text) <= _HEADING_CHARACTERS


def _could_head(text: str) -> bool:
    """Short, opening like a title, and not closing like a sentence."""
    return (
        _short(text)
        and (text[0].isupper() or text[0].isdigit() or text[0] in "“‘'\"")
        and text[-1] not in ".,"
        and not _LIST_ENTRY_BODY.match(text)
    )


def _is_heading(text: str, blocks: Sequence[RawBlock], position: int) -> bool:
    if not _could_head(text):
        return False
    following = _next(blocks, position)
    if following is None:
        return False
    if text[-1] in ":;":
        few = len(text.split()) <= _SHORT_LEAD_IN
        return few and text[-1] == ":" and not _VERB.search(text)
    if _SECTION_NUMBER.match(text):
        return True
    opens = position == 0 or blocks[position - 1].kind == "blank"
    if facet_of(text) and not _VERB.search(text):
        return opens or not _could_head(blocks[position - 1].text) or _has_body(following)
    if _closes_a_run(blocks, position):
        return False
    return _has_body(following) or (opens and not _in_run_of_short_lines(blocks, position))


def _closes_a_run(blocks: Sequence[RawBlock], position: int) -> bool:
    """The last of three short lines or more, with an empty line after it: no heading."""
    after = blocks[position + 1 : position + 2]
    before = blocks[max(0, position - 2) : position]
    short = [b for b in before if b.kind == "line" and _is_titlelike(b.text)]
    return len(short) == _RUN - 1 and all(b.kind == "blank" for b in after)


def _opens_document(blocks: Sequence[RawBlock], position: int) -> bool:
    """Only blank lines and dates stand before the title."""
    return all(b.kind == "blank" or _DATE_LINE.match(b.text) for b in blocks[:position])


def _has_body(following: RawBlock) -> bool:
    """What follows a heading: a paragraph or a list, not another title."""
    return bool(_BULLET.match(following.text)) or not _is_titlelike(following.text)


def _is_titlelike(text: str) -> bool:
    return len(text.split()) <= _TITLE_WORDS and text[-1] not in ".!?:;,"


def _next(blocks: Sequence[RawBlock], position: int) -> RawBlock | None:
    later = (blocks[number] for number in range(position + 1, len(blocks)))
    return next((block for block in later if block.kind != "blank"), None)


def _in_run_of_short_lines(blocks: Sequence[RawBlock], position: int) -> bool:
    """A short line directly after or before another: an unmarked list of titles or fields."""
    if not _is_titlelike(blocks[position].text):
        return False
    neighbours = [blocks[i] for i in (position - 1, position + 1) if 0 <= i < len(blocks)]
    return any(n.kind == "line" and _is_titlelike(n.text) for n in neighbours)
