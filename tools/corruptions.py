"""Twelve ways to make a true sentence say what its passage does not, by rule.

Each takes the sentence, its surroundings and a random generator, and returns the corrupted
sentence, or nothing where it has nothing to hold on to.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

UNITS = "zero one two three four five six seven eight nine ten eleven twelve".split()
MONTHS = "January February March April May June July August September October November December"
MONTH = "|".join(MONTHS.split())
AGENCIES = (
    "health visitors?", "midwives", "midwife", "GPs?", "police", "social workers?", "school nurse",
    "children's social care", "housing services", "housing officers?", "CAMHS", "MASH", "MARAC",
    "mental health services", "probation officer", "youth worker", "substance misuse service",
    "community paediatrician", "emergency department", "SECAMB",
)  # fmt: skip
OTHER_AGENCIES = (
    ("health visitor", "health visitors"), ("police officer", "police officers"),
    ("social worker", "social workers"), ("probation officer", "probation officers"),
    ("midwife", "midwives"), ("ambulance service", "ambulance services"), ("CAMHS", "CAMHS"),
)  # fmt: skip
RELATIONS = {
    "mother": "father", "father": "grandmother", "fathers": "grandparents", "mothers": "fathers",
    "parents": "grandparents", "grandmother": "aunt", "brother": "cousin", "sister": "brother",
    "uncle": "brother", "aunt": "stepmother", "stepfather": "uncle", "siblings": "cousins",
}  # fmt: skip
SAID = re.compile(
    r"^(?P<who>(?:The|His|Her|A|An|[A-Z]\w+|[A-Z]\w+['’]s)\s(?:[\w'’]+\s){0,5}?)?"
    r"(?:told (?:the |a |his |her )?[\w' ]{3,25}?|said|reported|alleged|believed|thought|heard|"
    r"considers it possible) that (?P<what>.+)$"
)
DETAILS = (
    "after a delay of several days", "in the presence of a solicitor", "at a meeting in Leeds",
    "although the family had objected", "at the request of a neighbour", "by telephone",
    "and this was written in a letter to the court", "together with a foster carer",
)  # fmt: skip
EVERYWHERE = (
    "In most reviews, {}", "Across the country, {}", "As a rule, {}", "In nearly every case, {}",
    "It is common that {}", "Again and again, {}",
)  # fmt: skip
CAUSES = (
    "{} because {}",
    "Because {1}, {0}",
    "{1}, which led to this: {0}",
    "{}, owing to the fact that {}",
)
OPENINGS = frozenset(
    "The A An It There In At On After His Her Their They He She This No Nobody Both Two Three One "
    "Neighbours Practitioners Parents Fathers Mothers Teachers Housing Involve Introduce Promote "
    "Training Information Children Learning Another Some Bereavement Chronologies Noise Where When "
    "Professionals Return Police Guidance Doctors Records Be Ask Keep Record Get Seek".split()
)
CASE = re.compile(r"\b(was|were|had|did|told|said|died|found|knew|saw)\b")
NO_ADVICE = re.compile(
    r"\b(stabbed|removed|born|injured|arrested|convicted|locked|charged|called to)\b"
)
Rng = random.Random
Corruption = Callable[[str, "Place", Rng], str | None]


@dataclass(frozen=True)
class Place:
    """A sentence's surroundings: its document, section, passage and the next sentence."""

    document: str
    label: str
    passage: str
    next: str | None


def number(sentence: str, _: Place, rng: Rng) -> str | None:
    """Another number, where it isn't of an age or a date."""
    words = rf"(?:{'|'.join(UNITS[2:])}|\d{{1,3}}(?! (?:{MONTH})))"
    pattern = rf"\b(?<!aged )(?<!A)({words})\b(?! (?:months?|weeks?|years?)\b)(?!-)"
    return _swap(sentence, pattern, lambda m: _another(m[0], rng))


def age(sentence: str, _: Place, rng: Rng) -> str | None:
    """Another age."""
    words = rf"(?:{'|'.join(UNITS[1:])}|\d{{1,2}})"
    pattern = (
        rf"(?:(?<=aged )|(?<=almost )|(?<=boy of )|(?<=girl of )|(?<=baby of ))(?:{words})\b"
        rf"|\b{words}(?=(?: |-)(?:weeks?|months?|years?)(?: |-)old)"
    )
    return _swap(sentence, pattern, lambda m: _another(m[0], rng))


