"""Metrics of the decision: answered, not found or declined, and was that right?

Every definition takes cases and returns a statistic. A question without what a metric
measures adds nothing to it and is counted as undefined.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from askreviews.evaluation.bootstrap import MeanOfRatios, RankStatistic, Ratio
from askreviews.evaluation.cases import Case

REFUSED = ("not_found", "declined")


def abstention_precision(cases: Sequence[Case]) -> Ratio:
    """Of the questions answered "not found", the share that cannot be answered.

    Over questions that expect an answer or "not found". Source: Wen et al. 2025 ("Know
    your limits: a survey of abstention in large language models").
    """
    return Ratio.over(
        cases,
        lambda case: _abstained(case) and _is_unanswerable(case),
        lambda case: _abstained(case) and (_is_unanswerable(case) or _is_answerable(case)),
    )


def abstention_recall(cases: Sequence[Case]) -> Ratio:
    """Of the questions that cannot be answered, the share answered "not found".

    Questions that expect to be declined are kept apart. Source: Wen et al. 2025; the
    setting, near misses that look answerable, is that of Rajpurkar et al. 2018.
    """
    return Ratio.over(
        cases, lambda case: _abstained(case) and _is_unanswerable(case), _is_unanswerable
    )


def over_refusal(cases: Sequence[Case]) -> Ratio:
    """Of the questions that can be answered, the share "not found" or declined.

    Source: Wen et al. 2025 (over-abstention); Röttger et al. 2024 ("XSTest").
    """
    return Ratio.over(cases, lambda case: _is_answerable(case) and _refused(case), _is_answerable)


def balanced_decision_accuracy(cases: Sequence[Case]) -> MeanOfRatios:
    """The mean of two rates: answerable ones answered, unanswerable ones refused.

    Answered or partial counts as answered, "not found" or declined as refused; always
    answering or always refusing gives 0.5. Source: Brodersen et al. 2010 ("The balanced
    accuracy and its posterior distribution").
    """
    return MeanOfRatios(
        Ratio.over(cases, lambda case: _is_answerable(case) and not _refused(case), _is_answerable),
        Ratio.over(cases, lambda case: _is_unanswerable(case) and _refused(case), _is_unanswerable),
    )


def confidence_auroc(cases: Sequence[Case]) -> RankStatistic:
    """How often an answerable question has more confidence than an unanswerable one.

    Ties count a half; 0.5 is no better than chance. Answers without a confidence are left
    out. Source: Hanley and McNeil 1982 ("The meaning and use of the area under a receiver
    operating characteristic curve").
    """

    def score(case: Case) -> float:
        confidence = case.answer.confidence
        takes_part = _is_answerable(case) or _is_unanswerable(case)
        return confidence if takes_part and confidence is not None else np.nan

    return RankStatistic(
        np.array([score(case) for case in cases], dtype=np.float64),
        np.array([_is_answerable(case) for case in cases], dtype=np.bool_),
    )


def routing_recall(cases: Sequence[Case]) -> Ratio:
    """Of the questions that expect to be declined, the share declined, for the reason stated.

    Any reason will do where the set states none. Source: recall of a class, Manning,
    Raghavan and Schütze 2008, ch. 8.
    """

    def routed(case: Case) -> bool:
        reason = case.question.expected_reason
        return _declined(case) and reason in (None, case.answer.reason)

    return Ratio.over(
        cases, lambda case: _expects_declined(case) and routed(case), _expects_declined
    )


def false_declines(cases: Sequence[Case]) -> Ratio:
    """Of the questions that expect not to be declined, the share declined all the same.

    Source: the false positive rate of a class, Manning, Raghavan and Schütze 2008, ch. 8.
    """

    def retrieved(case: Case) -> bool:
        return case.question.expected is not None and not _expects_declined(case)

    return Ratio.over(cases, lambda case: retrieved(case) and _declined(case), retrieved)


def decided_rightly(case: Case) -> bool | None:
    """Whether the status is of the kind expected; ``None`` where the set expects nothing."""
    if case.question.expected is None:
        return None
    if _expects_declined(case):
        return _declined(case)
    return _refused(case) == _is_unanswerable(case)


def _is_answerable(case: Case) -> bool:
    return case.question.expects_answer


def _is_unanswerable(case: Case) -> bool:
    return case.question.expected == "not_found"


def _expects_declined(case: Case) -> bool:
    return case.question.expected == "declined"


def _abstained(case: Case) -> bool:
    return case.answer.status == "not_found"


def _declined(case: Case) -> bool:
    return case.answer.status == "declined"


def _refused(case: Case) -> bool:
    return case.answer.status in REFUSED
