"""The child's age, where the catalogue holds it and nothing else is asked."""

import pytest


def quoted(answer):
    return [s.text for s in answer.statements if s.kind == "quote"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How old was Child T?", "5-month-old"),
        ("What age was Child N at the time?", "fourteen months"),
        ("how old was child n when she died", "fourteen months"),
        ("How old was Child K when this happened?", "6 years old"),
    ],
)
def test_the_age_is_quoted_and_nothing_besides(assistant, question, words):
    answer = assistant.ask(question)
    (quotation,) = quoted(answer)
    assert answer.status == "answered"
    assert words in quotation


@pytest.mark.parametrize(
    ("question", "not_the_age"),
    [
        ("How old was Child K's grandmother?", "6 years old"),
        ("How old was the mother of Child T?", "5-month-old"),
        ("How old was Child K when he died?", "6 years old"),
        ("How old was Child N's brother?", "fourteen months"),
    ],
)
def test_the_child_s_age_is_not_given_for_another_s_nor_for_what_did_not_happen(
    assistant, question, not_the_age
):
    answer = assistant.ask(question)
    assert answer.status == "not_found"
    assert not any(not_the_age in text for text in quoted(answer))
