"""Which documents a question means without naming a pseudonym: by place, by date."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from askreviews.indexing.index import Index
from askreviews.indexing.lexical import terms
from askreviews.reading.facts import MONTHS, dates
from askreviews.types import Review

_WORD = re.compile(r"[A-Za-z]{4,}")
# "I'm a social worker in Oxfordshire" says where the reader is, not which review is meant.
_OF_THE_READER = re.compile(
    r"\b(?:i['’]?m|i am|we(?:['’]re| are)?|i work|based|here|working)\b[^.?!,;]*?\b(?:in|at|for|"
    r"from)\s+"
    r"(?:\w+\s+)?$",
    re.I,
)
# "Thornmere's safer sleep guide" is no review, though Thornmere published some.
_OF_GUIDANCE = re.compile(r"['’]s? (?:\w+ ){0,4}(?:guide|guidance|toolkit|handbook)\b", re.I)
_SPEAKS_OF_A_REVIEW = re.compile(r"\b(?:reviews?|case|briefing|note|summary|learning|one)\b", re.I)
_NAMED = re.compile(r"^(?:child|baby|infant|young person|adult|family) \w{1,4}$|^\w+$", re.I)
_BODY = frozenset(
    terms(
        "safeguarding children child adults partnership board trust council local practice "
        "rapid serious case review learning briefing summary note report"
    )
)
# A name written small ("oxfordshire") counts from this length on: "info" is no name.
_LONG_NAME = 6
_NOT_NAMES = frozenset((*MONTHS, *"england english wales scotland britain british asia".split()))
_YEAR_REVIEW = re.compile(
    r"(?:\b(?:review|note|briefing|list) (?:of|from) |\b(?=\d{4}\b[^.?]{0,25}\b(?:review|note|"
    r"briefing|list|case)))((?:19|20)\d\d)\b",
    re.I,
)


def described_reviews(index: Index, question: str) -> tuple[Review, ...]:
    """The review that a place name or a date in a question points to.

    Returns:
        Nothing where the question points nowhere, or to several documents or reviews; a
        list of cases counts only where the question speaks of a list.
    """
    if _OF_GUIDANCE.search(question):
        return ()
    titled = _by_publisher(index, question) or _by_title(index, question)
    if titled:
        return titled
    documents = _by_name(index, question) or _by_date(index, question)
    if len(documents) != 1:
        return ()
    found = tuple(r for r in index.reviews if r.document_id in documents)
    return found if len(found) == 1 or re.search(r"\blist\b", question, re.I) else ()


def _by_publisher(index: Index, question: str) -> tuple[Review, ...]:
    """Reviews of a publisher whose place the question names ("the East Sussex briefing")."""
    asked = set(terms(question))
    for publisher in {r.publisher for r in index.reviews if r.publisher}:
        place = _place_of(publisher)
        if place and asked.issuperset(place):
            start = question.lower().find(publisher.split()[0].lower())
            if not _OF_THE_READER.search(question[: max(start, 0)]):
                return tuple(r for r in index.reviews if r.publisher == publisher)
    return ()


@lru_cache(4096)
def _place_of(publisher: str) -> frozenset[str]:
    return frozenset(t for t in terms(publisher) if t not in _BODY)


def _by_title(index: Index, question: str) -> tuple[Review, ...]:
    """The one review without a pseudonym whose title shares two words running with this."""
    if not _SPEAKS_OF_A_REVIEW.search(question):
        return ()
    asked = _pairs(question)
    found = [r for r in index.reviews if _pairs(r.label) & asked and not _NAMED.match(r.label)]
    return tuple(found) if len(found) == 1 else ()


@lru_cache(16384)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    """Neighbouring stems that are particular to a title."""
    stems = [t for t in terms(text) if t not in _BODY]
    return frozenset(pairwise(stems))


def _by_name(index: Index, question: str) -> set[str]:
    documents: set[str] | None = None
    for match in _WORD.finditer(question):
        word = match.group().lower()
        small = match.group().islower() and len(word) < _LONG_NAME
        if small or word in _NOT_NAMES or _OF_THE_READER.search(question[: match.start()]):
            continue
        holders = index.documents_naming(word)
        if holders and len(holders) * 3 <= max(3, index.info.documents):
            documents = set(holders) if documents is None else documents & holders
    return documents or set()


def _by_date(index: Index, question: str) -> set[str]:
    stated = [date for date, _ in dates(question)]
    stated += [m[1] for m in _YEAR_REVIEW.finditer(question)]
    return {r.document_id for r in index.reviews for d in stated if _within(r.published, d)}


def _within(published: str | None, date: str) -> bool:
    return published is not None and published.startswith(date)
