"""The shelves of invented cases: labelled as such, their questions sound, nothing of evals/."""

import json
from pathlib import Path

import pytest

from askreviews.evaluation.gold import fold
from askreviews.evaluation.questions import load_questions

ROOT = Path(__file__).parents[2]
SHELVES = sorted((ROOT / "training" / "collections").iterdir())
LABEL = "*An invented case, written for training and testing.*"


def documents(shelf):
    return {path.name: path.read_text("utf-8") for path in (shelf / "documents").iterdir()}


def asked(shelf):
    return load_questions(shelf / "questions.jsonl").questions


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.name)
def test_every_document_says_that_it_is_invented(shelf):
    unlabelled = [
        name
        for name, text in documents(shelf).items()
        if "invented: true" not in text or LABEL not in text
    ]
    assert unlabelled == []


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.name)
def test_what_answers_stands_in_the_document_and_what_does_not_is_of_a_named_kind(shelf):
    texts = {name: fold(text).joined for name, text in documents(shelf).items()}
    for question in asked(shelf):
        for gold in question.gold:
            assert fold(gold.quote).joined in texts[gold.document_id], question.id
        assert bool(question.gold) == (question.expected_status != "not_found"), question.id
        assert question.gold or question.near_miss, question.id


def test_no_question_of_a_shelf_stands_in_an_evaluation_set():
    ours = {fold(each.question).joined for shelf in SHELVES for each in asked(shelf)}
    theirs = {
        fold(json.loads(line)["question"]).joined
        for path in (ROOT / "evals").glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    }
    assert sorted(ours & theirs) == []
