"""A set held against its corpus: gold that went, and questions asked twice."""

import json

import pytest

from askreviews.evaluation.checking import check_set
from askreviews.evaluation.questions import load_questions


@pytest.fixture
def check(world, tmp_path):
    def run(*rows):
        path = tmp_path / "set.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
        return check_set(load_questions(path), world.held)

    return run


def test_gold_that_stands_is_not_mentioned(check):
    gold = [{"document_id": "a.md", "quote": "the nurse rang"}, {"document_id": "b.md",
            "start": 0, "end": 7}]  # fmt: skip
    found = check({"question": "Who rang?", "gold": gold})
    assert (found.lost, found.alike) == ((), ())


def test_gold_that_went_is_named_with_its_line_and_what_is_nearest(check):
    gold = [{"document_id": "b.md", "quote": "Child B was three."}]
    found = check({"question": "Why?"}, {"id": "q2", "question": "How old?", "gold": gold})
    (sentence,) = found.lost
    assert sentence.startswith("set.jsonl line 2: gold span 1 of 'q2' no longer stands in b.md")
    assert "nearest there is “Child B was two." in sentence


def test_a_document_that_is_not_held_is_told_apart(check):
    (sentence,) = check(
        {"question": "Why?", "gold": [{"document_id": "gone.md", "quote": "x"}]}
    ).lost
    assert sentence.endswith("no longer stands in gone.md, which is not held.")


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Who rang the doctor on Monday?", "Who rang the doctor on Monday, please?", True),
        ("What do reviews say about fathers?", "About fathers, what do the reviews say?", True),
        ("What age was Toby when he died?", "What age was Mia when she died?", False),
        ("What happened to Child R?", "What happened to Child L?", False),
        ("How many visits in 2019?", "How many visits in 2020?", False),
        ("Was the mother asked?", "Was the father asked?", False),
    ],
)
def test_nearly_the_same_question(check, first, second, alike):
    found = check({"id": "a", "question": first}, {"id": "b", "question": second})
    assert bool(found.alike) == alike
    if alike:
        assert found.alike[0] == (
            "set.jsonl line 2: 'b' asks nearly the same as 'a' (set.jsonl line 1)."
        )


def test_the_same_words_in_another_conversation_are_another_question(check):
    follow_up = {"question": "And the school?"}
    found = check(
        {"id": "a", "history": ["What happened to Mia?"]} | follow_up,
        {"id": "b", "history": ["What happened to Toby?"]} | follow_up,
        {"id": "c", "filters": {"review": "Toby"}} | follow_up,
    )
    assert found.alike == ()
