"""What a question takes for granted: near misses that differ from their passage in one word."""

import pytest

from askreviews.answering.answerability import asked_of
from askreviews.answering.presumed import unsaid
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.searches import Searches


def within(index, label, question):
    review = next(r for r in index.review_by_id.values() if r.pseudonym == label)
    return Searches(index, Filters()).evidence(question, [review])


@pytest.mark.parametrize(
    ("label", "question"),
    [
        ("Child N", "What did the police say to the family?"),
        ("Child N", "What did the grandmother notice?"),
        ("Child N", "How long was the father in prison for?"),
        ("Child T", "What did the interpreter tell the midwife?"),
        ("Child T", 'Which recommendation uses the words "respectful uncertainty"?'),
    ],
)
def test_what_the_review_never_speaks_of_is_noticed(index, label, question):
    assert unsaid(question, within(index, label, question))


@pytest.mark.parametrize(
    ("label", "question"),
    [
        ("Child N", "What did the family doctor know?"),
        ("Child N", "Which brother or sister was there?"),
        ("Child N", "What was said about translators?"),
        ("Child T", "Was anybody convicted?"),
        ("Child T", 'Where does it say "moving home"?'),
    ],
)
def test_another_word_for_it_will_do(index, label, question):
    review = "Child TW" if "moving" in question else label
    assert not unsaid(question, within(index, review, question))


@pytest.mark.parametrize(
    "question",
    [
        "Did the police speak to Child N's family?",
        "What did Child N's twin do while she was in the bath?",
        "How long after the burns did Child T pass away?",
    ],
)
def test_the_answer_is_that_the_documents_do_not_say(assistant, question):
    answer = assistant.ask(question)
    assert answer.status == "not_found"
    assert answer.nearest


def test_who_somebody_is_asks_for_nothing(query):
    asked = "I work in probation. What was learnt about handover?"
    assert asked_of(query(asked)) == "What was learnt about handover?"
