"""BM25 over a segment's passages, by bm25s: written once, mapped into memory when it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


class Words:
    """The terms of passages, in the order of their rows, each kept as a number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._passages: list[list[int]] = []

    def add(self, terms: Iterable[str]) -> None:
        """Take in the next passage."""
        numbers = self._numbers
        self._passages.append([numbers.setdefault(term, len(numbers)) for term in terms])

    def write(self, folder: Path) -> None:
        """Write the index."""
        import bm25s

        index = bm25s.BM25()
        index.index((self._passages, dict(self._numbers)), show_progress=False)
        index.save(str(folder), show_progress=False)


def open_bm25(folder: Path) -> Any:
    """The index, mapped into memory."""
    import bm25s

    return bm25s.BM25.load(str(folder), mmap=True, show_progress=False)


def scored(index: Any, terms: Sequence[str], limit: int, admitted: Any) -> dict[int, float]:
    """Scores above nought of the ``limit`` best passages by row.

    Args:
        index: what ``open_bm25`` gave.
        terms: those of a question; it does not matter which of them occur.
        limit: how many passages.
        admitted: whether a row counts, shape (passages,); ``None``: all do.
    """
    known = [term for term in terms if term in index.vocab_dict]
    if not known:
        return {}
    import torch

    numbers = [index.vocab_dict[term] for term in known]
    mask = None if admitted is None else admitted.astype("float32")
    scores = torch.from_numpy(index.get_scores_from_ids(numbers, weight_mask=mask))
    # NumPy's own selection, which bm25s takes, is a hundred times slower where many are alike.
    best, rows = torch.topk(scores, min(limit, len(scores)))
    ranked = zip(rows.tolist(), best.tolist(), strict=True)
    return {row: score for row, score in ranked if score > 0}
