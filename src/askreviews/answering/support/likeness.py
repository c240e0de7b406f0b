"""How like a sentence and its passages are, in numbers: what speaks against it, and what for it."""

from __future__ import annotations

import numpy as np

from askreviews.answering.support.additions import added
from askreviews.answering.support.meaning import Pairing

AGAINST = ("unlike", "strangest", "alien", "tail", "added")
FOR = ("covered", "weakest", "nearest", "told", "told_first")
_PAIRED = 0.62
_LIKE = 0.6
_ALIEN = 0.5
_TAIL = 2


def against(pairing: Pairing) -> dict[str, float]:
    """What the words and their meaning speak against, 0 to 1.

    ``unlike``: no unit means anything near. ``strangest``, ``alien`` and ``tail``: a word, or the
    last two, that are strange among the passages' own words were likely added; among other words
    they are what a paraphrase is made of. ``added``: words that stand in for none of theirs.
    """
    rows = pairing.content
    near = [float(pairing.near[i]) for i in rows] or [0.0]
    close = pairing.closeness
    cosine = float(max(pairing.cosines[i] for i in pairing.chosen))
    strange = [n < _PAIRED for n in near]
    return {
        "unlike": max(0.0, _LIKE - cosine),
        "strangest": (1 - min(near)) * close,
        "alien": max(0.0, 1 - min(near) - _ALIEN) * close,
        "tail": float(len(rows) > _TAIL and all(strange[-_TAIL:])) * close,
        "added": added(pairing),
    }


def likeness(pairing: Pairing) -> dict[str, float]:
    """What the words and their meaning speak for, 0 to 1.

    ``covered`` and ``weakest``: how near the passages come to the sentence's words, all (squared)
    and the two least near. ``nearest``: to the whole sentence. ``told`` and ``told_first``: how
    near the sentence comes to the words of its units, and of the first of them.
    """
    rows = pairing.content or list(range(len(pairing.words)))
    near = np.sort([float(pairing.near[i]) for i in rows])
    places = [np.flatnonzero(pairing.passages.unit_of == unit) for unit in pairing.chosen]
    places = [p[pairing.passages.content[p]] for p in places]
    told = [pairing.likeness[rows][:, p].max(axis=0) for p in places]
    every = np.concatenate(told) if told else np.zeros(0)
    return {
        "covered": float((near**2).mean()) if len(near) else 0.0,
        "weakest": float(near[:_TAIL].mean()) if len(near) else 0.0,
        "nearest": float(max(pairing.cosines[i] for i in pairing.chosen)),
        "told": float(every.mean()) if every.size else 0.0,
        "told_first": float(told[0].mean()) if told and told[0].size else 0.0,
    }
