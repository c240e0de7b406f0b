"""Questions for discussion: published ones quoted, then ones written beside a quoted line."""

from __future__ import annotations

from itertools import cycle
from typing import Final

from askreviews.packs.desk import Desk
from askreviews.packs.gather import Material
from askreviews.packs.model import WRITTEN, Item, Part

_KEY: Final = "questions"
_PUBLISHED, _FROM_EACH = 8, 3
# Of practice, never of people: reviews hold nobody to account, and nor does a session.
_TEMPLATES = {
    "finding": (
        "Where in our own work could this be found, and what would help us to notice it early?",
        "What makes this hard in everyday practice, and what already helps?",
        "If we saw this tomorrow, who would we talk to, and how would we record it?",
    ),
    "recommendation": (
        "What would this look like in our service, and what is already in place?",
        "What is the first step that we could take towards this, and who would need to be part "
        "of it?",
        "How would a child or a family notice that we had done this?",
    ),
    "good_practice": (
        "Where have we seen this done well, and what made it possible?",
        "What would help more of us to do this more often?",
        "How do we tell one another about work like this?",
    ),
}


def questions(desk: Desk, material: Material) -> Part:
    """Published questions on the subject, then three of each kind written for the session."""
    items: list[Item] = []
    asking = [
        q for q in material.quotables
        if q.citation.facet == "question" and q.citation.quote.endswith("?")
    ][:_PUBLISHED]  # fmt: skip
    if asking:
        items.append(desk.say(_KEY, "heading", "Published questions"))
        items += [desk.quote(_KEY, quotable) for quotable in asking]
    made: list[Item] = []
    for facet, templates in _TEMPLATES.items():
        lines = material.under(facet)[:_FROM_EACH]
        for quotable, question in zip(lines, cycle(templates), strict=False):
            made += [
                desk.quote(_KEY, quotable),
                desk.session(_KEY, question, [quotable.citation]),
            ]
    if made:
        items += [desk.say(_KEY, "heading", f"{WRITTEN}, beside a quotation"), *made]
    return Part(key=_KEY, title="Questions for discussion", items=tuple(items))
