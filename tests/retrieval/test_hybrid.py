"""Search over a real index: by meaning and by words, units with all that travels with them."""

import pytest

from askreviews.retrieval.filters import Filters
from askreviews.retrieval.hybrid import Scope, search
from askreviews.retrieval.passages import best_passages
from askreviews.retrieval.scope import scope_of
from askreviews.retrieval.words import search_words


@pytest.fixture
def found(index):
    """Evidence for a topic, best first."""
    return lambda query, **filters: search(
        index, search_words(query), scope_of(index, Filters.of(filters)), topic=True
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("handover between areas", "handover between areas should be a meeting"),
        ("where a baby will sleep", "where the baby will sleep"),
        ("the little boy wandered off barefoot at dawn", "without shoes"),
        ("mood of the parent, postnatal depression", "low in mood"),
        ("translation for families", "An interpreter should be booked"),
        ("dads at antenatal appointments", "fathers are left out"),
        ("paediatrician", "paediatrician's opinion"),
    ],
)
def test_the_sentence_that_says_it_comes_near_the_top(found, query, words):
    assert any(words in evidence.text for evidence in found(query)[:4])


def test_what_is_found_is_stored_text_to_the_character(found, index):
    for evidence in found("What do reviews say about fathers?"):
        passage = evidence.passage
        text = index.document(passage.document_id).text
        assert text[evidence.unit.start : evidence.unit.end] == evidence.text
        assert text[passage.start : passage.end] == passage.text
        assert passage.start <= evidence.unit.start < evidence.unit.end <= passage.end


def test_every_unit_is_found_once_best_first(found):
    evidence = found("family")
    places = [(e.passage.document_id, e.unit.start) for e in evidence]
    assert len(places) == len(set(places))
    assert [e.score for e in evidence] == sorted((e.score for e in evidence), reverse=True)


def test_the_parts_of_a_score_are_between_nought_and_one(found):
    for evidence in found("fathers and midwives"):
        assert -1.001 <= evidence.cosine <= 1.001
        assert 0 <= evidence.lexical <= 1


def test_a_point_travels_with_its_lead_in_heading_review_and_page(found):
    best = next(e for e in found("ask every new partner") if "new partner" in e.text)
    assert best.lead_in == "Learning includes:"
    assert best.headings == ("Local Child Safeguarding Practice Review: overview report: Child T",)
    passage = best.passage
    assert (passage.review_id, passage.review) == ("list-2021-11.txt#1", "Child T")
    assert (passage.section, passage.facet, passage.page) == ("Learning", "finding", None)


def test_a_sentence_knows_the_one_before_it_in_its_paragraph(found, index):
    best = next(e for e in found("seriously underweight") if "underweight" in e.text)
    text = index.document(best.passage.document_id).text
    assert text[best.before.start : best.before.end].endswith("two miles from home.")


def test_a_guide_is_of_no_review_and_a_digest_says_so(found):
    everything = found("family handover")
    assert {e.passage.review_id for e in everything if e.passage.document_id == "handover.md"} == {
        None
    }
    assert all(e.passage.digest for e in everything if e.passage.document_id == "child-n.md")
    assert not any(e.passage.digest for e in everything if e.passage.document_id != "child-n.md")


def test_no_passage_holds_the_words_of_two_reviews(found, index):
    for evidence in found("learning and recommendations of the review"):
        review = index.review_by_id.get(evidence.passage.review_id or "")
        if review:
            assert review.start <= evidence.passage.start <= evidence.passage.end <= review.end


def test_a_scope_of_nothing_finds_nothing(index, found):
    nowhere = Scope({})
    assert search(index, search_words("family"), nowhere) == []
    assert found("family", review="no such review") == []


def test_a_scope_is_never_left(found):
    assert {e.passage.review for e in found("fathers", review="Child K")} == {"Child K"}


@pytest.mark.parametrize("query", ["", "???", "the of and", "\u200b", "a" * 5000, "'; DROP TABLE"])
def test_an_odd_query_is_no_fault(assistant, query):
    assert isinstance(assistant.search(query), list)


def test_passages_are_shown_once_each_by_their_best_unit(found):
    evidence = found("fathers")
    passages = best_passages(evidence, 5)
    assert len({p.passage_id for p in passages}) == len(passages) == 5
    assert passages[0].score == pytest.approx(evidence[0].score, abs=1e-4)
    assert best_passages(evidence, 0) == []


def test_the_same_query_gives_the_same_list(assistant):
    first, second = (assistant.search("bruising in babies") for _ in range(2))
    assert first == second
