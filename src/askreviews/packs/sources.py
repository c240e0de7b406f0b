"""What a pack was made from, what the documents point to, and a sheet on the use made of it."""

from __future__ import annotations

from typing import Final

from askreviews.packs.desk import Desk
from askreviews.packs.gather import Material
from askreviews.packs.model import Item, Part
from askreviews.packs.tally import counted
from askreviews.packs.wording import facts_of
from askreviews.types import Citation

_KEY: Final = "sources"
_MOST = 6
_USE = (
    "Date and place of the session", "Led by", "Roles and number of people present",
    "Which learning was used", "What was discussed and agreed",
    "What has changed in practice since, and how we know",
)  # fmt: skip


def sources(desk: Desk, material: Material) -> Part:
    """Each document quoted so far, with its date, then resources that they name."""
    quoted: dict[str, list[Citation]] = {}
    for place in list(desk.citations):
        quoted.setdefault(place.review_id or place.document_id, []).append(place)
    reviews = {review.review_id: review for review in material.reviews}
    items: list[Item] = [desk.say(_KEY, "heading", "Reviews quoted")]
    others: list[Item] = [desk.say(_KEY, "heading", "Other documents quoted")]
    for name, places in quoted.items():
        times = "quoted once" if len(places) == 1 else f"quoted at {len(places)} places"
        if name in reviews:
            text = f"{facts_of(reviews[name])} Document: {places[0].document_title}; {times}."
            items.append(desk.computed(_KEY, text, places))
        else:
            published = places[0].published or "date not stated"
            text = f"{places[0].document_title}; not a review; {published}; {times}."
            others.append(desk.computed(_KEY, text, places))
    if len(material.speaking) > 1:
        items.append(counted(desk, _KEY, material, named=len(material.reviews)))
    reading = [q for q in material.quotables if q.citation.facet == "resource"][:_MOST]
    further = [desk.quote(_KEY, quotable) for quotable in reading]
    if further:
        further.insert(0, desk.say(_KEY, "heading", "Further reading that they name"))
    return Part(key=_KEY, title="Sources and further reading", items=(*items, *others, *further))


def evidence_of_use(desk: Desk) -> Part:
    """A sheet to fill in after the session."""
    items = tuple(desk.say("evidence_of_use", "blank", label) for label in _USE)
    return Part(key="evidence_of_use", title="Evidence of use", items=items)
