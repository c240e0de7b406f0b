"""Metrics of rank: how early in an answer's citations does the evidence come?

A gold span has the rank of the first citation that covers at least half of the characters
of its words. Questions that can be answered and have gold take part; a refusal cites nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from askreviews.evaluation.bootstrap import Ratio
from askreviews.evaluation.cases import Case, share

DEPTH = 10


def recall_at_1(cases: Sequence[Case]) -> Ratio:
    """The mean share of a question's gold spans that the first citation covers.

    Source: recall at rank k, Manning, Raghavan and Schütze 2008 ("Introduction to information
    retrieval"), ch. 8; the half as in DeYoung et al. 2020.
    """
    return _mean_recall(cases, 1)


def recall_at_5(cases: Sequence[Case]) -> Ratio:
    """The mean share of a question's gold spans half covered by one of five citations.

    The first five citations; a span counts if one of them covers at least 50% of the
    characters of its words. Source: recall at rank k, Manning, Raghavan and Schütze 2008,
    ch. 8; the half as in DeYoung et al. 2020.
    """
    return _mean_recall(cases, 5)


def recall_at_10(cases: Sequence[Case]) -> Ratio:
    """The same for the first ten citations.

    Source: recall at rank k, Manning, Raghavan and Schütze 2008, ch. 8.
    """
    return _mean_recall(cases, DEPTH)


def ndcg_at_10(cases: Sequence[Case]) -> Ratio:
    """The mean gain of gold spans, discounted by rank, over the best order's gain.

    Each span gains 1 / log2(1 + rank) within the first ten citations, the best order has one
    at each rank; capped at 1, since one citation may hold two spans. Source: Järvelin and
    Kekäläinen 2002 ("Cumulated gain-based evaluation of IR techniques"), binary gain.
    """

    def ndcg(case: Case) -> float:
        gain = sum(1 / math.log2(1 + rank) for rank in _ranks(case) if rank <= DEPTH)
        best = min(len(case.standing), DEPTH)
        return min(1.0, gain / sum(1 / math.log2(1 + rank) for rank in range(1, best + 1)))

    return Ratio.over(
        cases, lambda case: ndcg(case) if case.standing else 0.0, lambda case: bool(case.standing)
    )


def mean_reciprocal_rank(cases: Sequence[Case]) -> Ratio:
    """The mean of one over the rank of the first citation that holds gold; 0 where none does.

    Source: Voorhees 1999 ("The TREC-8 question answering track report").
    """
    return Ratio.over(
        cases,
        lambda case: 1 / min(_ranks(case), default=math.inf) if case.standing else 0.0,
        lambda case: bool(case.standing),
    )


def recall_at(case: Case, depth: int) -> float | None:
    """The share of one question's gold spans within the first citations; ``None`` of none."""
    return share([gold.rank is not None and gold.rank <= depth for gold in case.standing])


def _mean_recall(cases: Sequence[Case], depth: int) -> Ratio:
    return Ratio.over(
        cases, lambda case: recall_at(case, depth) or 0.0, lambda case: bool(case.standing)
    )


def _ranks(case: Case) -> list[int]:
    return [gold.rank for gold in case.standing if gold.rank is not None]
