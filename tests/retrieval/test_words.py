"""What a question is searched by besides its own words."""

import pytest

from askreviews.indexing.lexical import terms
from askreviews.retrieval.words import search_words


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What about dads?", "fathers"),
        ("What did mum know?", "mother"),
        ("Who is the HV?", "health visitor"),
        ("What does a MASH do?", "multi-agency safeguarding hub"),
        ("marks on a baby", "bruising"),
        ("Is it about DV?", "domestic abuse"),
        ("How is a move handled?", "transfer"),
    ],
)
def test_a_question_is_searched_by_what_documents_call_the_same(question, meant):
    words = search_words(question)
    for term in terms(meant):
        assert 0 < words.weights[term] < 1
    assert set(terms(question)) == set(words.own)
    assert all(words.weights[term] == 1 for term in words.own)


def test_what_is_added_is_known_as_another_way_to_say_it():
    words = search_words("What about dads?")
    assert set(terms("father")) <= words.alternatives[terms("dads")[0]]


def test_a_question_without_other_names_is_searched_as_it_is():
    words = search_words("Who wrote upon the wall?")
    assert words.text == "Who wrote upon the wall?"
    assert words.alternatives == {}


@pytest.mark.parametrize("question", ["the ra and the la", "a mac for the rain"])
def test_short_acronyms_are_meant_in_capitals_alone(question):
    added = set(search_words(question).weights) - set(terms(question))
    assert not added & set(terms("domestic abuse local authority multi-agency chronology"))


def test_nothing_at_all_is_searched_by_nothing():
    assert search_words("").weights == {}
