"""Where a question looks: the passages that its filters and the reviews it names admit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

from askreviews.indexing.index import Index
from askreviews.indexing.rows import Rows
from askreviews.indexing.segment import Segment
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.hybrid import Scope
from askreviews.types import Review


def admitted(index: Index, filters: Filters) -> list[Review]:
    """The reviews of the catalogue that the filters let through, in its order."""
    if not filters.on_reviews:
        return index.reviews
    return [r for r in index.reviews if filters.admits(r, partial(text_of, index, r))]


def text_of(index: Index, review: Review) -> str:
    """A review's own stretch of its document."""
    return index.document(review.document_id).text[review.start : review.end]


def scope_of(index: Index, filters: Filters, reviews: Iterable[Review] = ()) -> Scope:
    """The passages to search: those of the named reviews, among those the filters admit."""
    named = {r.review_id for r in reviews}
    if not filters and not named:
        return Scope()
    allowed = {r.review_id for r in admitted(index, filters)} if filters.on_reviews else None
    if named:
        allowed = named if allowed is None else named & allowed
    return Scope({s.folder.name: _rows(s, allowed, filters) for s in index.segments})


def _rows(segment: Segment, review_ids: set[str] | None, filters: Filters) -> Rows:
    wanted: dict[str, Collection[str]] = dict(filters.on_passages)
    if review_ids is not None:
        wanted["review_id"] = review_ids
    return segment.places.where(wanted)
