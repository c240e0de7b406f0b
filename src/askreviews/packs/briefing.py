"""The seven-minute briefing: seven headings, chosen to stand on one page with their footnotes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from askreviews.packs.desk import Desk
from askreviews.packs.gather import CONCERNS, Material
from askreviews.packs.model import Item, Part
from askreviews.packs.tally import counted, places_of
from askreviews.packs.wording import attribution, counted_line, facts_of, source_line
from askreviews.types import Citation, Quotable

_KEY: Final = "briefing"
HEADINGS = (
    "Background", "Safeguarding concerns", "The incident", "The review", "Findings",
    "Recommendations", "Implementing change",
)  # fmt: skip
_BY_SECTION = (
    (1, CONCERNS),
    (2, re.compile(r"\bincident|what happened|the event", re.I)),
    (3, re.compile(r"^(?:\d+\W*)?(?:about )?(?:the|this) review$|why .*\breview|terms of reference|"
                   r"methodology|scope of", re.I)),
    (6, re.compile(r"implement\w* change|\bactions?\b|if you do one thing|next steps", re.I)),
)  # fmt: skip
_BY_FACET = {
    "background": 0, "definition": 0, "finding": 4, "recommendation": 5, "action": 6, "question": 6,
}  # fmt: skip
_OF_GUIDES = (0, 6)
NOTHING = "Nothing in the documents held stands under this heading."
_CHANGE = "Choose one recommendation, and fill in a row of the action plan together."
_REVIEW, _RECOMMENDED = 3, 5
# Lines under each heading, the most; and the headings that are filled up first.
_MOST = (2, 2, 2, 1, 4, 4, 2)
_GO_ON = (4, 5, 1, 2, 0, 6, 3)
_MOST_WORDS = 55
# An A4 page in points, less margins, title and headings; and what lines on it take, in the type
# sizes of ``word``. Looked at as pictures, see docs/trainers.md.
_ROOM, _LINE, _FOOT_LINE, _GAP = 590, 14.2, 9.6, 4
_CHARACTERS, _FOOT_CHARACTERS = 92, 120


def briefing(desk: Desk, material: Material) -> Part:
    """At most a page: a line under each heading, then further ones as there is room."""
    lines: list[list[Item]] = [[] for _ in HEADINGS]
    reviewed = _reviewed(desk, material)
    lines[_REVIEW].append(reviewed)
    change = desk.session(_KEY, _CHANGE)
    room = _ROOM - _taken(desk, reviewed) - _taken(desk, change)
    shelves = _shelves(material)
    empty = [n for n, shelf in enumerate(shelves) if not shelf and n != _REVIEW]
    room -= len(empty) * _height(NOTHING, [])
    chosen: list[list[Quotable]] = [[] for _ in HEADINGS]
    for turn in range(max(_MOST)):
        for place in range(len(HEADINGS)) if turn == 0 else _GO_ON:
            if turn < min(len(shelves[place]), _MOST[place]):
                quotable = shelves[place][turn]
                needed = _height(_shown(quotable), [quotable.citation])
                if needed <= room:
                    chosen[place].append(quotable)
                    room -= needed
    for place, quotables in enumerate(chosen):
        lines[place] += [desk.quote(_KEY, _alone(q)) for q in _in_reading_order(quotables)]
    for place in empty:
        lines[place].append(desk.say(_KEY, "notice", NOTHING))
    lines[6].append(change)
    items = [
        item for heading, under in zip(HEADINGS, lines, strict=True)
        for item in (desk.say(_KEY, "heading", heading), *under)
    ]  # fmt: skip
    return Part(key=_KEY, title="Seven-minute briefing", items=tuple(items))


def _in_reading_order(quotables: Sequence[Quotable]) -> list[Quotable]:
    """What is of one document as it stands there, where its first stands."""
    documents = list(dict.fromkeys(q.citation.document_id for q in quotables))
    return sorted(
        quotables, key=lambda q: (documents.index(q.citation.document_id), q.citation.start)
    )  # fmt: skip


def _alone(quotable: Quotable) -> Quotable:
    """A page has no room for the places that say the same."""
    return Quotable(quotable.citation, quotable.kind, quotable.headings, None, quotable.themes)


def _shelves(material: Material) -> list[list[Quotable]]:
    """What may stand under each heading, in the order of use; long lines last."""
    shelves: list[list[Quotable]] = [[] for _ in HEADINGS]
    incidents = list(material.incidents.values())
    told = {(q.citation.document_id, q.citation.start) for q in incidents}
    for quotable in material.quotables:
        c = quotable.citation
        place = _heading_of(c)
        if place is None or (c.document_id, c.start) in told:
            continue
        if place == 0 and len(material.reviews) > 1 and c.review_id:
            place = 2  # of several reviews, what happened in one is the background of none
        if c.review_id or place in _OF_GUIDES:
            shelves[place].append(quotable)
    shelves[2] = [*incidents[:2], *shelves[2]]
    if not shelves[_RECOMMENDED]:  # "if you do one thing" may be all that a review recommends
        last = shelves[-1]
        shelves[_RECOMMENDED] = [q for q in last if q.citation.facet == "recommendation"]
        shelves[-1] = [q for q in last if q.citation.facet != "recommendation"]
    for shelf in shelves:
        shelf.sort(key=lambda q: len(q.citation.quote.split()) > _MOST_WORDS)
    shelves[0].sort(key=lambda q: q.kind != "sentence")
    return [_spread(shelf) for shelf in shelves]


def _heading_of(c: Citation) -> int | None:
    section = c.section or ""
    by_section = next((place for place, names in _BY_SECTION if names.search(section)), None)
    return _BY_FACET.get(c.facet or "") if by_section is None else by_section


def _spread(shelf: Sequence[Quotable]) -> list[Quotable]:
    """One line of each review before the second of any, so that a page hears several."""
    seen: dict[str, int] = {}
    turns = []
    for place, quotable in enumerate(shelf):
        source = quotable.citation.review_id or quotable.citation.document_id
        turns.append((seen.get(source, 0), place))
        seen[source] = seen.get(source, 0) + 1
    return [shelf[place] for _, place in sorted(turns)]


def _reviewed(desk: Desk, material: Material) -> Item:
    """Which reviews these are: facts of the catalogue, each with a place in its review."""
    reviews = material.speaking
    if not reviews:
        return desk.say(_KEY, "notice", "No review held speaks of this; what stands here is from "
                        "guides and other documents.")  # fmt: skip
    if len(reviews) == 1:
        return desk.computed(_KEY, facts_of(reviews[0]), places_of(material))
    return counted(desk, _KEY, material)


def _taken(desk: Desk, item: Item) -> float:
    """About how much of the page a line already made takes."""
    line = counted_line([desk.citations[n - 1] for n in item.citations])
    return _height(item.text, []) + math.ceil(len(line) / _FOOT_CHARACTERS) * _FOOT_LINE


def _shown(quotable: Quotable) -> str:
    return f"“{quotable.citation.quote}” {attribution(quotable.citation)}"


def _height(text: str, places: Sequence[Citation]) -> float:
    """About how much of the page a line takes with its footnotes, in points."""
    body = sum(math.ceil(len(line) / _CHARACTERS) for line in text.split("\n"))
    feet = sum(math.ceil(len(source_line(p)) / _FOOT_CHARACTERS) for p in places)
    return body * _LINE + _GAP + feet * _FOOT_LINE
