"""A fact that the catalogue holds of the one review asked about, in the words it was read from."""

from __future__ import annotations

from collections.abc import Iterator

from askreviews.answering.selection import Pick
from askreviews.answering.slots import slots_asked
from askreviews.indexing.index import Index
from askreviews.indexing.lexical import terms
from askreviews.retrieval.held import passage_of
from askreviews.retrieval.hybrid import Scope
from askreviews.retrieval.query import FILLER, Query
from askreviews.types import Evidence, Review

# What may stand in a question for the child's age and nothing else ("how old … at the time").
_OF_AGE = FILLER | frozenset(terms("how old young age aged exactly what time incident happened"))
_OF_DEATH = frozenset(terms("die died dead death killed"))


def stated_age(index: Index, query: Query, scope: Scope) -> list[Pick]:
    """The sentence that gives the child's age, where one review is asked for that alone.

    Likeness cannot find it: "how old was" and "a 5-month-old baby" share no word. A question
    for another person's age, or with more in it, is searched for like any other.
    """
    if len(query.reviews) != 1 or slots_asked(query.text) != ("age",):
        return []
    review = query.reviews[0]
    allowed = _OF_AGE | set(terms(review.label))
    if review.outcome == "death":
        allowed |= _OF_DEATH
    if set(terms(query.text)) - allowed:
        return []
    return list(_sentence(index, review, "child_age_months", scope))


def _sentence(index: Index, review: Review, fact: str, scope: Scope) -> Iterator[Pick]:
    span = review.sources.get(fact)
    document = index.document(review.document_id)
    for segment in index.segments if span else ():
        for stored in scope.passages(segment, review):
            for unit in stored.chunk.units:
                if (unit.start, unit.end) == span:
                    text = document.text[unit.start : unit.end]
                    passage = passage_of(stored, review, digest=document.digest)
                    yield Pick(Evidence(unit, text, passage, 1.0, 1.0, 1.0), unit.start, unit.end)
