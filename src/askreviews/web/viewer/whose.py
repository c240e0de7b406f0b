"""Whose words a document's are: its reviews, publisher, date, and whether it is a digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from askreviews.types import Review
from askreviews.web.markup import plain, tag

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

_NAMED = 3  # reviews of a document, before the others are counted


def file_name(document_id: str) -> str:
    """The name of a document's file, without the folders that it lies in."""
    return document_id.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a document, and of each review in it."""

    title: str
    publisher: str | None
    published: str | None
    digest: bool
    reviews: tuple[Review, ...]

    @classmethod
    def of(cls, assistant: Assistant, document_id: str) -> Standing:
        """Look it up.

        Raises:
            IndexingError: no such document is held.
        """
        held = assistant.index.document(document_id)
        reviews = [review for review in assistant.reviews() if review.document_id == document_id]
        return cls(held.title, held.publisher, held.published, held.digest, tuple(reviews))

    def at(self, start: int) -> str:
        """Say, as HTML, in whose review a character stands, and what is known of that."""
        review = next((one for one in self.reviews if one.start <= start < one.end), None)
        return _about(review or self, review.label if review else "not about one review")

    def whole(self) -> str:
        """Say, as HTML, of which reviews the document is, and what is known of it."""
        if len(self.reviews) == 1:
            return _about(self.reviews[0], self.reviews[0].label)
        named = ", ".join(review.label for review in self.reviews[:_NAMED])
        if len(self.reviews) > _NAMED:
            named += f" and {len(self.reviews) - _NAMED} more"
        return _about(self, named or "not about one review")


def _about(known: Standing | Review, name: str) -> str:
    parts = [
        name,
        known.publisher or "publisher not stated",
        f"as at {known.published}" if known.published else "date not stated",
    ]
    digest = f" {tag('digest')}" if known.digest else ""
    return " · ".join(map(plain, parts)) + digest
