"""What is no answer in itself steps back; what was asked for comes forward."""

import pytest

from askreviews.answering.ranking import disclaims, rank, speaks_of_the_term


def texts(ranked):
    return [e.text for e in ranked]


def test_lead_ins_and_single_words_are_not_shown(query, evidence):
    ranked = rank(
        query("What was learned?"),
        [
            evidence("Learning includes:", 2, kind="lead_in"),
            evidence("Ring.", 2, start=50),
            evidence("Ring the family back.", 1, start=90),
        ],
    )
    assert texts(ranked) == ["Ring the family back."]


def test_a_question_to_a_team_is_no_answer_unless_questions_are_asked_for(query, evidence):
    found = [
        evidence("Who else visits the home?", 2, facet="question"),
        evidence("Nobody asked who visits.", 1, start=50, facet="finding"),
    ]
    assert texts(rank(query("What about visitors?"), found)) == ["Nobody asked who visits."]
    asked = query("Which questions can my team discuss?", facets=("question",))
    assert texts(rank(asked, found)) == ["Who else visits the home?"]


def test_the_facet_asked_for_comes_before_what_is_a_little_nearer(query, evidence):
    found = [
        evidence("Nobody rang them.", 1.0, facet="finding"),
        evidence("Ring them back.", 0.95, start=50, facet="recommendation"),
    ]
    assert texts(rank(query("What about calls?"), found))[0] == "Nobody rang them."
    asked = query("What was recommended?", facets=("recommendation",))
    assert texts(rank(asked, found))[0] == "Ring them back."


def test_a_sentence_that_says_nothing_is_said_steps_back(query, evidence):
    found = [
        evidence("The entry does not say who rang.", 1.0),
        evidence("A neighbour rang twice.", 0.9, start=50),
    ]
    assert texts(rank(query("Who rang?", "fact"), found))[0] == "A neighbour rang twice."


def test_what_fills_the_slot_comes_before_what_shares_the_words(query, evidence):
    found = [
        evidence("The baby was weighed and measured.", 1.0),
        evidence("The boy was 6 years old.", 0.95, start=50),
    ]
    assert texts(rank(query("How old was the baby?", "fact"), found))[0].startswith("The boy")


@pytest.mark.parametrize(
    "weaker",
    [{"facet": "resource"}, {"kind": "table_row"}, {"review": None}],
    ids=["a link", "a row of a table", "a guide"],
)
def test_for_a_theme_findings_of_reviews_come_first(query, evidence, weaker):
    found = [
        evidence("Something on calls.", 1.0, start=50, **weaker),
        evidence("Nobody rang them.", 0.95, facet="finding"),
    ]
    assert texts(rank(query("What about calls?"), found))[0] == "Nobody rang them."


def test_a_term_is_answered_by_the_sentence_that_spells_it_out(query, evidence):
    found = [
        evidence("HOR was kept by the clinic.", 1.0),
        evidence("A handover record (HOR) is one page.", 0.85, start=50),
    ]
    asked = query("What does HOR stand for?", "term")
    assert texts(rank(asked, found))[0] == "A handover record (HOR) is one page."


def test_equals_stand_in_the_order_of_the_documents(query, evidence):
    found = [evidence("Two words.", start=9, review="b.txt#1"), evidence("Two words.", start=3)]
    assert [e.passage.document_id for e in rank(query("x"), found)] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("text", "says_so"),
    [
        ("The entry does not say who rang.", True),
        ("The hospital is not named.", True),
        ("Where they lived was not stated.", True),
        ("None of the five documents speaks of it.", True),
        ("The father did not ring.", False),
        ("She was not at home.", False),
    ],
)
def test_a_sentence_may_say_that_something_is_not_said(evidence, text, says_so):
    assert disclaims(evidence(text)) is says_so


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("MASH closed the call.", True),
        ("The multi-agency safeguarding hub closed it.", True),
        ("Multi-agency working was strong.", False),
        ("The front door closed the call.", False),
    ],
)
def test_an_acronym_is_explained_only_by_what_names_it(query, evidence, text, speaks):
    assert speaks_of_the_term(query("What is MASH?", "term"), evidence(text)) is speaks
    assert speaks_of_the_term(query("What is said of MASH?", "theme"), evidence(text))
    assert speaks_of_the_term(query("What is a handover?", "term"), evidence(text))


def test_a_heading_that_is_named_counts_for_exact_words_and_not_for_a_theme(query, evidence):
    under = evidence("Sit down with both parents.", headings=("If you do one thing",))
    other = evidence("Ask who helps.", start=90, headings=("Next steps",))
    asked = "What does it say under if you do one thing?"
    for kind, ahead in (("quotation", True), ("theme", False)):
        first, second = (rank(query(asked, kind), [e])[0].score for e in (under, other))
        assert (first > second) is ahead
