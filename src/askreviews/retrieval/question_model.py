"""What a question is, judged from its meaning: which kind, and whether it is to be declined.

Phrases alone miss how people put things ("he only ever cries with me, I'm at the end of it").
Two small linear models (multinomial logistic regression) read the question's vector, its words
and pairs of words (hashed, Weinberger et al. 2009) and a few marks of form. They are fitted by
``training/questions.py`` on questions written for it, with the packaged embedder, and keep
silent with any other.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from askreviews.indexing.embedding import PACKAGED_SHA256, Encoder

Head = Literal["kind", "route"]
Floats = NDArray[np.float32]
BUCKETS = 4096
_LONG = 60
_WORD = re.compile(r"\b\w[\w']*\b")
_MARKS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"\breviews?\b|\blearning\b|\bbriefing\b|\breport\b|\bcase\b", re.I),
        (r"\b(?:I|I'm|I've|my|me|we|our)\b", 0),
        (r"\b(?:Child|Baby) [A-Z]", 0),
        (r"\?\s*$", 0),
        (r"\d{3,}", 0),
        (r"\b(?:should|do|can|shall) I\b", re.I),
    )
)


@dataclass(frozen=True, slots=True)
class _Linear:
    classes: tuple[str, ...]
    weights: Floats
    intercept: Floats


@cache
def _head(head: Head) -> _Linear:
    source = files("askreviews.retrieval").joinpath("data/question_model.npz")
    with as_file(source) as path, np.load(path, allow_pickle=False) as stored:
        return _Linear(
            tuple(str(name) for name in stored[f"{head}_classes"]),
            stored[f"{head}_weights"].astype(np.float32),
            stored[f"{head}_intercept"].astype(np.float32),
        )


def question_probabilities(encoder: Encoder, question: str, head: Head) -> dict[str, float]:
    """The probability of each class of a head; empty with an embedder it was not fitted for."""
    if encoder.stamp.sha256 != PACKAGED_SHA256:
        return {}
    model = _head(head)
    logits = model.weights @ question_features(encoder, question) + model.intercept
    powers = np.exp(logits - logits.max())
    shares = powers / powers.sum()
    return dict(zip(model.classes, shares.tolist(), strict=True))


def question_features(encoder: Encoder, question: str) -> Floats:
    """Vector, marks and hashed words of a question, shape (d + marks + ``BUCKETS``,)."""
    text = question.replace("’", "'")
    marks = [float(bool(mark.search(text))) for mark in _MARKS]
    marks.append(min(len(text.split()), _LONG) / _LONG)
    hashed = np.zeros(BUCKETS, dtype=np.float32)
    for gram in _grams(text):
        hashed[zlib.crc32(gram.encode()) % BUCKETS] += 1
    hashed /= max(float(np.linalg.norm(hashed)), 1.0)
    return np.concatenate(
        [encoder.question(question), 0.5 * np.array(marks, dtype=np.float32), hashed]
    )


def _grams(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    yield from words
    yield from (" ".join(pair) for pair in pairwise(words))
