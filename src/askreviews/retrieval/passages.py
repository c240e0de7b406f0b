"""Passages as ``search`` shows them: each once, by the best of its sentences."""

from __future__ import annotations

from collections.abc import Sequence

from askreviews.types import Evidence, Passage


def best_passages(evidence: Sequence[Evidence], limit: int) -> list[Passage]:
    """The passages of ranked evidence, best first, each scored by its best unit."""
    found: dict[str, Passage] = {}
    for e in evidence:
        if len(found) >= limit:
            break
        key = e.passage.passage_id
        if key not in found:
            found[key] = e.passage.model_copy(update={"score": round(e.score, 4)})
    return list(found.values())
