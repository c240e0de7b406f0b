"""A sentence and the unit it follows word for word: what was put in, and what stands for what.

Where most of a sentence follows a unit in the same order, the little that differs is telling: a
stretch put in that stands for nothing there, one word put for another that is no synonym, or two
sides of a comparison changed round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher

from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.evidence import Word
from askreviews.answering.support.meaning import Pairing
from askreviews.answering.support.people import relation_of
from askreviews.answering.support.wording import wording

_FOLLOWS = 0.55  # of the sentence's words of content, in the unit's order
_CLOSELY = 0.8
_LIKE = 0.6
_SAME = 0.95
_STRANGE = 0.45
_PIVOT = re.compile(
    r"\b(?:rather than|instead of|than|before|after|until)\b",
    re.I,
)


def alignment_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """What a sentence puts into a unit it otherwise follows, or changes there."""
    if not pairing.chosen:
        return
    blocks, place = _followed(pairing)
    mine = [pairing.words[i] for i in pairing.content]
    unit = pairing.passages.units[place]
    theirs = [w for w in unit.words if w.content]
    first = int((pairing.passages.unit_of < place).sum())
    columns = [first + i for i, w in enumerate(unit.words) if w.content]
    follows = sum(b.size for b in blocks)
    if follows >= _FOLLOWS * max(1, len(mine)):
        for (a, b), (c, d) in _gaps(blocks):
            rows = pairing.content[a:b]
            closely = follows >= _CLOSELY * (len(mine) - len(rows))
            yield from _put_in(pairing, rows, columns[c:d], closely=closely)
            if b - a == d - c == 1:
                yield from _put_for(pairing, rows[0], theirs[c], columns[c])
    yield from _turned_round(pairing, place)


def _followed(pairing: Pairing) -> tuple[Sequence[Match], int]:
    """The matching blocks with the unit that the sentence follows furthest, and that unit."""
    mine = [pairing.words[i].key for i in pairing.content]

    def blocks(place: int) -> list[Match]:
        held = [w.key for w in pairing.passages.units[place].words if w.content]
        return SequenceMatcher(None, mine, held, autojunk=False).get_matching_blocks()

    every = {place: blocks(place) for place in pairing.chosen}
    best = max(every, key=lambda place: sum(b.size for b in every[place]))
    return every[best], best


def _gaps(blocks: Sequence[Match]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The stretches between the matching ones, of the sentence and of the unit."""
    a = b = 0
    for block in blocks:
        if block.a > a:
            yield (a, block.a), (b, block.b)
        a, b = block.a + block.size, block.b + block.size


def _put_in(
    pairing: Pairing, rows: Sequence[int], columns: Sequence[int], *, closely: bool
) -> Iterator[Doubt]:
    """Words that stand where the unit has none left for them, and are like none of any unit."""
    strange = [
        i
        for i in rows
        if float(pairing.near[i]) < (_LIKE if columns or not closely else _SAME)
        and not _weighed_elsewhere(pairing.words[i])
        and not any(f"non-{pairing.words[i].text.lower()}" in u.text.lower() for u in pairing.units)
    ]
    if len(strange) > len(columns):
        words = ", ".join(f"“{pairing.words[i].text}”" for i in strange[:3])
        sign = "put_in" if closely else "put_in_part"
        yield Doubt(sign, f"the passages say nothing close to {words}")


def _weighed_elsewhere(word: Word) -> bool:
    """Whether a word tells nothing by itself, or is a cue that has a rule of its own."""
    lists = wording()
    return (
        word.key in lists.light
        or word.text[-2:] in ("'s", "’s")
        or any(cue.fullmatch(word.text) for cue in lists.cues.values())
    )


def _put_for(pairing: Pairing, row: int, other: Word, column: int) -> Iterator[Doubt]:
    """One word in the place of another: another relative, or nothing like it."""
    word = pairing.words[row]
    reason = f"the passages say “{other.text}” where it says “{word.text}”"
    mine, theirs = relation_of(word), relation_of(other)
    if mine and theirs:
        if not _meets(mine, theirs):
            yield Doubt("changed", reason)
    elif other.key in wording().contrary.get(word.key, ()):
        yield Doubt("changed", reason)
    elif (
        not _weighed_elsewhere(word)
        and word.key not in (w.key for u in pairing.units for w in u.words)
        and (float(pairing.likeness[row, column]) < _STRANGE)
    ):
        yield Doubt("put_for", reason)


def _meets(mine: str, theirs: str) -> bool:
    contains = wording().contains
    return mine == theirs or theirs in contains.get(mine, ()) or mine in contains.get(theirs, ())


def _turned_round(pairing: Pairing, place: int) -> Iterator[Doubt]:
    """What stands before a "than" or an "instead of" here and after it there, and the reverse."""
    unit = pairing.passages.units[place]
    here, there = _pivot(pairing.sentence), _pivot(unit.text)
    if here is None or there is None or here[2] != there[2]:
        return
    words = pairing.passages.words
    turned = {True: 0, False: 0}
    for row, partner in enumerate(pairing.partner):
        if partner is None or pairing.passages.unit_of[partner] != place:
            continue
        if unit.text.lower().count(words[partner].text.lower()) > 1:
            continue
        before, was_before = pairing.words[row].start < here[0], words[partner].start < there[0]
        if before != was_before:
            turned[before] += 1
    if all(turned.values()):
        yield Doubt("turned_round", "the passages have it the other way round")


def _pivot(text: str) -> tuple[int, int, str] | None:
    """The one place in a text where two things are held against each other."""
    found = list(_PIVOT.finditer(text))
    if len(found) != 1:
        return None
    kind = "than" if re.search("than|instead", found[0][0], re.I) else found[0][0].lower()
    return found[0].start(), found[0].end(), kind
