"""Agencies, jobs and relations: who did it, and who they are to the child."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.evidence import Word
from askreviews.answering.support.meaning import Pairing
from askreviews.answering.support.wording import wording
from askreviews.indexing.lexical import stem
from askreviews.reading.taxonomy import Tag, taxonomy

# How much of the words around somebody have to stand in one unit to be sure of its place.
_SURE = 0.4
_CHILDREN = frozenset(("boy", "girl"))
_PARENTS = frozenset(("mother", "father"))
# Forms that have the stem of a job or a body and name none.
_NO_ROLE = re.compile(
    r"(?:houses?|homes?|household|judged|judging|visited|visiting|visits?|officially|schooling|"
    r"governed|drive[ns]?|driving|drove|advocate[ds]|volunteered|nursed|nursing|doctored|fired)",
    re.I,
)
_NEAR = 4
_FAR = 9


def agency_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """Agencies and jobs of the sentence that are not there, or not where its other words are."""
    everything = "\n".join(pairing.passages.texts)
    for agency, tag in taxonomy().agencies.items():
        if not tag.count(pairing.sentence):
            continue
        if not tag.count(everything):
            if _stands_in_words(tag, pairing):
                continue
            yield Doubt("agency", f"the passages do not speak of {_spoken(agency)}")
            continue
        rows = _rows_of(tag, pairing)
        home, share = pairing.home(
            [r for i in rows[:1] for r in pairing.beside(i) if r not in rows]
        )
        unit = pairing.passages.units[home]
        if tag.count(unit.said):
            continue
        others = [
            other
            for name, other in taxonomy().agencies.items()
            if name != agency and other.count(unit.text) and not other.count(pairing.sentence)
        ]
        before = pairing.passages.units[max(home - 1, 0)]
        if others and share >= _SURE:
            yield Doubt("agency_other", f"the passages say this of others than {_spoken(agency)}")
        elif not any(tag.count(u.said) for u in (pairing.units[0], before)):
            yield Doubt("agency_far", f"the passages say this of others than {_spoken(agency)}")
    yield from _role_doubts(pairing)


def _stands_in_words(tag: Tag, pairing: Pairing) -> bool:
    """Whether a unit has each word by which the sentence names an agency, or one that it meets.

    "Housing and other services" are housing services, and an academy is a school.
    """
    rows = [i for i in _rows_of(tag, pairing) if pairing.words[i].content]
    meets = [
        wording().contains.get(pairing.words[i].key, frozenset()) | {pairing.words[i].key}
        for i in rows
    ]
    for unit in pairing.units:
        keys = {w.key for w in unit.words}
        if rows and all(keys & m for m in meets):
            return True
    return False


def _rows_of(tag: Tag, pairing: Pairing) -> list[int]:
    """The words of the sentence by which it names an agency."""
    spans = [m.span() for m in tag.synonyms.finditer(pairing.sentence)]
    return [
        i for i, w in enumerate(pairing.words) if any(a <= w.start and w.end <= b for a, b in spans)
    ]


def _role_doubts(pairing: Pairing) -> Iterator[Doubt]:
    every = {w.key for w in pairing.passages.words}
    roles = wording().roles
    mine = {w.key for w in pairing.words}
    for row, word in enumerate(pairing.words):
        if word.key not in roles or _NO_ROLE.fullmatch(word.text):
            continue
        meets = wording().contains.get(word.key, frozenset()) | {word.key}
        home, share = pairing.home(
            [r for r in pairing.beside(row) if pairing.words[r].key not in roles]
        )
        there = {w.key for w in pairing.passages.units[home].words}
        if meets & there:
            continue
        if not meets & every:
            yield Doubt("role", f"no “{word.text}” is spoken of in the passages")
        if share >= _SURE and (roles & there) - mine:
            yield Doubt("role_other", f"the passages say this of others than the “{word.text}”")


def relation_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """Relatives of the sentence who are not there, or not where the words around them are."""
    every = {relation_of(w) for w in pairing.passages.words}
    mine = {relation_of(w) for w in pairing.words} - {None}
    for row, word in enumerate(pairing.words):
        relation = relation_of(word)
        if relation is None:
            continue
        meets = wording().contains.get(relation, frozenset()) | {relation}
        home, share = pairing.home(
            [r for r in pairing.beside(row) if not relation_of(pairing.words[r])]
        )
        unit = pairing.passages.units[home]
        there = {r for w in unit.words if (r := relation_of(w))}
        met = meets & there
        others = {
            r for r in there - mine if not meets & ({r} | wording().contains.get(r, frozenset()))
        }
        name = word.text.lower().removesuffix("'s").removesuffix("’s")
        if relation in _CHILDREN:
            if not met and (there & _CHILDREN) - mine:
                yield Doubt(
                    "relation_other", f"the passages do not say this of a {name}", hard=False
                )
        elif not meets & every and not (relation in _PARENTS and "parent" in every):
            yield Doubt("relation", f"the passages do not speak of the {name} here")
        elif not met and others and share >= _SURE:
            yield Doubt("relation_other", f"the passages say this of others than the {name}")
        elif met and _stands_elsewhere(pairing, row, meets):
            yield Doubt("relation_near", f"another than the {name} stands there")
        elif not met and not any(meets & {relation_of(w) for w in u.words} for u in pairing.units):
            yield Doubt("relation_far", f"the passages say this of others than the {name}")


def relation_of(word: Word) -> str | None:
    """The relation that a word names."""
    plain = word.text.lower().replace("’", "'").removesuffix("'s")
    return wording().relations.get(stem(plain))


def _stands_elsewhere(pairing: Pairing, row: int, meets: frozenset[str] | set[str]) -> bool:
    """Whether the words beside a relative are paired with words beside another one."""
    words, unit_of = pairing.passages.words, pairing.passages.unit_of
    for_it = against = 0
    for i in range(max(0, row - _NEAR), min(len(pairing.words), row + _NEAR + 1)):
        place = pairing.partner[i]
        if place is None or i == row or relation_of(pairing.words[i]):
            continue
        here = [
            (abs(j - place), relation_of(words[j]))
            for j in range(max(0, place - _FAR), min(len(words), place + _FAR + 1))
            if unit_of[j] == unit_of[place] and relation_of(words[j])
        ]
        if here:
            nearest = min(here, key=lambda pair: pair[0])[1]
            for_it += nearest in meets
            against += nearest not in meets
    return against > for_it


def _spoken(agency: str) -> str:
    """An agency as it is spoken of inside a sentence."""
    name = agency.split(" / ", maxsplit=1)[0]
    return name if name[:2].isupper() else name[0].lower() + name[1:]
