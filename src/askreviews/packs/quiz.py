"""A quiz: questions about a review and a theme, each answered by a quotation."""

from __future__ import annotations

from collections import Counter
from typing import Final

from askreviews.packs.desk import Desk
from askreviews.packs.gather import Material
from askreviews.packs.model import Item, Part
from askreviews.types import Quotable

_KEY: Final = "quiz"
_MOST, _MOST_WORDS = 6, 45
_ASKED = {
    "finding": "what was learned about {about}?",
    "recommendation": "what was recommended about {about}?",
    "good_practice": "what was done well?",
    "action": "what was begun about {about}?",
}
ANSWER = "Answer"


def quiz(desk: Desk, material: Material) -> Part:
    """A question for each review and theme that one quotation alone answers."""
    lines = [
        q for q in material.under(*_ASKED) if len(q.citation.quote.split()) <= _MOST_WORDS
    ]  # fmt: skip
    times = Counter(_question(q, material.subject) for q in material.under(*_ASKED))
    items: list[Item] = []
    for quotable in lines:
        question = _question(quotable, material.subject)
        if question and times[question] == 1 and len(items) < 2 * _MOST:
            items.append(desk.session(_KEY, question, [quotable.citation]))
            items.append(desk.quote(_KEY, quotable))
    return Part(key=_KEY, title="Quiz", items=tuple(items))


def _question(quotable: Quotable, subject: str | None) -> str | None:
    """A question on a line; None where nothing says what the line is about."""
    c = quotable.citation
    about = subject or (_small(quotable.themes[0]) if quotable.themes else None)
    form = _ASKED[c.facet or ""]
    if about is None and "{about}" in form:
        return None
    local = f" ({c.provenance} learning)" if c.provenance else ""
    return f"{c.review}{local}: {form.format(about=about)}"


def _small(label: str) -> str:
    """A label within a sentence: "Domestic abuse" becomes "domestic abuse", "ICON" stays."""
    first = label.split(maxsplit=1)[0]
    return label if first.isupper() else label[:1].lower() + label[1:]
