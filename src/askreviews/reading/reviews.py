"""Which reviews a document holds: one, or each titled entry of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from askreviews.reading.entries import EntryReader
from askreviews.reading.stated import OF_ALL, override, stated
from askreviews.reading.stretches import stretches
from askreviews.reading.structure import Structure
from askreviews.types import Block, Review


def find_reviews(
    document_id: str, title: str, structure: Structure, metadata: Mapping[str, Any]
) -> tuple[tuple[Block, ...], tuple[Review, ...]]:
    """Work out the reviews of a document and give each block its review's number.

    Front matter overrides what is read; ``review: null`` in it says that the document is
    about no one review: the blocks of a guide belong to none, those of a list to its entries.
    """
    parts = stretches(title, structure)
    if "review" in metadata and metadata["review"] is None and len(parts) == 1:
        return structure.blocks, ()
    if len(parts) > 1:
        metadata = {key: value for key, value in metadata.items() if key in OF_ALL}
    fields = stated(metadata)
    blocks = list(structure.blocks)
    reviews = []
    for number, stretch in enumerate(parts, 1):
        for index in range(stretch.first, stretch.last):
            blocks[index] = _in_review(blocks[index], number, listed=stretch.listed)
        read = EntryReader(stretch).review(f"{document_id}#{number}", document_id)
        reviews.append(override(read, fields))
    return tuple(blocks), tuple(reviews)


def _in_review(block: Block, number: int, *, listed: bool) -> Block:
    """A block of a review; what opens an entry of a list, before any lead-in, tells the case."""
    opens = listed and block.kind == "paragraph" and block.facet is None
    return replace(block, review=number, facet="background" if opens else block.facet)
