"""Where a question looks: the passages that its filters and the reviews it names admit."""

from __future__ import annotations

from collections.abc import Iterable

from askreviews.indexing.index import Index
from askreviews.indexing.segment import Segment
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.hybrid import Scope
from askreviews.types import Review


def admitted(index: Index, filters: Filters) -> list[Review]:
    """The reviews of the catalogue that the filters let through, in its order."""
    if not filters.on_reviews:
        return index.reviews
    return [r for r in index.reviews if filters.admits(r, text_of(index, r))]


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


def _rows(segment: Segment, review_ids: set[str] | None, filters: Filters) -> frozenset[int]:
    conditions: list[str] = ["1"]
    values: list[object] = []
    if review_ids is not None:
        conditions.append(f"review_id IN ({','.join('?' * len(review_ids))})")
        values += sorted(review_ids)
    for key, wanted in filters.on_passages.items():
        conditions.append(f"{key} IN ({','.join('?' * len(wanted))})")
        values += wanted
    return frozenset(segment.catalogue.rows_where(" AND ".join(conditions), values))
