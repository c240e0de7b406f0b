"""The action plan: recommendations filled in and cited, everything else for the team to fill."""

from __future__ import annotations

from typing import Final

from askreviews.packs.desk import Desk
from askreviews.packs.gather import Material
from askreviews.packs.model import Item, Part

_KEY: Final = "action_plan"
COLUMNS = (
    "What needs to happen (recommendation quoted)", "Who will do it", "By when",
    "How we will know it has been done", "How we will know it has worked",
)  # fmt: skip
TEAM = ("Organisation", "Team", "Team manager", "Contacts")
_MOST = 12
_NONE = "No recommendation of a review held speaks of this; the rows are for your own actions."
_NONE_OF = "The document held records no recommendation; the rows are for your own actions."


def action_plan(desk: Desk, material: Material) -> Part:
    """Blanks for the team, then a row for each recommendation of a review."""
    lines = material.under("recommendation")[:_MOST]
    items: list[Item] = [desk.say(_KEY, "blank", label) for label in TEAM]
    if not lines:
        none = _NONE_OF if len(material.reviews) == 1 and not material.subject else _NONE
        items.append(desk.say(_KEY, "notice", none))
    items += [desk.quote(_KEY, quotable) for quotable in lines]
    return Part(key=_KEY, title="Action plan", items=tuple(items))
