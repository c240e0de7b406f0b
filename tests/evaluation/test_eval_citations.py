"""Quotations and citations: each fault that is looked for, made by hand."""

import pytest

from askreviews.evaluation.citations import citation_faults, is_verbatim, shown_places
from askreviews.types import Citation, Statement

NURSE = "The nurse rang the doctor on Monday."
NOBODY = "Nobody wrote it down."
FATHERS = "Fathers were not asked."


def moved(citation, **changes):
    return Citation.model_validate(citation.model_dump() | changes)


def test_a_sound_answer_has_no_fault(world):
    sound = world.answer(("a.md", NURSE), ("b.md", FATHERS))
    assert citation_faults(sound, world.texts) == []
    assert all(is_verbatim(statement, sound, world.texts) for statement in sound.statements)


def test_refusals_have_no_fault(world):
    nearest = [world.citation("a.md", NURSE)]
    assert citation_faults(world.not_found(nearest=nearest), world.texts) == []
    assert citation_faults(world.declined(), world.texts) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": NURSE.replace("Monday", "Sunday")},
        {"start": 18},
        {"end": 10_000},
        {"start": -5},
        {"document_id": "b.md"},
        {"document_id": "gone.md"},
    ],
)
def test_a_citation_that_does_not_open_its_quote(world, changes):
    broken = moved(world.citation("a.md", NURSE), **changes)
    answer = world.answer(("a.md", NURSE), citations=[broken])
    assert not is_verbatim(answer.statements[0], answer, world.texts)
    assert any("does not open its quote" in fault for fault in citation_faults(answer, world.texts))


def test_a_nearest_passage_is_checked_too(world):
    broken = moved(world.citation("a.md", NURSE), start=18)
    assert citation_faults(world.not_found(nearest=[broken]), world.texts)


def test_a_quote_altered_by_one_character_is_not_verbatim(world):
    statement = Statement(text=NURSE.replace("rang", "sang"), kind="quote", citations=[1])
    answer = world.answer(("a.md", NURSE), statements=[statement])
    assert not is_verbatim(statement, answer, world.texts)


def test_a_quotation_without_a_citation(world):
    bare = Statement(text=NURSE, kind="quote")
    answer = world.answer(statements=[bare])
    assert not is_verbatim(bare, answer, world.texts)
    assert "is not cited" in citation_faults(answer, world.texts)[0]


@pytest.mark.parametrize(
    ("listed", "used", "told"),
    [
        ([1, 2], [1, 3], "citation 3 is used but not listed"),
        ([1, 3], [1, 3], "numbered [1, 3], not 1 to 2"),
        ([1, 1], [1, 1], "numbered [1, 1], not 1 to 2"),
        ([1, 2], [2, 1], "first used in the order [2, 1]"),
        ([1, 2], [1, 1], "first used in the order [1]"),
    ],
)
def test_numbering(world, listed, used, told):
    quotes = [("a.md", NURSE), ("a.md", NOBODY)]
    citations = [
        world.citation(*quote, number) for quote, number in zip(quotes, listed, strict=True)
    ]
    statements = [
        Statement(text=words, kind="quote", citations=[number])
        for (_, words), number in zip(quotes, used, strict=True)
    ]
    faults = citation_faults(world.answer(citations=citations, statements=statements), world.texts)
    assert any(told in fault for fault in faults)


def test_only_what_lies_within_the_budget_is_shown(world):
    # 7 words, then 4: a budget of 9 ends after "Nobody wrote".
    answer = world.answer(("a.md", NURSE), ("a.md", NOBODY))
    first, second = shown_places(answer, world.texts, 9)
    text = world.texts["a.md"]
    assert text[slice(*first[1])] == NURSE
    assert text[slice(*second[1])] == "Nobody wrote"


def test_a_notice_uses_up_words_and_shows_no_span(world):
    notice = Statement(text="Follow the local procedure.", kind="notice")
    answer = world.answer(("a.md", NOBODY))
    answer = answer.model_copy(update={"statements": [notice, *answer.statements]})
    ((_, (start, end)),) = shown_places(answer, world.texts, 5)
    assert world.texts["a.md"][start:end] == "Nobody"


def test_further_citations_count_only_where_their_statement_is_whole(world):
    citations = [world.citation("a.md", NOBODY, 1), world.citation("b.md", FATHERS, 2)]
    quoted = Statement(text=NOBODY, kind="quote", citations=[1, 2])
    answer = world.answer(citations=citations, statements=[quoted])
    assert [document for document, _ in shown_places(answer, world.texts, 4)] == ["a.md", "b.md"]
    assert [document for document, _ in shown_places(answer, world.texts, 3)] == ["a.md"]
    computed = Statement(text="2 of the 2 reviews held.", kind="computed", citations=[1, 2])
    answer = world.answer(citations=citations, statements=[computed])
    assert len(shown_places(answer, world.texts, 6)) == 2
    assert shown_places(answer, world.texts, 5) == []


def test_words_that_are_not_the_documents_show_nothing(world):
    statement = Statement(text="See the whole document.", kind="quote", citations=[1])
    answer = world.answer(("a.md", world.texts["a.md"]), statements=[statement])
    assert shown_places(answer, world.texts, 300) == []


def test_an_empty_statement_shows_nothing(world):
    statement = Statement(text="", kind="computed", citations=[1])
    answer = world.answer(("a.md", NURSE), statements=[statement])
    assert shown_places(answer, world.texts, 300) == []
