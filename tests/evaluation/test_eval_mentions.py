"""Numbers, dates and names in sentences, and whether what is cited says them too."""

import pytest

from askreviews.evaluation import grounding
from askreviews.evaluation.bootstrap import estimate
from askreviews.evaluation.mentions import mentions_of
from askreviews.types import Citation, Statement


def cited(quote, title="Digest of a review", review="Child A"):
    return [
        Citation(
            number=1, document_id="a.md", document_title=title, review_id="a.md#1",
            review=review, start=0, end=len(quote), quote=quote,
        )
    ]  # fmt: skip


def told(sentence, quote):
    return [(m.kind, m.text, m.grounded) for m in mentions_of(sentence, cited(quote))]


@pytest.mark.parametrize(
    ("sentence", "quote", "expected"),
    [
        ("He was six.", "Aged 6 at the time.", [("number", "six", True)]),
        ("He was 16.", "Aged 6 at the time.", [("number", "16", False)]),
        ("There were twenty-one visits.", "21 visits.", [("number", "twenty-one", True)]),
        ("It cost 1,200 pounds.", "It cost 1200.", [("number", "1,200", True)]),
        ("One of them said so.", "They said so.", []),
        ("It was in June 2019.", "On 3 June 2019 it was.", [("date", "June 2019", True)]),
        ("It was on 3 June 2019.", "It was in June 2019.", [("date", "3 June 2019", False)]),
        ("It was in 2020.", "It was in June 2019.", [("date", "2020", False)]),
        ("On 2019-06-03 it was.", "On 3rd June 2019.", [("date", "2019-06-03", True)]),
        ("It may have been so.", "It was.", []),
        ("Then Mia was seen.", "Mia was seen.", [("name", "Mia", True)]),
        ("Then Mia was seen.", "The girl was seen.", [("name", "Mia", False)]),
        ("Then Child A was seen.", "The boy was seen.", [("name", "Child A", True)]),
        ("Child B was seen.", "The boy was seen.", [("name", "Child B", False)]),
        ("Nobody was seen.", "The boy was seen.", []),
    ],
)
def test_what_a_sentence_says_and_its_passage(sentence, quote, expected):
    assert told(sentence, quote) == expected


def test_a_sentence_without_a_citation_grounds_nothing():
    assert [mention.grounded for mention in mentions_of("He was 6 in 2019.", [])] == [False, False]


def test_the_metrics_count_each_kind_apart(world):
    sentence = "Child A was seven on Monday."
    answer = world.answer(
        ("a.md", "Child A was six."),
        statements=[Statement(text=sentence, kind="generated", citations=[1])],
    )
    cases = world.cases((world.question(), answer))
    assert estimate(grounding.number_grounding(cases)) == 0
    assert estimate(grounding.date_grounding(cases)) is None
    assert estimate(grounding.name_grounding(cases)) == 0.5  # Child A, and not Monday
