"""The order in which an answer is read: direct answer, support by review, denominator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from askreviews.answering.catalogued import Counted, case_of, count_cases, noun_of
from askreviews.answering.draft import Draft, citation, citation_of_review
from askreviews.answering.selection import Pick, source_of
from askreviews.indexing.index import Index
from askreviews.reading.taxonomy import taxonomy
from askreviews.retrieval.held import passage_of
from askreviews.retrieval.hybrid import Scope
from askreviews.retrieval.query import Query
from askreviews.types import Citation, Evidence, Facet, Review, StatementEvent

# Acronyms up to this length are asked for in capitals: "la", "sin" are words too.
_WORDLIKE = 3
# Kinds whose answer begins with the one sentence that settles it.
_DIRECT = ("fact", "term", "quotation")
_LISTED: dict[Facet, tuple[Facet, ...]] = {
    "finding": ("finding",),
    # Where a review makes none, what it did instead stands in their place.
    "recommendation": ("recommendation", "action"),
    "good_practice": ("good_practice",),
    "question": ("question",),
    "resource": ("resource",),
    "background": ("background",),
    "action": ("action",),
    "definition": ("definition",),
}


def compose_picks(
    draft: Draft, query: Query, picks: Sequence[Pick], max_words: Callable[[], int]
) -> Iterator[StatementEvent]:
    """Quotations, at most ``max_words``: the direct answer first, wide ones grouped by review.

    Args:
        draft: the answer so far.
        query: the question.
        picks: what to quote, best first.
        max_words: asked only after the first quotation, which is shown however long it is.
    """
    words = 0
    for pick in picks if query.kind in _DIRECT else _by_review(picks):
        places = _places(draft.index, pick)
        length = len(places[0].quote.split())
        if draft.shows(places[0]) or (words and words + length > max_words()):
            continue
        event = draft.quote(places)
        if event:
            words += length
            yield event


def _by_review(picks: Sequence[Pick]) -> Iterator[Pick]:
    """The review of the best first; within a review, what stands in one section together."""
    groups: dict[str, list[Pick]] = {}
    for pick in picks:
        groups.setdefault(source_of(pick.evidence), []).append(pick)
    for group in groups.values():
        sections = list(dict.fromkeys(pick.evidence.passage.section for pick in group))
        yield from sorted(group, key=lambda p: sections.index(p.evidence.passage.section))


def _places(index: Index, pick: Pick) -> list[Citation]:
    """Where a quotation stands, then where others say the same."""
    own = citation(index, pick.evidence.passage, (pick.start, pick.end))
    return [own, *(citation(index, e.passage, (e.unit.start, e.unit.end)) for e in pick.also)]


def compose_denominator(draft: Draft, held: Sequence[Review]) -> Iterator[StatementEvent]:
    """ "From 4 of the 12 reviews held.", each of the four cited; of cases, where some share one."""
    cases = {review.review_id: case_of(review) for review in held}
    first: dict[str, Citation] = {}
    for place in draft.citations:
        if place.review_id:
            first.setdefault(cases.get(place.review_id, place.review_id), place)
    if first and held:
        total = count_cases(held)
        of = noun_of(held) if total > 1 else noun_of(held)[:-1]
        yield draft.computed(f"From {len(first)} of the {total} {of} held.", list(first.values()))


def compose_count(draft: Draft, counted: Counted) -> Iterator[StatementEvent]:
    """A count with its denominator, then the words that it rests on for each review."""
    places = [citation_of_review(draft.index, review, span) for review, span in counted.places()]
    yield draft.computed(counted.sentence(), places)
    if counted.conditions:
        for place in places:
            event = draft.quote([place])
            if event:
                yield event


def compose_glossary(draft: Draft, query: Query, settled: bool) -> Iterator[StatementEvent]:
    """An acronym's expansion from our glossary, where no quotation shown gives it."""
    if query.kind != "term":
        return
    shown = " ".join(s.text for s in draft.statements if s.kind == "quote")
    for acronym, expansion in taxonomy().acronyms.items():
        asked = re.search(
            rf"\b{re.escape(acronym)}\b", query.text, re.I if len(acronym) > _WORDLIKE else 0
        )
        opening = expansion.split("(")[0].strip().split(" / ")[0]
        if asked and not (settled and opening.lower() in shown.lower()):
            yield draft.say(f"{acronym}: {expansion} (glossary, not from a review).", "glossary")


def facet_units(index: Index, query: Query, scope: Scope) -> list[Pick]:
    """All that the scope holds of a review under the facets asked for, in its own order."""
    picks: list[Pick] = []
    wanted = [f for asked in query.facets[:1] for f in _LISTED[asked]]
    for review in query.reviews:
        for segment in index.segments:
            document = index.document(review.document_id)
            for stored in scope.passages(segment, review):
                if stored.chunk.facet not in wanted:
                    continue
                passage = passage_of(stored, review, digest=document.digest)
                for unit in stored.chunk.units:
                    text = document.text[unit.start : unit.end]
                    if unit.kind != "lead_in":
                        evidence = Evidence(unit, text, passage, 1.0, 1.0, 1.0)
                        picks.append(Pick(evidence, unit.start, unit.end))
    return picks
