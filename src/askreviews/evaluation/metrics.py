"""Every metric of a run: its name, what it counts, its value and its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from askreviews.evaluation import calibration, decisions, grounding, ranking, written
from askreviews.evaluation.bootstrap import Floats, Statistic, draw_weights, estimate, interval
from askreviews.evaluation.calibration import Quantile
from askreviews.evaluation.cases import Case

Better = Literal["higher", "lower"]
Scale = Literal["share", "score", "milliseconds"]
Group = Literal["words and citations", "evidence", "decisions", "confidence", "time"]


class Metric(BaseModel):
    """A metric of a run. Undefined is ``None``, never NaN."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    group: Group
    better: Better
    scale: Scale = Field(description="a share lies in 0 to 1, a score in −1 to 1")
    meaning: str = Field(description="in plain words")
    value: float | None = Field(description="None: nothing to measure")
    low: float | None = Field(description="of the 95% interval; None: nothing varies")
    high: float | None
    n: int = Field(description="how many things were counted, of the kind that unit names")
    unit: str
    undefined: int = Field(description="questions on which there was nothing to measure")


@dataclass(frozen=True, slots=True)
class Definition:
    """A metric before it is measured; its definition and source are ``statistic``'s docs."""

    group: Group
    title: str
    unit: str
    statistic: Callable[[Sequence[Case]], Statistic]
    meaning: str
    better: Better = "higher"
    scale: Scale = "share"

    @property
    def name(self) -> str:
        """As gates and saved runs call it."""
        return self.statistic.__name__


METRICS: tuple[Definition, ...] = (
    Definition(
        "words and citations", "verbatim integrity", "quotations", grounding.verbatim_integrity,
        "quotations that are, letter for letter, what the document says at the place cited",
    ),
    Definition(
        "words and citations", "citation validity", "answers", grounding.citation_validity,
        "answers with nothing wrong in their citations",
    ),
    Definition(
        "words and citations", "citation recall", "answers", grounding.citation_recall,
        "of an answer's sentences, how many their citations support",
    ),
    Definition(
        "words and citations", "citation precision", "answers", grounding.citation_precision,
        "of an answer's citations, how many the sentence's support rests on",
    ),
    Definition(
        "words and citations", "unsupported sentences", "sentences",
        grounding.unsupported_sentence_rate, "sentences that what they cite does not support",
        "lower",
    ),
    Definition(
        "words and citations", "withheld sentences", "sentences", written.withheld_sentence_rate,
        "of a language model's sentences, how many failed their check and were not shown", "lower",
    ),
    Definition(
        "words and citations", "language model not used", "questions", written.fallback_rate,
        "of the questions put to it, how many were answered in quotations instead", "lower",
    ),
    Definition(
        "words and citations", "number grounding", "numbers", grounding.number_grounding,
        "numbers in sentences that the passage cited says too",
    ),
    Definition(
        "words and citations", "date grounding", "dates", grounding.date_grounding,
        "dates in sentences that the passage cited says too",
    ),
    Definition(
        "words and citations", "name grounding", "names", grounding.name_grounding,
        "names in sentences that the passage cited, or its title, says too",
    ),
    Definition(
        "words and citations", "wrong-review attribution", "quotations",
        grounding.wrong_review_attribution,
        "quotations from another review than the one asked about", "lower",
    ),
    Definition(
        "words and citations", "source diversity", "answers", grounding.source_diversity,
        "how likely two quotations of an answer are from different reviews or documents",
    ),
    Definition(
        "evidence", "evidence recall, 300 words", "questions", grounding.evidence_recall,
        "of the evidence a full answer shows, how much is seen in the first 300 words",
    ),
    Definition(
        "evidence", "recall@1", "questions", ranking.recall_at_1,
        "of that evidence, how much the first citation holds",
    ),
    Definition(
        "evidence", "recall@5", "questions", ranking.recall_at_5,
        "of that evidence, how much the first five citations hold",
    ),
    Definition(
        "evidence", "recall@10", "questions", ranking.recall_at_10,
        "of that evidence, how much the first ten citations hold",
    ),
    Definition(
        "evidence", "nDCG@10", "questions", ranking.ndcg_at_10,
        "how near the order of the citations is to evidence first",
    ),
    Definition(
        "evidence", "MRR", "questions", ranking.mean_reciprocal_rank,
        "one over the place of the first citation that holds evidence",
    ),
    Definition(
        "evidence", "sentence precision", "answers", grounding.sentence_precision,
        "of the sentences of an answer, how many are the evidence wanted",
    ),
    Definition(
        "evidence", "sentence recall", "questions", grounding.sentence_recall,
        "of the evidence wanted, how much the whole answer says",
    ),
    Definition(
        "evidence", "sentence F1", "questions", grounding.sentence_f1,
        "the two together (harmonic mean)",
    ),
    Definition(
        "decisions", "reliable-answer score", "questions", decisions.reliable_answer_score,
        "+1 right or rightly refused, 0 refused needlessly, −1 answered without support; the mean",
        scale="score",
    ),
    Definition(
        "decisions", "abstention precision", "abstentions", decisions.abstention_precision,
        "when it says “not found”, how often that is right",
    ),
    Definition(
        "decisions", "abstention recall", "questions", decisions.abstention_recall,
        "of what the documents do not answer, how much is met with “not found”",
    ),
    Definition(
        "decisions", "over-refusal", "questions", decisions.over_refusal,
        "of what the documents do answer, how much is refused", "lower",
    ),
    Definition(
        "decisions", "balanced decision accuracy", "questions",
        decisions.balanced_decision_accuracy,
        "answering and refusing rightly, in equal parts; 50% is no skill",
    ),
    Definition(
        "decisions", "routing recall", "questions", decisions.routing_recall,
        "of what should be declined, how much is, for the right reason",
    ),
    Definition(
        "decisions", "false declines", "questions", decisions.false_declines,
        "of what should not be declined, how much is", "lower",
    ),
    Definition(
        "confidence", "confidence AUROC", "questions", decisions.confidence_auroc,
        "how often it is surer of an answerable question than of another; 50% is chance",
    ),
    Definition(
        "confidence", "risk–coverage area (AURC)", "questions", calibration.risk_coverage_area,
        "the mean risk, were only the surest questions answered", "lower",
    ),
    Definition(
        "confidence", "calibration error (ECE)", "questions",
        calibration.expected_calibration_error,
        "how far confidence lies from how often it is right", "lower",
    ),
)  # fmt: skip

