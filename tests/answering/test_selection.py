"""Which of the ranked evidence is shown."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from askreviews.answering.selection import (
    _DIVERSITY,
    _best_first,
    says_the_same,
    select,
    source_of,
)
from askreviews.types import Unit

LONG = "nobody wrote down on that day who had been in the home with the baby at night"


def shown(picks):
    return [p.evidence.text for p in picks]


def test_nothing_is_selected_from_nothing(query):
    assert select(query("x"), [], 300) == []


def test_what_is_far_behind_the_best_is_left(query, evidence):
    found = [evidence("The best of all.", 1.0), evidence("Far behind it.", 0.2, start=50)]
    assert shown(select(query("x", "fact"), found, 300)) == ["The best of all."]


def test_a_theme_reaches_every_review_before_it_repeats_one(query, evidence):
    found = [
        evidence("First of one review.", 1.0, review="a.txt#1"),
        evidence("Second point entirely other.", 0.99, start=50, review="a.txt#1"),
        evidence("Another review speaks.", 0.98, review="b.txt#1"),
    ]
    assert [p.evidence.passage.document_id for p in select(query("x"), found, 300)] == [
        "a.txt", "b.txt", "a.txt",
    ]  # fmt: skip


def test_who_says_the_same_is_cited_with_it_and_not_repeated(query, evidence):
    one = evidence("Fathers are left out of birth visits.", 1.0, review="a.txt#1")
    other = evidence("Fathers were left out of birth visits", 0.9, review="b.txt#1")
    (pick,) = select(query("x"), [one, other], 300)
    assert pick.evidence is one
    assert pick.also == [other]


def test_likeness_within_one_review_is_two_statements(evidence):
    one = evidence("Fathers are left out of birth visits.", review="a.txt#1")
    other = evidence("Fathers are left out of birth visits today.", start=90, review="a.txt#1")
    assert not says_the_same(one, other)
    assert not says_the_same(evidence("of the"), evidence("of the", review="b.txt#1"))


@given(
    scores=st.lists(st.integers(0, 40), max_size=30),
    reviews=st.lists(st.integers(0, 4), min_size=30, max_size=30),
    shown_every=st.integers(1, 4),
)
def test_each_next_is_the_best_once_its_review_has_stepped_back(
    evidence, scores, reviews, shown_every
):
    ranked = [
        evidence(f"{n}", score / 100, start=n * 10, review=f"{reviews[n]}.txt#1")
        for n, score in enumerate(sorted(scores, reverse=True))
    ]
    seen, left = Counter(), list(enumerate(ranked))
    for count, best in enumerate(_best_first(ranked, seen)):
        expected = min(left, key=lambda e: (_DIVERSITY * seen[source_of(e[1])] - e[1].score, e[0]))
        assert best is expected[1]
        left.remove(expected)
        if count % shown_every == 0:
            seen[source_of(best)] += 1
    assert not left


def test_an_answer_stays_within_its_words(query, evidence):
    found = [
        evidence(
            f"{LONG} {n} {'abcdefghij'[n] * 4}", 1 - n / 1000, start=n * 200, review=f"{n}.txt#1"
        )
        for n in range(10)
    ]
    for limit in (60, 100):
        picks = select(query("x"), found, limit)
        assert 0 < sum(len(p.evidence.text.split()) for p in picks) <= limit


def test_the_best_is_shown_though_it_is_longer_than_the_limit(query, evidence):
    assert len(select(query("x"), [evidence(" ".join([LONG] * 10))], 60)) == 1


def test_a_sentence_that_leans_on_the_one_before_takes_it_along(query, evidence):
    before = Unit(0, 20, "sentence", 1)
    leaning = evidence("This went on for weeks.", start=21, block=1, before=before)
    (pick,) = select(query("x"), [leaning], 300)
    assert (pick.start, pick.end) == (0, leaning.unit.end)


def test_a_sentence_that_stands_alone_does_not(query, evidence):
    before = Unit(0, 20, "sentence", 1)
    alone = evidence("Nobody rang for weeks.", start=21, block=1, before=before)
    (pick,) = select(query("x"), [alone], 300)
    assert (pick.start, pick.end) == (21, alone.unit.end)


def test_neighbours_of_one_paragraph_are_shown_as_one_quotation(query, evidence):
    first = evidence("Nobody rang.", 0.9, start=0, block=1)
    second = evidence("The door was shut.", 1.0, start=13, block=1)
    (pick,) = select(query("x"), [second, first], 300)
    assert (pick.start, pick.end) == (0, second.unit.end)


def test_neighbouring_points_of_a_list_stay_two(query, evidence):
    first = evidence("nobody rang", 1.0, start=0, block=1)
    second = evidence("the door was shut", 0.9, start=12, block=2)
    assert len(select(query("x"), [first, second], 300)) == 2
