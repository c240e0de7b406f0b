"""From a question and its conversation to a ``Query``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from askreviews.indexing.index import Index
from askreviews.indexing.lexical import terms
from askreviews.retrieval.described import described_reviews
from askreviews.retrieval.followups import resolve
from askreviews.retrieval.names import find_named, names_of_people
from askreviews.retrieval.query import Kind, Query, facets_asked, is_topical, kind_of
from askreviews.retrieval.question_model import question_probabilities
from askreviews.types import Facet, Turn

_WIDE = ("theme", "good_practice", "questions_for_team", "comparison")
_FACET_KINDS: tuple[tuple[str, Facet], ...] = (
    ("good_practice", "good_practice"),
    ("questions_for_team", "question"),
)
_SURE = 0.6


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
    kind = kind_of(text, facets, len(reviews or described), topical)
    chances = question_probabilities(index.encoder, text, "kind")
    if kind in ("fact", "theme"):
        kind = _kind_by_meaning(chances, kind)
    facets = facets or _facets_by_meaning(chances)
    return Query(
        asked=question,
        text=text,
        kind=kind,
        facets=facets,
        reviews=reviews or described,
        unknown=unknown,
        topical=topical,
    )


def _kind_by_meaning(chances: Mapping[str, float], by_phrase: Kind) -> Kind:
    """Fact, theme, term or quotation, as the whole question sounds."""
    if not chances:
        return by_phrase
    for kind in ("term", "quotation"):
        if chances[kind] > _SURE:
            return kind
    wide = sum(chances[kind] for kind in _WIDE)
    return "theme" if wide > chances["fact"] else "fact"


def _facets_by_meaning(chances: Mapping[str, float]) -> tuple[Facet, ...]:
    return tuple(facet for kind, facet in _FACET_KINDS if chances.get(kind, 0.0) > _SURE)


def _unheld_names(index: Index, question: str) -> tuple[str, ...]:
    """Full names none of whose words occurs in any document."""
    unheld = []
    for name in names_of_people(question):
        words = terms(name)
        if words and not any(index.document_frequency(words).values()):
            unheld.append(name)
    return tuple(unheld)
