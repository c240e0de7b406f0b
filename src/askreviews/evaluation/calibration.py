"""How far confidence can be trusted, and how long answers take: statistics and their curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from askreviews.evaluation.bootstrap import Floats
from askreviews.evaluation.cases import BUDGETS, Case, share
from askreviews.evaluation.decisions import scored_confidence

BINS = 10


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """The area under the risk–coverage curve. ``scores`` are NaN where a question is out."""

    scores: Floats
    positive: NDArray[np.bool_]

    def __call__(self, weights: Floats) -> Floats:
        """Of each row: the mean, over coverages, of the risk among the most confident."""
        levels, confidence = self._levels()
        answered = np.cumsum(_by_level(weights, levels, confidence), axis=1)
        wrong = np.cumsum(_by_level(weights * ~self.positive, levels, confidence), axis=1)
        size = np.diff(answered, axis=1, prepend=0.0)
        risk = np.divide(wrong, answered, out=np.zeros_like(wrong), where=answered > 0)
        total = answered[:, -1] if len(levels) else np.zeros(len(weights))
        area = np.full(len(weights), np.nan)
        np.divide((risk * size).sum(axis=1), total, out=area, where=total > 0)
        return area

    def counted(self) -> Floats:
        """One for each question with a confidence."""
        return (~np.isnan(self.scores)).astype(np.float64)

    def curve(self) -> list[tuple[float, float]]:
        """Coverage and risk at every threshold, from the strictest to the loosest."""
        levels, confidence = self._levels()
        ones = np.ones((1, len(self.scores)))
        answered = np.cumsum(_by_level(ones, levels, confidence), axis=1)[0]
        wrong = np.cumsum(_by_level(ones * ~self.positive, levels, confidence), axis=1)[0]
        total = answered[-1] if len(levels) else 1.0
        return [(float(a / total), float(w / a)) for a, w in zip(answered, wrong, strict=True)]

    def _levels(self) -> tuple[Floats, Floats]:
        """The distinct confidences, highest first: a threshold cannot part those that tie."""
        return np.unique(self.scores[~np.isnan(self.scores)])[::-1], self.scores


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of confidence: how many questions, how sure they were, how often rightly."""

    count: int
    confidence: float
    settled: float


@dataclass(frozen=True, slots=True)
class CalibrationError:
    """The expected calibration error over ten bins of equal width."""

    scores: Floats
    positive: NDArray[np.bool_]

    def __call__(self, weights: Floats) -> Floats:
        """Of each row: the mean gap between confidence and frequency, by bin, weighted."""
        gap = np.where(np.isnan(self.scores), 0.0, np.nan_to_num(self.scores) - self.positive)
        total = weights @ self.counted()
        off = sum(np.abs((weights * gap) @ (self._bins() == b)) for b in range(BINS))
        error = np.full(len(weights), np.nan)
        np.divide(off, total, out=error, where=total > 0)
        return error

    def counted(self) -> Floats:
        """One for each question with a confidence."""
        return (~np.isnan(self.scores)).astype(np.float64)

    def bins(self) -> list[Bin]:
        """The bins that are not empty, for the reliability diagram."""
        inside = [self._bins() == number for number in range(BINS)]
        return [
            Bin(int(at.sum()), float(self.scores[at].mean()), float(self.positive[at].mean()))
            for at in inside
            if at.any()
        ]

    def _bins(self) -> NDArray[np.int64]:
        """The bin of each question; −1 where it takes no part."""
        number = np.minimum(np.nan_to_num(self.scores, nan=-1.0) * BINS, BINS - 1)
        return np.floor(number).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile of values, such as times; NaN where a question has none."""

    values: Floats
    level: float

    def __call__(self, weights: Floats) -> Floats:
        """Of each row: the least value that at least this share of the weight is not above."""
        order = np.argsort(self.values)[: int(self.counted().sum())]
        if not len(order):
            return np.full(len(weights), np.nan)
        reached = np.cumsum(weights[:, order], axis=1)
        enough = reached >= self.level * reached[:, -1:] - 1e-9
        found: Floats = self.values[order][enough.argmax(axis=1)]
        return np.where(reached[:, -1] > 0, found, np.nan)

    def counted(self) -> Floats:
        """One for each question with a value."""
        return (~np.isnan(self.values)).astype(np.float64)


def risk_coverage_area(cases: Sequence[Case]) -> RiskCoverage:
    """The area under the risk–coverage curve of the confidence (AURC).

    Were only the most confident share of questions answered, the risk is the share of them
    that the documents do not settle; the area is its mean over all shares. Questions with the
    same confidence are answered together. Source: Geifman and El-Yaniv 2017 ("Selective
    classification for deep neural networks"), as an area in Geifman et al. 2019.
    """
    return RiskCoverage(*_confidences(cases))


def expected_calibration_error(cases: Sequence[Case]) -> CalibrationError:
    """The mean gap between confidence and the share that the documents settle (ECE).

    Over ten bins of equal width, weighted by their questions. Source: Naeini et al. 2015
    ("Obtaining well calibrated probabilities using Bayesian binning"), Guo et al. 2017.
    """
    return CalibrationError(*_confidences(cases))


def recall_by_words(cases: Sequence[Case]) -> list[tuple[int, float]]:
    """The mean evidence recall within 50, 100, … 500 words, for the plot; empty without gold."""
    with_gold = [case for case in cases if case.standing]
    return [
        (budget, float(np.mean([_within(case, budget) for case in with_gold])))
        for budget in BUDGETS
        if with_gold
    ]


def _within(case: Case, budget: int) -> float:
    shown = [g.shown_within is not None and g.shown_within <= budget for g in case.standing]
    return share(shown) or 0.0


def _confidences(cases: Sequence[Case]) -> tuple[Floats, NDArray[np.bool_]]:
    return (
        np.array([scored_confidence(case) for case in cases], dtype=np.float64),
        np.array([case.answerable for case in cases], dtype=np.bool_),
    )


def _by_level(weights: Floats, levels: Floats, scores: Floats) -> Floats:
    """The weight at each level, of shape (rows, levels)."""
    summed: Floats = weights @ (scores[:, None] == levels[None, :]).astype(np.float64)
    return summed
