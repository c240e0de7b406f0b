"""A run: a question set put to an assistant, or someone else's answers to it, scored."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field, ValidationError

from askreviews.errors import AskReviewsError, QuestionSetError
from askreviews.evaluation.cases import Case, Held, build_cases
from askreviews.evaluation.fingerprints import (
    Fingerprints,
    fingerprint_code,
    fingerprint_corpus,
    fingerprint_settings,
)
from askreviews.evaluation.metrics import Metric, measure, measure_latency
from askreviews.evaluation.questions import (
    Question,
    QuestionSet,
    describe,
    read_objects,
    read_text,
)
from askreviews.evaluation.sentences import SupportChecker
from askreviews.settings import load_settings
from askreviews.types import Answer, IndexInfo

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

Progress = Callable[[int, int], None]
"""Told how many questions are done, and of how many."""

TIMES = frozenset({"timings_ms", "latency_ms"})
"""The fields of a run that differ when it is run again; all others are the same."""


class Run(BaseModel):
    """A scored question set. All but ``timings_ms`` and ``latency_ms`` is the same again."""

    set_name: str
    index: IndexInfo
    model: str = Field(description="what wrote the answers; several are joined by ' + '")
    settings: dict[str, str | int] = Field(description="empty for someone else's answers")
    fingerprints: Fingerprints
    metrics: list[Metric]
    notes: list[str] = Field(description="what was amiss with the set")
    items: list[Case]
    latency_ms: list[Metric] = Field(description="median and 95th percentile")
    timings_ms: dict[str, dict[str, float]] = Field(description="of each question, by its id")

    def metric(self, name: str) -> Metric:
        """The metric of a name, latency among them.

        Raises:
            KeyError: there is none.
        """
        return {metric.name: metric for metric in (*self.metrics, *self.latency_ms)}[name]


def evaluate(
    assistant: Assistant,
    questions: QuestionSet,
    progress: Progress | None = None,
    support: SupportChecker | None = None,
) -> Run:
    """Put every question to an assistant, each in a conversation of its own, and score it.

    The model is loaded first, so that no question's time has that in it.

    Raises:
        QuestionSetError: a question's filters are not usable, or the set was written for
            another corpus.
    """
    steps = evaluate_stepwise(assistant, questions, support)
    while True:
        try:
            done = next(steps)
        except StopIteration as ended:
            run: Run = ended.value
            return run
        if progress is not None:
            progress(done, len(questions.questions))


def evaluate_stepwise(
    assistant: Assistant, questions: QuestionSet, support: SupportChecker | None = None
) -> Generator[int, None, Run]:
    """As ``evaluate``, yielding the number of questions done; whoever stops it closes it.

    Raises:
        QuestionSetError: as ``evaluate``.
    """
    held = gather(assistant, questions)
    assistant.warm_up()
    if support is None and assistant.language_model:
        support = assistant.support
    answers: list[Answer] = []
    for question in questions.questions:
        answers.append(_ask(assistant, question, questions.name))
        yield len(answers)
    run = score(questions, answers, gather(assistant, questions, answers, held), support)
    settings = _settings(assistant)
    return run.model_copy(
        update={
            "settings": settings,
            "fingerprints": run.fingerprints.model_copy(
                update={
                    "settings": fingerprint_settings(settings),
                    "model": assistant.index.manifest.model_sha256,
                    "code": fingerprint_code(),
                }
            ),
        }
    )


def score(
    questions: QuestionSet,
    answers: Sequence[Answer],
    held: Held,
    support: SupportChecker | None = None,
) -> Run:
    """Score answers, whoever gave them.

    Args:
        questions: the question set.
        answers: one for each question, in the same order.
        held: what they are held against, as ``gather`` gives it.
        support: judges generated sentences (``evaluate`` asks the assistant, where a model
            writes); without it those that are not found word for word
            in what they cite stay unjudged, and a note says how many.
    """
    cases = build_cases(questions.questions, answers, held, support)
    timings = {
        answer.id or case.id: answer.timings_ms for case, answer in zip(cases, answers, strict=True)
    }
    return Run(
        set_name=questions.name,
        index=answers[0].index,
        model=" + ".join(sorted({answer.model for answer in answers})),
        settings={},
        fingerprints=Fingerprints(corpus=held.fingerprint, question_set=questions.sha256),
        metrics=measure(cases),
        notes=[*questions.warnings, *_gold_notes(cases), *_support_notes(cases)],
        items=cases,
        latency_ms=measure_latency(cases, timings),
        timings_ms=timings,
    )


def load_run(path: Path | str) -> Run:
    """Read a saved run.

    Raises:
        QuestionSetError: the file cannot be read, or holds no run of this version's form.
    """
    path = Path(path)
    try:
        return Run.model_validate_json(read_text(path))
    except ValidationError as error:
        raise QuestionSetError(
            f"{path.name} is not a saved run ({describe(error)}); save one with "
            "'askreviews eval SET.jsonl --json RUN.json'."
        ) from error


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


def gather(
    assistant: Assistant,
    questions: QuestionSet,
    answers: Sequence[Answer] = (),
    held: Held | None = None,
) -> Held:
    """What answers are held against: the texts that gold and citations name, and the reviews.

    Args:
        assistant: over the corpus that the answers were given from.
        questions: the question set.
        answers: whose citations are looked up too.
        held: what was gathered before, which is not looked up again.

    Raises:
        QuestionSetError: none of the documents that the set's gold names is held.
    """
    named = {gold.document_id for each in questions.questions for gold in each.gold}
    cited = {c.document_id for each in answers for c in (*each.citations, *each.nearest)}
    texts = dict(held.texts) if held else {}
    for document_id in sorted((named | cited) - texts.keys()):
        try:
            texts[document_id] = assistant.text(document_id).text
        except AskReviewsError:
            continue  # not held: its gold no longer stands and its citations are at fault
    if named and not named & texts.keys():
        raise _another_corpus(questions, assistant.info)
    if held:
        return Held(texts, held.reviews, held.fingerprint)
    reviews = {review.review_id: review for review in assistant.reviews()}
    return Held(texts, reviews, fingerprint_corpus(assistant))


def _another_corpus(questions: QuestionSet, index: IndexInfo) -> QuestionSetError:
    first = next(each for each in questions.questions if each.gold)
    return QuestionSetError(
        f"{questions.where(first)}: {first.gold[0].document_id!r} is not among the "
        f"{index.documents} documents held, nor is any other document that the set names; it was "
        "written for another corpus, so run it over that one's index."
    )


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


def _gold_notes(cases: Sequence[Case]) -> list[str]:
    return [
        f"{case.id}: gold span {number} no longer stands in {gold.document_id}."
        for case in cases
        for number, gold in enumerate(case.gold, start=1)
        if not gold.stands
    ]


def _support_notes(cases: Sequence[Case]) -> list[str]:
    unjudged = sum(each.supported is None for case in cases for each in case.sentences)
    if not unjudged:
        return []
    return [
        f"{unjudged} generated sentence{'s were' if unjudged > 1 else ' was'} not judged, since "
        "no support checker was used; they count neither way."
    ]


def _settings(assistant: Assistant) -> dict[str, str | int]:
    settings, model = load_settings(), assistant.language_model
    decides: dict[str, str | int] = {
        "embedding_model": settings.embedding_model,
        "reranker": settings.reranker,
        "max_words": settings.max_words,
    }
    return decides | ({"language_model": f"{model.name} at {model.host}"} if model else {})
