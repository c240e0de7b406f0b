"""Yes or no: a "not" put in or left out, a word turned to its contrary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.evidence import Word
from askreviews.answering.support.meaning import Pairing
from askreviews.answering.support.wording import wording

_SURE = 0.6
_CLOSE = 0.8
_OBJECTS = frozenset(("nobody", "nothing", "none", "no one"))
_OBJECT_SCOPE = 2
_SCOPE = 4  # words of content


def polarity_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """A "not" put in or left out, or a word turned to its contrary."""
    mine = negated(pairing.sentence, pairing.words)
    flips: list[str] = []
    theirs: dict[int, list[bool]] = {}
    for row, place in enumerate(pairing.partner):
        if place is None:
            continue
        unit = int(pairing.passages.unit_of[place])
        if unit not in theirs:
            told = pairing.passages.units[unit]
            theirs[unit] = negated(told.text, told.words)
        first = int((pairing.passages.unit_of < unit).sum())
        same = float(pairing.likeness[row, place]) >= 1
        if same and mine[row] != theirs[unit][place - first]:
            flips.append(pairing.words[row].text)
    differ = any(mine) != any(any(n) for n in theirs.values())
    if flips:
        sign = "negation" if differ else "negation_near"
        yield Doubt(sign, f"the passages differ on whether it was so (“{flips[0]}”)")
    elif pairing.closeness >= _CLOSE and _more_negatives(pairing):
        yield Doubt("negation", "the passages differ on whether it was so")
    yield from _contraries(pairing)


def _more_negatives(pairing: Pairing) -> bool:
    """Whether the sentence says "not" more often than its units do together."""
    negative = wording().cues["negative"]
    told = sum(len(negative.findall(u.text)) for u in pairing.units)
    return len(negative.findall(pairing.sentence)) > told


def _contraries(pairing: Pairing) -> Iterator[Doubt]:
    """Words whose contrary stands in the unit where the words around them stand."""
    contrary = wording().contrary
    mine = {w.key for w in pairing.words}
    for row, word in enumerate(pairing.words):
        denied = contrary.get(word.key)
        if not denied:
            continue
        home, share = pairing.home(pairing.beside(row))
        there = {w.key for w in pairing.passages.units[home].words}
        agreed = negated(pairing.sentence, pairing.words)[row]
        if share >= _SURE and not agreed and word.key not in there and denied & there - mine:
            yield Doubt("contrary", f"the passages say the contrary of “{word.text}”")


def negated(text: str, words: Sequence[Word]) -> list[bool]:
    """For each word of a text, whether a negative stands shortly before it in its clause."""
    spans = [(w.start, w.end) for w in words]
    out = [False] * len(spans)
    for cue in wording().cues["negative"].finditer(text):
        end = cue.end()
        stop = re.search(r"[,.;:]| and | but | because ", text[end:])
        limit = end + stop.start() if stop else len(text)
        count = 0
        for i, (start, last) in enumerate(spans):
            if start >= end - 1 and last <= limit and count < _SCOPE:
                out[i] = True
                count += words[i].content
        if cue[0].lower() in _OBJECTS:
            before = [i for i, (_, last) in enumerate(spans) if last <= cue.start()]
            for i in before[-_OBJECT_SCOPE:]:
                out[i] = True
    return out
