"""Answers what programs ask, in turn with the page's readers."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar

from askreviews.errors import AskReviewsError
from askreviews.types import Answer, AnswerEvent, Event, Passage, Review, StoredText
from askreviews.web.access.roles import Person
from askreviews.web.api import asked
from askreviews.web.ask.asking import log_failure, noted
from askreviews.web.offers import Audit
from askreviews.web.visitor import LOCAL
from askreviews.web.work.workers import Workers

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

T = TypeVar("T")
Way = Literal["api", "mcp"]
WENT_WRONG = (
    "Something went wrong on our side and this was not answered; please try again, and if it "
    "happens again tell whoever looks after this tool."
)


class NoSuchDocumentError(AskReviewsError):
    """No document of that name is held."""


class DefectError(AskReviewsError):
    """A defect of ours was met; the log says where."""


@dataclass(frozen=True, slots=True)
class Answering:
    """The four things that a program may ask, each raising sentences alone.

    Raises:
        RefusedError: too many wait, or this person asked too much.
        TookTooLongError: it was given up.
        FilterError: a filter's value is not known.
        NoSuchDocumentError: of ``text``.
        DefectError: anything else.
    """

    assistant: Assistant
    workers: Workers
    audit: Audit | None = None

    async def ask(self, sent: asked.Ask, person: Person, way: Way) -> Answer:
        """Answer a question."""
        stream = partial(
            self.assistant.stream, sent.question, sent.history, sent.filters.given(), sent.id
        )

        def work() -> Generator[Event, None, None]:
            for event in stream():
                if isinstance(event, AnswerEvent):
                    self._note(event.answer, person, way)
                yield event

        last = await self._do(person, way, work)
        assert isinstance(last, AnswerEvent)  # a stream always ends with the answer
        return last.answer

    async def search(self, sent: asked.Search, person: Person, way: Way) -> list[Passage]:
        """Find passages."""
        return await self._once(
            person, way,
            lambda: self.assistant.search(sent.query, sent.limit, sent.filters.given()),
        )  # fmt: skip

    async def reviews(self, sent: asked.Reviews, person: Person, way: Way) -> list[Review]:
        """List reviews."""
        return await self._once(person, way, lambda: self.assistant.reviews(sent.filters.given()))

    async def text(self, sent: asked.Text, person: Person, way: Way) -> StoredText:
        """Hand out a document's stored text."""
        return await self._once(person, way, partial(self._text, sent.document_id))

    def _text(self, document_id: str) -> StoredText:
        if document_id not in self.assistant.titles():
            raise NoSuchDocumentError(
                "There is no document of that id here; the reviews name those that there are."
            )
        return self.assistant.text(document_id)

    async def _once(self, person: Person, way: Way, what: Callable[[], T]) -> T:
        def work() -> Generator[T, None, None]:
            yield what()

        return await self._do(person, way, work)

    async def _do(
        self, person: Person, way: Way, work: Callable[[], Generator[T, None, None]]
    ) -> T:
        try:
            return await self.workers.get(person.name or LOCAL, work)
        except AskReviewsError:
            raise
        except Exception as error:
            self.workers.metrics.failed(way)
            log_failure("A program was not answered", error)
            raise DefectError(WENT_WRONG) from None

    def _note(self, answer: Answer, person: Person, way: Way) -> None:
        self.workers.metrics.answered(answer, way)
        if self.audit:
            noted(partial(self.audit.note, who=person.name or LOCAL, way=way), answer)
