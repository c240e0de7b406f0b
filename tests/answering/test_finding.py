"""What is found for a question: of one case where one is meant, each sentence once."""

import pytest

from askreviews.answering.finding import Part, Parts


def quotations(answer):
    return [statement.text for statement in answer.statements if statement.kind == "quote"]


@pytest.mark.parametrize(
    "question",
    [
        "How old was Child N, and in which year did it happen?",
        "How old was Child N when it happened, when was that, and where?",
    ],
)
def test_a_sentence_is_shown_once_however_many_parts_it_answers(assistant, question):
    shown = quotations(assistant.ask(question))
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("question", ["How old was the baby?", "Who was the mother living with?"])
def test_a_fact_of_one_case_is_answered_from_one_case(assistant, question):
    answer = assistant.ask(question)
    assert len({c.review_id or c.document_id for c in answer.citations}) <= 1


def test_the_sentence_that_settles_a_fact_comes_first(assistant):
    answer = assistant.ask("How old was Child N?")
    assert "fourteen months" in quotations(answer)[0]


def test_the_first_part_can_be_shown_before_the_others_are_found(query):
    found = []

    def finding():
        for text in ("first", "second"):
            found.append(text)
            yield Part(query(text), [], [], 0.9)

    parts = Parts(finding())
    assert next(iter(parts)).query.text == "first"
    assert found == ["first"]
    assert [part.query.text for part in parts.all()] == ["first", "second"] == found
    assert [part.query.text for part in parts] == found
