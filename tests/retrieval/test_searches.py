"""The searches of one question: what is worked out from another search is what its own finds."""

import pytest

from askreviews.retrieval.filters import Filters
from askreviews.retrieval.hybrid import search
from askreviews.retrieval.scope import scope_of
from askreviews.retrieval.searches import Searches, without_names
from askreviews.retrieval.words import search_words


@pytest.mark.parametrize("filters", [{}, {"facet": ["finding"]}])
def test_within_a_review_the_same_is_found_as_by_a_search_of_it_alone(index, filters):
    given = Filters.of(filters)
    reviews = [index.review_by_id["child-n.md#1"]]
    searches = Searches(index, given)
    everywhere = searches.evidence("bath-time safety")
    derived = searches.evidence("bath-time safety", reviews)
    alone = search(index, search_words("bath-time safety"), scope_of(index, given, reviews))
    assert 0 < len(derived) < len(everywhere)
    assert [e.text for e in derived] == [e.text for e in alone]
    assert [e.score for e in derived] == pytest.approx([e.score for e in alone], abs=1e-4)


def test_a_name_is_left_out_unless_nothing_else_is_asked(index):
    reviews = [index.review_by_id["child-n.md#1"]]
    text = without_names("Who saw Child N’s mother?", reviews, "")
    assert text.split() == ["Who", "saw", "mother?"]
    assert without_names("Child N?", reviews, "Child N?") == "Child N?"
