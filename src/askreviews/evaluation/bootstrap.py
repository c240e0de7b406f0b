"""Statistics over questions, and their intervals by a bootstrap over clusters of questions.

Whole clusters are drawn with replacement, because answers about one review stand or fall
together (Field and Welsh 2007, "Bootstrapping clustered data"); the interval is the
percentile one (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", ch. 13).
A resample is a weight for each question, so every statistic of 2,000 resamples is a
product of matrices. Inside this module an undefined value is NaN; none leaves it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
T = TypeVar("T")

RESAMPLES = 2000
SEED = 20220201
CONFIDENCE = 0.95
# Sums in another order differ in the last bits; rounding makes two runs byte-identical.
DECIMALS = 6


class Statistic(Protocol):
    """A number computed from questions that each have a weight."""

    def __call__(self, weights: Floats) -> Floats:
        """The statistic of each row of ``weights`` (resamples × questions); NaN: undefined."""

    def counted(self) -> Floats:
        """How many things each question adds to what is counted; 0 where it is undefined."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A sum over questions of what is right over a sum of what there is."""

    part: Floats
    whole: Floats

    @classmethod
    def over(
        cls, items: Sequence[T], part: Callable[[T], float], whole: Callable[[T], float]
    ) -> Ratio:
        """The ratio whose part and whole are told for each item; no whole, no part."""
        wholes = np.array([whole(item) for item in items], dtype=np.float64)
        parts = np.array([part(item) for item in items], dtype=np.float64)
        return cls(np.where(wholes > 0, parts, 0.0), wholes)

    def __call__(self, weights: Floats) -> Floats:
        """Of each row: its sum of parts over its sum of wholes."""
        return _divide(weights @ self.part, weights @ self.whole)

    def counted(self) -> Floats:
        """The whole of each question."""
        return self.whole


@dataclass(frozen=True, slots=True)
class MeanOfRatios:
    """The plain mean of two ratios, undefined where either is."""

    first: Ratio
    second: Ratio

    def __call__(self, weights: Floats) -> Floats:
        """Of each row: the mean of its two ratios."""
        mean: Floats = (self.first(weights) + self.second(weights)) / 2
        return mean

    def counted(self) -> Floats:
        """The wholes of both, added."""
        return self.first.whole + self.second.whole


@dataclass(frozen=True, slots=True)
class RankStatistic:
    """The area under the ROC curve, as the Mann–Whitney probability with ties as a half.

    ``scores`` are NaN and ``positive`` anything where a question takes no part. The library's
    function (scikit-learn's, which the tests compare with) takes one resample at a time.
    """

    scores: Floats
    positive: NDArray[np.bool_]

    def __call__(self, weights: Floats) -> Floats:
        """Of each row: how often a positive question's score is above a negative one's."""
        scored = ~np.isnan(self.scores)
        high, low = scored & self.positive, scored & ~self.positive
        above = np.sign(self.scores[high][:, None] - self.scores[low][None, :]) / 2 + 0.5
        wins = ((weights[:, high] @ above) * weights[:, low]).sum(axis=1)
        return _divide(wins, weights[:, high].sum(axis=1) * weights[:, low].sum(axis=1))

    def counted(self) -> Floats:
        """One for each question with a score."""
        return (~np.isnan(self.scores)).astype(np.float64)


def draw_weights(clusters: Sequence[str], resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """How often each question was drawn in each resample of whole clusters.

    Args:
        clusters: the cluster of each question.
        resamples: how many resamples.
        seed: of the random generator.

    Returns:
        Of shape (resamples, questions).
    """
    names, cluster_of = np.unique(np.asarray(clusters, dtype=np.str_), return_inverse=True)
    chances = np.full(len(names), 1 / len(names))
    draws = np.random.default_rng(seed).multinomial(len(names), chances, size=resamples)
    return draws[:, cluster_of].astype(np.float64)


def estimate(statistic: Statistic) -> float | None:
    """The statistic of the questions as they are; ``None`` where it is undefined."""
    value = statistic(np.ones((1, len(statistic.counted()))))[0]
    return None if np.isnan(value) else round(float(value), DECIMALS)


def interval(
    statistic: Statistic, weights: Floats, clusters: Sequence[str]
) -> tuple[float, float] | None:
    """The 95% percentile interval of a statistic.

    Args:
        statistic: what is estimated.
        weights: as ``draw_weights`` gives them, of shape (resamples, questions).
        clusters: the cluster of each question.

    Returns:
        Low and high; ``None`` where fewer than two clusters take part, since nothing then
        varies. Resamples in which the statistic is undefined are left out.
    """
    taking_part = {
        cluster for cluster, count in zip(clusters, statistic.counted(), strict=True) if count > 0
    }
    values = statistic(weights)
    values = values[~np.isnan(values)]
    if len(taking_part) < 2 or not len(values):  # noqa: PLR2004
        return None
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return round(float(low), DECIMALS), round(float(high), DECIMALS)


def _divide(part: Floats, whole: Floats) -> Floats:
    quotient = np.full(len(whole), np.nan)
    np.divide(part, whole, out=quotient, where=whole > 0)
    return quotient
