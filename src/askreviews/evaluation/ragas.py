"""To and from the columns of RAGAS: user_input, response, retrieved_contexts, reference.

RAGAS (docs.ragas.io, "Evaluation dataset", single-turn samples) knows texts only. Going there,
offsets are lost; coming back, each context is looked for in the documents held.
"""

from __future__ import annotations

import ast
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from sentencex import segment

from askreviews.errors import QuestionSetError
from askreviews.evaluation.cases import Case
from askreviews.evaluation.citations import Place
from askreviews.evaluation.gold import FoldedText, fold, places
from askreviews.evaluation.questions import Gold, Question, describe, read_objects, read_text
from askreviews.evaluation.run import Run
from askreviews.types import Answer, Citation, IndexInfo, Statement

SOURCE = "another system, by way of RAGAS"


class Sample(BaseModel):
    """A row of a RAGAS data set; columns that are not named here are ignored."""

    model_config = ConfigDict(frozen=True)

    user_input: str = Field(pattern=r"\S")
    response: str = ""
    retrieved_contexts: tuple[str, ...] = ()
    reference: str | None = None
    reference_contexts: tuple[str, ...] = ()

    @field_validator("retrieved_contexts", "reference_contexts", mode="before")
    @classmethod
    def _is_a_list(cls, value: Any) -> Any:
        """RAGAS writes lists into CSV as Python writes them; other tools as JSON."""
        if value is None or value == "":
            return ()
        if not isinstance(value, str):
            return value
        try:
            return ast.literal_eval(value)
        except (ValueError, SyntaxError):
            return json.loads(value)

    @field_validator("response", mode="before")
    @classmethod
    def _is_text(cls, value: Any) -> Any:
        return "" if value is None else value


@dataclass(frozen=True, slots=True)
class Converted:
    """A question set and its answers; ``lost`` counts contexts that no document held has."""

    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    contexts: int
    lost: int


def to_ragas(run: Run) -> Iterator[dict[str, object]]:
    """The rows of a run, for RAGAS.

    The response is the answer's statements, the retrieved contexts are the quotations cited
    (where there are none, those shown as nearest), the reference is the question's own, else
    its gold in the documents' words.
    """
    for case in run.items:
        gold = [outcome.text for outcome in case.gold if outcome.text]
        yield {
            "user_input": case.question.question,
            "response": " ".join(statement.text for statement in case.answer.statements),
            "retrieved_contexts": [c.quote for c in case.answer.citations or case.answer.nearest],
            "reference": case.question.reference or _reference(case, gold),
            "reference_contexts": gold,
        }


def load_samples(path: Path | str) -> list[Sample]:
    """Read a RAGAS data set: JSON Lines, or CSV.

    Raises:
        QuestionSetError: the file cannot be read, or a row is at fault.
    """
    path = Path(path)
    text = read_text(path)
    if path.suffix.lower() == ".csv":
        rows = csv.DictReader(io.StringIO(text, newline=""))
        numbered: list[tuple[int, dict[str, Any]]] = [(n, row) for n, row in enumerate(rows, 2)]
        unit = "row"
    else:
        numbered, unit = read_objects(path, text), "line"
    samples = [_sample(fields, f"{path.name} {unit} {number}") for number, fields in numbered]
    if not samples:
        raise QuestionSetError(f"{path.name} holds no row; write at least one.")
    return samples


def from_ragas(samples: Sequence[Sample], texts: Mapping[str, str], index: IndexInfo) -> Converted:
    """A question set and answers of another system, told as RAGAS rows.

    A sentence of a response that stands word for word in a context becomes a quotation of that
    place; any other a generated sentence that rests on all the contexts found. A response
    without words is "not found". Where there is a reference, an answer is expected.

    Args:
        samples: the rows.
        texts: stored text of every document held, by document_id.
        index: which index these are of.
    """
    held = _Library(texts, {document_id: fold(text) for document_id, text in texts.items()})
    found = [[held.find(context) for context in each.retrieved_contexts] for each in samples]
    numbered = list(enumerate(zip(samples, found, strict=True), start=1))
    return Converted(
        questions=tuple(_question(n, sample, held) for n, (sample, _) in numbered),
        answers=tuple(
            _answer(n, sample, [place for place in of if place], held, index)
            for n, (sample, of) in numbered
        ),
        contexts=sum(map(len, found)),
        lost=sum(place is None for of in found for place in of),
    )


@dataclass(frozen=True, slots=True)
class _Library:
    texts: Mapping[str, str]
    folded: Mapping[str, FoldedText]

    def find(self, words: str) -> Place | None:
        """The first place that holds these words; to the character before by words alone."""
        wanted = words.strip()
        if not any(map(str.isalnum, wanted)):
            return None
        for document_id, text in self.texts.items():
            if (start := text.find(wanted)) >= 0:
                return document_id, (start, start + len(wanted))
        for document_id, folded in self.folded.items():
            if found := places(Gold(document_id=document_id, quote=wanted), folded):
                return document_id, found[0]
        return None

    def cite(self, number: int, place: Place) -> Citation:
        """A citation of a place; nothing is said of the review, which RAGAS doesn't know."""
        document_id, (start, end) = place
        return Citation(
            number=number, document_id=document_id, document_title=document_id, review_id=None,
            review=None, start=start, end=end, quote=self.texts[document_id][start:end],
        )  # fmt: skip


def _sample(fields: dict[str, Any], where: str) -> Sample:
    try:
        return Sample.model_validate(fields)
    except ValidationError as error:
        raise QuestionSetError(f"{where}: {describe(error)}; correct it.") from error


def _question(number: int, sample: Sample, held: _Library) -> Question:
    gold = [held.find(context) for context in sample.reference_contexts]
    return Question(
        id=f"ragas-{number}",
        question=sample.user_input,
        expected_status="answered" if sample.reference else None,
        gold=tuple(
            Gold(document_id=document_id, quote=held.texts[document_id][start:end])
            for document_id, (start, end) in filter(None, gold)
        ),
        reference=sample.reference or None,
    )


def _answer(
    number: int, sample: Sample, contexts: Sequence[Place], held: _Library, index: IndexInfo
) -> Answer:
    numbers: dict[Place, int] = {}
    statements = []
    for sentence in _sentences(sample.response):
        exact = _place_within(sentence, contexts, held.texts)
        cited = [exact] if exact else list(contexts)
        statements.append(
            Statement(
                text=sentence,
                kind="quote" if exact else "generated",
                citations=[numbers.setdefault(place, len(numbers) + 1) for place in cited],
            )
        )
    return Answer(
        id=f"ragas-{number}",
        question=sample.user_input,
        status="answered" if statements else "not_found",
        reason=None if statements else "no_evidence",
        statements=statements,
        citations=[held.cite(n, place) for place, n in numbers.items()],
        model=SOURCE,
        index=index,
    )


def _sentences(response: str) -> list[str]:
    return [told for sentence in segment("en", response) if (told := sentence.strip())]


def _place_within(
    sentence: str, contexts: Sequence[Place], texts: Mapping[str, str]
) -> Place | None:
    for document_id, (start, end) in contexts:
        at = texts[document_id].find(sentence, start, end)
        if at >= 0:
            return document_id, (at, at + len(sentence))
    return None


def _reference(case: Case, gold: Sequence[str]) -> str | None:
    return " ".join(gold) if gold and case.answerable else None
