"""Which documents say the same, whatever format they come in."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from askreviews.types import SourceDocument

SAME = 0.98  # of the sentences of two documents together: the same text in another format
NEARLY_SAME = 0.8  # another version of it
_WORD = re.compile(r"[^\W_]+")

# The sorted hashes of a document's sentences, points and rows, 8 bytes each.
Marks = NDArray[np.uint64]


def marks_of(document: SourceDocument) -> Marks:
    """What a document is known by: its sentences, folded to letters and digits."""
    said = {
        "".join(_WORD.findall(document.text[unit.start : unit.end])).lower()
        for unit in document.units
    }
    hashes = (hashlib.blake2b(text.encode(), digest_size=8).digest() for text in said if text)
    return np.sort(np.frombuffer(b"".join(hashes), dtype="<u8").astype(np.uint64))


class Likeness:
    """The documents known so far, to compare others with."""

    def __init__(self) -> None:
        self._holders: dict[int, list[str]] = defaultdict(list)
        self._sizes: dict[str, int] = {}
        self._names: list[str] = []
        self._marks = np.zeros(0, np.uint64)
        self._owners = np.zeros(0, np.int64)

    def hold(self, documents: Mapping[str, Marks]) -> None:
        """Take in, before any other, the documents that are there: thousands in a moment."""
        self._names = list(documents)
        self._sizes |= {name: len(marks) for name, marks in documents.items()}
        if documents:
            marks = np.concatenate(list(documents.values()))
            owners = np.repeat(np.arange(len(documents)), [len(m) for m in documents.values()])
            order = np.argsort(marks, kind="stable")
            self._marks, self._owners = marks[order], owners[order]

    def add(self, document_id: str, marks: Marks) -> None:
        """Take in a document."""
        self._sizes[document_id] = len(marks)
        for mark in marks.tolist():
            self._holders[mark].append(document_id)

    def like(self, marks: Marks) -> Iterator[tuple[str, float]]:
        """The documents that share most of these sentences, with the share, the most alike first.

        The share is the Jaccard index: of the sentences in either, those in both.
        """
        shared = Counter(name for mark in marks.tolist() for name in self._holders.get(mark, ()))
        first, last = (np.searchsorted(self._marks, marks, side) for side in ("left", "right"))
        runs = [self._owners[a:b] for a, b in zip(first, last, strict=True) if b > a]
        for owner, count in Counter(np.concatenate(runs).tolist() if runs else ()).items():
            shared[self._names[owner]] += count
        for name, count in shared.most_common():
            share = count / (self._sizes[name] + len(marks) - count)
            if share >= NEARLY_SAME:
                yield name, share


def alike(marks: Marks, held: Mapping[str, Marks]) -> tuple[str, float] | None:
    """The document held that says most of the same, with the share; None where none does.

    For a few documents beside many held: nothing is built that ``Likeness`` would need.
    """
    best: tuple[str, float] | None = None
    for name, others in held.items():
        shared = len(np.intersect1d(marks, others, assume_unique=True))
        share = shared / max(1, len(marks) + len(others) - shared)
        if share >= NEARLY_SAME and (best is None or share > best[1]):
            best = name, share
    return best
