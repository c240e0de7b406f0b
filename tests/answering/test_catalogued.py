"""Counts and lists come from the catalogue, each item with the words it rests on."""

import pytest

from askreviews.answering.catalogued import count
from askreviews.retrieval.understanding import understand

NOTE = "Learning from a rapid review: a baby with a head injury"


@pytest.fixture
def counted(index):
    """What a question counts in the catalogue."""
    return lambda question, **only: count(
        understand(index, question),
        [r for r in index.reviews if r.document_id.startswith(only.get("among", ""))],
    )


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("How many reviews record a death?", ["Child N", "Baby T"]),
        ("In how many reviews did a child die?", ["Child N", "Baby T"]),
        ("Which reviews record serious harm?", ["Child K", NOTE, "Child T", "Child TW"]),
        ("How many serious case reviews are held?", ["Baby T"]),
        ("How many seven-minute briefings are there?", ["Child K"]),
        ("Which reviews make no recommendations?", ["Baby T"]),
        ("How many rapid reviews do you hold?", [NOTE]),
        ("Which reviews are of babies?", [NOTE, "Child T", "Baby T"]),
        ("How many babies died?", ["Baby T"]),
        ("List all the reviews", ["Child K", "Child N", NOTE, "Child T", "Baby T", "Child TW"]),
        ("Which reviews involved the ambulance service?", []),
        ("Which reviews involved midwives?", [NOTE, "Baby T"]),
        ("Which reviews mention housing?", ["Child K"]),
        ("Which reviews involve housing?", ["Child K"]),
        ("How many reviews of babies under one mention safer sleep?", ["Baby T"]),
        ("List the reviews published in 2021", ["Child T", "Baby T", "Child TW"]),
        ("Which reviews were published before 2021?", ["Child N"]),
        ("Which reviews were published since March 2022?", [NOTE]),
        ("Which reviews were published by Harbourshire?", ["Child N"]),
        ("Which reviews are of incidents in 2019?", ["Child N", "Baby T"]),
        ("Which reviews are of children aged 1 to 5?", ["Child N", "Child TW"]),
        (
            "How many reviews are of children under five?",
            ["Child N", NOTE, "Child T", "Baby T", "Child TW"],
        ),
        ("How many reviews are about neglect?", ["Child K"]),
        ("Which reviews record drowning?", ["Child N"]),
        ("Which serious case reviews are from England?", ["Baby T"]),
        ("How many safeguarding adults reviews are held?", []),
    ],
)
def test_what_the_catalogue_holds_is_counted(counted, question, labels):
    found = counted(question)
    assert [review.label for review, _ in found.found] == labels
    assert found.total == 6


@pytest.mark.parametrize(
    "question",
    [
        "How many reviews mention interpreters?",
        "Which reviews are about burns?",
        "How many reviews record a death in summer?",
        "In how many reviews did a neighbour ring the council?",
        "Which reviews do not involve the police?",
        "Which reviews involve the police or a midwife?",
        "How many reviews mention bruising?",  # in an older child it is no such theme
        "How many reviews mention alcohol?",  # the theme is of mental health and drugs as well
        "Which reviews involve agencies other than the police?",
    ],
)
def test_what_is_no_field_of_the_catalogue_is_not_counted(counted, question):
    assert counted(question) is None


def test_nothing_is_counted_among_nothing(index):
    assert count(understand(index, "How many reviews record a death?"), []) is None


def test_the_denominator_is_of_the_reviews_counted_among(counted):
    found = counted("How many reviews record a death?", among="list-")
    assert found.sentence() == "1 of the 3 reviews held record a death: Baby T."


def test_none_is_a_count_too(counted):
    found = counted("How many reviews record a death?", among="briefing-")
    assert found.sentence().startswith("0 of the 1 ")


def test_each_item_rests_on_words_of_its_own_review(counted, index):
    for review, (start, end) in counted("Which reviews are of babies?").found:
        text = index.document(review.document_id).text
        assert review.start <= start < end <= review.end
        assert any(age in text[start:end] for age in ("5-month", "3-week", "seven weeks"))


def test_reviews_of_one_case_are_counted_as_one(index):
    reviews = [
        r.model_copy(update={"case_id": "t"} if r.label in ("Baby T", "Child N") else {})
        for r in index.reviews
    ]
    found = count(understand(index, "How many reviews record a death?"), reviews)
    assert found.sentence() == "1 of the 5 cases held record a death: Child N."


def test_each_condition_shows_its_own_sentence(assistant):
    answer = assistant.ask("How many reviews of babies under one mention safer sleep?")
    quotes = [s.text for s in answer.statements if s.kind == "quote"]
    assert len(quotes) == 2
    assert "3-week-old" in quotes[0] and "safer sleeping" in quotes[1]


def test_an_answer_shows_the_count_then_the_words_for_each(assistant):
    answer = assistant.ask("How many reviews record a death?")
    first, *rest = answer.statements
    assert (answer.status, first.kind) == ("answered", "computed")
    assert first.text == "2 of the 6 reviews held record a death: Child N, Baby T."
    assert len(first.citations) == 2
    assert [s.citations for s in rest] == [[n] for n in first.citations]
    assert "Death of a 3-week-old boy" in rest[1].text


def test_what_cannot_be_counted_is_looked_for_in_the_words(assistant):
    answer = assistant.ask("Which reviews are about burns?")
    assert answer.citations[0].review == "Child T"
    counts = [s.text for s in answer.statements if s.kind == "computed"]
    assert all(text.startswith("From ") for text in counts)
