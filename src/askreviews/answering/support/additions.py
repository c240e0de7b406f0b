"""What was added: words that stand in for none of the passages'.

A paraphrase puts another word where the passage has one of its own; an addition has no such
word to stand in for. So a strange word counts as added if, around the places that its
neighbours are paired with, every word of content is already taken by another word of the sentence.
"""

from __future__ import annotations

from askreviews.answering.support.meaning import Pairing

_WINDOW = 4  # words of the passage on either side of a neighbour's place
_PAIRED = 0.62
_MOST = 3.0


def added(pairing: Pairing) -> float:
    """How strange the added words are altogether, 0 to 3, less where all words are others."""
    taken = {p for p in pairing.partner if p is not None}
    total = 0.0
    for row in pairing.content:
        strange = 1 - float(pairing.near[row])
        if strange > 1 - _PAIRED and not _stands_for_another(pairing, row, taken):
            total += strange
    return min(total, _MOST) * pairing.closeness


def _stands_for_another(pairing: Pairing, row: int, taken: set[int]) -> bool:
    """Whether a word of the passages near the word's neighbours' places is still untaken."""
    words, unit_of = pairing.passages.words, pairing.passages.unit_of
    for place in _neighbours(pairing, row):
        low, high = max(0, place - _WINDOW), min(len(words), place + _WINDOW + 1)
        for other in range(low, high):
            if unit_of[other] == unit_of[place] and words[other].content and other not in taken:
                return True
    return False


def _neighbours(pairing: Pairing, row: int) -> list[int]:
    """The places of the nearest paired word on either side."""
    before = [p for p in pairing.partner[:row] if p is not None]
    after = [p for p in pairing.partner[row + 1 :] if p is not None]
    return [*before[-1:], *after[:1]]
