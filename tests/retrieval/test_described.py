"""A review that is meant without its pseudonym: by date, by place, by title."""

import pytest

from askreviews.retrieval.described import described_reviews


@pytest.fixture
def meant(index):
    """The labels of the reviews that a question describes."""
    return lambda question: [r.label for r in described_reviews(index, question)]


NOTE = "Learning from a rapid review: a baby with a head injury"


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("What did the March 2022 note find?", [NOTE]),
        ("What did the review of 2020 find?", ["Child N"]),
        ("What was found in Saltmarsh?", [NOTE]),
        ("What does the Harbourshire review say about interpreters?", ["Child N"]),
        ("What did the review about the head injury find?", [NOTE]),
        ("What did the review of 1999 find?", []),
        ("What was found in Nowheretown?", []),
        ("What do reviews say about fathers?", []),
        ("What did the November 2021 review find?", []),
    ],
)
def test_a_review_is_known_by_its_date_place_or_title(meant, question, labels):
    assert meant(question) == labels


def test_a_list_is_meant_only_where_a_list_is_spoken_of(meant):
    asked = "Which cases are in the November 2021 list?"
    assert meant(asked) == ["Child T", "Baby T", "Child TW"]


@pytest.mark.parametrize(
    "question",
    [
        "I'm a health visitor in Saltmarsh. What should I ask fathers?",
        "We work in Saltmarsh, what do reviews say about crying?",
        "I am based in Harbourshire: what is a handover?",
    ],
)
def test_where_the_reader_works_says_nothing_of_the_review(meant, question):
    assert meant(question) == []
