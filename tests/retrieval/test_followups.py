"""Follow-ups are made whole from the conversation; whole questions are left alone."""

import pytest

from askreviews.retrieval.followups import resolve
from askreviews.types import Turn


@pytest.fixture
def whole(index):
    """What a question is taken to mean after earlier ones."""
    return lambda question, *history: resolve(
        question, [t if isinstance(t, Turn) else Turn(t) for t in history], index.reviews
    )


def labels(resolved):
    return [review.label for review in resolved.reviews]


def test_a_first_question_comes_back_as_it_is(whole):
    resolved = whole("And what about it?")
    assert (resolved.text, resolved.followed, labels(resolved)) == ("And what about it?", False, [])


@pytest.mark.parametrize(
    "question",
    [
        "What do reviews say about writing down what neighbours tell the council?",
        "How should a nursery be told when a child protection plan comes to an end?",
        "What do reviews say about fathers?",
        "Which reviews mention housing?",
        "What is a strategy meeting?",
        "What's MARAC?",
        "What does ICON stand for?",
    ],
)
def test_a_question_that_stands_alone_takes_nothing_over(whole, question):
    resolved = whole(question, "How old was Child T?")
    assert (resolved.text, resolved.followed, labels(resolved)) == (question, False, [])


@pytest.mark.parametrize(
    "question",
    [
        "How old was she?",
        "What did the review recommend?",
        "And what was learned?",
        "What of it?",
        "Is there a tool that they thought staff should use for neglect in that case?",
        "What time was the strategy meeting?",
        "Who rang the housing office on the morning of the second visit, and what was said?",
    ],
)
def test_what_points_back_is_about_the_review_last_named(whole, question):
    resolved = whole(question, "What happened to Child N?")
    assert resolved.followed
    assert labels(resolved) == ["Child N"]


def test_the_last_review_named_counts_not_the_first(whole):
    resolved = whole("How old was he?", "What happened to Child N?", "And to Child K?")
    assert labels(resolved) == ["Child K"]


def test_another_review_takes_the_place_of_the_one_before(whole):
    resolved = whole("And Baby T?", "How old was Child T?")
    assert labels(resolved) == ["Baby T"]
    assert "How old" in resolved.text
    assert "Child T" not in resolved.text


def test_a_correction_names_the_review_meant(whole):
    resolved = whole("No, I meant Child TW, not Child T", "How old was Child T?")
    assert labels(resolved) == ["Child TW"]
    assert "How old" in resolved.text


def test_another_agency_takes_the_place_of_the_one_before(whole):
    resolved = whole("And for the police?", "What learning is there for midwives on home visits?")
    assert "police" in resolved.text
    assert "home visits" in resolved.text
    assert "midwi" not in resolved.text


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("How old was the child in the first one?", "Child T"),
        ("How old was the child in the second one?", "Child N"),
        ("Tell me more about the last case", "Child K"),
    ],
)
def test_the_second_one_is_the_second_that_was_shown(whole, question, label):
    shown = ("list-2021-11.txt#1", "child-n.md#1", "briefing-child-k.txt#1")
    resolved = whole(question, Turn("Which reviews speak of handover?", shown))
    assert labels(resolved) == [label]


def test_the_fifth_of_three_is_none_of_them(whole):
    shown = ("list-2021-11.txt#1", "child-n.md#1", "briefing-child-k.txt#1")
    resolved = whole("How old was the child in the fifth one?", Turn("Which?", shown))
    assert labels(resolved) == []


def test_the_only_review_that_was_shown_is_the_one_meant(whole):
    resolved = whole(
        "How old was he?", Turn("Who was found by a bus driver?", ("briefing-child-k.txt#1",))
    )
    assert labels(resolved) == ["Child K"]


def test_a_conversation_is_followed_to_the_answer(assistant):
    answer = assistant.ask("And how old was Baby T?", history=["How old was Child T?"])
    assert "3-week-old" in answer.statements[0].text
    answer = assistant.ask("What did the review recommend?", history=["How old was Child TW?"])
    assert {c.review for c in answer.citations} == {"Child TW"}


def test_the_second_one_alone_asks_what_happened_in_it(assistant):
    first = assistant.ask("How many reviews record a death or serious harm?")
    shown = tuple(review.review_id for review in assistant.reviews()[:2])
    answer = assistant.ask("And the second one?", [Turn(first.question, shown)])
    assert answer.status == "answered"
    assert {c.review_id for c in answer.citations} == {shown[1]}
