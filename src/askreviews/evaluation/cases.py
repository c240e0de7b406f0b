"""A question beside its answer, with everything that needs the stored text worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field, computed_field

from askreviews.evaluation.citations import (
    Place,
    citation_faults,
    first_citation,
    is_verbatim,
    shown_places,
)
from askreviews.evaluation.gold import FoldedText, covered_share, fold, places
from askreviews.evaluation.questions import ANSWERABLE, Gold, Question
from askreviews.evaluation.sentences import (
    OVERLAP_SHARE,
    SentenceOutcome,
    SupportChecker,
    judge_sentences,
    sentence_places,
)
from askreviews.types import Answer, Review, Span, Status

BUDGETS = (50, 60, 100, 150, 200, 250, 300, 400, 500, 600)
WORD_BUDGET = 300
_NO_QUOTES = str.maketrans("", "", "‘’“”'\"")
SHOWN_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Held:
    """What answers are held against: stored text and reviews, by their ids.

    ``fingerprint`` is of the whole corpus. A document that is missing here is not held: gold
    in it no longer stands, and citations of it are at fault.
    """

    texts: Mapping[str, str]
    reviews: Mapping[str, Review] = field(default_factory=dict)
    fingerprint: str = ""


class GoldOutcome(BaseModel):
    """What became of one gold span; it no longer stands where ``places`` is empty."""

    model_config = ConfigDict(frozen=True)

    document_id: str
    places: tuple[Span, ...] = ()
    text: str | None = Field(None, description="the words, where it first stands")
    shown_within: int | None = Field(
        None, description="the least of 50 … 500 words within which it is shown; None: not in 500"
    )
    rank: int | None = Field(
        None, description="the first citation, from 1, that covers half of it; None: no citation"
    )
    quoted: bool = Field(False, description="half of it stands in the answer's sentences")

    @property
    def stands(self) -> bool:
        """Whether the span was found in the documents held."""
        return bool(self.places)

    @property
    def shown(self) -> bool:
        """Whether a reader sees it within the first 300 words."""
        return self.shown_within is not None and self.shown_within <= WORD_BUDGET


class Case(BaseModel):
    """What the metrics are computed from, for one question.

    ``quotations`` counts the answer's quote statements, ``verbatim`` those whose words are
    the document's; ``attributed`` counts the quotations that come from some review,
    ``misattributed`` those of a review other than the question's. The answer is whole but
    for its times, so that a run is the same when it is run again.
    """

    model_config = ConfigDict(frozen=True)

    question: Question
    answer: Answer
    quotations: int
    verbatim: int
    attributed: int
    misattributed: int
    faults: tuple[str, ...] = Field(description="what is wrong with the citations")
    gold: tuple[GoldOutcome, ...]
    sentences: tuple[SentenceOutcome, ...]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def id(self) -> str:
        """The question's."""
        return self.question.id

    @computed_field  # type: ignore[prop-decorator]
    @property
    def right(self) -> bool | None:
        """Whether the status is of the kind expected; ``None`` where the set expects nothing."""
        if self.expected is None:
            return None
        if self.expected == "declined":
            return self.answer.status == "declined"
        return self.refused == self.unanswerable

    @computed_field  # type: ignore[prop-decorator]
    @property
    def evidence_recall(self) -> float | None:
        """The share of its gold shown within 300 words; ``None``: none that stands."""
        return share([gold.shown for gold in self.standing])

    @property
    def expected(self) -> Status | None:
        """The status a right answer has."""
        return self.question.expected

    @property
    def answerable(self) -> bool:
        """Whether the documents held answer it, wholly or in part."""
        return self.question.expects_answer

    @property
    def unanswerable(self) -> bool:
        """Whether "not found" is expected."""
        return self.expected == "not_found"

    @property
    def refused(self) -> bool:
        """Whether it was met with "not found" or declined."""
        return self.answer.status not in ANSWERABLE

    @property
    def standing(self) -> tuple[GoldOutcome, ...]:
        """The gold that counts: of an answerable question, and still in the documents."""
        return tuple(gold for gold in self.gold if gold.stands) if self.answerable else ()

    @property
    def cluster(self) -> str:
        """What is drawn together by the bootstrap: the review asked about, else the conversation.

        A conversation is named by its first question; the prefixes keep the two apart.
        """
        if self.question.review:
            return f"review {self.question.review.casefold()}"
        return f"conversation {[*self.question.history, self.question.question][0].casefold()}"


