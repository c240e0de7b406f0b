"""Evidence ranked for an answer: what is no answer in itself steps back, what was asked forward."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from askreviews.retrieval.query import Query
from askreviews.types import Evidence, Facet

_MIN_WORDS = 2
_FACET_ASKED = 0.15
_FACET_NEAR = 0.06
_STEPS_BACK = 0.18
_DEFINES = 0.25
_GLOSSED = re.compile(r"\(([A-Z][A-Za-z0-9&]{1,7})\)")
# A question for "learning" is answered by findings first, but by what was recommended too.
_NEAR: dict[Facet, tuple[Facet, ...]] = {
    "finding": ("recommendation", "good_practice", "action"),
    "recommendation": ("action", "finding"),
    "action": ("recommendation",),
    "good_practice": (),
    "question": (),
    "resource": (),
    "definition": (),
    "background": ("finding",),
}


def rank(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence that may be shown, best first, its scores adjusted to what was asked."""
    wanted = [e for e in evidence if _may_be_shown(query, e)]
    scored = [replace(e, score=e.score + _bonus(query, e)) for e in wanted]
    return sorted(scored, key=lambda e: (-e.score, e.passage.document_id, e.unit.start))


def _may_be_shown(query: Query, evidence: Evidence) -> bool:
    """Lead-ins and questions to a team are no answers, unless questions were asked for."""
    if evidence.unit.kind == "lead_in" or len(evidence.text.split()) < _MIN_WORDS:
        return False
    asks = evidence.text.endswith("?") or evidence.passage.facet == "question"
    if "question" in query.facets:
        return evidence.text.endswith("?")
    return not asks or query.kind == "quotation" or evidence.unit.kind == "table_row"


def _bonus(query: Query, evidence: Evidence) -> float:
    facet = evidence.passage.facet
    bonus = 0.0
    if facet == "resource" and "resource" not in query.facets:
        bonus -= _STEPS_BACK
    if evidence.unit.kind == "table_row" and query.kind != "quotation":
        bonus -= _STEPS_BACK
    if query.kind == "term":
        bonus += _definition_bonus(query, evidence)
    elif facet == "definition" and query.kind in ("theme", "comparison"):
        bonus -= _STEPS_BACK / 2
    if facet and query.facets:
        if facet == query.facets[0]:
            bonus += _FACET_ASKED
        elif facet in query.facets or facet in _NEAR[query.facets[0]]:
            bonus += _FACET_NEAR
    return bonus


def _definition_bonus(query: Query, evidence: Evidence) -> float:
    """A sentence that expands the acronym asked for, or stands where terms are defined."""
    asked = {word for word in re.findall(r"[A-Za-z0-9&]+", query.text) if word.upper() == word}
    glossed = {m[1] for m in _GLOSSED.finditer(evidence.text)}
    if asked & glossed:
        return _DEFINES
    return _FACET_ASKED if evidence.passage.facet == "definition" else 0.0
