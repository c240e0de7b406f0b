"""What was found for a question, or for one part of it, and whether that settles it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from askreviews.answering.answerability import asked_of, features, packaged_model, said_of
from askreviews.answering.compose import facet_units
from askreviews.answering.presumed import unsaid
from askreviews.answering.ranking import Ranker, speaks_of_the_term
from askreviews.answering.selection import Pick, select, source_of
from askreviews.answering.slots import Slot, asks_age_of_another, fills, slots_asked
from askreviews.answering.stated import stated_age
from askreviews.indexing.stages import stage
from askreviews.retrieval.query import Query
from askreviews.retrieval.reranker import Reranker
from askreviews.retrieval.searches import Searches, without_names
from askreviews.retrieval.words import search_words
from askreviews.types import Evidence, Review

# Facets that a document either has or has not: their absence is the answer.
_OWN_SECTION = {
    "good_practice": "good practice",
    "question": "questions for discussion",
    "action": "actions",
    "recommendation": "recommendations",
}
_THE_CASE = re.compile(
    r"\b(?:he|she|him|his|her|hers|the (?:[\w-]+ ){0,2}(?:mother|father|mum|dad|mam|stepfather|"
    r"partner|grand\w+|parents|baby|infant|boy|girl|lad|toddler|twins?|siblings?|family))\b",
    re.I,
)
_DIED = (
    r"\b(?:when|before|after|how|why|where|did|had|has) (?:had |did |has )?"
    r"(?:he|she|the (?:child|baby|boy|girl)|{named}) (?:die[ds]?|was killed|pass(?:ed)? away)\b|"
    r"\b(?:did|until|before|since|after) {named} (?:die|dying|pass(?:ing)? away)\b|"
    r"\b(?:his|her|the (?:child|baby|boy|girl)['’]s|{named}['’]s?) (?:death|funeral|inquest)\b"
)
_PLAIN: tuple[Slot, ...] = ("named", "duration", "share", "contact")
_LOOKED_AT = 5
_MANY = re.compile(r"\b(?:reviews|cases|documents|briefings|which review|any|should)\b", re.I)
# Not from the model: no review of that name, no such section, the whole section asked for
# or the very fact that the catalogue was read from.
_UNHELD, _ABSENT, _WHOLE_SECTION, _NOTHING = 0.02, 0.05, 0.97, 0.01


@dataclass
class Part:
    """One part of a question with what was found for it.

    ``signs`` are the features that ``probability`` was made from, empty where a rule
    decided; from ``threshold`` on it counts as settled. ``absent`` names a section that the
    review asked about does not have. ``by_words``: nothing was searched for by meaning.
    """

    query: Query
    ranked: list[Evidence]
    elsewhere: list[Evidence]
    probability: float
    absent: str | None = None
    picks: list[Pick] = field(default_factory=list)
    signs: Mapping[str, float] = field(default_factory=dict)
    threshold: float = 0.5
    by_words: bool = False

    @property
    def settled(self) -> bool:
        """Whether what was found is shown as an answer."""
        return self.probability >= self.threshold and bool(self.picks)


class Parts:
    """The parts of a question, each searched for when it is first looked at.

    So the first part's answer can be shown while the others are still to be found. ``found`` is
    when the last was, by ``time.perf_counter``.
    """

    def __init__(self, finding: Iterator[Part]) -> None:
        self._finding = finding
        self._parts: list[Part] = []
        self.found = 0.0

    def __iter__(self) -> Iterator[Part]:
        """Those found already, then the others one by one."""
        place = 0
        while place < len(self._parts) or self._next():
            yield self._parts[place]
            place += 1

    def all(self) -> Sequence[Part]:
        """All parts, in order."""
        while self._next():
            pass
        return self._parts

    def _next(self) -> bool:
        part = next(self._finding, None)
        if part is not None:
            self._parts.append(part)
            self.found = time.perf_counter()
        return part is not None


def find(searches: Searches, query: Query, max_words: int, reranker: Reranker) -> Part:
    """Search for one part of a question and judge what was found."""
    part = _judged(searches, query, max_words, reranker)
    part.by_words = searches.by_words
    return part


def _judged(searches: Searches, query: Query, max_words: int, reranker: Reranker) -> Part:
    index = searches.index
    words = search_words(without_names(query.text, query.reviews, query.text))
    ranker = Ranker(query)
    found = _found(searches, query)
    ranked = everywhere = ranker(found)
    elsewhere = list[Evidence]()
    scope = searches.scope(query.reviews)
    if query.reviews:
        asked = {r.review_id for r in query.reviews}
        found = _found(searches, query, query.reviews)
        ranked = ranker(found)
        elsewhere = [e for e in everywhere if e.passage.review_id not in asked]
    elif _of_one_case(query) and ranked:
        case = source_of(ranked[0])
        ranked, elsewhere = _apart(everywhere, lambda e: source_of(e) == case)
    if query.unknown and not query.reviews:
        return Part(query, ranked, elsewhere, _UNHELD)
    absent = _absent_section(query, ranked) if searches.whole(query.reviews) else None
    if absent:
        return Part(query, ranked, elsewhere, _ABSENT, absent)
    listed = [] if query.topical else facet_units(index, query, scope)
    if listed:
        return Part(query, ranked, elsewhere, _WHOLE_SECTION, picks=listed)
    stated = stated_age(index, query, scope)
    if stated:
        return Part(query, ranked, elsewhere, _WHOLE_SECTION, picks=stated)
    wordless = not (words.own or query.facets or query.reviews)  # "???", "what of it"
    if not ranked or wordless:
        return Part(query, [] if wordless else ranked, elsewhere, _NOTHING)
    ranked = reranker.rank(query.text, ranked)
    with stage("read"):
        reading = reranker.read(query.text, ranked)
    signs = features(index, query, words, ranked, elsewhere, reading)
    model = packaged_model(read=reading is not None)
    probability = round(model.probability(signs), 4)
    picks = select(query, [e for e in ranked if speaks_of_the_term(query, e)], max_words)
    if not picks or _presumes_too_much(query, found) or _lacks_the_detail(query, ranked):
        probability, signs = min(probability, _ABSENT), {}
    return Part(
        query, ranked, elsewhere, probability, picks=picks, signs=signs, threshold=model.threshold
    )


def texts_searched(query: Query) -> list[str]:
    """What is searched for: the question, and of a part of one the whole beside it."""
    texts = (query.text, query.whole) if query.whole else (query.text,)
    return [without_names(text, query.reviews, query.text) for text in texts]


def _found(searches: Searches, query: Query, within: Sequence[Review] = ()) -> list[Evidence]:
    """What is like the question, a part's likeness being the mean of its own and the whole's."""
    found, *beside = (searches.evidence(text, within) for text in texts_searched(query))
    for whole in beside:
        scores = {_place(e): e.score for e in whole}
        found = [e.scored((e.score + scores.get(_place(e), 0)) / 2) for e in found]
    return found


def _lacks_the_detail(query: Query, ranked: Sequence[Evidence]) -> bool:
    """Whether a detail is asked for whose form is plain, and none of the nearest has one."""
    asked = [
        s for s in slots_asked(query.text) if s in _PLAIN or asks_age_of_another(s, query.text)
    ]
    return any(
        not any(fills(slot, query.text, said_of(e)) for e in ranked[:_LOOKED_AT]) for slot in asked
    )


def _presumes_too_much(query: Query, found: Sequence[Evidence]) -> bool:
    """Whether something is taken for granted that nothing found speaks of, or a death is."""
    return _presumes_a_death(query) or unsaid(asked_of(query), found)


def _presumes_a_death(query: Query) -> bool:
    """Whether the child is asked about as dead, and the one review meant says it was harmed."""
    if len(query.reviews) != 1 or query.reviews[0].outcome != "serious harm":
        return False
    named = re.escape(query.reviews[0].label)
    return bool(re.search(_DIED.format(named=named), query.text, re.I))


def _place(evidence: Evidence) -> tuple[str, int]:
    return evidence.passage.document_id, evidence.unit.start


def _of_one_case(query: Query) -> bool:
    """Whether a fact is asked of one case that isn't named ("who found the baby?")."""
    text = query.whole or query.text
    return query.kind == "fact" and bool(_THE_CASE.search(text)) and not _MANY.search(text)


def _apart(
    evidence: Sequence[Evidence], wanted: Callable[[Evidence], bool]
) -> tuple[list[Evidence], list[Evidence]]:
    """What is wanted, and the rest."""
    return [e for e in evidence if wanted(e)], [e for e in evidence if not wanted(e)]


def _absent_section(query: Query, ranked: Sequence[Evidence]) -> str | None:
    """The name of the section asked for, where the one review asked about has none."""
    if len(query.reviews) != 1 or not query.facets:
        return None
    facet = query.facets[0]
    name = _OWN_SECTION.get(facet)
    if name is None or any(e.passage.facet == facet for e in ranked):
        return None
    return None if any(_speaks_of(name, e) for e in ranked) else name


def _speaks_of(section: str, evidence: Evidence) -> bool:
    """Whether a finding or background sentence speaks of it under another heading."""
    return section in evidence.text.lower() and evidence.passage.facet != "action"
