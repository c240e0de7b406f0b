"""Every quotation is checked against the text that was read, as it is shown."""

import sqlite3
from contextlib import closing

import pytest

from askreviews import Assistant, Settings
from askreviews.answering.draft import Draft, citation, verified

DOCUMENT = "briefing-child-k.txt"
QUESTION = "What happened to Child K?"


@pytest.fixture
def altered(copied_index):
    """Alter a stored text behind the index's back, and open it."""

    def alter(old, new):
        (path,) = copied_index.rglob("catalogue.sqlite")
        with closing(sqlite3.connect(path)) as store, store:
            changed = store.execute(
                "UPDATE documents SET text = replace(text, ?, ?) WHERE document_id = ?",
                (old, new, DOCUMENT),
            )
            assert changed.rowcount == 1
        return Assistant.open(copied_index, Settings())

    return alter


@pytest.fixture
def places(index):
    """Places of the words of one review, in order, not yet numbered."""
    segment = index.segments[0]
    rows = segment.catalogue.rows_where("document_id = ?", [DOCUMENT])
    from askreviews.retrieval.held import passage_of

    document = index.document(DOCUMENT)
    review = index.review_by_id[f"{DOCUMENT}#1"]
    return [
        citation(index, passage_of(stored, review, digest=document.digest), (unit.start, unit.end))
        for stored in segment.catalogue.passages(rows)
        for unit in stored.chunk.units
    ]


def quoted(answer):
    return " ".join(s.text for s in answer.statements if s.kind == "quote")


def test_the_untouched_copy_is_quoted(altered):
    answer = altered("no such words", "at all").ask(QUESTION)
    assert "a bus driver" in quoted(answer)
    assert answer.withheld == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [("bus driver", "bus drivers"), ("bus driver", "bus-driver"), ("two miles", "six miles")],
)
def test_a_statement_whose_stored_text_has_changed_is_withheld_and_counted(altered, old, new):
    answer = altered(old, new).ask(QUESTION)
    assert quoted(answer) == ""
    assert answer.withheld >= 1
    assert answer.status == "not_found"
    assert DOCUMENT not in {c.document_id for c in [*answer.citations, *answer.nearest]}


def test_other_documents_are_quoted_as_before(altered, assistant):
    harmed = altered("two miles", "six miles")
    asked = "How old was Baby T?"
    assert harmed.ask(asked).statements == assistant.ask(asked).statements


def test_a_count_does_not_cite_what_was_altered(altered):
    answer = altered("seriously underweight", "a little underweight").ask(
        "How many reviews are there?"
    )
    assert answer.statements[0].text.startswith("6 of the 6")
    assert DOCUMENT not in {c.document_id for c in answer.citations}


def test_what_is_withheld_makes_an_answer_partial_at_most(altered):
    answer = altered("two miles", "six miles").ask("Compare the learning for Child K and Child T")
    assert answer.status == "partial"
    assert {c.review for c in answer.citations} == {"Child T"}
    assert answer.withheld >= 1


def test_a_quotation_is_verified_to_the_character(index, places):
    place = places[0]
    assert verified(index, place)
    for changed in (
        {"quote": place.quote.upper()},
        {"quote": place.quote + " "},
        {"quote": ""},
        {"start": place.start + 1},
        {"end": place.end - 1},
        {"start": place.end, "end": place.start},
    ):
        assert not verified(index, place.model_copy(update=changed))


def test_nobody_s_words_are_given_to_somebody_else(index, places):
    other = places[0].model_copy(update={"review_id": "list-2021-11.txt#2"})
    assert not verified(index, other)


def test_citations_are_numbered_in_the_order_of_first_use(index, places):
    draft = Draft(index)
    draft.quote([places[2]])
    draft.quote([places[0], places[2]])
    draft.quote([places[0]])
    assert [s.citations for s in draft.statements] == [[1], [2, 1], [2]]
    assert [c.quote for c in draft.citations] == [places[2].quote, places[0].quote]


def test_an_event_brings_only_the_citations_that_are_new(index, places):
    draft = Draft(index)
    assert [c.number for c in draft.quote([places[0]]).citations] == [1]
    assert draft.quote([places[0]]).citations == ()


def test_what_fails_is_counted_and_a_further_place_that_fails_is_left_out(index, places):
    draft = Draft(index)
    wrong = places[1].model_copy(update={"quote": "never said"})
    assert draft.quote([wrong]) is None
    assert (draft.withheld, draft.statements) == (1, [])
    draft.quote([places[0], wrong])
    assert draft.statements[0].citations == [1]


def test_words_of_ours_are_told_from_quotations(index):
    draft = Draft(index)
    draft.say("Ask again.")
    draft.say("HOR: handover record (glossary, not from a review).", "glossary")
    assert [(s.kind, s.citations) for s in draft.statements] == [("notice", []), ("glossary", [])]


def test_nearest_passages_are_numbered_on_and_shown_once(assistant):
    answer = assistant.ask("How old was Child N and which court sentenced her mother?")
    numbers = [c.number for c in [*answer.citations, *answer.nearest]]
    assert numbers == list(range(1, len(numbers) + 1))
    places = [(c.document_id, c.start, c.end) for c in [*answer.citations, *answer.nearest]]
    assert len(places) == len(set(places))