def build_cases(
    questions: Sequence[Question],
    answers: Sequence[Answer],
    held: Held,
    support: SupportChecker | None = None,
) -> list[Case]:
    """Put each question beside its answer.

    Args:
        questions: the questions.
        answers: their answers, in the same order.
        held: what they are held against.
        support: judges sentences that are not found word for word in what they cite; without
            it those that a model wrote stay unjudged.
    """
    folded = {
        document_id: fold(held.texts[document_id])
        for document_id in {gold.document_id for each in questions for gold in each.gold}
        if document_id in held.texts
    }
    return [
        _case(question, answer, held, folded, support)
        for question, answer in zip(questions, answers, strict=True)
    ]


def share(flags: Sequence[bool]) -> float | None:
    """The share of flags that are up; ``None`` of none."""
    return sum(flags) / len(flags) if flags else None


def _case(
    question: Question,
    answer: Answer,
    held: Held,
    folded: Mapping[str, FoldedText],
    support: SupportChecker | None,
) -> Case:
    quotes = [statement for statement in answer.statements if statement.kind == "quote"]
    sources = [first_citation(statement, answer) for statement in quotes]
    labels = [source.review for source in sources if source is not None and source.review]
    gold = _gold_outcomes(question, answer, held, folded)
    return Case(
        question=question,
        answer=answer.model_copy(update={"timings_ms": {}}),
        quotations=len(quotes),
        verbatim=sum(is_verbatim(statement, answer, held.texts) for statement in quotes),
        attributed=len(labels),
        misattributed=sum(not _same(label, question.review) for label in labels),
        faults=tuple(citation_faults(answer, held.texts, held.reviews)),
        gold=gold,
        sentences=judge_sentences(
            answer,
            held.texts,
            [(g.document_id, place) for g in gold for place in g.places],
            support,
        ),
    )


def _gold_outcomes(
    question: Question, answer: Answer, held: Held, folded: Mapping[str, FoldedText]
) -> tuple[GoldOutcome, ...]:
    if not question.gold:
        return ()
    said = _Said(
        within={budget: shown_places(answer, held.texts, budget) for budget in BUDGETS},
        cited=[(c.document_id, (c.start, c.end)) for c in answer.citations],
        sentences=sentence_places(answer, held.texts),
    )
    return tuple(
        _outcome(gold, folded.get(gold.document_id), held.texts, said) for gold in question.gold
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """The places that an answer shows within each budget, cites in order, and tells."""

    within: Mapping[int, Sequence[Place]]
    cited: Sequence[Place]
    sentences: Sequence[Place]


def _outcome(
    gold: Gold, text: FoldedText | None, texts: Mapping[str, str], said: _Said
) -> GoldOutcome:
    found = places(gold, text) if text is not None else None
    if text is None or found is None:
        return GoldOutcome(document_id=gold.document_id)

    def covered(by: Sequence[Place]) -> float:
        here = [span for document_id, span in by if document_id == gold.document_id]
        return max(covered_share(place, text, here) for place in found)

    cited = enumerate(said.cited, start=1)
    return GoldOutcome(
        document_id=gold.document_id,
        places=found,
        text=texts[gold.document_id][slice(*found[0])],
        shown_within=next((b for b in BUDGETS if covered(said.within[b]) >= SHOWN_SHARE), None),
        rank=next((n for n, place in cited if covered([place]) >= OVERLAP_SHARE), None),
        quoted=covered(said.sentences) >= OVERLAP_SHARE,
    )


def _same(label: str, other: str | None) -> bool:
    return other is None or _plain(label) == _plain(other)


def _plain(name: str) -> str:
    """A review's name without quotation marks: "Baby ‘R’" is Baby R."""
    return name.casefold().translate(_NO_QUOTES)
