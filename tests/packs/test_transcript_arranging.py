"""A conversation arranged: by review, numbers that mean one thing, sources after each question."""

from datetime import date

import pytest

from askreviews.packs.transcript import Group, OurWords
from askreviews.packs.transcript_arranging import arrange
from askreviews.types import IndexInfo, Statement
from conversations import answered, citation, quote, quoting, real_answers

TODAY = date(2026, 3, 1)
HELD = IndexInfo(generation="g0", documents=1, reviews=1)


def arranged(*answers, notes=lambda _: ()):
    return arrange(answers, HELD, TODAY, notes)


@pytest.fixture(scope="module")
def conversation(assistant):
    return real_answers(assistant)


def test_quotations_stand_by_review_and_our_words_apart():
    cited = [
        citation(1, "One.", section="Learning", facet="finding"),
        citation(2, "Two."),
        citation(3, "Three.", review="Child B", review_id="b.md#1", digest=True, publisher="LSCP",
                 published="2022-02", provenance="national"),
    ]  # fmt: skip
    statements = [
        *(quote(c.number, text=c.quote) for c in cited),
        Statement(text="From 2 of the 3 reviews held.", kind="computed", citations=[1, 3]),
        Statement(text="Follow your procedure.", kind="notice"),
        Statement(text="Call 999.", kind="notice"),
    ]
    (asked,) = arranged(answered(statements, cited, withheld=2)).asked
    first, second, counted, ours, withheld = asked.parts
    assert (first.name, first.byline) == ("Child A", "publisher not stated · date not stated")
    assert [section.heading for section in first.sections] == [
        "Learning · Finding", "Under no heading",
    ]  # fmt: skip
    assert (second.name, second.byline) == (
        "Child B", "LSCP · as at 2022-02 · digest, not the original",
    )  # fmt: skip
    assert second.sections[0].quotations[0].national
    assert counted == OurWords("Counted, not quoted", "From 2 of the 3 reviews held.", "[1] [3]")
    assert ours == OurWords("Our words, not a document's", "Follow your procedure. Call 999.")
    assert withheld.words.startswith("2 statements were withheld")


def test_every_mark_is_in_the_list_of_its_own_question_once(conversation):
    for asked in arranged(*conversation).asked:
        listed = [source.mark for source in asked.sources]
        groups = [p for p in (*asked.parts, *asked.nearest) if isinstance(p, Group)]
        quoted = [q for g in groups for s in g.sections for q in s.quotations]
        used = {q.mark for q in quoted} | {mark for q in quoted for _, mark in q.also}
        used |= {m for p in asked.parts if isinstance(p, OurWords) for m in p.marks.split()}
        assert len(listed) == len(set(listed))
        assert used == set(listed)


def test_a_source_leads_to_the_exact_place():
    cited = citation(
        1, document_id="x/a.pdf", section="Learning", page=3, start=10, end=27, facet="finding",
        provenance="local", published="2022-02",
    )  # fmt: skip
    (source,) = arranged(quoting(cited)).asked[0].sources
    assert (source.mark, source.name, source.quote) == ("[1]", "Child A", None)
    assert source.facts == (
        "publisher not stated", "as at 2022-02", "document “A title” (x/a.pdf)",
        "section “Learning”", "page 3", "characters 10–27", "finding", "local",
    )  # fmt: skip


def test_words_that_were_not_shown_stand_with_their_source():
    cited = [citation(1), citation(2, "The same, elsewhere."), citation(3, "Counted.", review="B")]
    statements = [quote(1, 2), Statement(text="1 of 2.", kind="computed", citations=[3])]
    (asked,) = arranged(answered(statements, cited)).asked
    assert [s.quote for s in asked.sources] == [None, "The same, elsewhere.", "Counted."]
    assert asked.parts[0].sections[0].quotations[0].also == (("elsewhere in the same", "[2]"),)


def test_nearest_passages_are_called_so_in_the_list_too():
    near = [citation(1, "Near.")]
    (asked,) = arranged(answered(status="not_found", nearest=near)).asked
    assert asked.status == "Not found in these documents"
    assert asked.parts == ()
    assert asked.nearest[0].sections[0].quotations[0].words == "Near."
    assert asked.sources[0].facts[0] == "nearest passage, not an answer"


def test_a_question_that_is_not_kept_leaves_no_gap(conversation):
    transcript = arranged(*conversation)
    assert [asked.number for asked in transcript.asked] == [1, 2, 3, 4]
    assert "900123" not in repr(transcript)


def test_the_version_is_said_and_where_it_changed_said_by_question():
    newer = IndexInfo(generation="g2", documents=1, reviews=5)
    one = arranged(quoting(citation(1)))
    assert one.origin == ("Taken away on 1 March 2026. 2 documents and 1 review held (version g1).")
    assert one.asked[0].scope == ()
    two = arranged(quoting(citation(1)), quoting(citation(1), index=newer))
    assert two.version == "g1, g2"
    assert [asked.scope for asked in two.asked] == [
        ("2 documents and 1 review held (version g1).",),
        ("1 document and 5 reviews held (version g2).",),
    ]
    assert arranged().version == "g0"


def test_what_a_question_was_narrowed_to_stands_with_it():
    withheld = answered(question=None, status="declined")
    answers = [quoting(citation(1)), withheld, quoting(citation(1))]
    transcript = arrange(answers, HELD, TODAY, lambda _: (), ["", "theme: x", "harm:\nneglect"])
    assert [asked.scope for asked in transcript.asked] == [(), ("Narrowed to harm: neglect.",)]


def test_notes_stand_with_the_source():
    (source,) = arranged(quoting(citation(1)), notes=lambda c: [f"On {c.quote}"]).asked[0].sources
    assert source.notes == ("On Bruising matters.",)
