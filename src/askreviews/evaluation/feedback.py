"""What readers said of answers, as the app keeps it, and the draft questions made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from askreviews.errors import QuestionSetError
from askreviews.evaluation.questions import Gold, Question, describe, read_objects, read_text
from askreviews.types import Status

Opinion = Literal["right", "incomplete", "wrong", "should_answer", "should_not_answer"]
DRAFT = "draft"
_UNANSWERED = ("not_found", "declined")


class MarkedPassage(BaseModel):
    """A passage that was shown and that the reader marked."""

    model_config = ConfigDict(frozen=True)

    document_id: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    quote: str = Field(pattern=r"\S", description="the words as shown")
    useful: bool = Field(description="whether it belongs in a right answer")


class Feedback(BaseModel):
    """One reader's word on one answer: a line of the app's feedback file.

    The app writes it through this class, so that what is kept can always be read back.
    """

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1, description="unique in the file")
    given_at: datetime = Field(description="ISO 8601, with the offset from UTC")
    question: str = Field(pattern=r"\S")
    history: tuple[str, ...] = ()
    filters: dict[str, str | list[str]] = Field(default_factory=dict)
    status: Status = Field(description="of the answer that was shown")
    opinion: Opinion
    passages: tuple[MarkedPassage, ...] = ()
    comment: str | None = Field(None, description="in the reader's words")
    generation: str | None = Field(None, description="of the index that answered")
    model: str | None = Field(None, description="what wrote the answer")


def load_feedback(path: Path | str) -> list[Feedback]:
    """Read a feedback file.

    Raises:
        QuestionSetError: the file cannot be read, or a line is at fault.
    """
    path = Path(path)
    feedback: dict[str, Feedback] = {}
    for number, fields in read_objects(path, read_text(path)):
        try:
            given = Feedback.model_validate(fields)
        except ValidationError as error:
            raise QuestionSetError(
                f"{path.name} line {number}: {describe(error)}; correct that line."
            ) from error
        if given.id in feedback:
            raise QuestionSetError(
                f"{path.name} line {number}: the id {given.id!r} was already used; give each line "
                "its own."
            )
        feedback[given.id] = given
    if not feedback:
        raise QuestionSetError(f"{path.name} holds no feedback.")
    return list(feedback.values())


def draft_questions(feedback: Sequence[Feedback]) -> list[Question]:
    """Draft questions: what the reader said, in the form of a set, to be looked over by hand.

    Passages marked as useful become gold. Where several readers gave feedback on the same
    question in the same conversation, the last one counts and the others are named in its
    note. Every draft has the split "draft".
    """
    latest: dict[tuple[Any, ...], list[Feedback]] = {}
    for given in sorted(feedback, key=lambda each: each.given_at.timestamp()):
        words = " ".join(given.question.casefold().split())
        latest.setdefault((words, given.history, repr(given.filters)), []).append(given)
    return [_draft(many) for many in latest.values()]


def _draft(many: Sequence[Feedback]) -> Question:
    last = many[-1]
    return Question(
        id=f"feedback-{last.id}",
        question=last.question,
        history=last.history,
        filters=last.filters,
        expected_status=_expected(last),
        gold=tuple(
            Gold(document_id=p.document_id, quote=p.quote) for p in last.passages if p.useful
        ) if _expected(last) not in _UNANSWERED else (),
        split=DRAFT,
        note=" ".join(_note(many)),
    )  # fmt: skip


def _expected(given: Feedback) -> Status | None:
    """The status that the reader asks for; ``None`` where that can't be told."""
    if given.opinion == "should_not_answer":
        return "not_found"
    if given.opinion == "should_answer":
        return "answered"
    if given.opinion == "right":
        return given.status
    return None if given.status in _UNANSWERED else "answered"


def _note(many: Sequence[Feedback]) -> Iterator[str]:
    last = many[-1]
    yield f"Draft from feedback of {last.given_at:%Y-%m-%d}: {last.opinion.replace('_', ' ')}."
    if last.comment:
        yield f"“{' '.join(last.comment.split())}”"
    unwanted = [passage.quote for passage in last.passages if not passage.useful]
    if unwanted:
        yield f"Marked as not useful: {'; '.join(f'“{quote}”' for quote in unwanted)}."
    if len(many) > 1:
        earlier = ", ".join(f"{each.id} ({each.opinion.replace('_', ' ')})" for each in many[:-1])
        yield f"Earlier: {earlier}."
