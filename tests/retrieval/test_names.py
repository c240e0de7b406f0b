"""Reviews named in a question: by exactly their pseudonym, never by likeness."""

import pytest

from askreviews.retrieval.names import find_named, names_of_people
from askreviews.types import Review


def review(name, number):
    return Review(
        review_id=f"shelf.txt#{number}", document_id="shelf.txt", label=name, title=name,
        pseudonym=name,
    )  # fmt: skip


HELD = [
    review(name, number)
    for number, name in enumerate(
        [
            "Child V",
            "Baby V",
            "Child VW",
            "Child V2",
            "Amber",
            "Jay and Lou",
            "Hope",
            "Family Z",
            "Kieran",
            "Baby Cleo",
            "the Linden siblings",
        ],
        1,
    )
]


def named(question):
    return [r.label for r in find_named(question, HELD).reviews]


def unknown(question):
    return list(find_named(question, HELD).unknown)


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("How old was Child V?", ["Child V"]),
        ("how old was child v", ["Child V"]),
        ("What was Child V's nursery told?", ["Child V"]),
        ("What of Child V’s nursery?", ["Child V"]),
        ("What of Baby ‘V’?", ["Baby V"]),
        ('What of Baby "V"?', ["Baby V"]),
        ("What of Baby 'V'?", ["Baby V"]),
        ("What of CHILD VW?", ["Child VW"]),
        ("What of Child V2?", ["Child V2"]),
        ("What of Family  Z?", ["Family Z"]),
        ("How are Child VW and Child V alike?", ["Child VW", "Child V"]),
        ("What was learned from Amber?", ["Amber"]),
        ("what was learned from amber, in short?", []),
        ("What of Jay and Lou?", ["Jay and Lou"]),
        ("What hope is there for babies?", []),
        ("What of Hope?", ["Hope"]),
        ("What do reviews say of a child?", []),
        ("what did kierans school do", ["Kieran"]),
        ("who is bringing up Cleo now?", ["Baby Cleo"]),
        ("What state were the Lindens in?", ["the Linden siblings"]),
        ("Why was the Linden family moved?", ["the Linden siblings"]),
        ("Who looked after VW?", ["Child VW"]),
        ("What did the VW review find?", ["Child VW"]),
        ("What did the V review find?", []),
        ("What did the GP do?", []),
        ("", []),
    ],
)
def test_a_review_is_named_by_exactly_its_pseudonym(question, labels):
    assert named(question) == labels


def test_three_reviews_that_share_a_letter_are_three_reviews():
    for name in ("Child V", "Baby V", "Child VW"):
        assert named(f"What did the review of {name} find?") == [name]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("How old was Child Q?", ["Child Q"]),
        ("how old was child q", ["Child Q"]),
        ("What of Baby QT and Baby V?", ["Baby QT"]),
        ("What of Child V3?", ["Child V3"]),
        ("What of Child Q and child q?", ["Child Q"]),
        ("How old was Child Q's mother?", ["Child Q"]),
        ("How old was Child Q’s mother?", ["Child Q"]),
        ("What of ‘Child Q’?", ["Child Q"]),
        ("Was there a child I've missed?", []),
        ("What did the family GP know?", []),
        ("Was the child CIN or on a child CP plan?", []),
        ("Was the child a boy?", []),
        ("Was the child in care?", []),
        ("Was the baby on a plan?", []),
        ("Is there a child I should know of?", []),
        ("How old was Child V?", []),
    ],
)
def test_a_pseudonym_that_is_not_held_is_known_to_be_one(question, names):
    assert unknown(question) == names


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What happened to Wilma Flint?", ["Wilma Flint"]),
        ("Was Wilma Ann Flint seen?", ["Wilma Ann Flint"]),
        ("Why was it done? Wilma Flint asked.", []),
        ("What did the police do?", []),
        ("What happened to Wilma?", []),
    ],
)
def test_what_may_be_somebody_s_full_name_is_found_inside_a_question(question, names):
    assert names_of_people(question) == names
