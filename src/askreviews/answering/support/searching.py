"""A long passage is searched for the few units that speak of a sentence.

Articles hold many things, and somewhere nearly every word of a sentence: what tells is whether
its rarer words stand close together, and whether its numbers, dates and names stand there at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from askreviews.answering.support.evidence import Unit, words_of
from askreviews.answering.support.names import names_in
from askreviews.answering.support.quantities import dates, meets, quantities

LONG = 20  # units of one passage: retrieval hands over half as many at most
FEATURES = ("window", "absent")
_SEARCHED = 3
_WINDOW = 5  # units on end


def is_long(units: Sequence[Unit]) -> bool:
    """Whether a passage of these units has to be searched."""
    return max(Counter(u.passage for u in units).values(), default=0) > LONG


def best_units(sentence: str, units: Sequence[Unit]) -> tuple[list[Unit], float]:
    """The few units that together hold most of the sentence's words, and the share of them."""
    there = _held(sentence, units)[1]
    covered = np.zeros(there.shape[1])
    chosen: list[int] = []
    for _ in range(_SEARCHED):
        best = int(np.maximum(there, covered).sum(axis=1).argmax())
        chosen.append(best)
        covered = np.maximum(covered, there[best])
    return [units[i] for i in sorted(set(chosen))], float(covered.mean())


def features_of_long(sentence: str, units: Sequence[Unit]) -> dict[str, float]:
    """What tells whether a long passage supports a sentence.

    ``window``: the share of the sentence's words, weighed by how rare they are in the passage
    (Spärck Jones 1972), that stand in the best five units on end. ``absent``: how many of its
    numbers, dates and names stand nowhere.
    """
    shared = _shared(sentence, units)
    windows = [shared[i : i + _WINDOW].max(axis=0).sum() for i in range(len(shared))]
    return {
        "window": float(max(windows, default=0.0)),
        "absent": float(_absent(sentence, "\n".join(u.text for u in units))),
    }


def _shared(sentence: str, units: Sequence[Unit]) -> NDArray[np.float64]:
    """Weights of the sentence's words, adding to 1, where units have them: units × words."""
    keys, there = _held(sentence, units)
    counts = there.sum(axis=0)
    weights = np.log((len(units) + 1) / (counts + 0.5))
    total = float(weights.sum())
    return there * (weights / total) if keys and total > 0 else np.zeros_like(there)


def _held(sentence: str, units: Sequence[Unit]) -> tuple[list[str], NDArray[np.float64]]:
    """The keys of the sentence's words of content, and which units have them: units × words."""
    keys = [w.key for w in words_of(sentence) if w.content]
    held = [{w.key for w in u.words if w.content} for u in units]
    return keys, np.array([[key in unit for key in keys or [""]] for unit in held], float)


def _absent(sentence: str, text: str) -> int:
    lowered, held, days = text.lower(), quantities(text), dates(text)
    return (
        sum(not any(meets(q, other) for other in held) for q in quantities(sentence))
        + sum(not any(date.agrees(other) for other in days) for date in dates(sentence))
        + sum(name.lower() not in lowered for name in names_in(sentence))
    )
