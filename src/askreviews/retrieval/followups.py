"""Follow-ups made whole from the conversation, without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askreviews.indexing.lexical import terms
from askreviews.reading.taxonomy import taxonomy
from askreviews.retrieval.names import find_named
from askreviews.types import Review, Turn

_OPENS = re.compile(
    r"^\W*(?:(?:ok|okay|thanks|thank you|right|great|and|so|but|also|then)\W+)*"
    r"(?:and\b|what about|how about|what of|same for|no\b|sorry\b|i meant?|so\b|any(?:thing)?\b)",
    re.I,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|their|there|he|she|him|her|his|hers|"
    r"afterwards|the (?:first|second|third|fourth|last|other) (?:one|review|case)|"
    r"the (?:review|report|case|family|baby|child|mother|father|parents?|boy|girl)|same)\b",
    re.I,
)
_SAME_REVIEW = re.compile(r"\b(?:that|this|the same) (?:review|case|briefing|family)\b", re.I)
# What happened is asked of the case in hand, until another is named or reviews are spoken of.
_OF_THE_CASE = re.compile(
    r"^\W*(?:(?:and|so|ok|okay|then|but)\W+)*(?:who|when|where|which|did|was|were|had|has|"
    r"how (?:old|many|much|long|often)|why (?:did|was|were|had)|"
    r"what (?:did|was|were|had|happened|time|date|became))\b",
    re.I,
)
_OF_MANY = re.compile(
    r"\b(?:reviews|cases|documents|briefings|guidance|should|different (?:case|review|question)|"
    r"another (?:case|review))\b|\b(?:mean|stand for)\b",
    re.I,
)
# "What do reviews say about fathers?", "what is a MASH?": short, and whole all the same.
_IS_WHOLE = re.compile(
    r"\b(?:reviews|cases|documents|briefings)\b.*\b(?:about|on|of|for|with|mention|discuss)\b|"
    r"^\W*what(?:['’]s| is| are) an?\b|^\W*what(?:['’]s| is| are) (?-i:[A-Z]{2,})|"
    r"\b(?:mean|stand for)\b",
    re.I,
)
_INSTEAD = re.compile(
    r"^\W*(?:ok\W+|so\W+)?(?:and|what about|how about|what of|"
    r"same for)\b(?: for)?(?: the)?(?P<rest>.*)",
    re.I,
)
_NOT_THAT = re.compile(r",?\s*\b(?:not|rather than|instead of)\s+(?:the\s+)?[\w‘’'“” ]+$", re.I)
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
_ORDINAL = re.compile(rf"\bthe ({'|'.join(_ORDINALS)}) (?:one|review|case)\b", re.I)
_EMPTY = frozenset(terms("no sorry meant mean one ok thanks please thing again instead"))
_SHORT = 12
_STANDS_ALONE = 4


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question with what it takes over: the text to search with, and reviews meant."""

    text: str
    reviews: tuple[Review, ...] = ()
    followed: bool = False


def resolve(question: str, history: Sequence[Turn], reviews: Sequence[Review]) -> Resolved:
    """Make a follow-up whole; a question that stands alone comes back as it is."""
    text = _NOT_THAT.sub("", question) if history else question
    own = find_named(text, reviews)
    if not history or not _follows(question, bool(own.reviews or own.unknown)):
        return Resolved(question, own.reviews)
    before = history[-1].question
    meant = own.reviews or _pointed_at(question, history, reviews) or _last_named(history, reviews)
    pointed = bool(meant) and bool(_ORDINAL.search(question))
    if meant:  # "the second one" has done its work; it is no word to search with
        question, text = (_ORDINAL.sub("the review", words) for words in (question, text))
    left = [t for t in terms(text) if t not in _EMPTY and t not in _name_terms(meant)]
    if not left and pointed:
        return Resolved("What happened?", meant, followed=True)
    if not left:
        return Resolved(_without_names(before, reviews), meant, followed=True)
    swapped = _swap_agency(before, question)
    if swapped:
        return Resolved(swapped, meant, followed=True)
    if meant:
        return Resolved(question, meant, followed=True)
    return Resolved(f"{question} {before}", meant, followed=True)


def _follows(question: str, names_own: bool) -> bool:
    words = question.split()
    if _OPENS.search(question):
        return True
    if not names_own and (_SAME_REVIEW.search(question) or _asks_of_the_case(question)):
        return True
    if names_own or len(words) > _SHORT:
        return bool(_ORDINAL.search(question))
    short = len(terms(question)) < _STANDS_ALONE - 1 and not _IS_WHOLE.search(question)
    return short or bool(_POINTS_BACK.search(question))


def _asks_of_the_case(question: str) -> bool:
    return bool(_OF_THE_CASE.search(question)) and not _OF_MANY.search(question)


def _pointed_at(
    question: str, history: Sequence[Turn], reviews: Sequence[Review]
) -> tuple[Review, ...]:
    """ "The second one" of the reviews that the last answer showed."""
    match = _ORDINAL.search(question)
    shown = history[-1].review_ids
    if not match or not shown:
        return ()
    place = _ORDINALS[match[1].lower()]
    if place >= len(shown):
        return ()
    return tuple(r for r in reviews if r.review_id == shown[place])


def _last_named(history: Sequence[Turn], reviews: Sequence[Review]) -> tuple[Review, ...]:
    """The reviews last named, or the only one that the last answer showed."""
    for turn in reversed(history):
        named = find_named(turn.question, reviews).reviews
        if named:
            return named
    shown = history[-1].review_ids
    return tuple(r for r in reviews if len(shown) == 1 and r.review_id == shown[0])


def _name_terms(reviews: Sequence[Review]) -> set[str]:
    return {t for review in reviews for t in terms(review.label)}


def _without_names(question: str, reviews: Sequence[Review]) -> str:
    for review in find_named(question, reviews).reviews:
        question = re.sub(re.escape(review.label), "the review", question, flags=re.I)
    return question


def _swap_agency(before: str, now: str) -> str | None:
    """ "What learning is there for GPs?" then "and the police?": the same for the police."""
    match = _INSTEAD.match(now)
    new = _agency(match["rest"]) if match else None
    if match is None or new is None or len(match["rest"].split()) > len(new.group().split()) + 1:
        return None
    old = _agency(before)
    if old is None:
        return f"{before} ({new.group()})"
    return before[: old.start()] + new.group() + before[old.end() :]


def _agency(text: str) -> re.Match[str] | None:
    found = [m for p in taxonomy().near_agencies.values() if (m := p.search(text))]
    return min(found, key=lambda m: m.start(), default=None)
