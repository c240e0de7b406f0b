"""Counts and lists: computed over the catalogue, never guessed, each item cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askreviews.answering.conditions import Condition, conditions_of
from askreviews.indexing.lexical import terms
from askreviews.retrieval.query import Query
from askreviews.types import Review, Span

_GENERIC = frozenset(
    terms(
        "how many reviews cases children child babies documents are there hold held which ones "
        "list all the of these old style newer rather than involve involved about with where "
        "record recorded died kind type do you have were was in collection altogether total "
        "corpus each total count number make makes made practice serious safeguarding local one "
        "mention mentions theme themes concern concerning issue feature featuring agency agencies "
        "role aged age years publish published issued show give tell me us please briefings and "
        "harm harmed abuse file shelf whose that who they is any on for from by between services"
    )
)
# What turns a condition round, or sets it beside another, is not counted.
_TURNED = re.compile(
    r"\b(?:not|no|without|never|neither|nor|except|excluding|but|only|unless)\b|n['’]t\b|"
    r"\b(?:other|more|fewer|less) than\b|\bapart from\b",
    re.I,
)
_EITHER = re.compile(r"\b(?:or|either)\b", re.I)


@dataclass(frozen=True, slots=True)
class Counted:
    """The reviews for which all conditions hold, with the span that says so for each.

    ``total`` counts what they are counted among: cases, where several reviews are of one.
    """

    conditions: tuple[Condition, ...]
    found: tuple[tuple[Review, Span], ...]
    total: int
    noun: str = "reviews"

    def places(self) -> list[tuple[Review, Span]]:
        """For each review found, every sentence that a condition was read from, once."""
        return [
            (review, span)
            for review, first in self.found
            for span in dict.fromkeys((first, *_sources(review, self.conditions)))
        ]

    def sentence(self) -> str:
        """ "3 of the 12 reviews held record a death." """
        what = " and ".join(c.words for c in self.conditions) or "are in the catalogue"
        verb = f"{len(self.found)} of the {self.total} {self.noun} held {what}"
        return f"{verb}: {', '.join(r.label for r, _ in self.found)}." if self.found else f"{verb}."


def count(query: Query, reviews: Sequence[Review]) -> Counted | None:
    """Count the reviews that a question asks for; of several on one case, the first.

    Args:
        query: a question of the kind count or list.
        reviews: the reviews to count among, filters already applied.

    Returns:
        None where the question asks for something that is no field of the catalogue: that
        is then looked for in the words of the documents, and nothing is counted.
    """
    conditions = conditions_of(query.text, reviews)
    rest = _without(query.text, conditions)
    left = set(terms(rest)) - _GENERIC
    unclear = _TURNED.search(rest) or (len(conditions) > 1 and _EITHER.search(rest))
    if left or unclear or not reviews:
        return None
    found: dict[str, tuple[Review, Span]] = {}
    for review in reviews:
        if all(c.holds(review) for c in conditions):
            found.setdefault(case_of(review), (review, _source(review, conditions)))
    return Counted(conditions, tuple(found.values()), count_cases(reviews), noun_of(reviews))


def case_of(review: Review) -> str:
    """What a review is counted as."""
    return review.case_key


def count_cases(reviews: Sequence[Review]) -> int:
    """How many cases these reviews are of."""
    return len({case_of(review) for review in reviews})


def noun_of(reviews: Sequence[Review]) -> str:
    """ "reviews", or "cases" where several of these reviews are of one."""
    return "reviews" if count_cases(reviews) == len(reviews) else "cases"


def _without(question: str, conditions: Sequence[Condition]) -> str:
    """The question without the words that its conditions were read from."""
    rest = list(question)
    for condition in conditions:
        for place in range(*condition.span):
            rest[place] = " "
    return "".join(rest)


def _source(review: Review, conditions: Sequence[Condition]) -> Span:
    """The sentence that the first condition was read from, else the review's first words."""
    title = review.sources.get("title", (review.start, review.end))
    return next(iter(_sources(review, conditions)), title)


def _sources(review: Review, conditions: Sequence[Condition]) -> list[Span]:
    return [review.sources[c.source] for c in conditions if c.source in review.sources]
