"""Which reviews a question names: by pseudonym, never by likeness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from askreviews.reading.taxonomy import taxonomy
from askreviews.types import Review

_QUOTES = re.compile(r"[‘“”\"]|(?<!\w)['’]|['’](?!\w)")
# "Child Q", "Baby T2": what a pseudonym of the genre looks like, held or not.
_PSEUDONYM = re.compile(
    r"\b(child|baby|infant|twin|young person|adult|family|sibling)\s+([A-Z]{1,3}\d{0,2})\b"
    r"(?!['’](?!s\b)\w)"
)
_PSEUDONYM_ANY_CASE = re.compile(_PSEUDONYM.pattern, re.I)
# Words that a careless reader could take for a pseudonym's letters.
_NOT_LETTERS = frozenset(
    "a an i is in on at to of or as by if so we it be do he my no up us me who was has had and "
    "the cp cin gp gps csc csa cse hv am go are".split()
)
_ABBREVIATIONS = frozenset({"GP", "GPS", "HV", "SW", "MH", "DA", "DV", "SEN"})
_SHORTEST_NAME = 3
# First names that are words as well count with their capital only.
_NAMES_AND_WORDS = frozenset(
    "kit star robin amber "
    "hope grace faith joy will mark may rose sky summer dawn bill pat sue rob grant miles chase "
    "hunter mason carter dean crystal april june august art drew frank jack nick ray".split()
)
# "The RS review", "in the RS case": the letters alone.
_LETTERS_ALONE = re.compile(
    r"(?<!\w)([A-Z]{1,3}\d{0,2})(?:['’]s)?\s+(?:serious case\s+|practice\s+|rapid\s+)?"
    r"(?:review|case|family|SCR|LCSPR|briefing|report)\b"
)
_LETTERS = re.compile(r"(?<!\w)(?:[A-Z]{2,3}\d{0,2}|[A-Z]\d{1,2})(?!\w)")
_KIND_OF_PERSON = re.compile(
    r"^(?:child|baby|infant|twin|young person|adult|family|sibling) (?P<name>\w+)$|"
    r"^(?:the )?(?P<family>\w+) (?:siblings|family|children|twins|brothers|sisters)$",
    re.I,
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
    said = text.casefold()
    for review in reviews:
        if review.pseudonym and _own_word(review.pseudonym) in said:
            match = _pattern(review.pseudonym).search(text)
            if match:
                places.append((match.start(), review))
    named = tuple(review for _, review in sorted(places, key=lambda p: p[0]))
    named = named or _by_letters(text, reviews)
    known = {r.pseudonym.casefold() for r in reviews if r.pseudonym}
    unknown = tuple(dict.fromkeys(name for name in _alike(text) if name.casefold() not in known))
    return Named(named, unknown)


@lru_cache(32768)
def _own_word(pseudonym: str) -> str:
    """A word without which a question doesn't name it: few are looked for any closer."""
    plain = _QUOTES.sub("", pseudonym)
    own = _KIND_OF_PERSON.match(plain)
    name = (own["name"] or own["family"]) if own else plain.removeprefix("the ")
    return min(name.split() or [""], key=len).casefold()


@lru_cache(4096)
def _pattern(pseudonym: str) -> re.Pattern[str]:
    """A pseudonym in a question: "Kieran", "kierans", and "Cleo" for "Baby Cleo"."""
    plain = _QUOTES.sub("", pseudonym)
    words = r"\s+".join(map(re.escape, plain.removeprefix("the ").split()))
    own = _KIND_OF_PERSON.match(plain)
    name = (own["name"] or own["family"]) if own else plain
    if own and len(name) >= _SHORTEST_NAME:
        words = rf"(?:{words}|{re.escape(name)})"
    plural = "s?" if len(name) >= _SHORTEST_NAME and plain[-1].islower() else ""
    is_a_word = name.casefold() in _NAMES_AND_WORDS
    return re.compile(rf"(?<![\w]){words}{plural}(?!\w)", 0 if is_a_word else re.I)


def _by_letters(text: str, reviews: Sequence[Review]) -> tuple[Review, ...]:
    """The one review whose pseudonym ends with the letters given alone; none where two do.

    A single letter counts where a review or a case is spoken of, "JM" anywhere.
    """
    meant = {match[1] for match in _LETTERS_ALONE.finditer(text)}
    meant |= set(_LETTERS.findall(text)) - set(taxonomy().acronyms) - _ABBREVIATIONS
    if not meant:
        return ()
    found = [
        r for r in reviews if r.pseudonym and _QUOTES.sub("", r.pseudonym).split()[-1] in meant
    ]
    return tuple(found) if len({r.pseudonym for r in found}) == 1 else ()


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
