"""What one visitor has asked and been shown; each session holds a conversation of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from askreviews.types import (
    Answer,
    AnswerEvent,
    Citation,
    Considered,
    Context,
    Event,
    Statement,
    Turn,
)

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

Narrowed = dict[str, list[str]]
NOT_KEPT = "(question not kept: it held personal details)"
STOPPED = "Stopped. What stands above was checked, but the answer is not complete."


@dataclass(frozen=True, slots=True)
class Source:
    """A citation, and the passage around its quotation.

    ``pages`` are those that the quotation stands on, where images of them can be shown.
    """

    citation: Citation
    context: Context
    pages: tuple[int, ...] = ()

    @classmethod
    def of(cls, citation: Citation, assistant: Assistant) -> Source:
        """What stands behind a citation."""
        boxes = assistant.boxes(citation.document_id, citation.start, citation.end)
        pages = tuple(dict.fromkeys(box.page for box in boxes))
        return cls(citation, assistant.context(citation), pages)


@dataclass(frozen=True, slots=True)
class Unused:
    """Words that were read and not used, and why."""

    considered: Considered
    words: str


@dataclass(slots=True)
class Exchange:
    """One question with what has been shown for it so far.

    ``answer`` is ``None`` until all of it has come; ``problem`` says why it never will.
    ``filters`` are those it was asked with; ``opinion`` the
    sentence that was said when the reader told what to make of it; ``waits`` whether
    others' questions come before it.
    """

    number: int
    question: str
    statements: list[Statement] = field(default_factory=list)
    sources: dict[int, Source] = field(default_factory=dict)
    nearest: list[Source] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    answer: Answer | None = None
    problem: str | None = None
    filters: Narrowed = field(default_factory=dict)
    opinion: str | None = None
    waits: bool = False

    @property
    def open(self) -> bool:
        """Whether more is to come."""
        return self.answer is None and self.problem is None

    def take(self, event: Event, assistant: Assistant) -> None:
        """Add what an event of the stream brings, with the passages that it cites."""
        if isinstance(event, AnswerEvent):
            self._finish(event.answer, assistant)
            return
        self._cite(event.citations, assistant)
        self.statements.append(event.statement)

    def _finish(self, answer: Answer, assistant: Assistant) -> None:
        # It takes the place of all that was shown: a language model may have broken off.
        held = {c.number: c for c in answer.citations}
        self.sources = {n: s for n, s in self.sources.items() if s.citation == held.get(n)}
        self._cite(answer.citations, assistant)
        self.statements = list(answer.statements)
        self.nearest = [Source.of(near, assistant) for near in answer.nearest]
        self.unused = [
            Unused(item, assistant.text(item.document_id).text[item.start : item.end])
            for item in answer.considered
        ]
        self.answer = answer
        if answer.question is None:
            self.question = NOT_KEPT

    def _cite(self, citations: Iterable[Citation], assistant: Assistant) -> None:
        for citation in citations:
            if citation.number not in self.sources:
                self.sources[citation.number] = Source.of(citation, assistant)


@dataclass(slots=True)
class Conversation:
    """The exchanges of one session, oldest first, and what the reviews are narrowed to.

    ``editing`` is the number of the exchange whose question is being changed.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    filters: Narrowed = field(default_factory=dict)
    editing: int | None = None

    def begin(self, question: str) -> Exchange:
        """Open an exchange; one that is being changed goes, with all that followed it."""
        if self.editing is not None:
            self.stop()
            del self.exchanges[self.editing - 1 :]
            self.editing = None
        exchange = Exchange(len(self.exchanges) + 1, question, filters=dict(self.filters))
        self.exchanges.append(exchange)
        return exchange

    def stop(self) -> None:
        """Close the exchange that is under way, if one is."""
        if self.exchanges and self.exchanges[-1].open:
            self.exchanges[-1].problem = STOPPED

    def unfinished(self) -> str | None:
        """Take back the question under way, if one is: its page has gone, and asks again."""
        if not (self.exchanges and self.exchanges[-1].open):
            return None
        self.stop()
        return self.exchanges.pop().question

    def clear(self) -> None:
        """Forget all of it, in place: an answer under way then has nowhere to come back to."""
        self.stop()
        self.exchanges.clear()
        self.filters = {}
        self.editing = None

    def exchange(self, number: object) -> Exchange | None:
        """The exchange of that number, if there is one."""
        return next((each for each in self.exchanges if each.number == number), None)

    def answers(self) -> list[Answer]:
        """The answers that are complete, oldest first."""
        return [each.answer for each in self.exchanges if each.answer is not None]

    def history(self, before: Exchange | None = None) -> list[Turn]:
        """List the questions answered that may be kept, with the reviews each showed."""
        return [
            Turn(exchange.answer.question, _reviews(exchange.answer))
            for exchange in self.exchanges[: before.number - 1 if before else None]
            if exchange.answer is not None and exchange.answer.question is not None
        ]


def _reviews(answer: Answer) -> tuple[str, ...]:
    """List the reviews an answer showed, in the order in which it first cites them."""
    cited = {citation.number: citation.review_id for citation in answer.citations}
    order = [cited.get(number) for statement in answer.statements for number in statement.citations]
    return tuple(dict.fromkeys(review for review in order if review is not None))
