"""The eleven traps of the genre (../shared/domain/GENRE.md), each by its name and number."""

import pytest

from askreviews.reading import read

SCRAMBLED = """Learning from a rapid review of a baby with a burn

Key findings

- Nobody had looked at the taps in the new flat
- The nursery knew of the burn and the clinic did not

Good practice

The clinic nurse rang the family each Friday until she was answered.

About the rapid review

A rapid review is a meeting of fifteen days in which each service tells what it knew.
The HSCP asked for this one to be written up.
"""
LIST = """A shelf of reviews, May 2021

In May 2021 eight reviews came to the shelf.
{entries}"""
ENTRY = """
	{number}. {title}

{case}
Learning includes: {first}; {second}; write it down.
Recommendations include: {third}; tell the school.
Other resources Read full overview (PDF)
"""
EIGHT = [
    ("Serious Case Review: Child V", "Injury to a 4-week-old baby in June 2019.", 0.92),
    ("Serious Case Review: Baby ‘V’", "Death of a girl who was almost 3 years old.", 36),
    ("Local Child Safeguarding Practice Review: Child VW", "A boy, 3-years-6-months-old.", 42),
    ("Serious Case Review: Amber", "A boy of eight had been left by himself.", 96),
    ("Serious Case Review: Child X (full overview report)", "A girl aged five was hurt.", 60),
    ("Serious Case Review: ‘Jay’", "A two-year-old boy had many bruises.", 24),
    ("Child Practice Review: Family Z", "Neglect of three siblings over four years.", None),
    ("Serious Case Review: Child X2", "A girl was hurt by someone she knew.", None),
]


@pytest.fixture
def document(make):
    """Read a document of the given name and text."""
    return lambda name, text: read(make(name, text), name, 10**7)


@pytest.fixture
def shelf(document):
    """A list of eight cases, three of which share the letter V."""
    entries = "\n".join(
        ENTRY.format(
            number=n, title=title, case=case, first=f"learn {n} from it", second=f"ask {n} of them",
            third=f"change {n} of it",
        )
        for n, (title, case, _) in enumerate(EIGHT, start=1)
    )  # fmt: skip
    return document("shelf.txt", LIST.format(entries=entries))


def quoted(answer):
    return [s.text for s in answer.statements if s.kind == "quote"]


def test_trap_1_names_in_image_paths_and_contact_details_never_reach_the_text(assistant):
    for document_id in assistant.documents():
        text = assistant.text(document_id).text
        for trace in ("Pat.Example7", "AppData", "crest", "Sampleton", "example.org", "01632"):
            assert trace not in text
    note = assistant.text("learning-note.txt").text
    assert "0800 000 0000" in note  # a helpline is meant to be seen
    assert note.startswith("March 2022")


def test_trap_1_asking_for_the_trainer_finds_no_trace_of_him(assistant):
    answer = assistant.ask("Whom do I contact for a place on the course?")
    assert "Robin" not in answer.model_dump_json(exclude={"question"})


def test_trap_2_a_section_out_of_order_keeps_its_own_heading_and_facet(document):
    note = document("note.txt", SCRAMBLED)
    facets = {
        note.text[b.start : b.end][:20]: (b.headings[-1], b.facet)
        for b in note.blocks
        if b.kind != "heading"
    }
    assert facets["Nobody had looked at"] == ("Key findings", "finding")
    assert facets["The clinic nurse ran"] == ("Good practice", "good_practice")
    assert facets["A rapid review is a "] == ("About the rapid review", "definition")


def test_trap_2_an_abbreviation_that_fits_several_bodies_is_no_publisher(document):
    (review,) = document("note.txt", SCRAMBLED).reviews
    assert review.publisher is None


def test_trap_3_debris_goes_and_odd_spaces_quotes_dashes_and_bullets_are_read(document):
    text = (
        "[bookmark: _GoBack]A briefing on burns\n\n"
        "\t The\u00a0nursery\u2009knew of 3–4 burns[1: See a note of 2019.] and told “nobody”.\n\n"
        "Key messages\n\n· ask each time[footnoteRef:2]\n- write it down\n• ring 'back'\n"
    )
    read_in = document("burns.txt", text)
    said = [read_in.text[u.start : u.end] for u in read_in.units]
    assert said == [
        "The nursery knew of 3–4 burns and told “nobody”.",
        "ask each time",
        "write it down",
        "ring 'back'",
    ]
    assert [read_in.blocks[u.block].kind for u in read_in.units[1:]] == ["list_item"] * 3
    assert read_in.removed == {"bookmark": 1, "footnote": 2}


def test_trap_4_both_expansions_of_an_abbreviation_stand_as_written(document):
    text = (
        "A briefing on records\n\nThe home observation record (HOR) was kept by the clinic.\n\n"
        "A handover record (HOR) was kept by the school, and it was yet to be published.\n"
    )
    read_in = document("records.txt", text)
    assert "home observation record (HOR)" in read_in.text
    assert "handover record (HOR)" in read_in.text


def test_trap_4_what_may_have_gone_stale_carries_its_date(assistant):
    answer = assistant.ask("Has the trial of the mother's partner of Child T taken place?")
    stale = [c for c in [*answer.citations, *answer.nearest] if "yet to take place" in c.quote]
    assert [c.published for c in stale] == ["2021-11"]


