"""Filters: values of one key are alternatives, different keys must all hold."""

import pytest

from askreviews.errors import FilterError
from askreviews.retrieval.filters import AGE_BANDS, KEYS, Filters

ALL = ["Baby T", "Child K", "Child N", "Child T", "Child TW"]
NOTE = "Learning from a rapid review: a baby with a head injury"


@pytest.fixture
def held(assistant):
    """Labels of the reviews that pass filters, sorted."""
    return lambda *given: sorted(r.label for r in assistant.reviews(Filters.parse(given)))


@pytest.mark.parametrize(
    ("given", "labels"),
    [
        ([], [*ALL, NOTE]),
        (["review=Child T"], ["Child T"]),
        (["review=child t"], ["Child T"]),
        (["review=list-2021-11.txt#2"], ["Baby T"]),
        (["review=Child T", "review=Baby T"], ["Baby T", "Child T"]),
        (["review=Child T", "outcome=death"], []),
        (["document=list-*"], ["Baby T", "Child T", "Child TW"]),
        (["document=child-n.md"], ["Child N"]),
        (["publisher=harbourshire"], ["Child N"]),
        (["type=LCSPR"], ["Child N", "Child T", "Child TW"]),
        (["type=7-minute briefing"], ["Child K"]),
        (["harm=drowning"], ["Child N"]),
        (["theme=fathers-men"], ["Child N", "Child T", NOTE]),
        (["agency=Midwifery"], ["Baby T", NOTE]),
        (["agency=Midwifery", "agency=GP"], ["Baby T", "Child N", NOTE]),
        (["age=under 1"], ["Baby T", "Child T", NOTE]),
        (["age=1-5"], ["Child N", "Child TW"]),
        (["age=1–5 years"], ["Child N", "Child TW"]),
        (["age=6-10"], ["Child K"]),
        (["outcome=death"], ["Baby T", "Child N"]),
        (["since=2021"], ["Baby T", "Child T", "Child TW", NOTE]),
        (["since=2021-12"], [NOTE]),
        (["until=2020"], ["Child N"]),
        (["until=2021-11"], ["Baby T", "Child N", "Child T", "Child TW"]),
        (["since=2020-06", "until=2020-06"], ["Child N"]),
        (["text=interpreter"], ["Child N"]),
        (["text=Bus Driver"], ["Child K"]),
        (["text=unheard of"], []),
        ([" REVIEW = Child T "], ["Child T"]),
    ],
)
def test_a_filter_admits_the_reviews_that_state_it(held, given, labels):
    assert held(*given) == sorted(labels)


def test_an_age_that_is_not_stated_is_in_no_band(assistant):
    banded = {r.label for band in AGE_BANDS for r in assistant.reviews({"age": band})}
    assert banded == {r.label for r in assistant.reviews() if r.child_age_months is not None}


def test_a_publisher_in_a_list_is_not_stated(assistant):
    assert all(r.publisher is None for r in assistant.reviews({"document": "list-*"}))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("outcome", "not of the form KEY=VALUE"),
        ("colour=red", "There is no filter 'colour'"),
        ("facet=opinion", "has no value 'opinion'"),
        ("provenance=regional", "has no value 'regional'"),
        ("age=40", "has no value '40'"),
    ],
)
def test_a_filter_that_is_not_known_is_refused_in_a_sentence(given, said):
    with pytest.raises(FilterError, match=said):
        Filters.parse([given])


def test_every_key_of_the_contract_is_known():
    contract = "review document publisher type harm theme agency age outcome facet provenance"
    assert set(KEYS) == {*contract.split(), "since", "until", "text"}


@pytest.mark.parametrize("facet", ["finding", "recommendation", "good_practice", "question"])
def test_search_stays_in_a_facet(assistant, facet):
    found = assistant.search("family and school", filters={"facet": facet})
    assert found
    assert {passage.facet for passage in found} == {facet}


def test_search_stays_among_national_findings(assistant):
    found = assistant.search("fathers", filters={"provenance": "national"})
    assert ["crying" in passage.text for passage in found] == [True]


def test_an_answer_stays_within_its_filters(assistant):
    asked = "What should happen when a family moves?"
    answer = assistant.ask(asked, filters={"review": ["Child N", "Child TW"]})
    shown = {c.review for c in [*answer.citations, *answer.nearest]}
    assert shown
    assert shown <= {"Child N", "Child TW"}


@pytest.mark.parametrize(
    "asked", ["What did the review of Baby T recommend?", "How old was Baby T?"]
)
def test_a_review_outside_the_filters_is_not_quoted_though_it_is_named(assistant, asked):
    answer = assistant.ask(asked, filters={"review": "Child N"})
    assert "Baby T" not in {c.review for c in answer.citations}
    assert answer.status == "not_found"


def test_counts_are_among_the_reviews_that_pass(assistant):
    answer = assistant.ask("How many reviews record a death?", filters={"document": "list-*"})
    assert answer.statements[0].text == "1 of the 3 reviews held record a death: Baby T."
