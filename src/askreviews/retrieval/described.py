"""Which documents a question means without naming a pseudonym: by place, by date."""

from __future__ import annotations

import re

from askreviews.indexing.index import Index
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
_YEAR_REVIEW = re.compile(
    r"\b((?:19|20)\d\d)\b(?=[^.?]{0,25}\b(?:review|note|briefing|list|case))", re.I
)


def described_reviews(index: Index, question: str) -> tuple[Review, ...]:
    """The review that a place name or a date in a question points to.

    Returns:
        Nothing where the question points nowhere, or to several documents or reviews; a
        list of cases counts only where the question speaks of a list.
    """
    documents = _by_name(index, question) or _by_date(index, question)
    if len(documents) != 1:
        return ()
    found = tuple(r for r in index.reviews if r.document_id in documents)
    return found if len(found) == 1 or re.search(r"\blist\b", question, re.I) else ()


def _by_name(index: Index, question: str) -> set[str]:
    documents: set[str] | None = None
    for match in _WORD.finditer(question):
        word = match.group().lower()
        if word in MONTHS or _OF_THE_READER.search(question[: match.start()]):
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
