"""The searches that one question needs, each made once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from askreviews.indexing.index import Index
from askreviews.indexing.stages import stage
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.hybrid import Found, Scope, find_units
from askreviews.retrieval.question_encoder import question_vectors, reads_questions
from askreviews.retrieval.scope import scope_of
from askreviews.retrieval.words import search_words
from askreviews.types import Evidence, Review

_Within = tuple[str, ...]


class Searches:
    """What was found for the texts of one question, everywhere and within reviews.

    Args:
        index: what to search.
        filters: what all the searches keep to.
    """

    def __init__(self, index: Index, filters: Filters) -> None:
        self.index = index
        self.filters = filters
        self._scopes: dict[_Within, Scope] = {}
        self._found: dict[tuple[str, _Within], Found] = {}

    @property
    def by_words(self) -> bool:
        """Whether a search went by words alone, because the search by meaning was away."""
        return any(found.by_words for found in self._found.values())

    def whole(self, reviews: Sequence[Review]) -> bool:
        """Whether searches within these reviews missed nothing for want of meaning."""
        key = tuple(r.review_id for r in reviews)
        return all(
            found.everything or not found.by_words
            for (_, within), found in self._found.items()
            if within == key
        )

    def foresee(self, texts: Iterable[str], judged: Sequence[str] = ()) -> None:
        """Encode together what is going to be searched for, and texts judged as they are."""
        searched, encoder = [search_words(text).text for text in texts], self.index.encoder
        if not reads_questions(encoder):
            encoder.questions([*judged, *searched])
            return
        with ThreadPoolExecutor(1) as beside:  # of two encoders, which two cores read at once
            found = beside.submit(question_vectors, encoder, searched)
            encoder.questions(judged)
            with stage("encode"):
                found.result()

    def scope(self, reviews: Sequence[Review] = ()) -> Scope:
        """Where to look: in these reviews, or everywhere that the filters admit."""
        key = tuple(r.review_id for r in reviews)
        if key not in self._scopes:
            self._scopes[key] = scope_of(self.index, self.filters, reviews)
        return self._scopes[key]

    def evidence(self, text: str, reviews: Sequence[Review] = ()) -> list[Evidence]:
        """Every unit of the best passages for a text, best first."""
        return self._units(text, reviews).evidence()

    def _units(self, text: str, reviews: Sequence[Review]) -> Found:
        key = text, tuple(r.review_id for r in reviews)
        if key not in self._found:
            wide = self._found.get((text, ()))
            if wide is not None and wide.everything:
                self._found[key] = wide.within(self.scope(reviews))
            else:
                words, scope = search_words(text), self.scope(reviews)
                self._found[key] = find_units(self.index, words, scope)
        return self._found[key]


def without_names(text: str, reviews: Iterable[Review], otherwise: str) -> str:
    """A text without the names of the reviews it is about: within a review its name tells nothing.

    Args:
        text: a question.
        reviews: those it is about.
        otherwise: what to search for where nothing is left.
    """
    for review in reviews:
        if review.pseudonym:
            name = rf"\b{re.escape(review.pseudonym)}(?:['’]s)?(?!\w)"
            text = re.sub(name, " ", text, flags=re.I)
    return text if re.search(r"\w{3}", text) else otherwise
