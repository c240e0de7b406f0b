"""A question beside its answer, with everything that needs the stored text worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from askreviews.evaluation.citations import (
    Place,
    citation_faults,
    first_citation,
    is_verbatim,
    shown_places,
)
from askreviews.evaluation.gold import FoldedText, covered_share, fold, places
from askreviews.evaluation.questions import Gold, Question
from askreviews.types import Answer, Span

WORD_BUDGET = 300
SHOWN_SHARE = 0.8
FIRST_CITATIONS = 5
OVERLAP_SHARE = 0.5


class GoldOutcome(BaseModel):
    """What became of one gold span; it no longer stands where ``places`` is empty."""

    model_config = ConfigDict(frozen=True)

    document_id: str
    places: tuple[Span, ...] = ()
    shown: bool = False
    in_first_citations: bool = False

    @property
    def stands(self) -> bool:
        """Whether the span was found in the documents held."""
        return bool(self.places)


@dataclass(frozen=True, slots=True)
class Case:
    """What the metrics are computed from, for one question.

    ``quotations`` counts the answer's quote statements, ``verbatim`` those whose words are
    the document's; ``attributed`` counts the quotations that come from some review,
    ``misattributed`` those of a review other than the question's.
    """

    question: Question
    answer: Answer
    quotations: int
    verbatim: int
    attributed: int
    misattributed: int
    faults: tuple[str, ...]
    gold: tuple[GoldOutcome, ...]


def build_cases(
    questions: Sequence[Question], answers: Sequence[Answer], texts: Mapping[str, str]
) -> list[Case]:
    """Put each question beside its answer.

    Args:
        questions: the questions.
        answers: their answers, in the same order.
        texts: stored text by document_id; a gold span of a document that is missing here
            counts as one that no longer stands.
    """
    folded = {
        document_id: fold(texts[document_id])
        for document_id in {gold.document_id for each in questions for gold in each.gold}
        if document_id in texts
    }
    return [
        _case(question, answer, texts, folded)
        for question, answer in zip(questions, answers, strict=True)
    ]


def _case(
    question: Question, answer: Answer, texts: Mapping[str, str], folded: Mapping[str, FoldedText]
) -> Case:
    quotes = [statement for statement in answer.statements if statement.kind == "quote"]
    sources = [first_citation(statement, answer) for statement in quotes]
    labels = [source.review for source in sources if source is not None and source.review]
    shown = shown_places(answer, texts, WORD_BUDGET)
    cited = [(c.document_id, (c.start, c.end)) for c in answer.citations[:FIRST_CITATIONS]]
    return Case(
        question=question,
        answer=answer,
        quotations=len(quotes),
        verbatim=sum(is_verbatim(statement, answer, texts) for statement in quotes),
        attributed=len(labels),
        misattributed=sum(not _same(label, question.review) for label in labels),
        faults=tuple(citation_faults(answer, texts)),
        gold=tuple(
            _outcome(gold, folded.get(gold.document_id), shown, cited) for gold in question.gold
        ),
    )


def _outcome(
    gold: Gold, text: FoldedText | None, shown: Sequence[Place], cited: Sequence[Place]
) -> GoldOutcome:
    found = places(gold, text) if text is not None else None
    if text is None or found is None:
        return GoldOutcome(document_id=gold.document_id)
    spans = [span for document_id, span in shown if document_id == gold.document_id]
    first = [span for document_id, span in cited if document_id == gold.document_id]
    return GoldOutcome(
        document_id=gold.document_id,
        places=found,
        shown=any(covered_share(place, text, spans) >= SHOWN_SHARE for place in found),
        in_first_citations=any(
            covered_share(place, text, [span]) >= OVERLAP_SHARE for place in found for span in first
        ),
    )


def _same(label: str, other: str | None) -> bool:
    return other is None or label.casefold() == other.casefold()