def date(sentence: str, _: Place, rng: Rng) -> str | None:
    """Another month, or another year."""

    def other(match: re.Match[str]) -> str:
        if match[0].isdigit():
            return str(int(match[0]) + rng.choice((-2, -1, 1, 2)))
        return rng.choice([m for m in MONTHS.split() if m != match[0]])

    return _swap(sentence, rf"\b(?:{MONTH})(?= \d{{4}})|\b(?:19|20)\d\d\b", other)


def agency(sentence: str, place: Place, rng: Rng) -> str | None:
    """Another agency, that the passage doesn't speak of."""
    absent = [o for o in OTHER_AGENCIES if o[0].lower() not in place.passage.lower()]

    def other(match: re.Match[str]) -> str:
        return rng.choice(absent)[match[0].endswith("s") or match[0] == "midwives"]

    return _swap(sentence, rf"\b(?:{'|'.join(AGENCIES)})\b(?!['’])", other) if absent else None


def relation(sentence: str, _: Place, __: Rng) -> str | None:
    """Another relative."""
    return _swap(sentence, rf"\b(?:{'|'.join(RELATIONS)})\b", lambda m: RELATIONS[m[0]])


def negation(sentence: str, _: Place, __: Rng) -> str | None:
    """A "not" put in or taken out."""
    without = re.sub(
        r"\b(was|were|is|are|could|should|would|had|has) not ", r"\1 ", sentence, count=1
    )
    if without != sentence:
        return without
    return _swap(
        sentence,
        r"\b(was|were|is|are|could|should|would|had been|has been)\b(?! to )",
        lambda m: f"{m[0]} not",
    )


def neighbour(sentence: str, place: Place, rng: Rng) -> str | None:
    """The name of another review."""
    names = [
        "Child RS",
        "Child R",
        "Baby R",
        "Child L",
        "Toby",
        "Joshua",
        "Mia",
        "Amber",
        "Theo",
        "Leila",
    ]
    if not place.label or place.label not in sentence:
        return None
    others = [n for n in names if not re.search(rf"\b{n}\b", place.passage)]
    return sentence.replace(place.label, rng.choice(others))


def recommendation(sentence: str, place: Place, __: Rng) -> str | None:
    """What was found made what should be."""
    if re.search("ecommend|should", place.passage) or NO_ADVICE.search(sentence):
        return None
    turned = re.sub(
        r"\b(?:was|were) (not )?(\w+ed|known|told|seen|given|held|made)\b",
        r"should \1be \2",
        sentence,
        count=1,
    )
    return turned if turned != sentence else None


def attribution(sentence: str, _: Place, __: Rng) -> str | None:
    """What somebody said made fact."""
    match = SAID.match(sentence)
    return match["what"] if match and "review" not in (match["who"] or "") else None


def detail(sentence: str, _: Place, rng: Rng) -> str | None:
    """A detail that nobody told."""
    return f"{sentence.rstrip('.')} {rng.choice(DETAILS)}."


def generalisation(sentence: str, place: Place, rng: Rng) -> str | None:
    """One case made many."""
    if "national" in place.passage.lower() or not CASE.search(sentence):
        return None
    return rng.choice(EVERYWHERE).format(small(sentence))


def cause(sentence: str, place: Place, rng: Rng) -> str | None:
    """Two facts that stand side by side, one made the cause of the other."""
    if (
        not place.next
        or not CASE.search(sentence)
        or place.next[-1] != "."
        or re.search(r"\b(because|so|should|result)\b", sentence + place.next)
    ):
        return None
    return (
        rng.choice(CAUSES).format(small(sentence).rstrip("."), small(place.next).rstrip(".")) + "."
    )


def _swap(sentence: str, pattern: str, other: Callable[[re.Match[str]], str]) -> str | None:
    """The first match replaced; none where there is no match."""
    match = re.search(pattern, sentence)
    return sentence[: match.start()] + other(match) + sentence[match.end() :] if match else None


def _another(word: str, rng: Rng) -> str:
    """Another number of the same form and about the same size."""
    if not word.isdigit():
        return rng.choice([w for w in UNITS[2:] if w != word.rsplit(maxsplit=1)[-1]])
    return str(int(word) + rng.choice((2, 3, 5)))


def small(sentence: str) -> str:
    """A sentence as it goes on after another: what may be a name keeps its capital."""
    first = sentence.split(maxsplit=1)[0]
    return sentence[0].lower() + sentence[1:] if first in OPENINGS else sentence


CORRUPTIONS: dict[str, Corruption] = {
    "number": number, "age": age, "date": date, "agency": agency, "relation": relation,
    "negation": negation, "neighbour": neighbour, "recommendation": recommendation,
    "attribution": attribution, "detail": detail, "generalisation": generalisation, "cause": cause,
}  # fmt: skip
