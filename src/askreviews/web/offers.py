"""What the page can do besides asking and reading: given to it by whoever starts it.

The rooms outside know nothing of each other, so each offer is a protocol that its room fills.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from askreviews.types import Answer, Citation
from askreviews.web.evaluate.bench import Bench
from askreviews.web.prepare.preparing import Preparing

if TYPE_CHECKING:
    from askreviews.library import Library


class FeedbackBook(Protocol):
    """Keeps what readers say of answers, on this machine."""

    def keep(
        self,
        answer: Answer,
        opinion: str,
        comment: str,
        *,
        history: Sequence[str],
        filters: Mapping[str, object] | None,
        useful: Sequence[Citation],
    ) -> None:
        """Keep one reader's word on one answer, with the passages that they marked as useful.

        Raises:
            AskReviewsError: it holds personal data, or cannot be written; nothing is kept.
        """

    def count(self) -> int:
        """How many words on answers are kept and can be read."""

    def unreadable(self) -> int:
        """How many lines of the file are damaged."""

    def drafts(self) -> str:
        """Draft questions made of it, as the lines of a question set.

        Raises:
            AskReviewsError: it cannot be read.
        """


class TakeAway(Protocol):
    """Writes a conversation as a file to take away."""

    def markdown(self, answers: Sequence[Answer], narrowed: Sequence[str]) -> str:
        """Write it as Markdown; ``narrowed`` says in words what each question was narrowed to."""

    def docx(self, answers: Sequence[Answer], narrowed: Sequence[str]) -> bytes:
        """Write it as a Word document."""


class Audit(Protocol):
    """Notes who was answered."""

    def note(self, answer: Answer, who: str, way: Literal["api", "mcp"] | None = None) -> None:
        """Note an answer, given to whoever signed in by that name, or to a program of theirs.

        Raises:
            AskReviewsError: it cannot be written.
        """

    def notice(self) -> str:
        """What whoever asks is told of it, in a sentence."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Everything that the page may offer; what is ``None`` is not shown."""

    library: Library | None = None
    bench: Bench | None = None
    feedback: FeedbackBook | None = None
    take_away: TakeAway | None = None
    preparing: Preparing | None = None
    audit: Audit | None = None
