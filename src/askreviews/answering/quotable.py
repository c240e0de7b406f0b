"""What of the documents is fit to be quoted: of a topic, of a review, or at a given place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from askreviews.answering.draft import citation, verified
from askreviews.answering.ranking import DISCLAIMS, describes_itself, rank
from askreviews.answering.selection import LEANS_BACK, alike, source_of
from askreviews.errors import IndexingError
from askreviews.indexing.index import Index
from askreviews.indexing.lexical import terms
from askreviews.reading.taxonomy import taxonomy
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.held import passage_of
from askreviews.retrieval.hybrid import Scope, search
from askreviews.retrieval.query import Query
from askreviews.retrieval.scope import scope_of
from askreviews.retrieval.words import search_words
from askreviews.types import Evidence, Quotable, Unit

_MIN_WORDS = 4
# Shares of the best score: a unit with most of the topic's words, and one that is only like it;
# looked at over twenty topics of the starter collection.
_HAS_ITS_WORDS, _IS_LIKE_IT = 0.45, 0.62
_LIKE = 0.5
_MOST_OF_IT = 0.5
_JOINTS = re.compile(r",|;|/|&|\band\b|\bor\b", re.I)
_MOST_SUBJECTS = 4


def quotables_on(index: Index, topic: str, filters: Filters, limit: int) -> list[Quotable]:
    """Sentences and points on a topic, best first; what repeats one of them is cited with it.

    Kept are units that name the topic's theme, units near the best that hold most of its words
    (by idf), and those that are very like it. Reviews come before guides that retell them.
    """
    scope = scope_of(index, filters)
    near: dict[tuple[str, int], Evidence] = {}
    for subject in _subjects(topic):
        for evidence in _near(index, subject, scope):
            place = (evidence.passage.document_id, evidence.unit.start)
            if place not in near or near[place].score < evidence.score:
                near[place] = evidence
    ranked = sorted(near.values(), key=lambda e: -e.score)[: 3 * limit]
    chosen = _without_twins(sorted(ranked, key=lambda e: e.passage.review_id is None))
    chosen.sort(key=lambda pair: -pair[0].score)
    made = (_of_evidence(index, evidence, also) for evidence, also in chosen[:limit])
    return [quotable for quotable in made if verified(index, quotable.citation)]


def _subjects(topic: str) -> list[str]:
    """A topic, and its parts where it joins several by "and" or commas."""
    parts = [part.strip() for part in _JOINTS.split(topic) if part and part.strip()]
    return list(dict.fromkeys([topic, *parts]))[:_MOST_SUBJECTS]


def _near(index: Index, topic: str, scope: Scope) -> Iterator[Evidence]:
    """What is on one subject, and can stand by itself."""
    found = search(index, search_words(topic), scope, topic=True)
    asking = [e for e in found if e.passage.facet == "question" and e.text.endswith("?")]
    ranked = [*rank(Query(topic, topic, "theme"), found), *asking]
    best = max((e.score for e in ranked), default=0.0)
    subject = _Subject.of(index, topic)
    yield from (e for e in ranked if _fit(e.text, e.unit) and subject.keeps(e, best))


def quotables_of(index: Index, review_id: str) -> list[Quotable]:
    """What a review says that can stand by itself, in its own order.

    Raises:
        IndexingError: no such review is held.
    """
    review = index.review_by_id.get(review_id)
    if review is None:
        raise IndexingError(
            f"There is no review {review_id!r} in the index; 'askreviews reviews --json' lists "
            "their ids."
        )
    document = index.document(review.document_id)
    found: list[Quotable] = []
    for segment in index.segments:
        for stored in segment.catalogue.passages_of(review.document_id):
            if stored.chunk.review_id != review_id:
                continue
            passage = passage_of(stored, review, digest=document.digest)
            span = stored.chunk.lead_in
            lead_in = document.text[slice(*span)] if span else None
            start, block = 0, -1
            for unit in stored.chunk.units:
                text = document.text[unit.start : unit.end]
                if unit.block != block or not LEANS_BACK.match(text):
                    start, block = unit.start, unit.block
                if _fit(text, unit):
                    place = citation(index, passage, (start, unit.end))
                    found.append(Quotable(place, unit.kind, stored.chunk.headings, lead_in,
                                          _themes(place.quote)))  # fmt: skip
    return [q for q in _unnested(found) if verified(index, q.citation)]


def quotable_at(index: Index, document_id: str, start: int, end: int) -> Quotable:
    """A stretch of a document, as what stands in the section that it begins in.

    Raises:
        IndexingError: no such document is held, or its text has no such stretch.
    """
    document = index.document(document_id)
    if not 0 <= start < end <= len(document.text):
        raise IndexingError(f"{document_id} has no characters {start}:{end}.")
    held = [
        passage for segment in index.segments
        for passage in segment.catalogue.passages_of(document_id) if passage.chunk.start <= start
    ]  # fmt: skip
    if not held:  # before the first passage: a title
        raise IndexingError(f"The characters {start}:{end} of {document_id} are no text of it.")
    nearest = max(held, key=lambda passage: passage.chunk.start)
    piece = nearest.chunk
    review = index.review_by_id.get(piece.review_id or "")
    place = citation(index, passage_of(nearest, review, digest=document.digest), (start, end))
    if not verified(index, place):
        raise IndexingError(f"The characters {start}:{end} of {document_id} are of two reviews.")
    return Quotable(place, "sentence", piece.headings, None, _themes(place.quote))


@dataclass(frozen=True)
class _Subject:
    """What a topic is about: its themes in the taxonomy, and its words with their idf."""

    themes: tuple[str, ...]
    weights: dict[str, float]

    @classmethod
    def of(cls, index: Index, topic: str) -> _Subject:
        """Read a topic."""
        known = taxonomy()
        themes = tuple(k for k, pattern in known.asked_themes.items() if pattern.search(topic))
        return cls(themes, index.idf(list(search_words(topic).own)))

    def keeps(self, evidence: Evidence, best: float) -> bool:
        """Whether a unit is on the topic."""
        if any(taxonomy().themes[key].count(evidence.text) for key in self.themes):
            return True
        if self._mostly_in(evidence.text):
            return evidence.score >= _HAS_ITS_WORDS * best
        return evidence.cosine >= _LIKE and evidence.score >= _IS_LIKE_IT * best

    def _mostly_in(self, text: str) -> bool:
        said, total = set(terms(text)), sum(self.weights.values())
        share = sum(weight for word, weight in self.weights.items() if word in said)
        return bool(total) and share >= _MOST_OF_IT * total


def _fit(text: str, unit: Unit) -> bool:
    """Whether a unit can stand by itself: no lead-in, no remark of a document on itself."""
    if unit.kind in ("lead_in", "table_row") or len(text.split()) < _MIN_WORDS:
        return False
    if not all(c.isprintable() or c.isspace() for c in text):
        return False  # what a damaged font left behind: neither Word nor a workbook can hold it
    return not (text.endswith(":") or DISCLAIMS.search(text) or describes_itself(text))


def _of_evidence(index: Index, e: Evidence, also: Sequence[Evidence]) -> Quotable:
    start = e.before.start if e.before and LEANS_BACK.match(e.text) else e.unit.start
    place = citation(index, e.passage, (start, e.unit.end))
    others = (citation(index, o.passage, (o.unit.start, o.unit.end)) for o in also)
    return Quotable(
        place, e.unit.kind, e.headings, e.lead_in, _themes(place.quote), round(e.score, 4),
        tuple(o for o in others if verified(index, o)),
    )  # fmt: skip


def _without_twins(near: Sequence[Evidence]) -> list[tuple[Evidence, list[Evidence]]]:
    """Each once, with those that say the same elsewhere; the first of them is kept."""
    chosen: list[tuple[Evidence, frozenset[str], list[Evidence]]] = []
    for evidence in near:
        words = frozenset(terms(evidence.text))
        others = ((said, also) for kept, said, also in chosen
                  if source_of(kept) != source_of(evidence))  # fmt: skip
        twin = next((also for said, also in others if alike(said, words)), None)
        if twin is not None:
            twin.append(evidence)
        elif not any(_shown_with(evidence, kept) for kept, _, _ in chosen):
            chosen.append((evidence, words, []))
    return [(kept, also) for kept, _, also in chosen]


def _shown_with(evidence: Evidence, kept: Evidence) -> bool:
    """Whether a unit will be shown with the one after it, which leans on it."""
    return (
        kept.before is not None
        and LEANS_BACK.match(kept.text) is not None
        and kept.passage.document_id == evidence.passage.document_id
        and kept.before.start == evidence.unit.start
    )


def _unnested(found: Sequence[Quotable]) -> Iterator[Quotable]:
    """Each once: what is shown with the sentence after it is left out by itself."""
    for one, following in zip(found, [*found[1:], None], strict=True):
        if following is None or following.citation.start > one.citation.start:
            yield one


def _themes(text: str) -> tuple[str, ...]:
    """Labels of the themes that a text names."""
    known = taxonomy()
    return tuple(known.theme_labels[key] for key, tag in known.themes.items() if tag.count(text))
