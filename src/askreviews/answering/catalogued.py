"""Counts and lists: computed over the catalogue, never guessed, each item cited."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from askreviews.indexing.lexical import terms
from askreviews.reading.taxonomy import taxonomy
from askreviews.retrieval.query import Query
from askreviews.types import Review, Span

_GENERIC = frozenset(
    terms(
        "how many reviews cases children child babies documents are there hold held which ones "
        "list all the of these old style newer rather than involve involved about with where "
        "record recorded died kind type do you have were was in collection altogether total "
        "corpus each total count number make makes made practice serious safeguarding local one"
    )
)
_MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a question asks of reviews, in words, and the field it was read from."""

    words: str
    source: str
    holds: Callable[[Review], bool]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Counted:
    """The reviews for which all conditions hold, with the span that says so for each."""

    conditions: tuple[Condition, ...]
    found: tuple[tuple[Review, Span], ...]
    total: int

    def sentence(self) -> str:
        """ "3 of the 12 reviews held record a death." """
        what = " and ".join(c.words for c in self.conditions) or "are in the catalogue"
        verb = f"{len(self.found)} of the {self.total} reviews held {what}"
        return f"{verb}: {', '.join(r.label for r, _ in self.found)}." if self.found else f"{verb}."


def _outcome(value: str) -> Callable[[Review], bool]:
    return lambda review: review.outcome == value


def _type(value: str) -> Callable[[Review], bool]:
    return lambda review: review.review_type == value


def _harm(value: str) -> Callable[[Review], bool]:
    return lambda review: value in review.harm


def _under_one(review: Review) -> bool:
    months = review.child_age_months
    return months is not None and months < _MONTHS_OF_A_YEAR


def _no_recommendations(review: Review) -> bool:
    return review.recommendations == "none recorded"


# What is said of the reviews, the field it is read from, who meets it, how it is asked for.
_ASKED: tuple[tuple[str, str, Callable[[Review], bool], str], ...] = (
    (
        "record a death", "outcome", _outcome("death"),
        r"\b(?:deaths?|died|dies|die|fatal|killed)\b",
    ),
    (
        "record serious harm and no death", "outcome", _outcome("serious harm"),
        r"\b(?:serious(?:ly)? (?:harm|injur)\w*|survived|non-fatal)\b",
    ),
    (
        "are serious case reviews", "review_type", _type("SCR (England, before 2019)"),
        r"\bserious case reviews?\b|\bSCRs?\b",
    ),
    (
        "are local child safeguarding practice reviews", "review_type", _type("LCSPR"),
        r"(?<!newer )(?<!rather than )\b(?:local )?(?:child )?(?:safeguarding )?"
        r"practice reviews?\b|\bL?CSPRs?\b",
    ),
    ("are rapid reviews", "review_type", _type("rapid review"), r"\brapid reviews?\b"),
    (
        "are seven-minute briefings", "review_type", _type("7-minute briefing"),
        r"\b(?:seven|7)[- ]minute(?: briefings?)?\b",
    ),
    (
        "are of a child under one", "child_age_months", _under_one,
        r"\bunder (?:one|1|a year|12 months)\b|\bbab(?:y|ies)\b|\binfants?\b",
    ),
    (
        "make no recommendations", "recommendations", _no_recommendations,
        r"\bno recommendations\b|\bwithout recommendations\b|\bnot make (?:any )?recommend",
    ),
)  # fmt: skip


def _conditions() -> list[Condition]:
    fields = [
        Condition(words, source, holds, re.compile(pattern, re.I))
        for words, source, holds, pattern in _ASKED
    ]
    harms = [
        Condition(f"record harm of the kind “{name}”", f"harm:{name}", _harm(name), pattern)
        for name, pattern in taxonomy().harm.items()
    ]
    return fields + harms


def count(query: Query, reviews: Sequence[Review]) -> Counted | None:
    """Count the reviews that a question asks for.

    Args:
        query: a question of the kind count or list.
        reviews: the reviews to count among, filters already applied.

    Returns:
        None where the question asks for something that is no field of the catalogue: that
        is then looked for in the words of the documents, and nothing is counted.
    """
    conditions = [c for c in _conditions() if c.pattern.search(query.text)]
    left = set(terms(query.text)) - _GENERIC
    for condition in conditions:
        left -= {t for m in condition.pattern.finditer(query.text) for t in terms(m.group())}
    if left or not reviews:
        return None
    found = [(r, _source(r, conditions)) for r in reviews if all(c.holds(r) for c in conditions)]
    return Counted(tuple(conditions), tuple(found), len(reviews))


def _source(review: Review, conditions: Sequence[Condition]) -> Span:
    """The sentence that the first condition was read from, else the review's first words."""
    for condition in conditions:
        if condition.source in review.sources:
            return review.sources[condition.source]
    return review.sources.get("title", (review.start, review.end))
