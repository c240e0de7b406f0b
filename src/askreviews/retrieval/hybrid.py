"""Hybrid search: dense and BM25 find passages, their sentences are what is ranked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter

import numpy as np

from askreviews.indexing.catalogue import StoredPassage
from askreviews.indexing.chroma_server import VectorsAwayError
from askreviews.indexing.embedding import Vectors
from askreviews.indexing.index import Index
from askreviews.indexing.rows import Rows
from askreviews.indexing.segment import Segment
from askreviews.indexing.stages import stage
from askreviews.retrieval.held import HeldPassage, HeldUnit, held_passages
from askreviews.retrieval.question_encoder import question_vectors, reads_questions
from askreviews.retrieval.words import SearchWords
from askreviews.types import Evidence, Review

# Passages that each of the two searches hands to the ranking of their sentences.
CANDIDATES = 100
# Where there are few more than that, all are looked at.
_FEW_MORE = 1.5
# Units that a search of more passages than it looks at hands on: none further down was ever shown.
_MOST_UNITS = 600
# A word in the heading or lead-in counts less than one in the sentence itself.
_CONTEXT_WORD = 0.4
_K1, _B, _MEAN_WORDS = 1.2, 0.4, 14


@dataclass(frozen=True, slots=True)
class _Weights:
    """What the three signs of a unit count for: its cosine, its passage's, and its BM25 score.

    On the development questions, weights near these differ by less than 1% in recall.
    """

    sentence: float
    passage: float
    lexical: float


_OF_A_TOPIC = _Weights(0.65, 0.1, 0.25)
# A trained question finds by meaning what BM25 was needed for before.
_OF_A_QUESTION = _Weights(0.65, 0.1, 0.2)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: passage rows by segment; None: everywhere."""

    rows: Mapping[str, Rows] | None = None

    def of(self, segment: Segment) -> Rows | None:
        """The rows of one segment."""
        if self.rows is None:
            return None
        return self.rows.get(segment.folder.name) or Rows.of((), segment.catalogue.count_written())

    def passages(self, segment: Segment, review: Review) -> Iterator[StoredPassage]:
        """Those of one review in one segment, in the review's own order."""
        held = segment.catalogue.rows_where("review_id = ?", [review.review_id])
        rows = self.of(segment)
        return segment.catalogue.passages(r for r in held if rows is None or r in rows)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A unit found: its BM25 score is still to be set against the best one found."""

    segment: str
    held: HeldPassage
    said: HeldUnit
    cosine: float
    passage_cosine: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; ``everything`` when that is every passage it may look in.

    ``by_words``: the search by meaning was away, so that passages were found by their words alone.
    """

    drafts: Sequence[_Draft]
    everything: bool
    weights: _Weights
    by_words: bool = False

    def within(self, scope: Scope) -> Found:
        """What a search of a part finds, where all of the whole was found."""
        rows = scope.rows or {}
        kept = [d for d in self.drafts if d.held.stored.row in rows.get(d.segment, ())]
        return Found(kept, True, self.weights, self.by_words)

    def evidence(self) -> list[Evidence]:
        """The units, best first: every one where all passages were found, else the best of them."""
        best = max((d.lexical for d in self.drafts), default=0.0) or 1.0
        scored = [(_score(draft, best, self.weights), draft) for draft in self.drafts]
        if not self.everything:
            scored = nlargest(_MOST_UNITS, scored, key=itemgetter(0))
        evidence = [_evidence(draft, score, draft.lexical / best) for score, draft in scored]
        return sorted(evidence, key=lambda e: (-e.score, e.passage.document_id, e.unit.start))


def search(
    index: Index, words: SearchWords, scope: Scope, limit: int = CANDIDATES, *, topic: bool = False
) -> list[Evidence]:
    """The units of the best passages, best first: see ``find_units``."""
    return find_units(index, words, scope, limit, topic=topic).evidence()


