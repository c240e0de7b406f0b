"""A run: a question set put to an assistant, or someone else's answers to it, scored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field, ValidationError

from askreviews.errors import AskReviewsError, QuestionSetError
from askreviews.evaluation.cases import Case, GoldOutcome, build_cases
from askreviews.evaluation.decisions import decided_rightly
from askreviews.evaluation.grounding import gold_share
from askreviews.evaluation.metrics import Metric, measure
from askreviews.evaluation.questions import (
    Question,
    QuestionSet,
    describe,
    read_objects,
    read_text,
)
from askreviews.settings import load_settings
from askreviews.types import Answer, IndexInfo, Status

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

Progress = Callable[[int, int], None]
"""Told how many questions are done, and of how many."""


class Item(BaseModel):
    """What became of one question. ``answer`` is whole but for its times."""

    id: str
    question: str
    kind: str | None
    review: str | None
    expected: Status | None
    right: bool | None = Field(description="whether the status was of the kind expected")
    gold: tuple[GoldOutcome, ...]
    evidence_recall: float | None = Field(description="None: no gold, or none that stands")
    recall_at_5: float | None
    quotations: int
    verbatim: int
    faults: tuple[str, ...] = Field(description="what is wrong with the citations")
    answer: Answer


class Run(BaseModel):
    """A scored question set. All but ``timings_ms`` is the same when run again."""

    set_name: str
    set_sha256: str
    index: IndexInfo
    model: str = Field(description="what wrote the answers; several are joined by ' + '")
    settings: dict[str, str | int] = Field(description="empty for someone else's answers")
    metrics: list[Metric]
    notes: list[str] = Field(description="what was amiss with the set")
    items: list[Item]
    timings_ms: dict[str, dict[str, float]] = Field(description="of each question, by its id")

    def metric(self, name: str) -> Metric:
        """The metric of a name.

        Raises:
            KeyError: there is none.
        """
        return {metric.name: metric for metric in self.metrics}[name]


def evaluate(assistant: Assistant, questions: QuestionSet, progress: Progress | None = None) -> Run:
    """Put every question to an assistant, each in a conversation of its own, and score it.

    Raises:
        QuestionSetError: a question's filters are not usable.
    """
    answers: list[Answer] = []
    for question in questions.questions:
        answers.append(_ask(assistant, question, questions.name))
        if progress is not None:
            progress(len(answers), len(questions.questions))
    run = score(questions, answers, gather_texts(assistant, questions, answers))
    return run.model_copy(update={"settings": _settings()})


def score(questions: QuestionSet, answers: Sequence[Answer], texts: Mapping[str, str]) -> Run:
    """Score answers, whoever gave them.

    Args:
        questions: the question set.
        answers: one for each question, in the same order.
        texts: stored text by document_id, as ``gather_texts`` gives it.
    """
    cases = build_cases(questions.questions, answers, texts)
    return Run(
        set_name=questions.name,
        set_sha256=questions.sha256,
        index=answers[0].index,
        model=" + ".join(sorted({answer.model for answer in answers})),
        settings={},
        metrics=measure(cases),
        notes=[*questions.warnings, *_gold_notes(cases)],
        items=[_item(case) for case in cases],
        timings_ms={case.question.id: case.answer.timings_ms for case in cases},
    )


def load_answers(path: Path | str, questions: QuestionSet) -> list[Answer]:
    """Read answers of another run or system, in the order of the questions.

    Args:
        path: a JSON Lines file of answers, matched to the questions by ``id``.
        questions: the question set.

    Raises:
        QuestionSetError: a line is not an answer, or a question has none or two.
    """
    path = Path(path)
    answers: dict[str, Answer] = {}
    for number, fields in read_objects(path, read_text(path)):
        answer = _answer(fields, f"{path.name} line {number}")
        if answer.id is None or answer.id in answers:
            fault = "has no id" if answer.id is None else f"answers {answer.id!r} once more"
            raise QuestionSetError(
                f"{path.name} line {number} {fault}; keep one answer to each id."
            )
        answers[answer.id] = answer
    missing = [each.id for each in questions.questions if each.id not in answers]
    if missing:
        raise QuestionSetError(
            f"{path.name} has no answer to {missing[0]!r} ({len(missing)} of "
            f"{len(questions.questions)} questions of {questions.name}); answer each by its id."
        )
    return [answers[each.id] for each in questions.questions]


def gather_texts(
    assistant: Assistant, questions: QuestionSet, answers: Sequence[Answer]
) -> dict[str, str]:
    """The stored text of every document that a gold span or a citation names, where held."""
    wanted = {gold.document_id for each in questions.questions for gold in each.gold}
    wanted |= {c.document_id for each in answers for c in (*each.citations, *each.nearest)}
    texts: dict[str, str] = {}
    for document_id in sorted(wanted):
        try:
            texts[document_id] = assistant.text(document_id).text
        except AskReviewsError:
            continue  # not held: its gold no longer stands and its citations are at fault
    return texts


def _ask(assistant: Assistant, question: Question, set_name: str) -> Answer:
    try:
        answer = assistant.ask(
            question.question, history=question.history, filters=dict(question.filters) or None
        )
    except AskReviewsError as error:
        raise QuestionSetError(f"{set_name}, question {question.id!r}: {error}") from error
    return answer.model_copy(update={"id": question.id})


def _answer(fields: dict[str, object], where: str) -> Answer:
    try:
        return Answer.model_validate(fields)
    except ValidationError as error:
        raise QuestionSetError(f"{where}: {describe(error)}; correct that line.") from error


def _item(case: Case) -> Item:
    standing = [gold for gold in case.gold if gold.stands]
    return Item(
        id=case.question.id,
        question=case.question.question,
        kind=case.question.kind,
        review=case.question.review,
        expected=case.question.expected,
        right=decided_rightly(case),
        gold=case.gold,
        evidence_recall=gold_share([gold.shown for gold in standing]),
        recall_at_5=gold_share([gold.in_first_citations for gold in standing]),
        quotations=case.quotations,
        verbatim=case.verbatim,
        faults=case.faults,
        answer=case.answer.model_copy(update={"timings_ms": {}}),
    )


def _gold_notes(cases: Sequence[Case]) -> list[str]:
    return [
        f"{case.question.id}: gold span {number} no longer stands in {gold.document_id}."
        for case in cases
        for number, gold in enumerate(case.gold, start=1)
        if not gold.stands
    ]


def _settings() -> dict[str, str | int]:
    settings = load_settings()
    return {"embedding_model": settings.embedding_model, "max_words": settings.max_words}
