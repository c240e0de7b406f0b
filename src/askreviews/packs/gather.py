"""What a pack is made of: from a topic, a review or a basket to things that can be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from askreviews.assistant import Assistant
from askreviews.errors import AskReviewsError, IndexingError
from askreviews.packs.basket import Basket
from askreviews.packs.model import printable
from askreviews.types import Answer, Quotable, Review

_ASKS = re.compile(r"^(?:what|which|who|how|why|when|where|do|does|did|is|are|can|should)\b", re.I)
CONCERNS = re.compile(r"\b(?:earlier|previous|safeguarding|known) concerns\b|\bknown to\b", re.I)
# The facts whose sentence tells what happened, the plainest first.
_TELLS = ("outcome", "harm:", "incident_date")


@dataclass
class Material:
    """What the parts of a pack are made from.

    ``subject`` completes "about …", None where the themes of each line are to be named instead;
    ``quotables`` are in the order in which they are to be used; ``reviews`` those that they are
    of, in the same order; ``held`` counts the cases in the catalogue. ``incidents`` is, for a
    review, the sentence that tells what happened. ``notes`` are a trainer's, one a quotable.
    """

    title: str
    subject: str | None
    quotables: list[Quotable]
    reviews: list[Review]
    held: int
    incidents: dict[str, Quotable] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def speaking(self) -> list[Review]:
        """The reviews that say something themselves, besides pointing to other reading."""
        said = {q.citation.review_id for q in self.quotables if q.citation.facet != "resource"}
        return [review for review in self.reviews if review.review_id in said]

    def under(self, *facets: str | None) -> list[Quotable]:
        """What reviews say under these facets.

        A guide's retelling is no finding of a review, nor are concerns there were at the time.
        """
        return [
            q for q in self.quotables
            if q.citation.review_id and q.citation.facet in facets
            and not CONCERNS.search(q.citation.section or "")
        ]  # fmt: skip


def asked(assistant: Assistant, topic: str) -> Answer:
    """The answer that says whether a pack on a topic may be made, and whether anything is held.

    The topic is put to the tool as it stands first: a live case is one however it is wrapped up.

    Raises:
        AskReviewsError: the topic is empty.
    """
    if not re.search(r"\w", topic):
        raise AskReviewsError("Name a topic, for example: askreviews pack 'engaging fathers'.")
    if assistant.declines(topic) or topic.endswith("?") or _ASKS.match(topic):
        return assistant.ask(topic, quoted=True)
    return assistant.ask(f"What do reviews say about {topic}?", quoted=True)


def material_on(assistant: Assistant, topic: str) -> Material:
    """All that is held on a topic, best first."""
    quotables = assistant.quotables(topic)
    subject = None if topic.endswith("?") or _ASKS.match(topic) else topic
    return _material(assistant, topic[:1].upper() + topic[1:], subject, quotables)


def material_of(assistant: Assistant, review_id: str) -> Material:
    """A review, in its own order.

    Raises:
        AskReviewsError: no such review is held.
    """
    named = review_id.casefold()
    found = [
        r for r in assistant.reviews() if named in (r.review_id.casefold(), r.label.casefold())
    ]
    if len(found) != 1:
        ids = ", ".join(r.review_id for r in found)
        raise AskReviewsError(
            f"Several reviews are called {review_id!r}; name one by its id: {ids}." if found else
            f"There is no review {review_id!r} in the index; 'askreviews reviews --json' lists "
            "their ids."
        )  # fmt: skip
    quotables = assistant.quotables_of(found[0].review_id)
    return _material(assistant, found[0].label, None, quotables)


def material_in(assistant: Assistant, basket: Basket) -> Material:
    """What was kept in a basket, in its order, each quotation looked up where it stands.

    Raises:
        AskReviewsError: a document has been removed, or no longer holds a quotation.
    """
    quotables = [kept.found(assistant) for kept in basket.items]
    material = _material(assistant, printable(basket.name), None, quotables)
    material.notes = tuple(printable(kept.note) for kept in basket.items)
    return material


def _material(
    assistant: Assistant, title: str, subject: str | None, quotables: Sequence[Quotable]
) -> Material:
    held = assistant.reviews()
    by_id = {review.review_id: review for review in held}
    spoken = dict.fromkeys(q.citation.review_id for q in quotables if q.citation.review_id)
    reviews = [by_id[review_id] for review_id in spoken]
    return Material(
        title=title, subject=subject, quotables=list(quotables), reviews=reviews,
        held=count_cases(held), incidents=dict(_incidents(assistant, reviews[:8])),
    )  # fmt: skip


def count_cases(reviews: Iterable[Review]) -> int:
    """How many cases reviews are of: one that two documents tell of is counted once."""
    return len({case_of(review) for review in reviews})


def case_of(review: Review) -> str:
    """What a review is counted as."""
    return review.case_id or review.same_as or review.review_id


def _incidents(assistant: Assistant, reviews: Iterable[Review]) -> Iterable[tuple[str, Quotable]]:
    """The sentence of each review that its outcome, harm or date was read from."""
    for review in reviews:
        told = [s for fact in _TELLS for key, s in review.sources.items() if key.startswith(fact)]
        for span in told:
            try:
                quotable = assistant.quotable_at(review.document_id, *span)
            except IndexingError:  # read from a title, which is no sentence to quote
                continue
            if quotable.citation.facet == "background":
                yield review.review_id, quotable
                break
