"""What a document says of itself: kind of review, publisher, date, nation, whom it is about."""

from __future__ import annotations

import re

from askreviews.reading.facts import dates, is_a_date, review_type_of
from askreviews.reading.outcomes import is_general
from askreviews.reading.stretches import Stretch
from askreviews.types import Span

Found = tuple[str, Span] | None
_BRIEFING_HEADINGS = ("background", "safeguarding concerns", "incident", "review", "findings",
                      "recommendations", "implementing change")  # fmt: skip
_LONGEST_DATE = 40  # characters
_BEFORE = 200  # characters about a date that are looked at
_OPENING = 10
_EDGE = 4
_BODY = (
    r"(?:[A-Z][\w’'-]+,? (?:(?:and|&|of|with) )?){1,6}(?:Safeguarding (?:Children|Adults?|Child)"
    r"(?:’s|'s)? (?:Partnership|Board)|Community Safety Partnership|Child Protection Committee|"
    r"Adult (?:Support and )?Protection Committee)"
)
_PUBLISHER = re.compile(
    rf"\b({_BODY}|NSPCC)\b[^.]{{0,40}}\bpublish|[Pp]ublished by:? (?:the )?([A-Z][^.,;()]{{3,80}})"
)
_WHOLE_BODY = re.compile(rf"^(?:The )?{_BODY}$")
_PUBLISHED_ON = re.compile(
    r"^(?:(?:date (?:of publication|published)|publication date|published(?: on| in)?|date|issued)"
    r"\b[:\s]*)(?=\d|[A-Z])|"
    r"\bthis (?:\w+ ){1,5}(?:was|is) (?:first )?published (?:on|in) (?:\w+ )?$",
    re.I,
)
_AT_THE_END = re.compile(r"[–—,(|:-]\s*$")
_CALLED = re.compile(r"\bthis\b|\b(?:of|into|on|for|about|concerning)\b", re.I)
_ADULTS = {
    "SAR": "safeguarding adults review",
    "DHR/DARDR": "domestic homicide review",
}
_CHILDREN = (
    "LCSPR", "SCR (England, before 2019)", "child practice review (Wales)",
    "case management review (NI)",
)  # fmt: skip
_OF_ADULTS = (
    ("safeguarding adults review", re.compile(r"\bsafeguarding adults? review\b", re.I)),
    ("domestic homicide review",
     re.compile(r"\bdomestic (?:homicide|abuse related death) review\b", re.I)),
)  # fmt: skip
_OF_CHILDREN = re.compile(
    r"\b(?:Child|Baby|Infant) [‘'“\"]?[A-Z]{1,3}\b|(?i:\bsafeguarding (?:of )?child(?:ren)?\b|"
    r"\bchild (?:safeguarding|protection)\b|\bchildren['’]s social care\b|"
    r"\b(?:an?|the|this) (?:[\w-]+ ){0,4}(?:baby|infant|child|boy|girl)\b|\bsiblings\b)"
)
_NATION_OF_TYPE = {
    "LCSPR": "England",
    "SCR (England, before 2019)": "England",
    "child practice review (Wales)": "Wales",
    "learning review / SCR (Scotland)": "Scotland",
    "case management review (NI)": "Northern Ireland",
}
_NATIONS = {
    "England": re.compile(
        r"\bWorking Together to Safeguard Children\b|\b(?:National|Child Safeguarding Practice "
        r"Review) Panel\b|\bChildren and Social Work Act\b|\bKeeping Children Safe in Education\b|"
        r"\b(?:in|to|within|across) England\b(?! and)|\bCare Act 2014\b|"
        r"(?i:\blocal (?:child safeguarding|safeguarding children) practice review\b)|\bLCSPR\b"
    ),
    "Wales": re.compile(
        r"\bWell-?being \(Wales\) Act\b|\bWales Safeguarding Procedures\b|"
        r"\bSingle Unified Safeguarding Review\b|(?i:\b(?:child|adult) practice review\b)|"
        r"(?<!and )\b(?:in|to|within|across) Wales\b"
    ),
    "Scotland": re.compile(
        r"\bNational Guidance for Child Protection in Scotland\b|\(Scotland\) Act\b|"
        r"\bChild Protection Committee\b|\bGetting It Right for Every Child\b|\bGIRFEC\b|"
        r"\bCare Inspectorate\b(?! Wales)|\b(?:in|to|within|across) Scotland\b"
    ),
    "Northern Ireland": re.compile(
        r"\(Northern Ireland\) (?:Order|Act)\b|\bSafeguarding Board for Northern Ireland\b|"
        r"\bSBNI\b|\bCo-operating to Safeguard Children\b|"
        r"\b(?:in|to|within|across) Northern Ireland\b"
    ),
}


