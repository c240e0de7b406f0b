"""What one visitor kept, in an order of their own, each quotation with a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from askreviews.errors import AskReviewsError
from askreviews.types import Citation, Keeping

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

MOST = 200
LONGEST_QUOTE, LONGEST_NOTE = 5000, 2000
_FULL = f"At most {MOST} quotations can be kept; drop one first."
_TOO_LONG = "This is too long to keep as one quotation."

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A quotation: ``text[start:end] == quote`` when it was kept."""

    document_id: str
    start: int
    end: int
    quote: str
    note: str = ""

    @property
    def place(self) -> Place:
        """What tells it from others."""
        return self.document_id, self.start, self.end


@dataclass(slots=True)
class Basket:
    """Quotations kept, in order; ``name`` is that under which they were last saved or loaded."""

    items: list[Kept] = field(default_factory=list)
    name: str = ""

    def keep(self, assistant: Assistant, place: Place) -> None:
        """Put a quotation in at the end; one that is there already stays where it is.

        Raises:
            AskReviewsError: the basket is full, or the stored text has no such place.
        """
        if any(item.place == place for item in self.items):
            return
        if len(self.items) >= MOST:
            raise AskReviewsError(_FULL)
        quote = assistant.quotable_at(*place).citation.quote
        if len(quote) > LONGEST_QUOTE:
            raise AskReviewsError(_TOO_LONG)
        self.items.append(Kept(*place, quote))

    def drop(self, place: Place) -> None:
        """Take a quotation out."""
        self.items = [item for item in self.items if item.place != place]

    def note(self, place: Place, words: str) -> None:
        """Note something on a quotation."""
        noted = words.strip()[:LONGEST_NOTE]
        self.items = [replace(i, note=noted) if i.place == place else i for i in self.items]

    def move(self, place: Place, by: int) -> None:
        """Move a quotation up (-1) or down (1)."""
        at = next((n for n, item in enumerate(self.items) if item.place == place), None)
        if at is not None and 0 <= at + by < len(self.items):
            self.items[at], self.items[at + by] = self.items[at + by], self.items[at]

    def fill(self, name: str, kept: Sequence[Keeping]) -> None:
        """Have these in it and nothing else."""
        self.name = name
        self.items = [
            Kept(k.document_id, k.start, k.end, k.quote, k.note) for k in kept[:MOST]
        ]  # fmt: skip

    def clear(self) -> None:
        """Forget all of it."""
        self.items, self.name = [], ""


def standing(assistant: Assistant, kept: Keeping) -> Citation | None:
    """The citation of a quotation as it stands now; None where it stands there no more."""
    try:
        citation = assistant.quotable_at(kept.document_id, kept.start, kept.end).citation
    except AskReviewsError:
        return None
    return citation if citation.quote == kept.quote else None
