"""A question of two parts is two questions: each is settled, or named as not settled."""

from __future__ import annotations

import re
from dataclasses import replace

from askreviews.retrieval.query import Query

_ASKS = (
    r"(?:who|what|when|where|why|how|which|whose|did|was|were|is|under what|on how|in which|"
    r"in what|by whom|from which)\b"
)
_SPLIT = re.compile(rf"\?\s+(?=\w)|[,;]?\s+and\s+(?={_ASKS})|,\s*(?={_ASKS})", re.I)
_MIN_WORDS = 3
_MIN_PARTS = 2


def parts_of(query: Query) -> list[Query]:
    """The parts of a question for facts, in order; a question of one part as it is."""
    if query.kind not in ("fact", "comparison"):
        return [query]
    pieces = [p.strip(" ?,;") for p in _SPLIT.split(query.text) if p and p.strip(" ?,;")]
    asked = [p for p in pieces if re.search(rf"\b{_ASKS}", p, re.I)]
    if len(asked) < _MIN_PARTS or any(len(p.split()) < _MIN_WORDS for p in asked):
        return [query]
    return [replace(query, text=piece, whole=query.text) for piece in asked]
