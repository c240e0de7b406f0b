"""What readers say is kept durably, in the form that is read back, and holds nobody's details."""

import json
import threading

import pytest

from askreviews.errors import AskReviewsError
from askreviews.evaluation.feedback import load_feedback
from askreviews.evaluation.feedback_book import LONGEST_COMMENT, FeedbackBook
from askreviews.evaluation.questions import load_questions

QUESTION = "What do reviews say about handover?"


@pytest.fixture(scope="module")
def answer(assistant):
    return assistant.ask(QUESTION)


@pytest.fixture
def book(assistant, tmp_path):
    return FeedbackBook(tmp_path / "new" / "data" / "feedback.jsonl", assistant)


def test_what_is_kept_can_be_read_back(book, answer):
    assert (book.count(), book.unreadable(), book.drafts()) == (0, 0, "")
    book.keep(
        answer,
        "incomplete",
        " And the\tGP?\n\u202e\x07 ",
        history=["What happened to Child N?"],
        filters={"harm": ("neglect",), "review": "Child N"},
        useful=answer.citations[:1],
    )
    (kept,) = load_feedback(book.path)
    assert (kept.question, kept.status, kept.opinion) == (QUESTION, answer.status, "incomplete")
    assert kept.comment == "And the GP?"
    assert kept.history == ("What happened to Child N?",)
    assert kept.filters == {"harm": ["neglect"], "review": "Child N"}
    assert [passage.quote for passage in kept.passages] == [answer.citations[0].quote]
    assert kept.generation == answer.index.generation
    assert kept.given_at.utcoffset() is not None


def test_drafts_are_a_set_that_can_be_checked_and_run(book, answer, tmp_path):
    book.keep(answer, "right", useful=answer.citations[:2])
    book.keep(answer, "should_not_answer", "It is about another child.")
    drafts = tmp_path / "drafts.jsonl"
    drafts.write_text(book.drafts(), "utf-8")
    (draft,) = load_questions(drafts).questions
    assert (draft.question, draft.expected_status, draft.split) == (QUESTION, "not_found", "draft")
    assert "It is about another child." in draft.note


def test_a_question_declined_for_personal_data_is_never_kept(book, assistant):
    declined = assistant.ask("What about Jane Roe, 07700 900123?")
    with pytest.raises(AskReviewsError, match="personal details"):
        book.keep(declined, "should_answer")
    assert not book.path.exists()


@pytest.mark.parametrize(
    "comment", ["Ring me on 07700 900123.", "She lives at 12 Hay Lane.", "jane@example.org"]
)
def test_a_comment_with_personal_data_is_not_kept_and_what_to_do_is_said(book, answer, comment):
    with pytest.raises(AskReviewsError, match="send it again without names"):
        book.keep(answer, "wrong", comment)
    assert not book.path.exists()


@pytest.mark.parametrize(
    "comment",
    ["Good.", "Not helpful", "This is about another child.", "The GP's part is missing.",
     "It missed the recommendation of the Child N review.", "The guidance is from 2015."],
)  # fmt: skip
def test_an_ordinary_comment_is_kept(book, answer, comment):
    book.keep(answer, "incomplete", comment)
    assert load_feedback(book.path)[0].comment == comment


def test_a_comment_that_is_too_long_is_not_cut_in_silence(book, answer):
    with pytest.raises(AskReviewsError, match="2,001 characters"):
        book.keep(answer, "wrong", "x" * (LONGEST_COMMENT + 1))
    book.keep(answer, "wrong", "word " * (LONGEST_COMMENT // 5))
    assert book.count() == 1


def test_an_opinion_that_nobody_offered_is_refused(book, answer):
    with pytest.raises(AskReviewsError, match="'opinion'"):
        book.keep(answer, "meh")
    assert not book.path.exists()


@pytest.mark.parametrize("damage", [b'{"id": "half', b"\xff\xfe\n", b"not json\n\n[1]\n{}\n"])
def test_a_damaged_file_loses_nothing_new(book, answer, damage):
    book.keep(answer, "right")
    with book.path.open("ab") as file:
        file.write(damage)
    book.keep(answer, "wrong", "After the damage.")
    assert book.count() == 2
    assert book.unreadable() == (3 if b"[1]" in damage else 1)
    assert "After the damage." in book.drafts()
    assert damage.strip() in book.path.read_bytes()


def test_many_at_once_each_keep_a_line_of_their_own(book, answer):
    several = [
        threading.Thread(target=book.keep, args=(answer, "right", f"Word {n}.")) for n in range(8)
    ]
    for one in several:
        one.start()
    for one in several:
        one.join()
    lines = [json.loads(line) for line in book.path.read_text("utf-8").splitlines()]
    assert {line["comment"] for line in lines} == {f"Word {n}." for n in range(8)}
    assert len({line["id"] for line in lines}) == 8


def test_a_place_that_cannot_be_written_is_a_sentence(assistant, answer, tmp_path):
    (tmp_path / "data").write_text("a file, not a folder", "utf-8")
    book = FeedbackBook(tmp_path / "data" / "feedback.jsonl", assistant)
    with pytest.raises(AskReviewsError, match="could not be kept in"):
        book.keep(answer, "right")
    with pytest.raises(AskReviewsError, match="could not be read"):
        book.count()
