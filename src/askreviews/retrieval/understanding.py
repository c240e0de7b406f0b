"""From a question and its conversation to a ``Query``."""

from __future__ import annotations

from collections.abc import Sequence

from askreviews.indexing.index import Index
from askreviews.indexing.lexical import terms
from askreviews.retrieval.described import described_reviews
from askreviews.retrieval.followups import resolve
from askreviews.retrieval.names import find_named, names_of_people
from askreviews.retrieval.query import Query, facets_asked, is_topical, kind_of
from askreviews.types import Turn


def understand(index: Index, question: str, history: Sequence[Turn] = ()) -> Query:
    """Work out what is asked, of which reviews, and in which kind of way."""
    resolved = resolve(question, history, index.reviews)
    reviews = resolved.reviews
    unknown = () if resolved.followed else find_named(question, index.reviews).unknown
    unknown += _unheld_names(index, question)
    described = () if reviews or unknown else described_reviews(index, resolved.text)
    text = question if resolved.followed and described else resolved.text
    facets = facets_asked(question) or facets_asked(resolved.text)
    names = {t for name in (*(r.label for r in reviews), *unknown) for t in terms(name)}
    topical = is_topical(terms(text), names)
    return Query(
        asked=question,
        text=text,
        kind=kind_of(text, facets, len(reviews or described), topical),
        facets=facets,
        reviews=reviews or described,
        unknown=unknown,
        topical=topical,
    )


def _unheld_names(index: Index, question: str) -> tuple[str, ...]:
    """Full names none of whose words occurs in any document."""
    unheld = []
    for name in names_of_people(question):
        words = terms(name)
        if words and not any(index.document_frequency(words).values()):
            unheld.append(name)
    return tuple(unheld)
