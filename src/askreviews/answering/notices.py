"""Words of ours that stand in answers. They say what to do next; never a fact of a case."""

from __future__ import annotations

from askreviews.types import Reason

DECLINED: dict[Reason, tuple[str, ...]] = {
    "personal_data": (
        "Your question held details that could identify somebody, so it was not searched for and "
        "is not kept.",
        "Please ask again without names, dates of birth, addresses, e-mail addresses, telephone, "
        "NHS or case numbers.",
        "If a child may be at risk now, follow your local safeguarding procedure; in an emergency "
        "call 999.",
    ),
    "distress": (
        "These documents are hard to read, and it sounds as if things are very hard for you just "
        "now. This tool cannot give the support you deserve, but people can.",
        "Samaritans listen day and night on 116 123, free. In an emergency, or if you might hurt "
        "yourself or somebody else, call 999 or go to A&E.",
        "If you are caring for a baby who will not stop crying, it is all right to put the baby "
        "down somewhere safe, step away for a few minutes and call someone you trust, or Cry-sis "
        "on 0800 448 0737. If you work with families, your supervisor and your staff support "
        "service are there for you too.",
    ),
    "live_case": (
        "This sounds like a child or family you are working with now. Reviews are learning from "
        "the past; this tool cannot assess a child or decide what to do.",
        "Please follow your local safeguarding procedure: speak to your safeguarding lead or "
        "manager today, and refer to children's social care (the front door or MASH). If a child "
        "is in immediate danger call 999.",
        "You can ask here what reviews say on a topic in general, for example bruising in babies "
        "who are not yet mobile.",
    ),
    "reidentification": (
        "Reviews are published without names so that children and families are protected. This "
        "tool does not help to identify anybody.",
        "You can ask what a review says about learning and practice.",
    ),
    "off_topic": (
        "This tool answers only from the documents it holds, and this is not something they are "
        "about.",
    ),
}
NOT_FOUND = "The documents held do not answer this."
NOTHING_NEAR = "Nothing near it was found either; other words, or fewer filters, may help."


NOT_FOUND_BY_WORDS = "Nothing that answers this was found by its words."
BY_WORDS = (
    "The search by meaning is away just now, so passages were found by their words alone: some "
    "that say the same in other words may be missing. It comes back by itself; ask again in a "
    "while."
)


def unknown_name(names: str) -> str:
    """No review of that name is held."""
    return f"No review called {names} is held."


def part_not_found(part: str) -> str:
    """One part of a question has no answer."""
    return f"Not settled by the documents held: “{part}”."


def facet_absent(facet: str, label: str) -> str:
    """A review has nothing under the facet asked for."""
    return f"The document held on {label} records no {facet}."
