"""Agencies, jobs and relations: who did it, and who they are to the child."""

from __future__ import annotations

from collections.abc import Iterator

from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.evidence import Word
from askreviews.answering.support.meaning import Pairing
from askreviews.answering.support.wording import wording
from askreviews.indexing.lexical import stem
from askreviews.reading.taxonomy import taxonomy

_NEAR = 4
_FAR = 9


def agency_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """Agencies of the sentence that its passages or its evidence do not name."""
    everything = "\n".join(pairing.passages.texts)
    evidence = " ".join(u.said for u in pairing.units)
    for agency, tag in taxonomy().agencies.items():
        if not tag.count(pairing.sentence):
            continue
        if not tag.count(everything):
            yield Doubt("agency", f"the passages do not speak of {_spoken(agency)}")
        elif not tag.count(evidence):
            yield Doubt("agency_far", f"the passages say this of others than {_spoken(agency)}")
    roles = [w for w in pairing.words if w.key in wording().roles]
    held = {w.key for u in pairing.units for w in u.words}
    every = {w.key for w in pairing.passages.words}
    for word in roles:
        if word.key not in every:
            yield Doubt("role", f"no “{word.text}” is spoken of in the passages")
        elif word.key not in held:
            yield Doubt("role_far", f"the passages say this of others than the “{word.text}”")


def relation_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """Relatives of the sentence that its evidence does not speak of, or who stand elsewhere in it."""
    units = [relation_of(w) for u in pairing.units for w in u.words]
    held = {r for r in units if r}
    near_passages = {u.passage for u in pairing.units}
    around = {
        relation_of(w)
        for u in pairing.passages.units
        if u.passage in near_passages
        for w in u.words
    }
    for row, word in enumerate(pairing.words):
        relation = relation_of(word)
        if relation is None:
            continue
        meets = wording().contains.get(relation, frozenset({relation})) | {relation}
        if relation == "parent" and {"mother", "father"} & held:
            continue
        if not meets & around:
            yield Doubt("relation", f"the passages do not speak of the {word.text.lower()} here")
        elif not meets & held:
            yield Doubt("relation_far", f"the passages say this of others than the {word.text.lower()}")
        elif _stands_elsewhere(pairing, row, meets):
            yield Doubt("relation_other", f"another than the {word.text.lower()} stands there")


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
    name = agency.split(" / ")[0]
    return name if name[:2].isupper() else name[0].lower() + name[1:]
