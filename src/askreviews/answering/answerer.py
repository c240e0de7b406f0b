"""From a question to an answer, statement by statement."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from askreviews.answering import catalogued, notices
from askreviews.answering.compose import (
    compose_count,
    compose_denominator,
    compose_glossary,
    compose_picks,
)
from askreviews.answering.draft import Draft
from askreviews.answering.finding import Part, Parts, find, texts_searched
from askreviews.answering.parts import parts_of
from askreviews.answering.routing import is_off_topic, route_by_meaning, route_by_phrase
from askreviews.answering.writing import (
    Writer,
    compose_written,
    is_written,
    leave_out_instructions,
)
from askreviews.indexing.index import Index
from askreviews.indexing.stages import Spent, watching
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.followups import resolve
from askreviews.retrieval.query import Query
from askreviews.retrieval.reranker import BundledReranker, Reranker
from askreviews.retrieval.scope import admitted
from askreviews.retrieval.searches import Searches, without_names
from askreviews.retrieval.understanding import understand
from askreviews.types import (
    Answer,
    AnswerEvent,
    Event,
    Reason,
    Review,
    Span,
    StatementEvent,
    Status,
    Turn,
)

_NEAREST = 3
_CONSIDERED = 6
_FURTHER = "further from the question than what is shown"
_UNUSED = "not used in what the language model wrote"


class Answerer:
    """Answers over one generation of the index: in the documents' own sentences, or a writer's."""

    def __init__(
        self,
        index: Index,
        max_words: int = 300,
        declined: Mapping[Reason, Sequence[str]] = notices.DECLINED,
        reranker: Reranker | None = None,
        writer: Writer | None = None,
    ) -> None:
        self.index = index
        self.reranker = reranker or BundledReranker(index.encoder)
        self.max_words = max_words
        self.declined = {**notices.DECLINED, **declined}
        self.writer = writer

    def events(
        self, question: str, history: Sequence[Turn], filters: Filters, answer_id: str | None = None
    ) -> Iterator[Event]:
        """Each statement as soon as it is composed and checked, then the whole answer."""
        began = time.perf_counter()
        draft = Draft(self.index)
        searches = Searches(self.index, filters)
        with watching(draft.stages):
            reason = self._declined(searches, question, history)
        if reason:
            yield from (draft.say(line) for line in self.declined[reason])
            yield self._finish(draft, question, answer_id, "declined", reason, None, began, began)
            return
        with watching(draft.stages):
            query = understand(self.index, question, history)
            held = admitted(self.index, filters)
            query = _admitted(query, held)
            counted = catalogued.count(query, held) if query.kind in ("count", "list") else None
        if counted:
            found = time.perf_counter()
            yield from compose_count(draft, counted)
            yield self._finish(draft, question, answer_id, "answered", None, 0.99, began, found)
            return
        asked = self._parts(query)
        with watching(draft.stages):
            searches.foresee(text for part in asked for text in texts_searched(part))
        parts = Parts(self._find(searches, part, draft.stages) for part in asked)
        if self.writer:
            leave_out_instructions(parts.all())
        if self.writer and is_written(query, parts.all()):
            stages = draft.stages
            draft = yield from self._written(self.writer, query, parts, held, began)
            draft.stages = stages
        else:
            yield from self._compose_quoted(draft, query, parts, held)
        if searches.by_words:
            yield draft.say(notices.BY_WORDS)
        status = _status(query, parts.all(), draft)
        confidence = min(part.probability for part in parts.all())
        why: Reason | None = "no_evidence" if status == "not_found" else None
        yield self._finish(draft, question, answer_id, status, why, confidence, began, parts.found)

    def _find(self, searches: Searches, part: Query, stages: Spent) -> Part:
        with watching(stages):
            return find(searches, part, self.max_words, self.reranker)

    def _declined(
        self, searches: Searches, question: str, history: Sequence[Turn]
    ) -> Reason | None:
        """Why a question is not searched for; what it is judged and searched by is encoded."""
        reason = route_by_phrase(question)
        if reason is None:
            meant = resolve(question, history, self.index.reviews)
            text = without_names(meant.text, meant.reviews, meant.text)
            searches.foresee([text], judged=[question, meant.text])
            reason = route_by_meaning(self.index.encoder, question)
        if reason is None and not history and is_off_topic(self.index, question):
            reason = "off_topic"
        return reason

    def _parts(self, query: Query) -> list[Query]:
        """A comparison has a part for each review; a question of two parts has two."""
        if query.kind == "comparison" and len(query.reviews) > 1:
            return [replace(query, reviews=(review,)) for review in query.reviews]
        return parts_of(query)

    def _compose_quoted(
        self, draft: Draft, query: Query, parts: Parts, held: Sequence[Review]
    ) -> Iterator[StatementEvent]:
        for part in parts:
            if part.settled:
                yield from compose_picks(draft, query, part.picks, lambda: self._words_each(parts))
        yield from self._compose_rest(draft, query, parts, held)

    def _written(
        self, writer: Writer, query: Query, parts: Parts, held: Sequence[Review], began: float
    ) -> Generator[StatementEvent, None, Draft]:
        """The draft in the writer's words, or where it gave none in the documents' own.

        If sentences were shown that then don't stand, the quotations come with the whole answer,
        which takes the place of all that was shown.
        """
        draft, asked = Draft(self.index), time.perf_counter()
        until = began + writer.timeout
        shown = False
        for event in compose_written(draft, writer, query, parts.all(), until):
            shown = True
            yield event
        took = time.perf_counter() - asked
        if draft.fallback is None:
            yield from self._compose_rest(draft, query, parts, held)
        else:
            draft = Draft(self.index, refused=draft.refused, fallback=draft.fallback)
            events = self._compose_quoted(draft, query, parts, held)
            if shown:
                deque(events, maxlen=0)
            else:
                yield from events
        draft.model_ms = round(took * 1000, 1)
        return draft

    def _compose_rest(
        self, draft: Draft, query: Query, parts: Parts, held: Sequence[Review]
    ) -> Iterator[StatementEvent]:
        """What stands after the answer itself, and what is said of parts that have none."""
        settled = [part for part in parts.all() if part.settled]
        yield from compose_glossary(draft, query, bool(settled))
        if settled and query.kind in ("theme", "count", "list"):
            yield from compose_denominator(draft, held)
        if settled:
            self._note_considered(draft, settled)
        for part in parts.all():
            if not part.settled:
                yield from self._not_settled(draft, part, alone=len(parts.all()) == 1)
        if settled and query.unknown:
            yield draft.say(notices.unknown_name(", ".join(query.unknown)))

    def _words_each(self, parts: Parts) -> int:
        return self.max_words // sum(part.settled for part in parts.all())

    def _not_settled(self, draft: Draft, part: Part, *, alone: bool) -> Iterator[StatementEvent]:
        query = part.query
        if query.unknown and not query.reviews:
            yield draft.say(notices.unknown_name(", ".join(query.unknown)))
        elif part.absent:
            yield draft.say(notices.facet_absent(part.absent, query.reviews[0].label))
        elif alone:
            yield draft.say(notices.NOT_FOUND_BY_WORDS if part.by_words else notices.NOT_FOUND)
        else:
            yield draft.say(notices.part_not_found(_name(query)))
        near = part.ranked[:_NEAREST]
        draft.near(near)
        if not near:
            yield draft.say(notices.NOTHING_NEAR)

    def _note_considered(self, draft: Draft, parts: Sequence[Part]) -> None:
        shown: dict[str, list[Span]] = {}
        for c in draft.citations:
            shown.setdefault(c.document_id, []).append((c.start, c.end))
        for part in parts:
            left = (
                e for e in part.ranked
                if not any(start <= e.unit.start and e.unit.end <= end
                           for start, end in shown.get(e.passage.document_id, ()))
            )  # fmt: skip
            for e in islice(left, _CONSIDERED):
                draft.consider(e, _FURTHER if draft.model == "extractive" else _UNUSED)
            for e in part.elsewhere[:2]:
                draft.consider(e, "of a review that was not asked about")

    def _finish(  # noqa: PLR0917
        self, draft: Draft, question: str, answer_id: str | None, status: Status,
        reason: Reason | None, confidence: float | None, began: float, found: float,
    ) -> AnswerEvent:  # fmt: skip
        now = time.perf_counter()
        return AnswerEvent(
            Answer(
                id=answer_id,
                question=None if reason == "personal_data" else question,
                status=status,
                reason=reason,
                confidence=confidence,
                statements=draft.statements,
                citations=draft.citations,
                nearest=draft.nearest,
                considered=draft.considered,
                withheld=draft.withheld + draft.refused,
                model=draft.model,
                fallback=draft.fallback,
                index=self.index.info,
                timings_ms={
                    "retrieve": round((found - began) * 1000, 1),
                    "answer": round((now - found) * 1000, 1),
                    "total": round((now - began) * 1000, 1),
                }
                | {name: round(took, 1) for name, took in draft.stages.items()}
                | ({} if draft.model_ms is None else {"model": draft.model_ms}),
            )
        )


def _admitted(query: Query, held: Sequence[Review]) -> Query:
    """Of reviews of one name, those that the filters admit; all where they admit none."""
    ids = {review.review_id for review in held}
    left = tuple(review for review in query.reviews if review.review_id in ids)
    return replace(query, reviews=left) if left and len(left) < len(query.reviews) else query


def _status(query: Query, parts: Sequence[Part], draft: Draft) -> Status:
    quoted = any(s.kind in ("quote", "generated") for s in draft.statements)
    settled = sum(part.settled for part in parts)
    if not settled or not quoted:
        glossed = any(s.kind == "glossary" for s in draft.statements)
        return "partial" if glossed and draft.nearest else "not_found"
    whole = settled == len(parts) and not query.unknown and not draft.withheld
    return "answered" if whole else "partial"


def _name(query: Query) -> str:
    """How a part that is not settled is named to the reader."""
    review: Review | None = (
        query.reviews[0] if query.kind == "comparison" and query.reviews else None
    )
    return f"{query.text} ({review.label})" if review else query.text
