"""What was found for a question, or for one part of it, and whether that settles it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from askreviews.answering.answerability import features, packaged_model
from askreviews.answering.compose import facet_units
from askreviews.answering.ranking import rank, speaks_of_the_term
from askreviews.answering.selection import Pick, select
from askreviews.answering.stated import stated_age
from askreviews.indexing.index import Index
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.hybrid import search
from askreviews.retrieval.query import Query
from askreviews.retrieval.scope import scope_of
from askreviews.retrieval.words import search_words
from askreviews.types import Evidence

# Facets that a document either has or has not: their absence is the answer.
_OWN_SECTION = {
    "good_practice": "good practice",
    "question": "questions for discussion",
    "action": "actions",
    "recommendation": "recommendations",
}
# Not from the model: no review of that name, no such section, the whole section asked for
# or the very fact that the catalogue was read from.
_UNHELD, _ABSENT, _WHOLE_SECTION, _NOTHING = 0.02, 0.05, 0.97, 0.01


@dataclass
class Part:
    """One part of a question with what was found for it.

    ``signs`` are the features that ``probability`` was made from, empty where a rule
    decided; ``absent`` names a section that the review asked about does not have.
    """

    query: Query
    ranked: list[Evidence]
    elsewhere: list[Evidence]
    probability: float
    absent: str | None = None
    picks: list[Pick] = field(default_factory=list)
    signs: Mapping[str, float] = field(default_factory=dict)

    @property
    def settled(self) -> bool:
        """Whether what was found is shown as an answer."""
        return self.probability >= packaged_model().threshold and bool(self.picks)


def find(index: Index, query: Query, filters: Filters, max_words: int) -> Part:
    """Search for one part of a question and judge what was found."""
    words = search_words(_without_names(query))
    everywhere = rank(query, search(index, words, scope_of(index, filters)))
    ranked, elsewhere = everywhere, list[Evidence]()
    scope = scope_of(index, filters, query.reviews)
    if query.reviews:
        asked = {r.review_id for r in query.reviews}
        ranked = rank(query, search(index, words, scope))
        elsewhere = [e for e in everywhere if e.passage.review_id not in asked]
    if query.unknown and not query.reviews:
        return Part(query, ranked, elsewhere, _UNHELD)
    absent = _absent_section(query, ranked)
    if absent:
        return Part(query, ranked, elsewhere, _ABSENT, absent)
    listed = [] if query.topical else facet_units(index, query, scope)
    if listed:
        return Part(query, ranked, elsewhere, _WHOLE_SECTION, picks=listed)
    stated = stated_age(index, query, scope)
    if stated:
        return Part(query, ranked, elsewhere, _WHOLE_SECTION, picks=stated)
    wordless = not (words.own or query.facets or query.reviews)  # "???", "what of it"
    if not ranked or wordless:
        return Part(query, [] if wordless else ranked, elsewhere, _NOTHING)
    signs = features(index, query, words, ranked, elsewhere)
    probability = round(packaged_model().probability(signs), 4)
    picks = select(query, [e for e in ranked if speaks_of_the_term(query, e)], max_words)
    if not picks:
        probability = min(probability, _ABSENT)
    return Part(query, ranked, elsewhere, probability, picks=picks, signs=signs)


def _without_names(query: Query) -> str:
    """The question without the names it is about: within a review its name tells nothing."""
    text = query.text
    for review in query.reviews:
        if review.pseudonym:
            text = re.sub(
                rf"\b{re.escape(review.pseudonym)}(?:['’]s)?(?!\w)", " ", text, flags=re.I
            )
    return text if re.search(r"\w{3}", text) else query.text


def _absent_section(query: Query, ranked: Sequence[Evidence]) -> str | None:
    """The name of the section asked for, where the one review asked about has none."""
    if len(query.reviews) != 1 or not query.facets:
        return None
    facet = query.facets[0]
    name = _OWN_SECTION.get(facet)
    if name is None or any(e.passage.facet == facet for e in ranked):
        return None
    return None if any(_speaks_of(name, e) for e in ranked) else name


def _speaks_of(section: str, evidence: Evidence) -> bool:
    """Whether a finding or background sentence speaks of it under another heading."""
    return section in evidence.text.lower() and evidence.passage.facet != "action"
