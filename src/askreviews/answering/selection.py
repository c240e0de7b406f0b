"""Which of the ranked evidence is shown: short for a fact, across reviews for a theme."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heapreplace

from askreviews.indexing.lexical import stems
from askreviews.retrieval.query import Kind, Query
from askreviews.types import Evidence

_SAME = 0.6
_DIVERSITY = 0.015
# Questions for a team are all alike in form, so only the nearest are about its topic.
_QUESTIONS_SHARE = 0.65
LEANS_BACK = re.compile(
    r"^(?:This|These|Those|It|They|He|She|Such|His|Her|Their|Its|However|Subsequent\w*|The latter|"
    r"Of those|In (?:one|another|the other)|On (?:each|both|the next|the other)|After (?:the 1st|"
    r"that))\b"
)


@dataclass(frozen=True, slots=True)
class _Form:
    """How much an answer of one kind shows: units, words, and how near the best they are."""

    units: int
    words: int
    share: float


_FORMS: dict[Kind, _Form] = {
    "fact": _Form(5, 85, 0.25),
    "term": _Form(5, 85, 0.35),
    "quotation": _Form(5, 85, 0.35),
    "theme": _Form(40, 300, 0.28),
    "comparison": _Form(12, 150, 0.3),
    "list": _Form(40, 300, 0.3),
    "count": _Form(20, 250, 0.3),
    "facet_list": _Form(40, 300, 0.0),
}


@dataclass
class Pick:
    """One quotation to show: a span of a document, and other places that say the same."""

    evidence: Evidence
    start: int
    end: int
    also: list[Evidence] = field(default_factory=list)


def select(query: Query, ranked: Sequence[Evidence], max_words: int) -> list[Pick]:
    """Choose what to show, best first.

    A unit is chosen by its score less a little for each unit of the same review already
    chosen, so that a theme reaches every review that speaks to it (greedy diversification,
    Carbonell & Goldstein 1998). What repeats a chosen unit is cited with it instead.
    """
    form = _FORMS[query.kind]
    budget = min(form.words, max_words)
    if not ranked:
        return []
    share = max(form.share, _QUESTIONS_SHARE) if "question" in query.facets else form.share
    floor = ranked[0].score * share
    picks: list[Pick] = []
    seen: Counter[str] = Counter()
    words = 0
    for best in _best_first([e for e in ranked if e.score >= floor], seen):
        if len(picks) >= form.units:
            break
        if any(_holds(p, best) for p in picks):
            continue
        twin = next((p for p in picks if says_the_same(p.evidence, best)), None)
        if twin:
            twin.also.append(best)
            continue
        pick = _widened(best)
        length = len(best.text.split()) + (best.unit.start - pick.start) // 6
        if picks and words + length > budget:
            continue
        for shown in (pick, *_points_of(best)):
            picks.append(shown)
            words += len(shown.evidence.text.split())
        seen[source_of(best)] += 1
    return _merged(picks)


def _best_first(ranked: Sequence[Evidence], seen: Mapping[str, int]) -> Iterator[Evidence]:
    """Each unit as it is best once its source steps back for what it has shown already.

    Of a source only its own best waits its turn, since all of it steps back alike; and as sources
    only ever step back, one that has meanwhile is put in its place when it comes up.

    Args:
        ranked: the units, best first.
        seen: how many of each source are shown; it grows while this is gone through.
    """
    pool: dict[str, deque[tuple[int, Evidence]]] = {}
    for place, e in enumerate(ranked):
        pool.setdefault(source_of(e), deque()).append((place, e))

    def standing(source: str) -> tuple[float, int, str]:
        place, head = pool[source][0]
        return _DIVERSITY * seen[source] - head.score, place, source

    waiting = [standing(source) for source in pool]
    heapify(waiting)
    while waiting:
        held, source = waiting[0], waiting[0][2]
        now = standing(source)
        if now != held:
            heapreplace(waiting, now)
            continue
        yield pool[source].popleft()[1]
        if pool[source]:
            heapreplace(waiting, standing(source))
        else:
            heappop(waiting)


def _holds(pick: Pick, evidence: Evidence) -> bool:
    """Whether a chosen quotation already shows this unit."""
    same = pick.evidence.passage.document_id == evidence.passage.document_id
    return same and pick.start <= evidence.unit.start and evidence.unit.end <= pick.end


def _points_of(evidence: Evidence) -> list[Pick]:
    """The points that a sentence announces: without them it says nothing."""
    text, offset = evidence.passage.text, evidence.passage.start
    points = []
    for unit in evidence.introduces:
        words = text[unit.start - offset : unit.end - offset]
        point = replace(evidence, unit=unit, text=words, before=None, introduces=())
        points.append(Pick(point, unit.start, unit.end))
    return points


def says_the_same(one: Evidence, other: Evidence) -> bool:
    """Whether two units of different documents share most of their words (Jaccard)."""
    if source_of(one) == source_of(other) and one.text != other.text:
        return False
    return alike(stems(one.text), stems(other.text))


def alike(one: Set[str], other: Set[str]) -> bool:
    """Whether two sets of words are mostly the same (Jaccard)."""
    return bool(one and other) and len(one & other) / len(one | other) >= _SAME


def source_of(evidence: Evidence) -> str:
    """The review that a unit is of, else its document."""
    return evidence.passage.review_id or evidence.passage.document_id


def _widened(evidence: Evidence) -> Pick:
    """Take in the sentence before where this one leans on it ("This supported …")."""
    start = evidence.unit.start
    if evidence.before and LEANS_BACK.match(evidence.text):
        start = evidence.before.start
    return Pick(evidence, start, evidence.unit.end)


def _merged(picks: list[Pick]) -> list[Pick]:
    """Join quotations of one paragraph that touch, so that they read as they stand."""
    merged: list[Pick] = []
    for pick in picks:
        twin = next((m for m in merged if _touches(m, pick)), None)
        if twin is None:
            merged.append(pick)
            continue
        twin.start, twin.end = min(twin.start, pick.start), max(twin.end, pick.end)
        twin.also += pick.also
    return merged


def _touches(one: Pick, other: Pick) -> bool:
    a, b = one.evidence, other.evidence
    if (a.passage.document_id, a.unit.block) != (b.passage.document_id, b.unit.block):
        return False
    return one.start <= other.end + 1 and other.start <= one.end + 1
