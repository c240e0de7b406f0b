"""What readers said becomes draft questions; the file's form is held."""

import json

import pytest

from askreviews.errors import QuestionSetError
from askreviews.evaluation.feedback import draft_questions, load_feedback
from askreviews.evaluation.questions import Gold, Question

NURSE = "The nurse rang the doctor on Monday."
USEFUL = {"document_id": "a.md", "start": 17, "end": 53, "quote": NURSE, "useful": True}
USELESS = {"document_id": "a.md", "start": 54, "end": 60, "quote": "Nobody wrote it.",
           "useful": False}  # fmt: skip


def line(n, **fields):
    return {
        "id": f"f{n}", "given_at": f"2026-03-0{n}T10:00:00+00:00", "question": "Who rang?",
        "status": "answered", "opinion": "right",
    } | fields  # fmt: skip


@pytest.fixture
def drafts(tmp_path):
    def read(*lines):
        path = tmp_path / "feedback.jsonl"
        path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
        return draft_questions(load_feedback(path))

    return read


@pytest.mark.parametrize(
    ("status", "opinion", "expected"),
    [
        ("answered", "right", "answered"),
        ("not_found", "right", "not_found"),
        ("declined", "right", "declined"),
        ("answered", "incomplete", "answered"),
        ("answered", "should_not_answer", "not_found"),
        ("not_found", "should_answer", "answered"),
        ("not_found", "wrong", None),
    ],
)
def test_what_the_reader_said_is_what_is_expected(drafts, status, opinion, expected):
    (draft,) = drafts(line(1, status=status, opinion=opinion))
    assert (draft.expected_status, draft.split) == (expected, "draft")
    assert draft.note.startswith(f"Draft from feedback of 2026-03-01: {opinion.replace('_', ' ')}.")


def test_useful_passages_become_gold_and_the_comment_a_note(drafts):
    (draft,) = drafts(
        line(1, opinion="incomplete", passages=[USEFUL, USELESS], comment="And\nthe  GP?",
             history=["What happened?"], filters={"review": "Child A"})
    )  # fmt: skip
    assert draft.gold == (Gold(document_id="a.md", quote=NURSE),)
    assert draft.history == ("What happened?",)
    assert draft.filters == {"review": "Child A"}
    assert "“And the GP?”" in draft.note
    assert "Marked as not useful: “Nobody wrote it.”" in draft.note
    assert Question.model_validate_json(draft.as_line()) == draft


def test_a_question_that_should_be_refused_has_no_gold(drafts):
    (draft,) = drafts(line(1, opinion="should_not_answer", passages=[USEFUL]))
    assert draft.gold == ()


def test_the_last_word_on_the_same_question_counts(drafts):
    first, other = drafts(
        line(2, opinion="should_not_answer"),
        line(1, question="who  RANG?"),
        line(3, question="Who rang?", history=["Of whom?"]),
    )
    assert (first.id, first.expected_status) == ("feedback-f2", "not_found")
    assert first.note.endswith("Earlier: f1 (right).")
    assert other.id == "feedback-f3"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([line(1), {"id": "f2"}], "line 2: the field 'given_at' is missing"),
        ([line(1, opinion="meh")], "line 1: the field 'opinion'"),
        ([line(1, given_at="yesterday")], "line 1: the field 'given_at'"),
        ([line(1), line(1)], "line 2: the id 'f1' was already used"),
        ([], "holds no feedback"),
    ],
)
def test_a_fault_is_named_with_its_line(drafts, lines, told):
    with pytest.raises(QuestionSetError, match=r"^feedback\.jsonl ") as raised:
        drafts(*lines)
    assert told in str(raised.value)
