"""What a sentence and its passages have in common: words paired exactly or by their vectors.

Every word of content of the sentence is paired with the nearest word of the passages, by key
(stem or group of words that say the same) or else by the cosine of their vectors in context,
as BERTScore does (Zhang et al. 2020). The units that together cover most of the sentence are
its evidence; there may be three, since a sentence may join what stood apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.evidence import Unit, Word, units_of, words_of
from askreviews.indexing.embedding import Encoder, Vectors

MOST_UNITS = 3
# Coverage of the sentence's words that a further unit has to add.
_GAIN = 0.08
# What a unit of a passage that is already used is worth more.
_SAME_PASSAGE = 0.03
# Weight of the likeness of whole sentences when units are chosen.
_WHOLE = 0.5
_EXACT = 1.0
# The same where the home of a few words is looked for.
_HOME = 0.3
_CHOSEN = 0.15
_FEW = 3
# The best unit of a supported sentence is always nearer than this.
_ANYTHING = 0.25
_REACH = 10
_BESIDE = 6
# Vectors of unlike words in this model are seldom below this.
_FLOOR = 0.2
_PAIRED = 0.62


_PARENT = r"(?:mothers?|mums?|fathers?|dads?)"
_BOTH = re.compile(rf"\b{_PARENT}(?:,| and| or|, and) (?:the )?{_PARENT}\b", re.I)


class Passages:
    """Passages read and encoded once, to check any number of sentences against them."""

    def __init__(self, passages: Sequence[str], encoder: Encoder) -> None:
        self.texts = tuple(passages)
        self.units = units_of(passages)
        spans = [[(w.start, w.end) for w in u.words] for u in self.units]
        texts = [u.text for u in self.units]
        whole, words = encoder.passages([""] * len(texts), texts, spans) if texts else (None, [])
        self.whole: Vectors = whole if whole is not None else np.zeros((0, 1), np.float32)
        self.words = [w for u in self.units for w in u.words]
        self.unit_of = np.array([i for i, u in enumerate(self.units) for _ in u.words], int)
        self.vectors: Vectors = np.concatenate(words) if words else np.zeros((0, 1), np.float32)
        self.content = np.array([w.content for w in self.words], bool)
        self.keys = np.array([w.key for w in self.words], dtype=object)


@dataclass(frozen=True)
class Pairing:
    """A sentence laid beside passages.

    Attributes:
        sentence: the sentence.
        words: its words.
        passages: what it is laid beside.
        chosen: the units that speak of it, best first, by their place in ``passages.units``.
        likeness: of shape (words of the sentence, words of the passages), 0 to 1.
        cosines: of the whole sentence with each unit.
    """

    sentence: str
    words: tuple[Word, ...]
    passages: Passages
    chosen: tuple[int, ...]
    likeness: NDArray[np.float32]
    cosines: NDArray[np.float32]

    @cached_property
    def units(self) -> list[Unit]:
        """The units chosen."""
        return [self.passages.units[i] for i in self.chosen]

    @cached_property
    def within(self) -> NDArray[np.bool_]:
        """Which words of the passages stand in the units chosen."""
        return np.isin(self.passages.unit_of, self.chosen)

    @cached_property
    def near(self) -> NDArray[np.float32]:
        """For each word of the sentence its greatest likeness within the units chosen."""
        if not self.within.any():
            return np.zeros(len(self.words), np.float32)
        return np.asarray(self.likeness[:, self.within].max(axis=1), np.float32)

    @cached_property
    def anywhere(self) -> NDArray[np.float32]:
        """The same over all passages."""
        if not self.likeness.shape[1]:
            return np.zeros(len(self.words), np.float32)
        return np.asarray(self.likeness.max(axis=1), np.float32)

    @cached_property
    def partner(self) -> list[int | None]:
        """For each word of the sentence the word of the chosen units it is paired with."""
        places = np.flatnonzero(self.within)
        found: list[int | None] = []
        for row, word in enumerate(self.words):
            if not len(places) or not word.content:
                found.append(None)
                continue
            best = places[int(self.likeness[row, places].argmax())]
            found.append(int(best) if self.likeness[row, best] >= _PAIRED else None)
        return found

    def home(self, rows: Sequence[int]) -> tuple[int, float]:
        """The unit that says most of these words of the sentence, and how much of them, 0 to 1."""
        count = len(self.passages.units)
        best = np.zeros((len(rows), count), np.float32)
        if not rows or not count:
            return (self.chosen[0] if self.chosen else 0), 0.0
        for n, row in enumerate(rows):
            np.maximum.at(best[n], self.passages.unit_of, self.likeness[row])
        shares = (best**2).mean(axis=0)
        chosen = np.isin(np.arange(count), self.chosen)
        unit = int((shares + _HOME * self.cosines + _CHOSEN * chosen).argmax())
        sure = len(rows) >= _FEW or (len(rows) > 1 and shares[unit] >= _EXACT)
        return unit, float(shares[unit]) if sure else 0.0

    def beside(self, row: int) -> list[int]:
        """The words of content nearest to one of the sentence's, without itself."""
        others = [i for i in self.content if i != row and abs(i - row) <= _REACH]
        return sorted(others, key=lambda i: abs(i - row))[:_BESIDE]

    @cached_property
    def closeness(self) -> float:
        """The share of the sentence's words of content that its units have by key."""
        return (
            float(np.mean([self.near[i] >= _EXACT for i in self.content])) if self.content else 0.0
        )

    @cached_property
    def content(self) -> list[int]:
        """The places of the sentence's words of content."""
        return [i for i, word in enumerate(self.words) if word.content]


