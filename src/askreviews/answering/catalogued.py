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
        "corpus each total count number practice serious safeguarding local one"
    )
)


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


def _is_type(name: str) -> Callable[[Review], bool]:
    return lambda review: review.review_type == name


def _conditions() -> list[Condition]:
    tagged = taxonomy()
    return [
        Condition("record a death", "outcome", lambda r: r.outcome == "death",
                  re.compile(r"\b(?:death|deaths|died|dies|die|fatal|killed)\b", re.I)),
        Condition("record serious harm and no death", "outcome", lambda r: r.outcome == "serious harm",
                  re.compile(r"\b(?:serious(?:ly)? (?:harm|injur)\w*|survived|non-fatal)\b", re.I)),
        Condition("are serious case reviews", "review_type", _is_type("SCR (England, before 2019)"),
                  re.compile(r"\bserious case reviews?\b|\bSCRs?\b", re.I)),
        Condition("are local child safeguarding practice reviews", "review_type", _is_type("LCSPR"),
                  re.compile(r"^(?!.*rather than.*practice review).*\b(?:(?:child )?safeguarding practice "
                             r"reviews?|LCSPRs?|CSPRs?|(?<!newer )practice reviews)\b", re.I)),
        Condition("are rapid reviews", "review_type", _is_type("rapid review"),
                  re.compile(r"\brapid reviews?\b", re.I)),
        Condition("are seven-minute briefings", "review_type", _is_type("7-minute briefing"),
                  re.compile(r"\b(?:seven|7)[- ]minute\b", re.I)),
        Condition("are of a child under one", "child_age_months",
                  lambda r: r.child_age_months is not None and r.child_age_months < 12,
                  re.compile(r"\bunder (?:one|1|a year|12 months)\b|\bbab(?:y|ies)\b|\binfants?\b", re.I)),
        Condition("make no recommendations", "recommendations", lambda r: r.recommendations == "none recorded",
                  re.compile(r"\bno recommendations\b|\bwithout recommendations\b|\bnot make (?:any )?recommend", re.I)),
        *(
            Condition(f"record harm of the kind “{name}”", f"harm:{name}", _has_harm(name), pattern)
            for name, pattern in tagged.harm.items()
        ),
    ]  # fmt: skip


def _has_harm(name: str) -> Callable[[Review], bool]:
    return lambda review: name in review.harm


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
