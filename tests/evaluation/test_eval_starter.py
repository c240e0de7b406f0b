"""The starter set fits the starter corpus."""

from collections import Counter
from pathlib import Path

import pytest

from askreviews.evaluation import load_questions
from askreviews.evaluation.cases import WORD_BUDGET
from askreviews.evaluation.gold import fold, places

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def starter():
    return load_questions(ROOT / "evals" / "starter.jsonl")


def test_sixty_questions_of_which_enough_cannot_be_answered(starter):
    expected = Counter(question.expected for question in starter.questions)
    assert expected.total() == 60
    assert expected["not_found"] >= 26
    assert starter.warnings == ()


def test_near_misses_say_why_and_the_rest_has_gold(starter):
    for question in starter.questions:
        assert bool(question.near_miss) == (question.expected == "not_found"), question.id
        assert bool(question.gold) == question.expects_answer, question.id


def test_every_gold_span_stands_in_the_corpus_and_all_fit_the_budget(starter):
    texts = {path.name: fold(path.read_text("utf-8")) for path in ROOT.glob("corpus/*.md")}
    for question in starter.questions:
        for gold in question.gold:
            assert places(gold, texts[gold.document_id]), (question.id, gold.quote)
        words = sum(len((gold.quote or "").split()) for gold in question.gold)
        assert words <= WORD_BUDGET, question.id


def test_every_kind_of_question_is_there(starter):
    assert {question.kind for question in starter.questions} == {
        "fact", "term", "exact words", "theme", "agency", "comparison", "list", "count",
        "good practice", "questions", "follow-up", "routing",
    }  # fmt: skip