def test_trap_5_national_and_local_findings_of_one_list_keep_their_provenance(assistant):
    answer = assistant.ask("What do reviews say about crying and fathers?")
    shown = [*answer.citations, *answer.nearest]
    told = {c.quote.split()[0]: c.provenance for c in shown if "eviews found" in c.quote}
    assert told == {"Local": "local", "National": "national"}


def test_trap_6_the_headings_of_a_table_are_an_answer(assistant):
    answer = assistant.ask("What are the column headings of the action plan?")
    assert answer.status == "answered"
    assert "What\tWho\tBy when" in quoted(answer)


def test_trap_6_a_table_without_its_lines_is_rows_with_their_tabs(document):
    text = "A plan\n\nAction plan\n\nWhat\tWho\tBy when\nRing back\tNurse\tMay 2023\n"
    rows = [u for u in document("plan.txt", text).units if u.kind == "table_row"]
    assert len(rows) == 2


def test_trap_7_a_list_of_eight_cases_is_eight_reviews(shelf):
    labels = [r.label for r in shelf.reviews]
    assert labels == [
        "Child V", "Baby V", "Child VW", "Amber", "Child X", "Jay", "Family Z", "Child X2",
    ]  # fmt: skip
    assert [r.review_id for r in shelf.reviews] == [f"shelf.txt#{n}" for n in range(1, 9)]


def test_trap_7_ages_in_words_are_read_for_each(shelf):
    assert [r.child_age_months for r in shelf.reviews] == [age for *_, age in EIGHT]


def test_trap_7_each_review_of_a_list_holds_its_own_words_and_no_other_s(shelf):
    for number, review in enumerate(shelf.reviews, start=1):
        own = shelf.text[review.start : review.end]
        for n in range(1, 9):
            assert (f"learn {n} from it" in own) is (n == number)
            assert (f"change {n} of it" in own) is (n == number)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Child T", "5-month-old"),
        ("child t", "5-month-old"),
        ("Baby T", "3-week-old"),
        ("Baby ‘T’", "3-week-old"),
        ("Child TW", "3-years-6-months-old"),
    ],
)
def test_trap_7_reviews_that_share_a_letter_are_never_mixed(assistant, asked, words):
    answer = assistant.ask(f"How old was {asked}?")
    assert answer.status == "answered"
    assert words in quoted(answer)[0]
    assert len({c.review_id for c in answer.citations}) == 1


def test_trap_8_a_title_and_a_summary_that_disagree_are_both_kept(assistant):
    (review,) = [r for r in assistant.reviews() if r.label == "Child TW"]
    assert "young baby" in review.title
    assert review.child_age_months == 42
    text = assistant.text(review.document_id).text[review.start : review.end]
    assert "young baby" in text and "3-years-6-months-old" in text


@pytest.mark.parametrize(
    "asked",
    [
        "Which court sentenced the mother of Child N?",
        "Which hospital was Child K taken to?",
        "What was the name of the police officer in the review of Baby T?",
    ],
)
def test_trap_9_what_a_question_presumes_and_no_document_says_is_not_found(assistant, asked):
    answer = assistant.ask(asked)
    assert answer.status == "not_found"
    assert quoted(answer) == []


def test_trap_9_the_part_that_is_said_is_shown_and_the_rest_named(assistant):
    answer = assistant.ask("How old was Child N and which court sentenced her mother?")
    assert answer.status == "partial"
    assert "fourteen months" in quoted(answer)[0]
    (notice,) = [s.text for s in answer.statements if s.kind == "notice"]
    assert "which court sentenced her mother" in notice


def test_trap_10_no_recommendations_is_an_answer(assistant):
    answer = assistant.ask("What did the review of Baby T recommend?")
    assert answer.status == "answered"
    assert quoted(answer)[0].startswith("Makes no recommendations")
    assert [r.recommendations for r in assistant.reviews({"review": "Baby T"})] == ["none recorded"]


def test_trap_10_what_was_done_instead_is_no_recommendation(assistant):
    answer = assistant.ask("What did the review of Baby T recommend?")
    done = {c.quote: c.facet for c in answer.citations if "card" in c.quote or "joint" in c.quote}
    assert set(done.values()) == {"action"}


def test_trap_11_each_point_of_a_semicolon_list_needs_its_lead_in_and_review(shelf):
    points = [u for u in shelf.units if shelf.text[u.start : u.end] == "write it down."]
    assert len(points) == 8
    for number, point in enumerate(points, start=1):
        block = shelf.blocks[point.block]
        assert shelf.text[slice(*block.lead_in)] == "Learning includes:"
        assert (block.facet, block.review) == ("finding", number)


def test_trap_11_a_point_is_shown_with_the_section_and_review_it_is_of(assistant):
    answer = assistant.ask("What should happen at a handover between areas?")
    first = answer.citations[0]
    assert first.quote == "handover between areas should be a meeting with the family's story in " \
        "writing"  # fmt: skip
    assert (first.review, first.section, first.facet) == ("Child T", "Learning", "finding")
