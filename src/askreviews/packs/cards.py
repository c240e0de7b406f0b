"""Exact-words cards: messages that reviews put in a nutshell, one a slide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from askreviews.packs.desk import Desk
from askreviews.packs.gather import Material
from askreviews.packs.model import Item, Part
from askreviews.types import Quotable

_KEY: Final = "cards"
_MOST, _MOST_WORDS = 8, 40
_ONE_THING = re.compile(r"\bone thing\b|\bkey messages?\b|\btake[- ]?away", re.I)
_LETTER = re.compile(r"^([A-Z])\s*[–—:.-]\s")
_FEWEST_LETTERS = 3
SPELT = "A message by its letters"


def cards(desk: Desk, material: Material) -> Part:
    """What stands under "if you do one thing", messages spelt by their letters, short advice."""
    single = [q for q in material.quotables if _ONE_THING.search(q.citation.section or "")]
    inside = {(q.citation.document_id, q.citation.start) for q in single}
    advice = [
        q for q in material.under("recommendation", "finding", "good_practice")
        if len(q.citation.quote.split()) <= _MOST_WORDS
        and (q.citation.document_id, q.citation.start) not in inside
    ]  # fmt: skip
    advice.sort(key=lambda q: q.citation.facet != "recommendation")
    items: list[Item] = []
    for run in _spelt(material.quotables):
        items.append(desk.say(_KEY, "heading", SPELT))
        items += [desk.quote(_KEY, quotable) for quotable in run]
    short = [desk.quote(_KEY, quotable) for quotable in [*single, *advice][:_MOST]]
    if items and short:
        items.append(desk.say(_KEY, "heading", "Short messages"))
    return Part(key=_KEY, title="In their exact words", items=(*items, *short))


def _spelt(quotables: Iterable[Quotable]) -> list[list[Quotable]]:
    """Points of one list whose letters spell a word over it: I, C, O, N under "ICON"."""
    lettered = [q for q in quotables if _LETTER.match(q.citation.quote)]
    lettered.sort(key=lambda q: (q.citation.document_id, q.citation.start))
    runs = groupby(lettered, key=lambda q: (q.citation.document_id, q.headings, q.lead_in))
    return [run for _, points in runs if _spells(run := list(points))]


def _spells(run: Sequence[Quotable]) -> bool:
    letters = "".join(q.citation.quote[0] for q in run)
    over = f"{' '.join(run[0].headings)} {run[0].lead_in or ''}"
    return len(run) >= _FEWEST_LETTERS and bool(re.search(rf"\b{letters}\b", over))