# Name, title, level, and which of an answer's times.
LATENCIES = (
    ("latency_median", "median time", 0.5, "total"),
    ("latency_p95", "time, 95th percentile", 0.95, "total"),
    ("latency_model_median", "of it by the language model, median", 0.5, "model"),
)
_DONE = {"total": "were answered", "model": "put to the language model had its sentences"}


def definition(name: str) -> Definition:
    """The definition of a name.

    Raises:
        KeyError: there is none.
    """
    return {each.name: each for each in METRICS}[name]


def measure(cases: Sequence[Case]) -> list[Metric]:
    """Measure every metric, each with an interval over the same resamples.

    Args:
        cases: at least one. Questions about one review, or of one conversation, are drawn
            together.
    """
    clusters = [case.cluster for case in cases]
    weights = draw_weights(clusters)
    return [_measure(each, cases, weights, clusters) for each in METRICS]


def measure_latency(
    cases: Sequence[Case], timings_ms: Mapping[str, Mapping[str, float]]
) -> list[Metric]:
    """Median and 95th percentile of the time a question took, in milliseconds.

    Percentiles are the least time within which that share of the questions was answered
    (Hyndman and Fan 1996, "Sample quantiles in statistical packages", type 1).

    Args:
        cases: at least one.
        timings_ms: by the question's id; of each what ``LATENCIES`` names, where it was taken.
    """
    clusters = [case.cluster for case in cases]
    weights = draw_weights(clusters)

    def times(key: str) -> Floats:
        taken = [timings_ms.get(case.id, {}).get(key, np.nan) for case in cases]
        return np.array(taken, dtype=np.float64)

    return [
        _metric(
            Quantile(times(key), level), weights, clusters, name=name, title=title, group="time",
            better="lower", scale="milliseconds", unit="questions",
            meaning=f"the time within which {level:.0%} of the questions {_DONE[key]}",
        )
        for name, title, level, key in LATENCIES
    ]  # fmt: skip


def _measure(
    each: Definition, cases: Sequence[Case], weights: Floats, clusters: Sequence[str]
) -> Metric:
    return _metric(
        each.statistic(cases), weights, clusters, name=each.name, title=each.title,
        group=each.group, better=each.better, scale=each.scale, unit=each.unit,
        meaning=each.meaning,
    )  # fmt: skip


def _metric(statistic: Statistic, weights: Floats, clusters: Sequence[str], **told: str) -> Metric:
    counted = statistic.counted()
    value = estimate(statistic)
    bounds = interval(statistic, weights, clusters) if value is not None else None
    low, high = bounds if bounds is not None else (None, None)
    return Metric.model_validate(
        told
        | {"value": value, "low": low, "high": high, "n": int(counted.sum())}
        | {"undefined": int(np.count_nonzero(counted == 0))}
    )
