"""A question of two parts is two questions."""

import pytest

from askreviews.answering.parts import parts_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("How old was Child N and who found her?", ["How old was Child N", "who found her"]),
        ("Who rang the school? When did they ring?", ["Who rang the school", "When did they ring"]),
        (
            "How old was he, where did he live, and who told the school?",
            ["How old was he", "where did he live", "who told the school"],
        ),
        ("Who rang the school and the police?", ["Who rang the school and the police?"]),
        ("Who was ill and why?", ["Who was ill and why?"]),
        ("How old was Child N?", ["How old was Child N?"]),
    ],
)
def test_a_question_for_facts_is_taken_apart_where_it_asks_again(query, question, parts):
    assert [p.text for p in parts_of(query(question, "fact"))] == parts


@pytest.mark.parametrize("kind", ["theme", "term", "quotation", "count", "list", "facet_list"])
def test_other_kinds_stay_whole(query, kind):
    asked = query("What do reviews say about fathers and what should we do?", kind)
    assert parts_of(asked) == [asked]


def test_each_part_keeps_the_reviews_that_were_named(query, index):
    reviews = (index.review_by_id["child-n.md#1"],)
    asked = query("How old was Child N and who found her?", "fact", reviews=reviews)
    assert [p.reviews for p in parts_of(asked)] == [reviews, reviews]
