"""The intervals: against a plain loop, and for what must always hold."""

import math
import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from askreviews.evaluation.bootstrap import (
    MeanOfRatios,
    RankStatistic,
    Ratio,
    draw_weights,
    estimate,
    interval,
)
from askreviews.evaluation.metrics import METRICS, measure


def ratio(part, whole):
    return Ratio(np.array(part, dtype=float), np.array(whole, dtype=float))


def brute_interval(part, whole, clusters, resamples=20_000):
    """A percentile interval by drawing clusters one at a time in a loop."""
    generator = random.Random(5)
    names = sorted(set(clusters))
    members = {name: [i for i, c in enumerate(clusters) if c == name] for name in names}
    values = []
    for _ in range(resamples):
        drawn = [i for _ in names for i in members[generator.choice(names)]]
        values.append(sum(part[i] for i in drawn) / sum(whole[i] for i in drawn))
    values.sort()
    return values[int(0.025 * resamples)], values[int(0.975 * resamples)]


def test_the_interval_agrees_with_a_plain_loop():
    part = [1, 0, 2, 3, 0, 1, 1, 4, 0, 2, 1, 1]
    whole = [1, 1, 3, 3, 2, 1, 2, 4, 1, 2, 3, 1]
    clusters = list("aabbcdefghij")
    low, high = interval(ratio(part, whole), draw_weights(clusters, 20_000), clusters)
    brute_low, brute_high = brute_interval(part, whole, clusters)
    assert low == pytest.approx(brute_low, abs=0.01)
    assert high == pytest.approx(brute_high, abs=0.01)


def test_questions_on_one_review_widen_the_interval():
    # Forty questions in four reviews that stand or fall together are four observations.
    part, whole = [1] * 20 + [0] * 20, [1] * 40
    apart, together = [str(n) for n in range(40)], [str(n // 10) for n in range(40)]
    narrow = interval(ratio(part, whole), draw_weights(apart), apart)
    wide = interval(ratio(part, whole), draw_weights(together), together)
    assert wide[1] - wide[0] > 2 * (narrow[1] - narrow[0])


def test_a_cluster_is_drawn_whole_and_as_often_as_there_are_clusters():
    weights = draw_weights(["a", "a", "b", "c"], resamples=50)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, [0, 2, 3]].sum(axis=1) == 3).all()


def test_the_same_seed_gives_the_same_interval():
    clusters = list("abcdef")
    statistic = ratio([1, 0, 1, 1, 0, 1], [1] * 6)
    first = interval(statistic, draw_weights(clusters), clusters)
    assert first == interval(statistic, draw_weights(clusters), clusters)


def test_nothing_varies_within_one_cluster():
    assert interval(ratio([1, 0], [1, 1]), draw_weights(["a", "a"]), ["a", "a"]) is None


def test_weighted_auroc_agrees_with_scikit_learn():
    generator = np.random.default_rng(3)
    scores = np.round(generator.random(40), 1)
    positive = generator.random(40) < 0.5
    weights = draw_weights([str(n) for n in range(40)], resamples=20)
    ours = RankStatistic(scores, positive)(weights)
    theirs = [roc_auc_score(positive, scores, sample_weight=row) for row in weights]
    assert ours == pytest.approx(theirs)


def test_auroc_of_one_class_is_undefined():
    assert estimate(RankStatistic(np.array([0.1, 0.9]), np.array([True, True]))) is None


counts = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from("abcdef")),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(counts)
def test_a_ratio_and_its_interval_are_shares_and_never_nan(rows):
    statistic = ratio([min(part, whole) for part, whole, _ in rows], [row[1] for row in rows])
    clusters = [row[2] for row in rows]
    check(statistic, clusters)
    check(MeanOfRatios(statistic, statistic), clusters)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.just(math.nan), st.integers(0, 10).map(lambda n: n / 10)),
            st.booleans(),
            st.sampled_from("abcdef"),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_an_auroc_and_its_interval_are_shares_and_never_nan(rows):
    scores = np.array([row[0] for row in rows])
    check(RankStatistic(scores, np.array([row[1] for row in rows])), [row[2] for row in rows])


def check(statistic, clusters):
    value = estimate(statistic)
    bounds = interval(statistic, draw_weights(clusters, 200), clusters)
    assert value is None or 0 <= value <= 1
    if bounds is not None:
        assert 0 <= bounds[0] <= bounds[1] <= 1
    if value is None:
        assert bounds is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.booleans(), min_size=8, max_size=40))
def test_the_interval_of_a_proportion_contains_it(flags):
    clusters = [str(n) for n in range(len(flags))]
    statistic = ratio(flags, [1] * len(flags))
    low, high = interval(statistic, draw_weights(clusters), clusters)
    assert low <= estimate(statistic) <= high


def test_all_metrics_of_250_questions_take_well_under_two_seconds(world):
    pairs = [
        (
            world.question(f"q{n}", expected_status="answered" if n % 2 else "not_found"),
            world.answer(("a.md", "Child A"), confidence=n / 250),
        )
        for n in range(250)
    ]
    cases = world.cases(*pairs)
    begun = time.perf_counter()
    assert len(measure(cases)) == len(METRICS)
    assert time.perf_counter() - begun < 2
