"""From a document's blocks to passages: one review, one heading, one facet, a few sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from askreviews.types import Audience, Block, Facet, Provenance, SourceDocument, Span, Unit

# The encoder reads 256 tokens; 130 words and their context stay below that.
MAX_WORDS = 130
_CONTEXT_WORDS = 40
_RUN_IN = re.compile(
    r"\s*(?:\b(?:includes?|including|focus(?:es)? on|are|were|is|as follows)\b\s*)?[:;]\s*$", re.I
)
_RUN_IN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage before it has a score: ``text[start:end]`` of its document, and its place."""

    document_id: str
    review_id: str | None
    start: int
    end: int
    page: int | None
    headings: tuple[str, ...]
    lead_in: Span | None
    section: str | None
    facet: Facet | None
    provenance: Provenance | None
    audience: Audience | None
    units: tuple[Unit, ...]

    @property
    def passage_id(self) -> str:
        """Unique in an index: the document and the characters."""
        return f"{self.document_id}:{self.start}-{self.end}"


def chunk(document: SourceDocument) -> Iterator[Chunk]:
    """Passages of a document in reading order.

    Each unit lies in exactly one passage; a passage never crosses from one review, heading,
    facet or page into another, and has at most ``MAX_WORDS`` words unless one unit has more.
    """
    run: list[Unit] = []
    words = 0
    for unit in document.units:
        length = len(document.text[unit.start : unit.end].split())
        if run and (words + length > MAX_WORDS or _key(document, run[-1]) != _key(document, unit)):
            yield _chunk(document, run)
            run, words = [], 0
        run.append(unit)
        words += length
    if run:
        yield _chunk(document, run)


def context_of(document: SourceDocument, piece: Chunk) -> str:
    """What a passage is encoded with: its review, its headings and its lead-in."""
    review = next((r for r in document.reviews if r.review_id == piece.review_id), None)
    label = review.label if review else document.title
    lead_in = ""
    if piece.lead_in and piece.lead_in[0] < piece.start:
        lead_in = document.text[slice(*piece.lead_in)]
    parts = dict.fromkeys(p for p in (label, *piece.headings[-2:], lead_in) if p)
    return " ".join(". ".join(parts).split()[:_CONTEXT_WORDS])


def _key(document: SourceDocument, unit: Unit) -> tuple[object, ...]:
    block = document.blocks[unit.block]
    return (
        block.review, block.headings, _lead_in(document, unit.block), block.facet,
        block.provenance, block.audience, block.page,
    )  # fmt: skip


def _lead_in(document: SourceDocument, index: int) -> Span | None:
    """A block's lead-in; the lead-in itself counts as part of the list it introduces."""
    block = document.blocks[index]
    following = document.blocks[index + 1] if index + 1 < len(document.blocks) else None
    if following and following.lead_in == (block.start, block.end):
        same = (following.facet, following.provenance) == (block.facet, block.provenance)
        return (block.start, block.end) if same else None
    return block.lead_in


def _chunk(document: SourceDocument, run: list[Unit]) -> Chunk:
    block = document.blocks[run[0].block]
    lead_in = _lead_in(document, run[0].block)
    number = block.review
    return Chunk(
        document_id=document.document_id,
        review_id=document.reviews[number - 1].review_id if number else None,
        start=run[0].start,
        end=run[-1].end,
        page=block.page,
        headings=block.headings,
        lead_in=lead_in,
        section=_section(document, block, lead_in),
        facet=block.facet,
        provenance=block.provenance,
        audience=block.audience,
        units=tuple(run),
    )


def _section(document: SourceDocument, block: Block, lead_in: Span | None) -> str | None:
    """ "Learning" for points after "Learning includes:", else the nearest heading."""
    if lead_in:
        name = _RUN_IN.sub("", document.text[slice(*lead_in)])
        if len(name.split()) <= _RUN_IN_WORDS:
            return name
    return block.headings[-1].rstrip(":… ") if block.headings else None
