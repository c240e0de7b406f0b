"""The question set: one JSON object a line; every field is explained in evals/README.md."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from askreviews.errors import QuestionSetError
from askreviews.types import Reason, Status

ANSWERABLE: tuple[Status, ...] = ("answered", "partial")


class Gold(BaseModel):
    """A span that a full answer shows, told by its words, by their hash or by offsets.

    Where more than one way is given, the quote counts before the hash and the hash before
    the offsets, because words can be found again in a document that has moved.
    """

    model_config = ConfigDict(frozen=True)

    document_id: str = Field(min_length=1)
    quote: str | None = Field(None, description="the words as they stand in the document")
    words_sha256: str | None = Field(None, pattern="^[0-9a-f]{64}$")
    words: int | None = Field(None, ge=1, description="how many folded words were hashed")
    start: int | None = Field(None, ge=0, description="first character of the stored text")
    end: int | None = Field(None, ge=1, description="the character after the last")

    @model_validator(mode="after")
    def _is_told_in_full(self) -> Gold:
        if self.quote is not None:
            if not any(character.isalnum() for character in self.quote):
                raise ValueError("a gold quote has no words")
        elif self.words_sha256 is not None:
            if self.words is None:
                raise ValueError("words_sha256 needs words, the number of words hashed")
        elif self.start is None or self.end is None:
            raise ValueError("a gold span needs a quote, words_sha256 with words, or start and end")
        elif self.start >= self.end:
            raise ValueError("a gold span must end after it starts")
        return self


class Question(BaseModel):
    """One question of a set, with what a right answer to it looks like."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: str = Field(min_length=1)
    question: str = Field(pattern=r"\S")
    history: tuple[str, ...] = Field((), description="earlier questions, oldest first")
    filters: dict[str, str | list[str]] = Field(default_factory=dict)
    kind: str | None = Field(None, description="fact, term, theme, count …")
    expected_status: Status | None = None
    answerable: bool | None = Field(None, description="short for answered or not_found")
    expected_reason: Reason | None = None
    gold: tuple[Gold, ...] = ()
    near_miss: str | bool | None = Field(None, description="why it cannot be answered")
    review: str | None = Field(None, description="label of the one review it is about")
    split: str | None = None
    reference: str | None = Field(None, description="a right answer in somebody's own words")
    note: str | None = Field(None, description="for whoever keeps the set; not used")

    @model_validator(mode="after")
    def _does_not_contradict_itself(self) -> Question:
        if self.answerable is None or self.expected_status is None:
            return self
        if self.answerable != (self.expected_status in ANSWERABLE):
            raise ValueError("answerable and expected_status contradict each other")
        return self

    def as_line(self) -> str:
        """The question as a line of a set, what is not said left out."""
        return self.model_dump_json(exclude_defaults=True)

    @property
    def expected(self) -> Status | None:
        """The status a right answer has: as stated, else as ``answerable`` or gold implies."""
        if self.expected_status is not None:
            return self.expected_status
        if self.answerable is not None:
            return "answered" if self.answerable else "not_found"
        return "answered" if self.gold else None

    @property
    def expects_answer(self) -> bool:
        """Whether the documents held answer it, wholly or in part."""
        return self.expected in ANSWERABLE

    @property
    def lacks_gold(self) -> bool:
        """Whether it expects an answer and doesn't say which words one would show."""
        return self.expects_answer and not self.gold


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file, in order; ``sha256`` is of the file's bytes."""

    name: str
    sha256: str
    questions: tuple[Question, ...]
    warnings: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()

    def where(self, question: Question) -> str:
        """The file, and the line where it is known, for the beginning of a sentence."""
        if not self.lines:
            return f"{self.name}, question {question.id!r}"
        return f"{self.name} line {self.lines[self.questions.index(question)]}"


