"""What one visitor has asked and been shown; each session holds a conversation of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

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

NOT_KEPT = "(question not kept: it held personal details)"
STOPPED = "Stopped. What stands above was checked, but the answer is not complete."

Look = Callable[[Citation], Context]


@dataclass(frozen=True, slots=True)
class Source:
    """A citation, and the passage around its quotation."""

    citation: Citation
    context: Context


@dataclass(slots=True)
class Exchange:
    """One question with what has been shown for it so far.

    ``answer`` is ``None`` until all of it has come; ``problem`` says why it never will.
    """

    number: int
    question: str
    statements: list[Statement] = field(default_factory=list)
    sources: dict[int, Source] = field(default_factory=dict)
    nearest: list[Source] = field(default_factory=list)
    answer: Answer | None = None
    problem: str | None = None

    @property
    def open(self) -> bool:
        """Whether more is to come."""
        return self.answer is None and self.problem is None

    @property
    def considered(self) -> list[Considered]:
        """What was read and not used."""
        return self.answer.considered if self.answer else []

    def take(self, event: Event, look: Look) -> None:
        """Add what an event of the stream brings; ``look`` finds a citation's passage."""
        if isinstance(event, AnswerEvent):
            self._finish(event.answer, look)
            return
        self.statements.append(event.statement)
        self._cite(event.citations, look)

    def _finish(self, answer: Answer, look: Look) -> None:
        self._cite(answer.citations, look)
        self.statements = list(answer.statements)
        self.nearest = [Source(citation, look(citation)) for citation in answer.nearest]
        self.answer = answer
        if answer.question is None:
            self.question = NOT_KEPT

    def _cite(self, citations: Iterable[Citation], look: Look) -> None:
        for citation in citations:
            if citation.number not in self.sources:
                self.sources[citation.number] = Source(citation, look(citation))


@dataclass(slots=True)
class Conversation:
    """The exchanges of one session, oldest first."""

    exchanges: list[Exchange] = field(default_factory=list)

    def begin(self, question: str) -> Exchange:
        """Open an exchange."""
        exchange = Exchange(len(self.exchanges) + 1, question)
        self.exchanges.append(exchange)
        return exchange

    def stop(self) -> None:
        """Close the exchange that is under way, if one is."""
        if self.exchanges and self.exchanges[-1].open:
            self.exchanges[-1].problem = STOPPED

    def clear(self) -> None:
        """Forget all of it, in place: an answer under way then has nowhere to come back to."""
        self.exchanges.clear()

    def history(self) -> list[Turn]:
        """List the questions answered that may be kept, with the reviews each showed."""
        return [
            Turn(exchange.answer.question, _reviews(exchange.answer))
            for exchange in self.exchanges
            if exchange.answer is not None and exchange.answer.question is not None
        ]


def _reviews(answer: Answer) -> tuple[str, ...]:
    """List the reviews an answer showed, in the order in which it first cites them."""
    cited = {citation.number: citation.review_id for citation in answer.citations}
    order = [cited.get(number) for statement in answer.statements for number in statement.citations]
    return tuple(dict.fromkeys(review for review in order if review is not None))
