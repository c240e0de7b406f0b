"""Every metric of a run: its name, what it counts, its value and its interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from askreviews.evaluation import decisions, grounding
from askreviews.evaluation.bootstrap import Floats, Statistic, draw_weights, estimate, interval
from askreviews.evaluation.cases import Case

Better = Literal["higher", "lower"]


class Metric(BaseModel):
    """A metric of a run. Undefined is ``None``, never NaN."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    better: Better
    value: float | None = Field(description="between 0 and 1; None: nothing to measure")
    low: float | None = Field(description="of the 95% interval; None: nothing varies")
    high: float | None
    n: int = Field(description="how many things were counted, of the kind that unit names")
    unit: str
    undefined: int = Field(description="questions on which there was nothing to measure")


@dataclass(frozen=True, slots=True)
class Definition:
    """A metric before it is measured; its meaning and source stand in ``statistic``'s docs."""

    title: str
    unit: str
    statistic: Callable[[Sequence[Case]], Statistic]
    better: Better = "higher"


METRICS: tuple[Definition, ...] = (
    Definition("verbatim integrity", "quotations", grounding.verbatim_integrity),
    Definition("citation validity", "answers", grounding.citation_validity),
    Definition("evidence recall, 300 words", "questions", grounding.evidence_recall),
    Definition("recall@5", "questions", grounding.recall_at_5),
    Definition(
        "wrong-review attribution", "quotations", grounding.wrong_review_attribution, "lower"
    ),
    Definition("abstention precision", "abstentions", decisions.abstention_precision),
    Definition("abstention recall", "questions", decisions.abstention_recall),
    Definition("over-refusal", "questions", decisions.over_refusal, "lower"),
    Definition("balanced decision accuracy", "questions", decisions.balanced_decision_accuracy),
    Definition("confidence AUROC", "questions", decisions.confidence_auroc),
    Definition("routing recall", "questions", decisions.routing_recall),
    Definition("false declines", "questions", decisions.false_declines, "lower"),
)  # fmt: skip


def measure(cases: Sequence[Case]) -> list[Metric]:
    """Measure every metric, each with an interval over the same resamples.

    Args:
        cases: at least one. Questions that name the same review are drawn together.
    """
    clusters = [_cluster(case) for case in cases]
    weights = draw_weights(clusters)
    return [_measure(definition, cases, weights, clusters) for definition in METRICS]


def _measure(
    definition: Definition, cases: Sequence[Case], weights: Floats, clusters: Sequence[str]
) -> Metric:
    statistic = definition.statistic(cases)
    counted = statistic.counted()
    value = estimate(statistic)
    bounds = interval(statistic, weights, clusters) if value is not None else None
    low, high = bounds if bounds is not None else (None, None)
    return Metric(
        name=definition.statistic.__name__,
        title=definition.title,
        better=definition.better,
        value=value,
        low=low,
        high=high,
        n=int(counted.sum()),
        unit=definition.unit,
        undefined=int(np.count_nonzero(counted == 0)),
    )


def _cluster(case: Case) -> str:
    review = case.question.review
    # The prefixes keep a review and an id of the same name apart.
    return f"review {review.casefold()}" if review else f"question {case.question.id}"
