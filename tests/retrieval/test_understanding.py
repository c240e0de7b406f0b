"""What a question is taken to ask: its kind, its facets, its reviews."""

import pytest

from askreviews.retrieval.understanding import understand
from askreviews.types import Turn


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How old was Child T?", "fact"),
        ("Who found Child K?", "fact"),
        ("When did Child N die?", "fact"),
        ("What is a handover meeting?", "term"),
        ("What does HOR stand for?", "term"),
        ("What is meant by respectful uncertainty?", "term"),
        ("What exactly does Child T's review say about nurseries?", "quotation"),
        ("What are the column headings of the action plan?", "quotation"),
        ("What do reviews say about fathers?", "theme"),
        ("How should we work with grandparents?", "theme"),
        ("What are the lessons about handover?", "theme"),
        ("Compare the learning for Child T and Child TW", "comparison"),
        ("How is Child T's review different from others?", "comparison"),
        ("How many reviews record a death?", "count"),
        ("How many serious case reviews are held?", "count"),
        ("How many seven-minute briefings are there?", "count"),
        ("In how many cases was there bruising?", "count"),
        ("How many times did the school ring about Child K?", "fact"),
        ("Which reviews are about babies?", "list"),
        ("Is there a review about burns?", "list"),
        ("What did the review of Child N recommend?", "facet_list"),
        ("What good practice is there in the review of Child N?", "facet_list"),
    ],
)
def test_a_question_is_of_a_kind(index, question, kind):
    assert understand(index, question).kind == kind


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        ("What did the review of Child N recommend?", "recommendation"),
        ("What went well for Child N?", "good_practice"),
        ("Which questions can I discuss with my team?", "question"),
        ("What actions were taken after Child K?", "action"),
        ("What lessons were learned?", "finding"),
        ("Where can I read more? Any resources?", "resource"),
        ("What happened to Child K?", "background"),
    ],
)
def test_a_question_asks_for_a_facet(index, question, facet):
    assert understand(index, question).facets[0] == facet


@pytest.mark.parametrize("question", ["How old was Child T?", "What do reviews say about fathers?"])
def test_a_question_may_leave_the_facet_open(index, question):
    assert understand(index, question).facets == ()


@pytest.mark.parametrize(
    ("question", "topical"),
    [
        ("What did the review of Child N recommend?", False),
        ("What did the review of Child N recommend about interpreters?", True),
        ("What is the learning from Baby T?", False),
        ("What is the learning from Baby T about alcohol?", True),
    ],
)
def test_a_whole_section_is_told_from_a_topic_within_it(index, question, topical):
    assert understand(index, question).topical is topical


def test_names_that_are_not_held_are_told(index):
    assert understand(index, "How old was Child Q?").unknown == ("Child Q",)
    assert understand(index, "What happened to Wilma Flintstone?").unknown == ("Wilma Flintstone",)
    assert understand(index, "How old was Child T?").unknown == ()


def test_a_follow_up_is_understood_with_what_it_takes_over(index):
    query = understand(index, "And Baby T?", [Turn("How old was Child T?")])
    assert query.asked == "And Baby T?"
    assert [review.label for review in query.reviews] == ["Baby T"]
    assert query.kind == "fact"


def test_a_place_points_to_the_review_that_names_it(index):
    query = understand(index, "What did the Saltmarsh note find?")
    assert [review.document_id for review in query.reviews] == ["learning-note.txt"]
