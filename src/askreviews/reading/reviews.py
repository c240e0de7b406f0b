"""Which reviews a document holds: one, or each titled entry of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from askreviews.reading.entries import EntryReader, Stretch
from askreviews.reading.facts import ages, review_type_of
from askreviews.reading.pseudonyms import pseudonym_in_title
from askreviews.reading.structure import Structure
from askreviews.types import Block, Review

_MIN_LIST = 2


def find_reviews(
    document_id: str, title: str, structure: Structure, metadata: Mapping[str, Any]
) -> tuple[tuple[Block, ...], tuple[Review, ...]]:
    """Work out the reviews of a document and give each block its review's number.

    Front matter overrides what is read; ``review: null`` in it says that the document is
    about no one review (a guide), and its blocks belong to none.
    """
    if "review" in metadata and metadata["review"] is None:
        return structure.blocks, ()
    stretches = _stretches(title, structure)
    blocks = list(structure.blocks)
    reviews = []
    for number, stretch in enumerate(stretches, 1):
        for index in range(stretch.first, stretch.last):
            blocks[index] = _in_review(blocks[index], number, listed=stretch.listed)
        read = EntryReader(structure, stretch).review(f"{document_id}#{number}", document_id)
        reviews.append(override(read, metadata) if len(stretches) == 1 else read)
    return tuple(blocks), tuple(reviews)


def _in_review(block: Block, number: int, *, listed: bool) -> Block:
    """A block of a review; what opens an entry of a list, before any lead-in, tells the case."""
    opens = listed and block.kind == "paragraph" and block.facet is None
    return replace(block, review=number, facet="background" if opens else block.facet)


def _stretches(title: str, structure: Structure) -> list[Stretch]:
    """One stretch for each titled entry of a list, else one for the whole document."""
    entries = [
        index
        for index, block in enumerate(structure.blocks)
        if block.kind == "heading"
        and review_type_of(words := structure.text[block.start : block.end])
        and pseudonym_in_title(words)
    ]
    if len(entries) < _MIN_LIST:
        return [Stretch(0, len(structure.blocks), title, listed=False)]
    ends = [*entries[1:], len(structure.blocks)]
    titles = [structure.text[structure.blocks[i].start : structure.blocks[i].end] for i in entries]
    return [Stretch(*where, listed=True) for where in zip(entries, ends, titles, strict=True)]


def override(review: Review, metadata: Mapping[str, Any]) -> Review:
    """The review with what its front matter or side-car states, null meaning not stated."""
    stated: dict[str, Any] = {}
    for name in ("publisher", "published", "review_type", "outcome", "case_id", "incident_date",
                 "population", "scheme"):  # fmt: skip
        if name in metadata:
            stated[name] = None if metadata[name] is None else str(metadata[name])
    if metadata.get("review"):
        stated["label"] = stated["pseudonym"] = str(metadata["review"])
    if "child_age" in metadata:
        stated["child_age_months"] = _age_stated(metadata["child_age"])
    if "harm" in metadata:
        harm = metadata["harm"] or ()
        stated["harm"] = (harm,) if isinstance(harm, str) else tuple(map(str, harm))
    if metadata.get("provenance") == "digest":
        stated["digest"] = True
    return review.model_copy(update=stated)


def _age_stated(value: object) -> float | None:
    if value is None:
        return None
    return next((months for months, _ in ages(f"{value} old")), None)
