"""What may be quoted by itself: of a topic, of a review, at a place."""

import pytest

from askreviews.errors import IndexingError


def test_a_topic_brings_what_is_on_it_and_nothing_else(assistant):
    found = assistant.quotables("bath time")
    assert found
    assert all("bath" in q.citation.quote.lower() for q in found[:2])
    assert all(q.citation.number == 0 for q in found)
    for q in found:
        c = q.citation
        assert assistant.text(c.document_id).text[c.start : c.end] == c.quote


def test_subjects_that_are_joined_are_each_looked_for(assistant):
    def quotes(topic):
        return {q.citation.quote for q in assistant.quotables(topic)}

    both = quotes("safer sleeping and interpreters")
    assert quotes("interpreters") & both
    assert quotes("safer sleeping") & both


def test_a_review_in_its_own_order_without_remarks_on_itself(assistant):
    found = assistant.quotables_of("child-n.md#1")
    starts = [q.citation.start for q in found]
    assert starts == sorted(set(starts))
    assert {q.citation.review_id for q in found} == {"child-n.md#1"}
    assert not any("own words" in q.citation.quote for q in found)
    assert {"background", "finding", "good_practice", "recommendation"} <= {
        q.citation.facet for q in found
    }


def test_a_sentence_that_leans_on_the_one_before_takes_it_along(assistant):
    quotes = [q.citation.quote for q in assistant.quotables_of("briefing-child-k.txt#1")]
    assert not any(quote.startswith(("He ", "It ", "This ")) for quote in quotes)


def test_a_place_is_cited_with_its_section_and_a_wrong_one_refused(assistant):
    text = assistant.text("child-n.md").text
    start = text.index("The partnership should make bath-time")
    found = assistant.quotable_at("child-n.md", start, start + 30)
    assert found.citation.section == "Recommendations"
    assert found.citation.quote == text[start : start + 30]
    with pytest.raises(IndexingError, match="has no characters"):
        assistant.quotable_at("child-n.md", start, len(text) + 1)
    with pytest.raises(IndexingError, match="no document"):
        assistant.quotable_at("none.md", 0, 1)


def test_what_would_be_declined_is_said_at_once(assistant):
    assert assistant.declines("I can't cope, I might shake my baby") == "distress"
    assert assistant.declines("What do reviews say about burns?") is None