def names_a_body(words: str) -> bool:
    """Whether words are the name of a partnership, board or committee and nothing else."""
    return bool(_WHOLE_BODY.match(words))


class Imprint:
    """Reads what one stretch says of the document that it is, each with its span."""

    def __init__(self, stretch: Stretch) -> None:
        self.stretch = stretch
        self.text = stretch.structure.text

    def review_type(self) -> Found:
        """The kind of review, by its boxes, its title or what it calls itself."""
        headings = [b for b in self.stretch.blocks if b.kind == "heading"]
        names = [self.stretch.words(b).lower() for b in headings]
        boxes = [
            next((i for i, n in enumerate(names) if box in n), -1) for box in _BRIEFING_HEADINGS
        ]
        if sum(box >= 0 for box in boxes) >= len(_BRIEFING_HEADINGS) - 1:
            first = headings[min(box for box in boxes if box >= 0)]
            return "7-minute briefing", (first.start, first.end)
        titled, head = review_type_of(self.stretch.title), self.stretch.head
        if titled and head:
            return titled, head
        return None if self.stretch.listed else self._type_in_sentences()

    def _type_in_sentences(self) -> Found:
        """ "This serious case review …", "a rapid review of the care …", in the opening."""
        sentences = [u for u in self.stretch.units if not is_general(self.stretch.words(u))]
        for unit in sentences[:_OPENING]:
            words = self.stretch.words(unit)
            found = review_type_of(words)
            if found and _CALLED.search(words):
                return found, (unit.start, unit.end)
        return None

    def publisher(self) -> Found:
        """Who published it: as a sentence says, or a body's name alone at the head or foot."""
        if self.stretch.listed:
            return None
        for unit in self.stretch.units:
            match = _PUBLISHER.search(self.stretch.words(unit))
            if match:
                name = re.sub(r"^The ", "", (match[1] or match[2]).strip())
                return name, (unit.start, unit.end)
        for block in (*self.stretch.blocks[:_EDGE], *self.stretch.blocks[-_EDGE:]):
            words = self.stretch.words(block)
            if names_a_body(words):
                return words.removeprefix("The "), (block.start, block.end)
        return None

    def published(self) -> Found:
        """The date that stands alone, after "Published", or at the end of a title."""
        blocks = self.stretch.structure.blocks
        for place, block in enumerate([*blocks[:_OPENING], *blocks[-_EDGE:]]):
            words = self.text[block.start : block.end]
            is_date = len(words) <= _LONGEST_DATE and is_a_date(words)
            for date, (start, end) in dates(words):
                before = words[max(0, start - _BEFORE) : start]
                alone = is_date and place < _EDGE
                listed = self.stretch.listed and place < _EDGE // 2
                titled = block.kind == "heading" and place < _EDGE and _AT_THE_END.search(before)
                closing = titled and not words[end : end + _BEFORE].strip(" )")
                if alone or listed or closing or _PUBLISHED_ON.search(before):
                    return date, (block.start + start, block.start + end)
        return None

    def population(self, review_type: Found) -> tuple[str, str, Span] | None:
        """Whom it is about and under which scheme, and the words that say so."""
        if review_type and review_type[0] in _ADULTS:
            return "adults", _ADULTS[review_type[0]], review_type[1]
        if review_type and review_type[0] in _CHILDREN:
            return "children", "child safeguarding", review_type[1]
        places = [self.stretch.head] if self.stretch.head else []
        places += [(u.start, u.end) for u in self.stretch.units]
        for scheme, pattern in _OF_ADULTS:
            for span in places[:_OPENING]:
                if pattern.search(self.text[slice(*span)]):
                    return "adults", scheme, span
        for span in places:
            if _OF_CHILDREN.search(self.text[slice(*span)]):
                return "children", "child safeguarding", span
        return None

    def nation(self, review_type: Found) -> Found:
        """The nation whose scheme, law or name is stated; None where there are several."""
        if review_type and review_type[0] in _NATION_OF_TYPE:
            return _NATION_OF_TYPE[review_type[0]], review_type[1]
        found: dict[str, Span] = {}
        for unit in self.stretch.units:
            for nation, pattern in _NATIONS.items():
                if nation not in found and pattern.search(self.stretch.words(unit)):
                    found[nation] = (unit.start, unit.end)
        return next(iter(found.items())) if len(found) == 1 else None
