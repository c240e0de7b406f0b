"""A review as it stands: every unit of it in reading order, word for word."""

from __future__ import annotations

from askreviews.errors import IndexingError
from askreviews.indexing.index import Index
from askreviews.types import OutlineItem


def outline_of(index: Index, review_id: str) -> list[OutlineItem]:
    """The units of a review, each cut from the stored text at its own offsets.

    Raises:
        IndexingError: no such review is held, or its document's stored text is no longer what
            was read from the file.
    """
    review = index.review_by_id.get(review_id)
    if review is None:
        raise IndexingError(
            f"There is no review {review_id!r} in the index; 'askreviews reviews' lists "
            "what is held."
        )
    document = index.document(review.document_id)
    if not document.intact:
        raise IndexingError(
            f"The stored text of {review.document_id} is no longer what was read from the file; "
            "rebuild the index with 'askreviews index --rebuild'."
        )
    stored = (s for g in index.segments for s in g.catalogue.passages_of(review.document_id))
    items = [
        OutlineItem(
            start=unit.start,
            end=unit.end,
            text=document.text[unit.start : unit.end],
            kind=unit.kind,
            block=unit.block,
            headings=passage.chunk.headings,
            facet=passage.chunk.facet,
            provenance=passage.chunk.provenance,
            page=passage.chunk.page,
        )
        for passage in stored
        if passage.chunk.review_id == review_id
        for unit in passage.chunk.units
    ]
    return sorted(items, key=lambda item: item.start)
