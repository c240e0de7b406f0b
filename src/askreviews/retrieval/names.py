"""Which reviews a question names: by pseudonym, never by likeness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askreviews.reading.taxonomy import taxonomy
from askreviews.types import Review

_QUOTES = re.compile(r"[‘“”\"]|(?<!\w)['’]|['’](?!\w)")
# "Child Q", "Baby T2": what a pseudonym of the genre looks like, held or not.
_PSEUDONYM = re.compile(
    r"\b(child|baby|infant|young person|adult|family|sibling)\s+([A-Z]{1,3}\d{0,2})\b"
    r"(?!['’](?!s\b)\w)"
)
_PSEUDONYM_ANY_CASE = re.compile(_PSEUDONYM.pattern, re.I)
# Words that a careless reader could take for a pseudonym's letters.
_NOT_LETTERS = frozenset(
    "a an i is in on at to of or as by if so we it be do he my no up us me who was has had and "
    "the cp cin gp gps csc csa cse hv am go are".split()
)
_ABBREVIATIONS = frozenset({"GP", "GPS", "HV", "SW", "MH", "DA", "DV", "SEN"})
# First names that are words as well count with their capital only.
_NAMES_AND_WORDS = frozenset(
    "hope grace faith joy will mark may rose sky star summer dawn amber ruby iris lily daisy ivy "
    "bill pat sue rob grant miles chase hunter mason carter dean jade crystal heather holly april "
    "june august art drew frank jack nick ray sandy tim olive violet poppy robin".split()
)
_FULL_NAME = re.compile(r"\b[A-Z][a-zé'’]+(?:[ -][A-Z][a-zé'’]+)+\b")


@dataclass(frozen=True, slots=True)
class Named:
    """Reviews named in a question, in the order named, and names of reviews not held."""

    reviews: tuple[Review, ...] = ()
    unknown: tuple[str, ...] = ()


def find_named(question: str, reviews: Sequence[Review]) -> Named:
    """Find pseudonyms in a question.

    "Child R", "child r's" and "Baby ‘R’" each mean the review of exactly that name: three
    reviews that share the letter R are three reviews.
    """
    text = _QUOTES.sub("", question)
    places: list[tuple[int, Review]] = []
    for review in reviews:
        if review.pseudonym:
            match = _pattern(review.pseudonym).search(text)
            if match:
                places.append((match.start(), review))
    named = tuple(review for _, review in sorted(places, key=lambda p: p[0]))
    known = {r.pseudonym.casefold() for r in reviews if r.pseudonym}
    unknown = tuple(dict.fromkeys(name for name in _alike(text) if name.casefold() not in known))
    return Named(named, unknown)


def _pattern(pseudonym: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, _QUOTES.sub("", pseudonym).split()))
    flags = 0 if pseudonym.casefold() in _NAMES_AND_WORDS else re.I
    return re.compile(rf"(?<![\w]){words}(?!\w)", flags)


def _alike(text: str) -> list[str]:
    """Everything that looks like a pseudonym; in lower case only where no word is meant."""
    found = []
    for match in _PSEUDONYM_ANY_CASE.finditer(text):
        letters = match[2]
        if letters == "I" and match[1].islower():  # "a child I visit"
            continue
        if letters in taxonomy().acronyms or letters in _ABBREVIATIONS:  # "the family GP"
            continue
        if letters.isupper() or (letters.casefold() not in _NOT_LETTERS and len(letters) == 1):
            found.append(f"{match[1].capitalize()} {letters.upper()}")
    return found


def names_of_people(question: str) -> list[str]:
    """Runs of two or more capitalised words inside a question, which may be somebody's name."""
    found = []
    for match in _FULL_NAME.finditer(question):
        opens = (
            not question[: match.start()].strip() or question[: match.start()].rstrip()[-1] in ".?!"
        )
        words = match.group().split()
        name = " ".join(words[1:] if opens else words)
        if len(name.split()) > 1:
            found.append(name)
    return found
