"""A review as the reading door tells it: in its own words, in its order, and nobody else's."""

import pytest

from askreviews.errors import IndexingError


def test_every_sentence_is_the_text_at_its_place(assistant):
    for review in assistant.reviews():
        items = assistant.outline(review.review_id)
        text = assistant.text(review.document_id).text
        assert items
        assert [i.start for i in items] == sorted(i.start for i in items)
        for item in items:
            assert text[item.start : item.end] == item.text
            assert review.start <= item.start < item.end <= review.end


def test_a_review_in_a_list_holds_its_own_entry_alone(assistant):
    words = " ".join(item.text for item in assistant.outline("list-2021-11.txt#2"))
    assert "shared a sofa" in words
    assert "handover between areas" not in words
    assert "neighbours" not in words


def test_each_sentence_keeps_its_kind_and_the_headings_over_it(assistant):
    items = assistant.outline("child-n.md#1")
    kinds = {item.facet for item in items}
    assert {"background", "finding", "good_practice", "recommendation"} <= kinds
    good = [item for item in items if item.facet == "good_practice"]
    assert {item.headings[-1] for item in good} == {"Good practice"}
    assert all("nursery worker" in item.text for item in good)


def test_what_is_said_of_elsewhere_is_marked(assistant):
    items = assistant.outline("learning-note.txt#1")
    national = [item.text for item in items if item.provenance == "national"]
    local = [item.text for item in items if item.provenance == "local"]
    assert national == ["National reviews found that crying is often what came before an injury"]
    assert len(local) == 2


def test_an_unknown_review_is_said_in_a_sentence(assistant):
    with pytest.raises(IndexingError, match=r"no review 'elsewhere.md#1'"):
        assistant.outline("elsewhere.md#1")


def test_documents_have_titles(assistant):
    titles = assistant.titles()
    assert list(titles) == assistant.documents()
    assert titles["handover.md"] == "Handing a family over: a guide"


def test_themes_and_ages_have_words(assistant):
    held = {theme for review in assistant.reviews() for theme in review.themes}
    assert held <= set(assistant.theme_labels())
    assert assistant.age_bands()["under 1"] == (0, 12)


def test_the_index_says_when_it_was_made(assistant):
    assert assistant.info.created.year >= 2024
    assert "created" not in assistant.info.model_dump()
