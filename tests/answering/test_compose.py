"""The order in which an answer is read, and what it says of itself."""

import pytest

from askreviews.answering.compose import compose_glossary, compose_picks
from askreviews.answering.draft import Draft
from askreviews.answering.selection import Pick
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.hybrid import search
from askreviews.retrieval.scope import scope_of
from askreviews.retrieval.words import search_words


def kinds(answer):
    return [s.kind for s in answer.statements]


def quoted(answer):
    return [s.text for s in answer.statements if s.kind == "quote"]


@pytest.fixture
def picks(index):
    """Quotations for a query, as if all had been selected."""

    def find(query, limit):
        found = search(index, search_words(query), scope_of(index, Filters()))
        return [Pick(e, e.unit.start, e.unit.end) for e in found[:limit]]

    return find


def test_quotations_are_grouped_by_review_the_best_first(index, query, picks):
    draft = Draft(index)
    chosen = picks("fathers and midwives and schools", 12)
    asked = query("fathers and midwives and schools", "theme")
    list(compose_picks(draft, asked, chosen, lambda: 300))
    reviews = [c.review_id or c.document_id for c in draft.citations]
    order = list(dict.fromkeys(reviews))
    assert reviews == sorted(reviews, key=order.index)
    assert draft.statements[0].text == chosen[0].evidence.text
    assert len(order) > 1


@pytest.mark.parametrize("limit", [20, 40, 80])
def test_quotations_stay_within_their_words(index, query, picks, limit):
    draft = Draft(index)
    chosen = picks("family and school", 20)
    list(compose_picks(draft, query("family and school", "theme"), chosen, lambda: limit))
    words = [len(s.text.split()) for s in draft.statements]
    assert sum(words) <= max(limit, words[0])


def test_the_text_of_a_quotation_is_the_quote_of_its_first_citation(assistant):
    answer = assistant.ask("What do reviews say about fathers?")
    by_number = {c.number: c for c in answer.citations}
    for statement in answer.statements:
        if statement.kind == "quote":
            assert statement.text == by_number[statement.citations[0]].quote


def test_every_citation_opens_the_exact_place(assistant):
    for question in ("What do reviews say about fathers?", "What happened to Child K?"):
        answer = assistant.ask(question)
        for place in [*answer.citations, *answer.nearest]:
            text = assistant.text(place.document_id).text
            assert text[place.start : place.end] == place.quote


def test_a_theme_ends_with_how_many_reviews_it_is_from(assistant):
    answer = assistant.ask("What do reviews say about fathers?")
    last = answer.statements[-1]
    cited = {c.review_id for c in answer.citations if c.review_id}
    assert last.kind == "computed"
    assert last.text == f"From {len(cited)} of the 6 reviews held."
    numbered = {c.number: c.review_id for c in answer.citations}
    assert {numbered[n] for n in last.citations} == cited


def test_a_fact_has_no_denominator(assistant):
    assert kinds(assistant.ask("How old was Child T?")) == ["quote"]


def test_a_whole_section_is_given_in_its_own_order(assistant):
    answer = assistant.ask("What did the review of Child N recommend?")
    assert [text.split()[0] for text in quoted(answer)] == ["The", "Health", "An"]
    assert {c.facet for c in answer.citations} == {"recommendation"}


def test_two_reviews_are_compared_each_in_its_own_words(assistant):
    answer = assistant.ask("Compare the learning for Child T and Child TW")
    reviews = [c.review for c in answer.citations]
    assert reviews == sorted(reviews, key=["Child T", "Child TW"].index)
    assert set(reviews) == {"Child T", "Child TW"}


def test_a_section_that_a_review_does_not_have_is_said_to_be_absent(assistant):
    answer = assistant.ask("What good practice does the review of Child TW record?")
    assert answer.status == "not_found"
    assert answer.statements[0].text == "The document held on Child TW records no good practice."


def test_questions_for_a_team_are_given_where_they_are_asked_for(assistant):
    answer = assistant.ask("Which questions can I discuss with my team?")
    assert {c.facet for c in answer.citations} == {"question"}
    assert all(text.endswith("?") for text in quoted(answer))


def test_an_acronym_s_expansion_is_labelled_as_ours(assistant):
    answer = assistant.ask("What is MASH?")
    (glossary,) = [s for s in answer.statements if s.kind == "glossary"]
    assert glossary.text.endswith("(glossary, not from a review).")
    assert glossary.citations == []
    assert all("MASH" in text for text in quoted(answer))


def test_a_quotation_that_spells_it_out_needs_no_glossary(index, query):
    draft = Draft(index)
    list(compose_glossary(draft, query("What is MASH about?", "theme"), settled=True))
    assert draft.statements == []
    list(compose_glossary(draft, query("What is MASH?", "term"), settled=False))
    assert [s.kind for s in draft.statements] == ["glossary"]


def test_a_name_that_is_not_held_is_named_and_nothing_of_others_is_an_answer(assistant):
    answer = assistant.ask("What happened to Child Q?")
    assert answer.status == "not_found"
    assert answer.statements[0].text == "No review called Child Q is held."
    assert quoted(answer) == []


def test_of_two_names_the_one_held_is_answered_and_the_other_named(assistant):
    answer = assistant.ask("What happened to Child K and Child Q?")
    assert answer.status == "partial"
    assert {c.review for c in answer.citations} == {"Child K"}
    assert "No review called Child Q is held." in [s.text for s in answer.statements]


def test_not_found_says_so_and_shows_the_nearest_as_nearest(assistant):
    answer = assistant.ask("Which judge heard the case of Child N?")
    assert (answer.status, answer.reason) == ("not_found", "no_evidence")
    assert kinds(answer) == ["notice"]
    assert answer.citations == []
    assert {c.review for c in answer.nearest} == {"Child N"}


def test_what_was_read_and_not_used_says_why(assistant):
    answer = assistant.ask("What should happen at handover between areas?")
    assert answer.considered
    shown = [(c.document_id, c.start, c.end) for c in answer.citations]
    for left in answer.considered:
        assert left.why_not
        assert (left.document_id, left.start, left.end) not in shown


def test_the_stream_is_the_answer_statement_by_statement(assistant):
    *events, last = assistant.stream("What do reviews say about fathers?")
    assert [e.statement for e in events] == last.answer.statements
    assert [c for e in events for c in e.citations] == last.answer.citations


def test_confidence_is_given_whatever_the_status(assistant):
    for question in ("How old was Child T?", "Which judge heard the case of Child N?"):
        assert 0 <= assistant.ask(question).confidence <= 1


def test_the_answer_says_what_it_is_from(assistant):
    answer = assistant.ask("How old was Child T?", answer_id="q7")
    assert (answer.id, answer.model, answer.fallback) == ("q7", "extractive", None)
    assert answer.index == assistant.info
    assert (answer.index.documents, answer.index.reviews) == (5, 6)
    assert set(answer.timings_ms) >= {"retrieve", "answer", "total"}


def test_a_digest_is_not_called_an_original(assistant):
    answer = assistant.ask("What did the review of Child N recommend?")
    assert all(c.digest for c in answer.citations)
    assert not any(c.digest for c in assistant.ask("What happened to Child K?").citations)


def test_the_same_question_gets_the_same_answer(assistant):
    first, second = (assistant.ask("What do reviews say about crying?") for _ in range(2))
    assert first.model_dump(exclude={"timings_ms"}) == second.model_dump(exclude={"timings_ms"})