def pair(sentence: str, passages: Passages, encoder: Encoder) -> Pairing:
    """Lay a sentence beside passages and choose the units that speak of it."""
    sentence = _BOTH.sub("parents", sentence)
    words = words_of(sentence)
    spans = [[(w.start, w.end) for w in words]]
    if not words or not passages.units:
        empty = np.zeros((len(words), len(passages.words)), np.float32)
        none = np.zeros(len(passages.units), np.float32)
        return Pairing(sentence, words, passages, (), empty, none)
    whole, vectors = encoder.passages([""], [sentence], spans)
    cosines = np.clip(passages.whole @ whole[0], 0, 1)
    likeness = np.clip((vectors[0] @ passages.vectors.T - _FLOOR) / (1 - _FLOOR), 0, 0.99)
    for row, word in enumerate(words):
        likeness[row, passages.keys == word.key] = _EXACT
        if word.content:
            likeness[row, ~passages.content] = 0
    return Pairing(
        sentence, words, passages, _choose(words, passages, likeness, cosines), likeness, cosines
    )


def nearness_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """A sentence about something that the passages do not speak of at all."""
    if float(pairing.cosines.max(initial=0.0)) < _ANYTHING:
        yield Doubt("unrelated", "the passages speak of something else", hard=True)


def _choose(
    words: tuple[Word, ...],
    passages: Passages,
    likeness: NDArray[np.float32],
    cosines: NDArray[np.float32],
) -> tuple[int, ...]:
    """Units one after another, each the one that adds most to what is covered."""
    rows = [i for i, word in enumerate(words) if word.content] or list(range(len(words)))
    count = len(passages.units)
    cover = np.zeros((len(rows), count), np.float32)
    for unit in range(count):
        columns = passages.unit_of == unit
        if columns.any():
            cover[:, unit] = likeness[rows][:, columns].max(axis=1)
    cover **= 2  # a full match is worth more than two halves
    chosen: list[int] = []
    covered = np.zeros(len(rows), np.float32)
    while len(chosen) < min(MOST_UNITS, count):
        gains = np.maximum(cover, covered[:, None]).mean(axis=0) - covered.mean()
        if not chosen:
            gains = gains + _WHOLE * cosines
        else:
            beside = [u.passage == passages.units[chosen[0]].passage for u in passages.units]
            gains = gains + _SAME_PASSAGE * np.array(beside)
        gains[chosen] = -1
        best = int(gains.argmax())
        if chosen and gains[best] < _GAIN:
            break
        chosen.append(best)
        covered = np.maximum(covered, cover[:, best])
    return tuple(chosen)
