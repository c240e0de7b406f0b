"""Counts of the reviews that a pack draws on, each with its list."""

from __future__ import annotations

from askreviews.packs.desk import Desk
from askreviews.packs.gather import Material, case_of, count_cases
from askreviews.packs.model import Item, Key
from askreviews.types import Citation

_NAMED = 6


def counted(desk: Desk, part: Key, material: Material, named: int = _NAMED) -> Item:
    """ "From 7 of the 12 reviews held: …", each of the seven cited, the first ``named`` named."""
    labels = {case_of(review): review.label for review in reversed(material.speaking)}
    names = list(labels.values())[::-1]
    more = f" and {len(names) - named} more" if len(names) > named else ""
    text = (
        f"From {count_cases(material.speaking)} of the {material.held} reviews held: "
        f"{', '.join(names[:named])}{more}."
    )
    return desk.computed(part, text, places_of(material))


def places_of(material: Material) -> list[Citation]:
    """One place in each review, the first that is used."""
    cases = {review.review_id: case_of(review) for review in material.speaking}
    first: dict[str, Citation] = {}
    for quotable in material.quotables:
        case = cases.get(quotable.citation.review_id or "")
        if case and quotable.citation.facet != "resource":
            first.setdefault(case, quotable.citation)
    return list(first.values())
