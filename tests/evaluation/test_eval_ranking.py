"""Metrics of rank: by hand, and against pytrec_eval on random rankings."""

import math

import numpy as np
import pytest
import pytrec_eval

from askreviews.evaluation import ranking
from askreviews.evaluation.bootstrap import estimate

WORDS = ["Child A", "was six", "The nurse", "rang", "the doctor", "on Monday", "Nobody wrote", "it"]


def gold(*words):
    return [{"document_id": "a.md", "quote": each} for each in words]


def about(world, wanted, shown, name="q1"):
    return world.question(name, gold=gold(*wanted)), world.answer(*(("a.md", w) for w in shown))


def test_by_hand(world):
    # Gold at ranks 2 and 4 of four citations; a third span is not cited.
    pair = about(world, ["was six", "rang", "on Monday"], WORDS[:4])
    refused = world.question("q2", gold=gold("rang")), world.not_found()
    cases = world.cases(pair, refused)
    best = 1 + 1 / math.log2(3) + 1 / 2
    assert estimate(ranking.recall_at_1(cases)) == 0
    assert estimate(ranking.recall_at_5(cases)) == pytest.approx((2 / 3 + 0) / 2, abs=1e-6)
    assert estimate(ranking.mean_reciprocal_rank(cases)) == pytest.approx((1 / 2) / 2, abs=1e-6)
    gain = 1 / math.log2(3) + 1 / math.log2(5)
    assert estimate(ranking.ndcg_at_10(cases)) == pytest.approx(gain / best / 2, abs=1e-6)


def test_one_citation_may_hold_two_spans_and_is_not_more_than_perfect(world):
    cases = world.cases(about(world, ["Child A", "was six"], ["Child A was six."]))
    assert estimate(ranking.ndcg_at_10(cases)) == 1
    assert estimate(ranking.recall_at_1(cases)) == 1


def test_agreement_with_pytrec_eval(world):
    random = np.random.default_rng(11)
    pairs, relevant, ranked = [], {}, {}
    for n in range(40):
        wanted = random.permutation(8)[: random.integers(1, 5)]
        shown = random.permutation(8)[: random.integers(1, 9)]
        pairs.append(about(world, [WORDS[w] for w in wanted], [WORDS[s] for s in shown], f"q{n}"))
        relevant[f"q{n}"] = {str(w): 1 for w in wanted}
        ranked[f"q{n}"] = {str(s): float(8 - rank) for rank, s in enumerate(shown)}
    measures = {"ndcg_cut.10", "recip_rank", "recall.1,5,10"}
    theirs = pytrec_eval.RelevanceEvaluator(relevant, measures).evaluate(ranked)
    cases = world.cases(*pairs)
    for ours, name in (
        (ranking.ndcg_at_10, "ndcg_cut_10"),
        (ranking.mean_reciprocal_rank, "recip_rank"),
        (ranking.recall_at_1, "recall_1"),
        (ranking.recall_at_5, "recall_5"),
        (ranking.recall_at_10, "recall_10"),
    ):
        expected = np.mean([each[name] for each in theirs.values()])
        assert estimate(ours(cases)) == pytest.approx(expected, abs=1e-6), name


def test_gold_that_no_longer_stands_and_unanswerable_questions_take_no_part(world):
    gone = world.question("q1", gold=gold("Nobody at all")), world.answer(("a.md", "rang"))
    none = world.question("q2", expected_status="not_found"), world.answer(("a.md", "rang"))
    for metric in (ranking.recall_at_5, ranking.ndcg_at_10, ranking.mean_reciprocal_rank):
        assert estimate(metric(world.cases(gone, none))) is None
