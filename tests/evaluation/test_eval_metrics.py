"""Each metric on an example worked out by hand, and against scikit-learn."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from askreviews.evaluation import decisions, grounding, ranking
from askreviews.evaluation.bootstrap import estimate
from askreviews.evaluation.feedback import Feedback, MarkedPassage
from askreviews.evaluation.metrics import METRICS, measure
from askreviews.evaluation.questions import Gold, Question
from askreviews.types import Statement

ROOT = Path(__file__).parents[2]

NURSE = "The nurse rang the doctor on Monday."
NOBODY = "Nobody wrote it down."
SCHOOL = "The school’s concern was not passed on."
FATHERS = "Fathers were not asked."


def gold(*pairs):
    return [{"document_id": document_id, "quote": words} for document_id, words in pairs]


def test_verbatim_integrity_counts_quotations(world):
    sound = world.answer(("a.md", NURSE), ("a.md", NOBODY))
    altered = world.answer(
        ("b.md", FATHERS),
        statements=[Statement(text="Fathers were asked.", kind="quote", citations=[1])],
    )
    cases = world.cases((world.question("q1"), sound), (world.question("q2"), altered))
    # 2 + 1 quotations, of which 2 are verbatim.
    assert estimate(grounding.verbatim_integrity(cases)) == pytest.approx(2 / 3, abs=1e-6)


def test_citation_validity_counts_answers(world):
    sound = world.answer(("a.md", NURSE), ("a.md", NOBODY))
    uncited = world.answer(statements=[Statement(text=NURSE, kind="quote")])
    cases = world.cases(
        (world.question("q1"), sound),
        (world.question("q2"), uncited),
        (world.question("q3"), world.declined()),  # shows nothing: not counted
    )
    metric = grounding.citation_validity(cases)
    assert estimate(metric) == 0.5
    assert metric.counted().tolist() == [1, 1, 0]


def test_evidence_recall_is_the_mean_over_questions(world):
    both = world.question("q1", gold=gold(("a.md", NURSE), ("b.md", FATHERS)))
    one = world.question("q2", gold=gold(("b.md", SCHOOL)))
    refused = world.question("q3", gold=gold(("a.md", NOBODY)))
    none = world.question("q4")
    cases = world.cases(
        (both, world.answer(("a.md", NURSE))),  # 1 of 2
        (one, world.answer(("b.md", SCHOOL))),  # 1 of 1
        (refused, world.not_found(nearest=[world.citation("a.md", NOBODY)])),  # 0 of 1
        (none, world.answer(("a.md", NURSE))),
    )
    metric = grounding.evidence_recall(cases)
    assert estimate(metric) == 0.5  # (1/2 + 1 + 0) / 3
    assert metric.counted().tolist() == [1, 1, 1, 0]


@pytest.mark.parametrize(
    ("quoted", "shown", "in_five"),
    [
        # "The nurse rang the doctor on Monday": 29 characters in words.
        ("nurse rang the doctor on Monday.", True, True),  # 26 of 29: 90%
        ("rang the doctor on Monday.", False, True),  # 21 of 29: 72%
        ("the doctor on", False, False),  # 11 of 29: 38%
    ],
)
def test_how_much_of_a_span_counts(world, quoted, shown, in_five):
    question = world.question(gold=gold(("a.md", NURSE)))
    cases = world.cases((question, world.answer(("a.md", quoted))))
    assert estimate(grounding.evidence_recall(cases)) == shown
    assert estimate(ranking.recall_at_5(cases)) == in_five


def test_the_same_words_elsewhere_do_not_count(world):
    question = world.question(gold=gold(("b.md", "Child B was two.")))
    cases = world.cases((question, world.answer(("a.md", "Child A was six."))))
    assert estimate(grounding.evidence_recall(cases)) == 0


def test_recall_at_5_looks_at_five_citations(world):
    words = ["Child A", "was six", "The nurse", "rang", "the doctor", NOBODY]
    question = world.question(gold=gold(("a.md", NOBODY), ("a.md", "the doctor")))
    cases = world.cases((question, world.answer(*(("a.md", each) for each in words))))
    assert estimate(ranking.recall_at_5(cases)) == 0.5  # the sixth comes too late
    assert estimate(grounding.evidence_recall(cases)) == 1


def test_gold_that_no_longer_stands_is_left_out(world):
    moved = world.question("q1", gold=gold(("a.md", NURSE), ("a.md", "The nurse wrote.")))
    gone = world.question("q2", gold=gold(("c.md", "Anything.")))
    cases = world.cases((moved, world.answer(("a.md", NURSE))), (gone, world.not_found()))
    metric = grounding.evidence_recall(cases)
    assert estimate(metric) == 1
    assert metric.counted().tolist() == [1, 0]


def test_gold_of_an_unanswerable_question_is_not_evidence(world):
    question = world.question(expected_status="not_found", gold=gold(("a.md", NURSE)))
    assert estimate(grounding.evidence_recall(world.cases((question, world.not_found())))) is None


def test_wrong_review_attribution(world):
    about_a = {"review": "child a"}
    cases = world.cases(
        # Two quotations, one of them from Child B's review.
        (world.question("q1", **about_a), world.answer(("a.md", NURSE), ("b.md", FATHERS))),
        (world.question("q2", **about_a), world.answer(("a.md", NOBODY), status="partial")),
        (world.question("q3", **about_a), world.not_found()),
        (world.question("q4"), world.answer(("b.md", FATHERS))),  # names no review
    )
    metric = grounding.wrong_review_attribution(cases)
    assert estimate(metric) == pytest.approx(1 / 3, abs=1e-6)
    assert metric.counted().tolist() == [2, 1, 0, 0]


def test_quotation_marks_in_a_name_make_no_other_review(world):
    cases = world.cases((world.question(review="Child ‘A’"), world.answer(("a.md", NURSE))))
    assert estimate(grounding.wrong_review_attribution(cases)) == 0


def test_words_of_no_one_review_are_nobodys(world):
    loose = world.citation("b.md", FATHERS).model_copy(update={"review": None, "review_id": None})
    answer = world.answer(("b.md", FATHERS), citations=[loose])
    cases = world.cases((world.question(review="Child A"), answer))
    assert estimate(grounding.wrong_review_attribution(cases)) is None


@pytest.fixture
def decided(world):
    """Ten decisions. Answerable: 3 answered, 1 not found, 1 declined. Unanswerable: 2 not
    found, 1 answered. Expected declined: 1 declined for its reason, 1 for another."""
    answered = world.answer(("a.md", NURSE), confidence=0.8)
    rows = [
        ("answered", None, answered),
        ("answered", None, world.answer(("a.md", NURSE), status="partial", confidence=0.5)),
        ("partial", None, answered),
        ("answered", None, world.not_found(confidence=0.3)),
        ("answered", None, world.declined()),
        ("not_found", None, world.not_found(confidence=0.1)),
        ("not_found", None, world.not_found(confidence=0.3)),
        ("not_found", None, world.answer(("a.md", NURSE), confidence=0.6)),
        ("declined", "live_case", world.declined("live_case")),
        ("declined", "live_case", world.declined("off_topic")),
    ]
    return world.cases(
        *(
            (world.question(f"q{n}", expected_status=status, expected_reason=reason), answer)
            for n, (status, reason, answer) in enumerate(rows)
        )
    )


@pytest.mark.parametrize(
    ("metric", "value", "counted"),
    [
        ("abstention_precision", 2 / 3, 3),  # 3 not found, 2 of them rightly
        ("abstention_recall", 2 / 3, 3),
        ("over_refusal", 2 / 5, 5),  # one not found, one declined
        ("balanced_decision_accuracy", (3 / 5 + 2 / 3) / 2, 8),
        # Scored 0.8 0.5 0.8 0.3 against 0.1 0.3 0.6: wins 3 + 2 + 3 + 1.5 of 12 pairs.
        ("confidence_auroc", 9.5 / 12, 7),
        ("routing_recall", 1 / 2, 2),
        ("false_declines", 1 / 8, 8),
    ],
)
def test_decisions_by_hand(decided, metric, value, counted):
    statistic = getattr(decisions, metric)(decided)
    assert estimate(statistic) == pytest.approx(value, abs=1e-6)
    assert statistic.counted().sum() == counted


def test_which_decisions_were_right(decided):
    right = [case.right for case in decided]
    assert right == [True, True, True, False, False, True, True, False, True, True]


def test_a_question_that_expects_nothing_is_in_no_decision(world):
    cases = world.cases((world.question(), world.answer(("a.md", NURSE))))
    assert cases[0].right is None
    for metric in measure(cases):
        if metric.group in ("decisions", "confidence", "evidence"):
            assert metric.value is None
            assert metric.undefined == 1


def test_any_reason_will_do_where_none_is_stated(world):
    cases = world.cases((world.question(expected_status="declined"), world.declined("distress")))
    assert estimate(decisions.routing_recall(cases)) == 1


def test_agreement_with_scikit_learn(world):
    random = np.random.default_rng(7)
    pairs = []
    for n in range(60):
        confidence = round(float(random.random()), 1)  # one decimal, so that there are ties
        answer = world.answer if random.random() < confidence else world.not_found
        status = "answered" if random.random() < 0.6 else "not_found"
        question = world.question(f"q{n}", expected_status=status)
        pairs.append((question, answer(confidence=confidence)))
    cases = world.cases(*pairs)
    truth = [q.expected == "answered" for q, _ in pairs]
    assert estimate(decisions.confidence_auroc(cases)) == pytest.approx(
        roc_auc_score(truth, [a.confidence for _, a in pairs]), abs=1e-6
    )
    assert estimate(decisions.balanced_decision_accuracy(cases)) == pytest.approx(
        balanced_accuracy_score(truth, [a.status == "answered" for _, a in pairs]), abs=1e-6
    )


def test_n_and_undefined_are_told(world):
    cases = world.cases(
        (world.question("q1"), world.answer(("a.md", NURSE), ("a.md", NOBODY))),
        (world.question("q2"), world.not_found()),
    )
    verbatim = measure(cases)[0]
    assert (verbatim.value, verbatim.n, verbatim.unit, verbatim.undefined) == (
        1.0, 2, "quotations", 1,
    )  # fmt: skip


def test_every_metric_says_what_it_is_and_where_it_comes_from():
    for definition in METRICS:
        assert "Source: " in " ".join(definition.statistic.__doc__.split()), definition.title


def test_every_metric_and_field_is_documented():
    told = (ROOT / "evals" / "README.md").read_text("utf-8")
    for definition in METRICS:
        assert f"| `{definition.name}` | {definition.meaning} | {definition.unit} |" in told
    for model in (Question, Gold, Feedback, MarkedPassage):
        for field in model.model_fields:
            assert f"`{field}`" in told, field
