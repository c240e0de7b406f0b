"""Files of questions: one JSON object a line in, one answer a line out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from askreviews.assistant import Assistant
from askreviews.audit import AuditLog
from askreviews.errors import AskReviewsError, QuestionSetError
from askreviews.retrieval.filters import Filters


class BatchQuestion(BaseModel):
    """A line of a batch; other fields are ignored, so that question sets can be used."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str | None = None
    question: str = Field(min_length=1)
    history: list[str] = Field(default_factory=list)
    filters: dict[str, str | list[str]] = Field(default_factory=dict)


def load_batch(path: Path) -> list[BatchQuestion]:
    """Read a batch; empty lines are passed over.

    Raises:
        AskReviewsError: the file cannot be read, holds no question, or a line is not of the
            form; the message names the line.
    """
    try:
        # Only newlines end a line: splitlines() would also break inside a quoted U+2028.
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise AskReviewsError(
            f"{path} cannot be read as UTF-8 text; check its name and how it was saved."
        ) from error
    questions = [
        _question(line, f"{path.name}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    if not questions:
        raise QuestionSetError(f"{path.name} holds no question; write one JSON object a line.")
    return questions


def _question(line: str, where: str) -> BatchQuestion:
    try:
        question = BatchQuestion.model_validate(json.loads(line))
        Filters.of(question.filters)
    except json.JSONDecodeError as error:
        raise QuestionSetError(f"{where}: this is not JSON ({error.msg}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the line"
        raise QuestionSetError(f"{where}: {field}: {first['msg'].lower()}.") from error
    except AskReviewsError as error:
        raise QuestionSetError(f"{where}: {error}") from error
    return question


def answer_all(
    assistant: Assistant, questions: Sequence[BatchQuestion], log: AuditLog | None = None
) -> Iterator[str]:
    """Answers as JSON lines, in the order of the questions, each noted where there is a log."""
    for q in questions:
        answer = assistant.ask(q.question, q.history, q.filters, answer_id=q.id)
        if log:
            log.note(answer)
        yield answer.model_dump_json()
