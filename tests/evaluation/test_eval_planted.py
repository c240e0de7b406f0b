"""The gate on the starter set, and regressions planted in the real pipeline that it catches.

``make test`` runs the gate of ``evals/gate.yaml`` here, over a real index of ``corpus/``.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from askreviews import Assistant, Library, Settings
from askreviews.answering import finding
from askreviews.evaluation import compare, evaluate, gather, judge, load_gate, load_questions, score
from askreviews.retrieval import hybrid

ROOT = Path(__file__).parents[2]
EVERY = 2
"""Of the larger set's questions with gold, one in so many is asked with and without BM25."""


@pytest.fixture(scope="module")
def gate():
    return load_gate(ROOT / "evals" / "gate.yaml")


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    """An assistant over the starter collection."""
    folder = tmp_path_factory.mktemp("starter") / "index"
    assert Library.open(ROOT / "corpus", folder, Settings()).index().failed == []
    return Assistant.open(folder, Settings())


@pytest.fixture(scope="module")
def starter():
    return load_questions(ROOT / "evals" / "starter.jsonl")


@pytest.fixture(scope="module")
def clean(door, starter):
    """A run of the starter set with nothing planted."""
    return evaluate(door, starter)


def rescored(door, starter, run, change):
    """The run's own answers, one of them changed, scored anew."""
    answers = [case.answer.model_copy(deep=True) for case in run.items]
    change(answers)
    return score(starter, answers, gather(door, starter, answers))


def test_the_starter_set_passes_the_gate(clean, gate):
    judgement = judge(gate, clean, compare(clean, clean))
    assert judgement.reasons == []
    assert judgement.checked > len(gate.floors)
    assert clean.notes == []


def test_a_quotation_altered_by_one_character_is_caught(door, starter, clean, gate):
    def alter(answers):
        statement = next(s for a in answers for s in a.statements if s.kind == "quote")
        statement.text = statement.text.replace("a", "e", 1)

    altered = rescored(door, starter, clean, alter)
    reasons = judge(gate, altered).reasons
    assert any(reason.startswith("verbatim integrity is 99.") for reason in reasons)
    assert len(compare(clean, altered).lost) == 1


def test_a_citation_altered_with_its_quotation_is_caught(door, starter, clean, gate):
    def alter(answers):
        answer = next(a for a in answers if a.citations)
        words = answer.citations[0].quote.replace("a", "e", 1)
        answer.citations[0].quote = answer.statements[0].text = words

    reasons = judge(gate, rescored(door, starter, clean, alter)).reasons
    assert any(reason.startswith("verbatim integrity") for reason in reasons)
    assert any(reason.startswith("citation validity") for reason in reasons)


def two_reviews(answers):
    """Two citations of one answer that come from different reviews."""
    for answer in answers:
        for citation in answer.citations[1:]:
            first = answer.citations[0]
            if first.review and citation.review and first.review != citation.review:
                return first, citation
    raise AssertionError("no answer of the starter set quotes two reviews")


@pytest.mark.parametrize(
    "fields",
    [
        ("review_id", "review"),  # the words of one child's review under another's name
        ("document_id", "start", "end", "quote", "review_id", "review"),  # numbers swapped
    ],
)
def test_the_citations_of_two_reviews_swapped_are_caught(door, starter, clean, gate, fields):
    def swap(answers):
        one, other = two_reviews(answers)
        for name in fields:
            mine, theirs = getattr(one, name), getattr(other, name)
            setattr(one, name, theirs)
            setattr(other, name, mine)

    swapped = rescored(door, starter, clean, swap)
    assert not judge(gate, swapped).passed
    assert len(compare(clean, swapped).lost) == 1


@pytest.mark.parametrize(
    ("threshold", "told"), [(0.0, "abstention recall"), (0.97, "over-refusal")]
)
def test_a_threshold_that_was_moved_is_caught(door, starter, gate, monkeypatch, *, threshold, told):
    moved = replace(finding.packaged_model(read=True), threshold=threshold)
    monkeypatch.setattr(finding, "packaged_model", lambda **_: moved)
    half = replace(starter, questions=starter.questions[::2], lines=starter.lines[::2])
    reasons = judge(gate, evaluate(door, half)).reasons
    assert any(reason.startswith(told) for reason in reasons), reasons


def test_bm25_switched_off_is_a_clear_loss(door, gate, monkeypatch):
    larger = load_questions(ROOT / "evals" / "answers.jsonl")
    with_gold = [question for question in larger.questions if question.gold]
    questions = replace(larger, questions=tuple(with_gold[::EVERY]), lines=())
    before = evaluate(door, questions)
    monkeypatch.setattr(hybrid, "_OF_A_QUESTION", replace(hybrid._OF_A_QUESTION, lexical=0.0))
    after = evaluate(door, questions)
    reasons = judge(gate, after, compare(before, after)).reasons
    losses = [reason for reason in reasons if "a clear loss" in reason]
    assert any(loss.startswith("evidence recall") for loss in losses), reasons
    assert any(loss.startswith("sentence F1") for loss in losses), reasons
