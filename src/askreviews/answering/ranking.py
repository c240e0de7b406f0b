"""Evidence ranked for an answer: what is no answer in itself steps back, what was asked forward."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from askreviews.answering.slots import Slot, fills, slots_asked
from askreviews.indexing.lexical import STOPWORDS
from askreviews.reading.taxonomy import taxonomy
from askreviews.retrieval.query import Kind, Query
from askreviews.types import Evidence, Facet

_MIN_WORDS = 2
# Kinds of question that reviews are asked together.
_ACROSS: frozenset[Kind] = frozenset(("theme", "comparison", "facet_list"))
_FACET_ASKED = 0.15
_FACET_NEAR = 0.06
_STEPS_BACK = 0.18
_UNDER_A_HEADING_NAMED = 0.12
_SMALL_WORDS = frozenset(
    "a an the of to in on for and or is are was were be do does did what which who how when why we "
    "you i it this that they from with about by as at say says reviews review".split()
)
_DEFINES = 0.25
_FILLS: dict[Slot, float] = {
    "age": 0.12, "when": 0.08, "duration": 0.12, "share": 0.12, "named": 0.12, "count": 0.08,
    "who": 0.05, "place": 0.04, "agency": 0.03, "why": 0.03, "frequency": 0.08, "contact": 0.0,
}  # fmt: skip
_TELLS_THE_CASE = 0.04
# "The entry does not say who …" tells a reader what is missing; it answers nothing.
DISCLAIMS = re.compile(
    r"\b(?:do(?:es)?|did) not (?:say|state|name|record|give|tell|explain|mention|describe|"
    r"set out)\b|"
    r"\b(?:is|are|was|were) not (?:stated|said|named|recorded|given|known|explained|described)\b|"
    r"\bnone of the (?:\w+ )?documents\b",
    re.I,
)
_DESCRIBES_ITSELF = re.compile(
    r"^(?:it|this guide|this digest) draws on\b|"
    r"^(?:this|please read|the (?:original|full))\b.{0,40}\b(?:digest|guide|summary|original|"
    r"document)\b",
    re.I,
)
# Remarks that a digest, guide or note makes on itself.
_ON_ITSELF = re.compile(
    r"\bin our own words\b|\bbefore (?:\w+ ){1,4}rel(?:y|ied|ying)\b|"
    r"\bthe original should be read\b|"
    r"\b(?:are|is) ours\b|\bwritten for this collection\b|\bundated\b|"
    r"^the (?:list|entry|list entry) (?:gives|says|names)\b",
    re.I,
)
_PRAISES = re.compile(
    r"\bgood (?:practice|example|work|use)\b|\bstrengths?\b|\b(?:worked|handled|done|did|went) "
    r"(?:\w+ )?well\b|\bpraise\w*|\bcommend\w*|\bpositive\b|\bexcellent\b|\beffective(?:ly)?\b|"
    r"\b(?:sensitive|prompt|timely|persistent|tenacious|thorough|careful|helpful|appropriate)(?:ly)?\b",
    re.I,
)
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9&]+\b")
_DATE_ALONE = re.compile(r"^(?:\d{1,2} )?[A-Z][a-z]+ \d{4}$")
_OF_A_TABLE = re.compile(r"\bcolumns?\b|\btable\b|\bheadings? (?:of|across|in) (?:the )?\w*", re.I)
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
    return Ranker(query)(evidence)


class Ranker:
    """Ranks for one question; what it makes of a unit doesn't depend on where it was found."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._slots = slots_asked(query.text) if query.kind in ("fact", "comparison") else ()
        self._bonuses: dict[tuple[str, int, str], float | None] = {}

    def __call__(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """See ``rank``."""
        scored = [e.scored(e.score + b) for e in evidence if (b := self._bonus(e)) is not None]
        return sorted(scored, key=lambda e: (-e.score, e.passage.document_id, e.unit.start))

    def _bonus(self, e: Evidence) -> float | None:
        """What a unit gains, None where it may not be shown."""
        key = e.passage.document_id, e.unit.start, e.text
        if key not in self._bonuses:
            shown = _may_be_shown(self._query, e)
            self._bonuses[key] = _bonus(self._query, self._slots, e) if shown else None
        return self._bonuses[key]


def speaks_of_the_term(query: Query, evidence: Evidence) -> bool:
    """Whether a passage names the acronym that a question asks to have explained.

    Always true of other questions: what is like an acronym's expansion explains nothing.
    """
    asked = [w for w in _ACRONYM.findall(query.text) if w.lower() not in STOPWORDS]
    asked = asked if query.kind == "term" else []
    if not asked:
        return True
    said = " ".join((evidence.text, evidence.lead_in or "", *evidence.headings))
    long = (taxonomy().acronyms.get(short, "").partition(" (")[0] for short in asked)
    return any(re.search(rf"\b{re.escape(short)}s?\b", said) for short in asked) or any(
        words and words.lower() in said.lower() for words in long
    )


def describes_itself(text: str) -> bool:
    """Whether a sentence tells of the document it stands in rather than of its subject."""
    return bool(_DESCRIBES_ITSELF.match(text) or _ON_ITSELF.search(text))


def disclaims(evidence: Evidence) -> bool:
    """Whether a sentence says that something is not said."""
    return bool(DISCLAIMS.search(evidence.text))


def _may_be_shown(query: Query, evidence: Evidence) -> bool:
    """Lead-ins and questions to a team are no answers, unless questions were asked for."""
    if evidence.unit.kind == "lead_in" or len(evidence.text.split()) < _MIN_WORDS:
        return False
    if _DATE_ALONE.match(evidence.text):
        return False
    if query.kind in _ACROSS and describes_itself(evidence.text):
        return False
    asks = evidence.text.endswith("?") or evidence.passage.facet == "question"
    if "question" in query.facets:
        return evidence.text.endswith("?") or (asks and evidence.unit.kind == "point")
    if query.facets[:1] == ("good_practice",) and not _is_good_practice(evidence):
        return False
    return not asks or query.kind == "quotation" or evidence.unit.kind == "table_row"


def _is_good_practice(evidence: Evidence) -> bool:
    """Praise stands under a heading for it, or says so itself; learning is no praise."""
    return evidence.passage.facet == "good_practice" or bool(_PRAISES.search(evidence.text))


def _bonus(query: Query, slots: tuple[Slot, ...], evidence: Evidence) -> float:
    """What the question asks for beyond likeness, in units of the score."""
    if evidence.unit.kind == "table_row" and _OF_A_TABLE.search(query.text):
        return _FACET_ASKED * 2
    filled = max((_FILLS[s] for s in slots if fills(s, query.text, evidence.text)), default=0.0)
    named = _UNDER_A_HEADING_NAMED * _names_its_heading(query, evidence)
    return filled + named + _facet_bonus(query, evidence) - _step_back(query, evidence)


def _names_its_heading(query: Query, evidence: Evidence) -> bool:
    """Whether a question has three words running of the heading or lead-in over a unit.

    A theme is no such question: the title of a guide on it stands over all that the guide says.
    """
    if query.kind == "theme":
        return False
    above = (*evidence.headings[-1:], *((evidence.lead_in,) if evidence.lead_in else ()))
    asked = _runs(query.text)
    return any(asked & _runs(title) for title in above)


@lru_cache(4096)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Every three words running of which at least two carry some meaning."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    runs = zip(words, words[1:], words[2:], strict=False)
    return frozenset(run for run in runs if sum(w not in _SMALL_WORDS for w in run) > 1)


def _facet_bonus(query: Query, evidence: Evidence) -> float:
    facet = evidence.passage.facet
    bonus = _definition_bonus(query, evidence) if query.kind == "term" else 0.0
    if query.kind == "fact" and facet == "background":
        bonus += _TELLS_THE_CASE
    if not facet or not query.facets:
        return bonus
    if facet == query.facets[0]:
        return bonus + _FACET_ASKED
    near = facet in query.facets or facet in _NEAR[query.facets[0]]
    return bonus + _FACET_NEAR * near


def _step_back(query: Query, evidence: Evidence) -> float:
    facet, kind = evidence.passage.facet, query.kind
    across = kind in _ACROSS
    fully = (
        disclaims(evidence) or bool(_DESCRIBES_ITSELF.match(evidence.text)),
        facet == "resource" and "resource" not in query.facets,
        evidence.unit.kind == "table_row" and kind != "quotation",
    )
    # What reviews say is asked of reviews before guides, and of findings before definitions.
    half = (across and not evidence.passage.review_id, across and facet == "definition")
    return _STEPS_BACK * (sum(fully) + sum(half) / 2)


def _definition_bonus(query: Query, evidence: Evidence) -> float:
    """A sentence that expands the acronym asked for, or stands where terms are defined."""
    asked = {word for word in re.findall(r"[A-Za-z0-9&]+", query.text) if word.upper() == word}
    glossed = {m[1] for m in _GLOSSED.finditer(evidence.text)}
    if asked & glossed:
        return _DEFINES
    return _FACET_ASKED if evidence.passage.facet == "definition" else 0.0
