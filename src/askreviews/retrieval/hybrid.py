"""Hybrid search: dense and BM25 find passages, their sentences are what is ranked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, takewhile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from askreviews.indexing.catalogue import DocumentRecord, StoredPassage
from askreviews.indexing.embedding import Vectors
from askreviews.indexing.index import Index
from askreviews.indexing.lexical import terms
from askreviews.indexing.segment import Segment
from askreviews.retrieval.words import SearchWords
from askreviews.types import Evidence, Passage, Review, Unit

# Passages that each of the two searches hands to the ranking of their sentences.
CANDIDATES = 150
# On the development questions, weights near these differ by less than 1% in recall.
_SENTENCE, _PASSAGE, _LEXICAL = 0.65, 0.1, 0.25
# A word in the heading or lead-in counts less than one in the sentence itself.
_CONTEXT_WORD = 0.4
_SHORT_POINT = 25
_K1, _B, _MEAN_WORDS = 1.2, 0.4, 14


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: passage rows by segment; None: everywhere."""

    rows: Mapping[str, frozenset[int]] | None = None

    def of(self, segment: Segment) -> frozenset[int] | None:
        """The rows of one segment."""
        return None if self.rows is None else self.rows.get(segment.folder.name, frozenset())

    def passages(self, segment: Segment, review: Review) -> Iterator[StoredPassage]:
        """Those of one review in one segment, in the review's own order."""
        held = segment.catalogue.rows_where("review_id = ?", [review.review_id])
        rows = self.of(segment)
        return segment.catalogue.passages(r for r in held if rows is None or r in rows)


@dataclass(frozen=True, slots=True)
class _Found:
    segment: Segment
    stored: StoredPassage
    cosine: float


def search(
    index: Index, words: SearchWords, scope: Scope, limit: int = CANDIDATES
) -> list[Evidence]:
    """Every unit of the best passages, best first.

    A unit's score is a weighted sum of its own cosine, its passage's and its BM25 score
    (over the best BM25 score found), the sum that did best on SciFact and on ours; the
    sentence in its context is the unit (DESIGN.md section 6).
    """
    question = index.encoder.question(words.text)
    idf = index.idf(list(words.weights))
    found = [f for s in index.segments for f in _passages(s, words, question, scope, limit)]
    drafts = [draft for f in found for draft in _units(index, f, question, words, idf)]
    best = max((d.lexical for d in drafts), default=0.0) or 1.0
    evidence = [_scored(d, best) for d in drafts]
    return sorted(evidence, key=lambda e: (-e.score, e.passage.document_id, e.unit.start))


def _passages(
    segment: Segment, words: SearchWords, question: Vectors, scope: Scope, limit: int
) -> Iterator[_Found]:
    rows = scope.of(segment)
    if rows is not None and not rows:
        return
    cosines = dict(_dense(segment, question, rows, limit))
    for row in segment.lexical(words.text, limit, None if rows is None else sorted(rows)):
        cosines.setdefault(row, math.nan)
    for stored in segment.catalogue.passages(cosines):
        yield _Found(segment, stored, cosines[stored.row])


def _dense(
    segment: Segment, question: Vectors, rows: frozenset[int] | None, limit: int
) -> Iterator[tuple[int, float]]:
    from llama_index.core.vector_stores.types import VectorStoreQuery

    extra: dict[str, Any] = {}
    if rows is not None:
        extra["ids"] = segment.catalogue.passage_ids(rows)
    count = segment.catalogue.count_passages() if rows is None else len(rows)
    most = min(limit, count) + (segment.hidden if rows is None else 0)
    query = VectorStoreQuery(question.tolist(), similarity_top_k=most)
    result = segment.store.query(query, **extra)
    for node, similarity in zip(result.nodes or (), result.similarities or (), strict=True):
        # The store reports exp(-distance), and the distance is 1 - cosine.
        yield int(node.metadata["row"]), 1 + math.log(max(similarity, 1e-9))


@dataclass(frozen=True, slots=True)
class _Draft:
    unit: Unit
    text: str
    lead_in: str | None
    stored: StoredPassage
    passage: Passage
    cosine: float
    passage_cosine: float
    lexical: float
    before: Unit | None
    introduces: tuple[Unit, ...]


def _units(
    index: Index, found: _Found, question: Vectors, words: SearchWords, idf: Mapping[str, float]
) -> Iterator[_Draft]:
    stored = found.stored
    document = index.document(stored.chunk.document_id)
    review = index.review_by_id.get(stored.chunk.review_id or "")
    passage = passage_of(stored, document, review)
    first, last = stored.first_unit, stored.first_unit + len(stored.chunk.units)
    vectors: NDArray[np.float32] = np.asarray(found.segment.vectors[first:last], np.float32)
    cosines = vectors @ question
    passage_cosine = float(cosines.mean()) if math.isnan(found.cosine) else found.cosine
    lead_in = document.text[slice(*stored.chunk.lead_in)] if stored.chunk.lead_in else None
    context = set(terms(" ".join((*stored.chunk.headings, lead_in or "", passage.review or ""))))
    before: Unit | None = None
    for place, (unit, cosine) in enumerate(zip(stored.chunk.units, cosines, strict=True)):
        text = document.text[unit.start : unit.end]
        lexical = _bm25(terms(text), context, words.weights, idf)
        near = before if before and before.block == unit.block else None
        yield _Draft(
            unit, text, lead_in, stored, passage, float(cosine), passage_cosine, lexical, near,
            _introduced(stored.chunk.units[place:], document.text),
        )  # fmt: skip
        before = unit


def _introduced(units: Sequence[Unit], text: str) -> tuple[Unit, ...]:
    """The short points after a sentence that ends in a colon."""
    first, *rest = units
    if text[first.start : first.end][-1:] not in ":;":
        return ()
    short = (u.kind == "point" and len(text[u.start : u.end].split()) <= _SHORT_POINT for u in rest)
    return tuple(compress(rest, takewhile(bool, short)))


def _bm25(
    unit: Sequence[str], context: set[str], weights: Mapping[str, float], idf: Mapping[str, float]
) -> float:
    """BM25 of one unit, a word of its context counting as part of one."""
    length = 1 - _B + _B * len(unit) / _MEAN_WORDS
    total = 0.0
    for term, weight in weights.items():
        frequency = unit.count(term) or (_CONTEXT_WORD if term in context else 0.0)
        if frequency:
            total += weight * idf[term] * frequency * (_K1 + 1) / (frequency + _K1 * length)
    return total


def _scored(draft: _Draft, best: float) -> Evidence:
    lexical = draft.lexical / best
    score = _SENTENCE * draft.cosine + _PASSAGE * draft.passage_cosine + _LEXICAL * lexical
    return Evidence(
        unit=draft.unit,
        text=draft.text,
        passage=draft.passage,
        score=score,
        cosine=draft.cosine,
        lexical=lexical,
        lead_in=draft.lead_in,
        headings=draft.stored.chunk.headings,
        before=draft.before,
        introduces=draft.introduces,
    )


def passage_of(stored: StoredPassage, document: DocumentRecord, review: Review | None) -> Passage:
    """A stored passage as it is shown."""
    piece = stored.chunk
    return Passage(
        document_id=piece.document_id,
        review_id=piece.review_id,
        review=review.label if review else None,
        section=piece.section,
        facet=piece.facet,
        provenance=piece.provenance,
        digest=document.digest,
        page=piece.page,
        start=piece.start,
        end=piece.end,
        text=document.text[piece.start : piece.end],
        audience=piece.audience,
        passage_id=piece.passage_id,
    )
