"""Exact-words cards: messages that reviews put in a nutshell, one a slide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from askreviews.packs.desk import Desk
from askreviews.packs.gather import Material
from askreviews.packs.model import Part
from askreviews.types import Quotable

_KEY: Final = "cards"
_MOST, _MOST_WORDS = 8, 40
_ONE_THING = re.compile(r"\bone thing\b|\bkey messages?\b|\btake[- ]?away", re.I)
_LETTER = re.compile(r"^([A-Z])\s*[–—:.-]\s")
_FEWEST_LETTERS = 3


def cards(desk: Desk, material: Material) -> Part:
    """What stands under "if you do one thing", messages spelt by their letters, short advice."""
    spelt = _spelt(desk, material.quotables)
    single = [q for q in material.quotables if _ONE_THING.search(q.citation.section or "")]
    inside = {(q.citation.document_id, q.citation.start) for q in single}
    advice = [
        q for q in material.under("recommendation", "finding", "good_practice")
        if len(q.citation.quote.split()) <= _MOST_WORDS
        and (q.citation.document_id, q.citation.start) not in inside
    ]  # fmt: skip
    advice.sort(key=lambda q: q.citation.facet != "recommendation")
    chosen = [*spelt, *single, *advice][:_MOST]
    items = tuple(desk.quote(_KEY, quotable) for quotable in chosen)
    return Part(key=_KEY, title="In their exact words", items=items)


def _spelt(desk: Desk, quotables: Iterable[Quotable]) -> list[Quotable]:
    """Runs of points whose letters spell a word of their heading: I, C, O, N under "ICON".

    They are points of a list that touch, so each is quoted whole, one under the other.
    """
    lettered = [q for q in quotables if _LETTER.match(q.citation.quote)]
    lettered.sort(key=lambda q: (q.citation.document_id, q.citation.start))
    runs = groupby(lettered, key=lambda q: (q.citation.document_id, q.headings, q.lead_in))
    return [made for _, run in runs if (made := _joined(desk, list(run)))]


def _joined(desk: Desk, run: Sequence[Quotable]) -> Quotable | None:
    letters = "".join(q.citation.quote[0] for q in run)
    over = f"{' '.join(run[0].headings)} {run[0].lead_in or ''}"
    if len(run) < _FEWEST_LETTERS or not re.search(rf"\b{letters}\b", over):
        return None
    first, last = run[0].citation, run[-1].citation
    whole = desk.stretch(first.document_id, first.start, last.end)
    apart = "".join(q.citation.quote for q in run)
    if re.sub(r"\s", "", whole.quote) != re.sub(r"\s", "", apart):
        return None  # something else stands between them
    return replace(run[0], citation=whole)
