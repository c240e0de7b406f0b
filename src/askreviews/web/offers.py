"""What the page can do besides asking and reading: given to it by whoever starts it.

The rooms outside know nothing of each other, so each offer is a protocol that its room fills.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from askreviews.types import Answer
from askreviews.web.evaluate.bench import Bench

if TYPE_CHECKING:
    from askreviews.library import Library


class FeedbackBook(Protocol):
    """Keeps what readers say of answers, on this machine."""

    def keep(
        self, answer: Answer, opinion: str, comment: str, history: Sequence[str], filters: object
    ) -> None:
        """Keep one reader's word on one answer.

        Raises:
            AskReviewsError: it cannot be written.
        """


class TakeAway(Protocol):
    """Writes a conversation as a file to take away."""

    def markdown(self, answers: Sequence[Answer]) -> str:
        """Write it as Markdown."""

    def docx(self, answers: Sequence[Answer]) -> bytes:
        """Write it as a Word document."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Everything that the page may offer; what is ``None`` is not shown."""

    library: Library | None = None
    bench: Bench | None = None
    feedback: FeedbackBook | None = None
    take_away: TakeAway | None = None