def find_units(
    index: Index, words: SearchWords, scope: Scope, limit: int = CANDIDATES, *, topic: bool = False
) -> Found:
    """The units of the best passages, in no order.

    A unit's score is a weighted sum of its own cosine, its passage's and its BM25 score
    (over the best BM25 score found), the sum that did best on SciFact and on ours; the
    sentence in its context is the unit (DESIGN.md section 6).

    Args:
        index: what to search.
        words: what for.
        scope: where.
        limit: how many passages each of the two searches hands on.
        topic: compare as the embedder does, like with like, not a question with its answers.
    """
    plain = topic or not reads_questions(index.encoder)
    if plain:
        question, weights = index.encoder.question(words.text), _OF_A_TOPIC
    else:
        question, weights = question_vectors(index.encoder, [words.text])[0], _OF_A_QUESTION
    weighted = {t: words.weights[t] * idf for t, idf in index.idf(list(words.weights)).items()}
    drafts: list[_Draft] = []
    everything, by_words = True, False
    for segment in index.segments:
        try:
            cosines, whole = _passages(segment, words, question, scope, limit)
        except VectorsAwayError:
            cosines, whole = _passages_by_words(segment, words, scope, limit)
            by_words = True
        everything = everything and whole
        with stage("units"):
            held = held_passages(index, segment, cosines)
            drafts += _drafts(segment, held, cosines, question, weighted)
    return Found(drafts, everything, weights, by_words)


def _passages(
    segment: Segment, words: SearchWords, question: Vectors, scope: Scope, limit: int
) -> tuple[dict[int, float], bool]:
    """Cosines of the passages to look at, by row (nan: found by words), and if these are all."""
    rows = scope.of(segment)
    count = segment.count if rows is None else len(rows)
    if not count:
        return {}, True
    limit = _looked_at(count, limit)
    with stage("dense"):
        cosines = segment.dense(question, limit, rows)
    if len(cosines) == count:
        return cosines, True
    with stage("lexical"):
        for row in segment.lexical(words.text, limit, rows):
            cosines.setdefault(row, math.nan)
    return cosines, False


def _looked_at(count: int, limit: int) -> int:
    """How many of so many passages are looked at."""
    return count if count <= limit * _FEW_MORE else limit


def _passages_by_words(
    segment: Segment, words: SearchWords, scope: Scope, limit: int
) -> tuple[dict[int, float], bool]:
    """The same where the search by meaning is away: all of a few passages, else those with words.

    Their sentences are ranked by meaning all the same: those vectors lie in the index.
    """
    rows = scope.of(segment)
    held = segment.held if rows is None else rows
    if len(held) <= _looked_at(len(held), limit):
        return dict.fromkeys(held, math.nan), True
    with stage("lexical"):
        return dict.fromkeys(segment.lexical(words.text, limit, rows), math.nan), False


def _drafts(
    segment: Segment, held: Sequence[HeldPassage], cosines: Mapping[int, float],
    question: Vectors, weighted: Mapping[str, float],
) -> Iterator[_Draft]:  # fmt: skip
    if not held:
        return
    firsts = [(h.stored.first_unit, len(h.units)) for h in held]
    places = np.concatenate([np.arange(first, first + count) for first, count in firsts])
    likeness = iter((np.asarray(segment.vectors[places], np.float32) @ question).tolist())
    for passage in held:
        own = [next(likeness) for _ in passage.units]
        cosine = cosines[passage.stored.row]
        cosine = sum(own) / len(own) if math.isnan(cosine) else cosine
        asked = {term: weight for term, weight in weighted.items() if term in passage.stems}
        for said, near in zip(passage.units, own, strict=True):
            lexical = _bm25(said, passage.context, asked) if asked else 0.0
            yield _Draft(segment.folder.name, passage, said, near, cosine, lexical)


def _bm25(unit: HeldUnit, context: frozenset[str], weighted: Mapping[str, float]) -> float:
    """BM25 of one unit, a word of its context counting as part of one."""
    length = 1 - _B + _B * len(unit.stems) / _MEAN_WORDS
    total = 0.0
    for term, weight in weighted.items():
        frequency = unit.stems.count(term) or (_CONTEXT_WORD if term in context else 0.0)
        if frequency:
            total += weight * frequency * (_K1 + 1) / (frequency + _K1 * length)
    return total


def _score(draft: _Draft, best: float, weights: _Weights) -> float:
    likeness = weights.sentence * draft.cosine + weights.passage * draft.passage_cosine
    return likeness + weights.lexical * draft.lexical / best


def _evidence(draft: _Draft, score: float, lexical: float) -> Evidence:
    return Evidence(
        unit=draft.said.unit,
        text=draft.said.text,
        passage=draft.held.passage,
        score=score,
        cosine=draft.cosine,
        lexical=lexical,
        lead_in=draft.held.lead_in,
        headings=draft.held.stored.chunk.headings,
        before=draft.said.before,
        introduces=draft.said.introduces,
    )
