"""What a question asks: of which reviews, for which facet, in which kind of way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from askreviews.indexing.lexical import terms
from askreviews.types import Facet, Review

Kind = Literal["fact", "term", "quotation", "theme", "comparison", "list", "count", "facet_list"]

_FACETS: tuple[tuple[Facet, str], ...] = (
    (
        "question",
        r"\b(?:discussion |reflective )?(?:questions?|prompts?)\b(?=.*\b(?:team|discuss|session|"
        r"supervision|group|staff|put to|consider|reflect|ask)\w*)|\b(?:discussion|reflective|"
        r"supervision) (?:questions?|prompts?|points?)\b|\bdiscussion questions\b|"
        r"\bquestions? .{0,40}\b(?:suggest|talk through)",
    ),
    (
        "good_practice",
        r"\bgood practice\b|\bstrengths?\b|\b(?:done|did|went|go|worked|works) (?:\w+ )?well\b|"
        r"\bgot (?:it )?right\b|\bpositives?\b|\bthat helped\b|\bpraised?\b|\bwhat worked\b",
    ),
    (
        "action",
        r"\bactions?\b.{0,25}\b(?:taken|put in place|agreed|initiated|carried out|begun|started|"
        r"completed)\b|"
        r"\bwhat (?:was|got|has been) (?:changed|put in place)\b",
    ),
    (
        "recommendation",
        r"\brecommend\w*|\bsay (?:should|must|needs?) (?:be done|happen|change)|\bshould be done\b|"
        r"\bwant(?:ed)? to (?:change|see)\b|\bwhat (?:needs? to|should|must) (?:change|happen)\b",
    ),
    ("resource", r"\bfurther reading\b|\bresources?\b|\bwhere can i (?:read|find)\b|\blinks?\b"),
    (
        "finding",
        r"\bfindings?\b|\blearning\b|\blessons?\b|\blearn(?:t|ed)\b|\bwhat (?:was|"
        r"did .{0,40}) f(?:ou|i)nd\b|"
        r"\bcame out of\b|\bmessages?\b",
    ),
    ("background", r"\bwhat happened\b|\bbackground\b|\bwho (?:is|was) [A-Z]\w+ in\b"),
)
_COMPILED = [(facet, re.compile(pattern, re.I)) for facet, pattern in _FACETS]
_QUOTATION = re.compile(
    r"\bword for word\b|\bverbatim\b|\bexact(?:ly)? (?:words?|wrding|wording|does it say|say)|"
    r"\bexact w|\bwhat exactly does\b|\bquote\b|\bin full\b|\bprecise wording\b|\bcolumns?\b",
    re.I,
)
_TERM = re.compile(
    r"(?:^|[,:–-]\s*)what(?:['’]s|\s+is|\s+are)\s+(?:an?\s+|the\s+)?(?!my\b|our\b|relev|in\b|said\b)"
    r"[\w&/'’-]+(?:\s+(?!my\b|our\b|to\b|in\b|for\b|of\b)[\w&/'’-]+){0,3}"
    r"(?:\s+when it['’]?s at home|\s+and what.{0,30})?\s*\??$",
    re.I,
)
_MEANS = re.compile(
    r"\bmeaning\b|\bstands? for\b|\bdefin(?:e|ition)\b|\bwhat (?:does|do) .{1,60} mean\b|"
    r"\bmean by\b",
    re.I,
)
_COUNT = re.compile(
    r"\bhow many (?:of )?(?:the |these |those |your )?(?:\w+ )?"
    r"(?:(?:serious|case|local|child|safeguarding|practice|rapid|learning|seven|7|minute)[ -])*"
    r"(?:reviews?|cases?|child(?:ren)?|babies|documents?|briefings?|SCRs?|LCSPRs?|deaths?)\b|"
    r"\bin how many\b|\bwhat proportion\b",
    re.I,
)
_LIST = re.compile(
    r"\b(?:which|what) (?:of the )?(?:ones|reviews?|cases?|documents?)\b|\blist (?:all |"
    r"of )?(?:the )?(?:reviews?|cases?)\b|\blist (?:all )?(?:the )?"
    r"(?:(?:serious|case|local|child|safeguarding|practice|rapid|learning|seven|7|minute|national|"
    r"thematic|domestic|homicide|adults?)[ -])+(?:reviews|cases|briefings)\b|"
    r"\bis there (?:one|a review|a case)\b|"
    r"\bany (?:reviews?|cases?) (?:about|on|of|where|with|involving)\b",
    re.I,
)
_COMPARISON = re.compile(
    r"\bcompar\w*|\bvs\.?\b|\bversus\b|\bdifferen(?:t|ce)\b|\bin common\b|\bsame as\b|\bboth\b",
    re.I,
)
_THEME = re.compile(
    r"\bwhat (?:do|does|did|have|has) (?:the |these |your )?(?:reviews?|cases|documents|they)\b|"
    r"\b(?:learning|lessons?|learned|learnt)\b|\bwhat['’]?s said\b|\bany(?:thing)? (?:about|on)\b|"
    r"\bwhat should\b|\bhow (?:should|can|do|could) (?:we|i|staff|practitioners|professionals)\b|"
    r"\bwhat goes wrong\b|\bdo the reviews\b",
    re.I,
)
_FACT = re.compile(
    r"\b(?:who|whom|whose|when|where|how (?:old|many|much|long|soon))\b|\bwhat (?:age|date|year|"
    r"day|"
    r"court|hospital|country|sentence|share|percentage|number|name|caused|injur\w*)\b|"
    r"\bname of\b|^(?:\W*(?:and|so|please|sorry|hi|hello)\W+)*(?:which|did|was|were|is|had|has|"
    r"does|"
    r"in which|on what|why)\b",
    re.I,
)
FILLER = frozenset(
    terms(
        "learn lessons find finding found findings recommend recommendation recommendations cases "
        "good practice strength strengths question questions team discuss suggest say said says "
        "conclude conclusion happen happened list give show done identify identified point points "
        "main key summary summarise overview report child baby children want change changed "
        "please pls brief briefing serious safeguarding local everything anything something thing "
        "things action actions taken background story full whole go going bit know about up quick "
        "well result put place so also come came get got getting make made need really exactly "
        "actually roughly altogether hello hi hey sorry thanks thank wonder wondered wondering "
        "remind confused turn turned talk talks sort kind someone anyone anybody bring able use "
        "used different difference compare compared like look looking see seen think thought take "
        "taken today thursday session half day workshop assignment policy writing write according "
        "held hold document documents version words word exact quote verbatim wording heading "
        "headings january february march april may june july august september october november "
        "december people person way ways from include included including"
    )
)


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood.

    ``text`` is what to search with, a follow-up made whole; ``reviews`` those named, and
    ``unknown`` names of reviews that are not held; ``topical`` whether it asks about
    something beyond a review and a facet. Of a part of a question, ``whole`` is all of it.
    """

    asked: str
    text: str
    kind: Kind
    facets: tuple[Facet, ...] = ()
    reviews: tuple[Review, ...] = ()
    unknown: tuple[str, ...] = ()
    topical: bool = True
    whole: str | None = None


def facets_asked(question: str) -> tuple[Facet, ...]:
    """Facets a question asks for, the most particular first; empty where it leaves it open."""
    return tuple(facet for facet, pattern in _COMPILED if pattern.search(question))


def kind_of(question: str, facets: tuple[Facet, ...], named: int, topical: bool) -> Kind:
    """The kind of a question, on which the form of its answer depends."""
    if _QUOTATION.search(question):
        return "quotation"
    if _COUNT.search(question) and not named:
        return "count"
    if _LIST.search(question) and not named:
        return "list"
    if _MEANS.search(question) or (
        _TERM.search(question) and not named and not _THEME.search(question)
    ):
        return "term"
    if named > 1 or (_COMPARISON.search(question) and named):
        return "comparison"
    if facets and not topical and named:
        return "facet_list"
    if _THEME.search(question) and not named:
        return "theme"
    return "fact" if _FACT.search(question) else "theme"


def is_topical(stems: list[str], names: set[str]) -> bool:
    """Whether anything is asked beyond reviews' names and facets."""
    return any(stem not in FILLER and stem not in names and not stem.isdigit() for stem in stems)
