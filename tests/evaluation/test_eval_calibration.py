"""Confidence and time: by hand, against plain loops and scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from askreviews.evaluation.bootstrap import draw_weights, estimate
from askreviews.evaluation.calibration import (
    CalibrationError,
    Quantile,
    RiskCoverage,
    expected_calibration_error,
    recall_by_words,
    risk_coverage_area,
)

NURSE = "The nurse rang the doctor on Monday."


def scored(rows):
    return np.array([score for score, _ in rows]), np.array([bool(yes) for _, yes in rows])


def test_risk_and_coverage_by_hand():
    # Risks as coverage grows: 0/1, 1/2, 1/3, 2/4.
    rows = [(0.9, 1), (0.8, 0), (0.7, 1), (0.2, 0)]
    statistic = RiskCoverage(*scored(rows))
    assert estimate(statistic) == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4, abs=1e-6)
    assert statistic.curve() == [(0.25, 0), (0.5, 0.5), (0.75, 1 / 3), (1.0, 0.5)]


def test_questions_that_tie_are_answered_together():
    # Two at 0.8, one of them wrong: no threshold has a risk of 0 or of 1.
    for rows in ([(0.8, 1), (0.8, 0), (0.1, 1)], [(0.8, 0), (0.8, 1), (0.1, 1)]):
        statistic = RiskCoverage(*scored(rows))
        assert estimate(statistic) == pytest.approx((1 / 2 + 1 / 2 + 1 / 3) / 3, abs=1e-6)


def test_calibration_error_by_hand():
    # Bins: 0.95 and 0.91 (one of two right), 0.15 (none right): gaps 0.43 and 0.15.
    statistic = CalibrationError(*scored([(0.95, 1), (0.91, 0), (0.15, 0)]))
    assert estimate(statistic) == pytest.approx((2 * 0.43 + 1 * 0.15) / 3, abs=1e-6)
    assert [each.count for each in statistic.bins()] == [1, 2]
    assert estimate(CalibrationError(*scored([(1.0, 1), (0.0, 0)]))) == 0


def test_the_bins_agree_with_scikit_learn():
    random = np.random.default_rng(5)
    scores = random.random(200)
    positive = random.random(200) < scores
    bins = CalibrationError(scores, positive).bins()
    settled, confidence = calibration_curve(positive, scores, n_bins=10)
    assert [each.settled for each in bins] == pytest.approx(list(settled))
    assert [each.confidence for each in bins] == pytest.approx(list(confidence))


rows = st.lists(
    st.tuples(
        st.one_of(st.just(float("nan")), st.integers(0, 20).map(lambda n: n / 20)), st.booleans()
    ),
    min_size=1,
    max_size=25,
)


def plain_area(rows, counts):
    """The area by a plain loop over the questions, each as often as it was drawn."""
    drawn = [r for r, n in zip(rows, counts, strict=True) for _ in range(int(n)) if r[0] == r[0]]
    risks = []
    for score, _ in drawn:
        answered = [settled for other, settled in drawn if other >= score]
        risks.append(sum(not settled for settled in answered) / len(answered))
    return sum(risks) / len(risks) if risks else None


@given(rows)
def test_resampled_areas_are_those_of_a_plain_loop(rows):
    weights = draw_weights([str(n) for n in range(len(rows))], resamples=5)
    ours = RiskCoverage(*scored(rows))(weights)
    for value, counts in zip(ours, weights, strict=True):
        expected = plain_area(rows, counts)
        assert (expected is None) == bool(np.isnan(value))
        assert expected is None or value == pytest.approx(expected)


@given(rows)
def test_errors_are_shares_and_never_nan_where_defined(rows):
    for kind in (RiskCoverage, CalibrationError):
        value = estimate(kind(*scored(rows)))
        assert value is None or 0 <= value <= 1
        assert (value is None) == all(np.isnan(score) for score, _ in rows)


def test_quantiles_are_the_least_value_that_so_many_are_not_above():
    times = np.array([40.0, 10.0, np.nan, 30.0, 20.0])
    assert estimate(Quantile(times, 0.5)) == 20
    assert estimate(Quantile(times, 0.95)) == 40
    twice = np.array([[0.0, 3.0, 1.0, 1.0, 0.0]])  # 10, 10, 10, 30
    assert Quantile(times, 0.5)(twice)[0] == 10
    assert estimate(Quantile(np.array([np.nan]), 0.5)) is None


def test_who_takes_part(world):
    cases = world.cases(
        (world.question("q1", expected_status="answered"), world.answer(confidence=0.8)),
        (world.question("q2", expected_status="not_found"), world.not_found(confidence=0.4)),
        (world.question("q3", expected_status="declined"), world.answer(confidence=0.9)),
        (world.question("q4", expected_status="answered"), world.declined()),
        (world.question("q5"), world.answer(confidence=0.1)),
    )
    assert risk_coverage_area(cases).counted().tolist() == [1, 1, 0, 0, 0]
    assert estimate(expected_calibration_error(cases)) == pytest.approx(0.3)


def test_evidence_against_words(world):
    # 60 words of a notice come first, then the evidence.
    question = world.question(gold=[{"document_id": "a.md", "quote": NURSE}])
    answer = world.answer(("a.md", NURSE))
    notice = answer.statements[0].model_copy(
        update={"kind": "notice", "citations": [], "text": "word " * 60}
    )
    answer = answer.model_copy(update={"statements": [notice, *answer.statements]})
    curve = dict(recall_by_words(world.cases((question, answer))))
    assert curve[50] == 0
    assert curve[100] == curve[500] == 1
    assert recall_by_words(world.cases((world.question(), answer))) == []