def load_questions(path: Path | str) -> QuestionSet:
    """Read a question set.

    Args:
        path: a JSON Lines file in UTF-8; blank lines are skipped.

    Raises:
        QuestionSetError: the file cannot be read, holds no question, or a line is at fault.
    """
    path = Path(path)
    text = read_text(path)
    numbered = read_objects(path, text)
    questions = _questions(path, numbered)
    if not questions:
        raise QuestionSetError(f"{path.name} holds no question; write at least one line.")
    warnings = (
        *_unknown_field_warnings(path, numbered),
        *_missing_gold_warnings(path, questions),
    )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return QuestionSet(path.name, digest, tuple(questions.values()), warnings, tuple(questions))


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, a byte-order mark taken off.

    Raises:
        QuestionSetError: it is missing, not a file, or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionSetError(f"{path.name} is not in UTF-8; save it in that encoding.") from error
    except OSError as error:
        why = (error.strerror or "unknown error").lower()
        raise QuestionSetError(f"{path} could not be read ({why}); check the path.") from error


def read_objects(path: Path, text: str) -> list[tuple[int, dict[str, Any]]]:
    """The JSON object of each line that is not blank, with its line number from 1.

    Raises:
        QuestionSetError: a line is not JSON, or not an object.
    """
    objects: list[tuple[int, dict[str, Any]]] = []
    # Only newlines end a line: splitlines() would also break inside a quoted U+2028.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            fault = error.msg if isinstance(error, json.JSONDecodeError) else error
            raise QuestionSetError(
                f"{path.name} line {number} is not valid JSON ({fault}); correct that line."
            ) from error
        if not isinstance(value, dict):
            raise QuestionSetError(
                f"{path.name} line {number} is not a JSON object; write it as {{…}} on one line."
            )
        objects.append((number, value))
    return objects


def describe(error: ValidationError) -> str:
    """The first fault that pydantic found, as the end of a sentence."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "missing":
        return f"the field {name!r} is missing"
    return f"the field {name!r} is not usable ({message})" if name else message


def _questions(path: Path, numbered: list[tuple[int, dict[str, Any]]]) -> dict[int, Question]:
    """The questions by their line."""
    questions: dict[int, Question] = {}
    lines_by_id: dict[str, int] = {}
    for number, fields in numbered:
        question = _question(fields, f"{path.name} line {number}", f"line-{number}")
        if question.id in lines_by_id:
            raise QuestionSetError(
                f"{path.name} line {number}: the id {question.id!r} was already used on line "
                f"{lines_by_id[question.id]}; give each question its own."
            )
        lines_by_id[question.id] = number
        questions[number] = question
    return questions


def _unknown_field_warnings(path: Path, numbered: list[tuple[int, dict[str, Any]]]) -> list[str]:
    first: dict[str, int] = {}
    for number, fields in numbered:
        for name in _unknown_fields(fields):
            first.setdefault(name, number)
    return [
        f"{path.name}: the field {name!r} (first on line {number}) is not known and was ignored."
        for name, number in first.items()
    ]


def _missing_gold_warnings(path: Path, questions: dict[int, Question]) -> list[str]:
    bare = [line for line, question in questions.items() if question.lacks_gold]
    if not bare:
        return []
    more = f" ({len(bare) - 1} more like it)" if len(bare) > 1 else ""
    return [
        f"{path.name} line {bare[0]}{more}: an answer is expected and no gold is given, so that "
        "the evidence in it cannot be judged; add the words that a full answer shows."
    ]


def _question(fields: dict[str, Any], where: str, default_id: str) -> Question:
    try:
        return Question.model_validate({"id": default_id, **fields})
    except ValidationError as error:
        raise QuestionSetError(f"{where}: {describe(error)}; correct that line.") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON value")


def _unknown_fields(fields: dict[str, Any]) -> list[str]:
    unknown = [name for name in fields if name not in Question.model_fields]
    for gold in fields.get("gold") or ():
        unknown += [f"gold.{name}" for name in gold if name not in Gold.model_fields]
    return unknown
