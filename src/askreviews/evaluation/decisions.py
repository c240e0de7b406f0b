"""Metrics of the decision: answered, not found or declined, and was that right?

Every definition takes cases and returns a statistic. A question without what a metric
measures adds nothing to it and is counted as undefined.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from askreviews.evaluation.bootstrap import MeanOfRatios, RankStatistic, Ratio
from askreviews.evaluation.cases import Case


def abstention_precision(cases: Sequence[Case]) -> Ratio:
    """Of the questions answered "not found", the share that cannot be answered.

    Over questions that expect an answer or "not found". Source: Wen et al. 2025 ("Know
    your limits: a survey of abstention in large language models").
    """
    return Ratio.over(
        cases,
        lambda case: _abstained(case) and case.unanswerable,
        lambda case: _abstained(case) and (case.unanswerable or case.answerable),
    )


def abstention_recall(cases: Sequence[Case]) -> Ratio:
    """Of the questions that cannot be answered, the share answered "not found".

    Questions that expect to be declined are kept apart. Source: Wen et al. 2025; the
    setting, near misses that look answerable, is that of Rajpurkar et al. 2018.
    """
    return Ratio.over(
        cases, lambda case: _abstained(case) and case.unanswerable, lambda case: case.unanswerable
    )


def over_refusal(cases: Sequence[Case]) -> Ratio:
    """Of the questions that can be answered, the share "not found" or declined.

    Source: Wen et al. 2025 (over-abstention); Röttger et al. 2024 ("XSTest").
    """
    return Ratio.over(
        cases, lambda case: case.answerable and case.refused, lambda case: case.answerable
    )


def balanced_decision_accuracy(cases: Sequence[Case]) -> MeanOfRatios:
    """The mean of two rates: answerable ones answered, unanswerable ones refused.

    Answered or partial counts as answered, "not found" or declined as refused; always
    answering or always refusing gives 0.5. Source: Brodersen et al. 2010 ("The balanced
    accuracy and its posterior distribution").
    """
    return MeanOfRatios(
        Ratio.over(
            cases, lambda case: case.answerable and not case.refused, lambda case: case.answerable
        ),
        Ratio.over(
            cases, lambda case: case.unanswerable and case.refused, lambda case: case.unanswerable
        ),
    )


def confidence_auroc(cases: Sequence[Case]) -> RankStatistic:
    """How often an answerable question has more confidence than an unanswerable one.

    Ties count a half; 0.5 is no better than chance. Answers without a confidence are left
    out. Source: Hanley and McNeil 1982 ("The meaning and use of the area under a receiver
    operating characteristic curve").
    """
    return RankStatistic(
        np.array([scored_confidence(case) for case in cases], dtype=np.float64),
        np.array([case.answerable for case in cases], dtype=np.bool_),
    )


def reliable_answer_score(cases: Sequence[Case]) -> Ratio:
    """The mean of +1 for a right answer, 0 for a needless refusal, −1 for a wrong answer.

    +1: a question that can be answered is, some of its gold is shown and every sentence that
    could be judged is supported; or one that cannot be answered, or should be declined, is met
    just so. 0: refused otherwise. −1: answered otherwise. Between −1 and 1; always refusing
    gets the share that cannot be answered. Source: the truthfulness score of Yang et al. 2024
    ("CRAG: comprehensive RAG benchmark"), with the support of the answer in place of a judge.
    """
    return Ratio.over(cases, reliability, lambda case: case.expected is not None)


def reliability(case: Case) -> float:
    """+1, 0 or −1 for one question, as ``reliable_answer_score`` says."""
    if case.refused:
        return float(bool(case.right))
    evidence = not case.standing or any(gold.shown for gold in case.standing)
    supported = all(sentence.supported is not False for sentence in case.sentences)
    return 1.0 if case.answerable and evidence and supported else -1.0


def scored_confidence(case: Case) -> float:
    """The confidence, where an answer or "not found" is expected; else NaN."""
    confidence = case.answer.confidence
    takes_part = case.answerable or case.unanswerable
    return confidence if takes_part and confidence is not None else np.nan


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
        return case.expected is not None and not _expects_declined(case)

    return Ratio.over(cases, lambda case: retrieved(case) and _declined(case), retrieved)


def _expects_declined(case: Case) -> bool:
    return case.expected == "declined"


def _abstained(case: Case) -> bool:
    return case.answer.status == "not_found"


def _declined(case: Case) -> bool:
    return case.answer.status == "declined"
