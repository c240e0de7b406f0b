"""The stored text, its blocks and the units that are quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askreviews.reading.raw import RawBlock
from askreviews.reading.structure import build_structure

LINES = st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60)
GENRE = st.sampled_from(
    [
        "Learning includes: one thing was late; another was lost; a third was never asked",
        "Recommendations include:",
        "Makes no recommendations but tells of changes, including:",
        "01 Background",
        "The review looked at;",
        "What\tWho\tWhen",
        "• ask who is in",
        "Nobody rang. The door was shut. e.g. at night.",
        "Serious Case Review: Baby Q",
        "",
    ]
)
RAW = st.builds(
    RawBlock,
    st.one_of(GENRE, LINES),
    st.sampled_from(
        ["heading", "paragraph", "list_item", "table_row", "footnote", "line", "blank"]
    ),
    st.integers(0, 3),
    st.one_of(st.none(), st.integers(1, 3)),
)


def paragraph(text):
    return RawBlock(text, "paragraph")


def heading(text, level=2):
    return RawBlock(text, "heading", level)


def item(text):
    return RawBlock(text, "list_item", 1)


def footnote(text):
    return RawBlock(text, "footnote")


def words(structure, thing):
    return structure.text[thing.start : thing.end]


def units(structure):
    return [(unit.kind, words(structure, unit)) for unit in structure.units]


def by_words(structure, said):
    return next(b for b in structure.blocks if words(structure, b) == said)


def test_a_semicolon_list_becomes_points_that_know_their_lead_in():
    structure = build_structure(
        [paragraph("Learning includes: the nurse was late; nobody rang; the door was shut.")]
    )
    assert units(structure) == [
        ("lead_in", "Learning includes:"),
        ("point", "the nurse was late"),
        ("point", "nobody rang"),
        ("point", "the door was shut."),
    ]
    for block in structure.blocks[1:]:
        assert structure.text[slice(*block.lead_in)] == "Learning includes:"
        assert block.facet == "finding"


def test_a_semicolon_list_is_stored_as_it_reads():
    said = "Learning includes: the nurse was late; nobody rang; the door was shut."
    assert build_structure([paragraph(said)]).text == said


def test_semicolons_without_a_lead_in_make_no_list():
    said = "The nurse was late; nobody rang; the door was shut."
    assert units(build_structure([paragraph(said)])) == [("sentence", said)]


def test_items_know_the_paragraph_that_introduces_them_and_lose_it_at_the_next_heading():
    structure = build_structure(
        [
            heading("Findings"),
            paragraph("Staff said that:"),
            item("nobody rang"),
            item("nobody asked"),
            heading("Background"),
            item("the home was cold"),
        ]
    )
    lead_in = by_words(structure, "nobody asked").lead_in
    assert structure.text[slice(*lead_in)] == "Staff said that:"
    assert by_words(structure, "the home was cold").lead_in is None


def test_blocks_carry_the_path_of_headings_above_them():
    structure = build_structure(
        [
            heading("The report", 1),
            heading("Findings"),
            heading("The school", 3),
            paragraph("Nobody rang."),
            heading("Recommendations"),
            paragraph("Ring back."),
        ]
    )
    assert by_words(structure, "Nobody rang.").headings == ("The report", "Findings", "The school")
    assert by_words(structure, "Ring back.").headings == ("The report", "Recommendations")


def test_the_nearest_heading_that_announces_a_facet_gives_it():
    structure = build_structure(
        [
            heading("Findings"),
            paragraph("Nobody rang."),
            heading("Good practice", 3),
            paragraph("The school rang."),
            heading("The police", 3),
            paragraph("An officer came."),
            heading("Recommendations"),
            paragraph("Ring back."),
        ]
    )
    facets = {words(structure, b): b.facet for b in structure.blocks if b.kind == "paragraph"}
    assert facets == {
        "Nobody rang.": "finding",
        "The school rang.": "good_practice",
        "An officer came.": "finding",
        "Ring back.": "recommendation",
    }


@pytest.mark.parametrize(
    ("lead_in", "facet"),
    [
        ("These steps follow good practice:", "recommendation"),
        ("The school told the review of its findings and of these steps:", "recommendation"),
        ("Learning includes:", "finding"),
        ("These questions are for a team meeting:", "question"),
    ],
)
def test_a_lead_in_overrides_its_heading_only_where_it_announces_something(lead_in, facet):
    structure = build_structure(
        [heading("Recommendations"), paragraph(lead_in), item("ring back"), item("write it down")]
    )
    assert [b.facet for b in structure.blocks if b.kind == "list_item"] == [facet, facet]


def test_under_a_heading_that_says_nothing_a_lead_in_that_mentions_a_facet_gives_it():
    structure = build_structure(
        [heading("Housing"), paragraph("Staff named these strengths:"), item("they rang back")]
    )
    assert by_words(structure, "they rang back").facet == "good_practice"


def test_footnotes_part_neither_a_lead_in_from_its_list_nor_the_list():
    structure = build_structure(
        [
            paragraph("Recommendations include:"),
            footnote("Told by the aunt."),
            item("ring back"),
            footnote("See the plan of June."),
            item("write it down"),
        ]
    )
    assert structure.text == (
        "Recommendations include:\n\n- ring back\n- write it down\n\n"
        "Told by the aunt.\nSee the plan of June."
    )
    for said in ("ring back", "write it down"):
        block = by_words(structure, said)
        assert structure.text[slice(*block.lead_in)] == "Recommendations include:"
        assert block.facet == "recommendation"
    for said in ("Told by the aunt.", "See the plan of June."):
        block = by_words(structure, said)
        assert (block.kind, block.lead_in, block.facet) == ("footnote", None, "resource")


def test_a_footnote_has_the_headings_of_where_its_mark_stands():
    structure = build_structure(
        [
            heading("Findings"),
            paragraph("Nobody rang."),
            footnote("Told by the aunt."),
            heading("Recommendations"),
            paragraph("Ring back."),
        ]
    )
    assert words(structure, structure.blocks[-1]) == "Told by the aunt."
    assert structure.blocks[-1].headings == ("Findings",)
    assert ("sentence", "Told by the aunt.") in units(structure)


def test_a_lead_in_that_says_there_are_no_recommendations_is_quoted_by_itself():
    structure = build_structure(
        [paragraph("Makes no recommendations but tells of changes, including: a card; a visit.")]
    )
    assert units(structure)[0] == (
        "sentence",
        "Makes no recommendations but tells of changes, including:",
    )
    facets = [block.facet for block in structure.blocks]
    assert facets == ["recommendation", "action", "action"]


def test_paragraphs_are_quoted_by_the_sentence_and_short_items_whole():
    structure = build_structure(
        [paragraph("Nobody rang. The door was shut."), item("Ring first. Then go.")]
    )
    assert units(structure) == [
        ("sentence", "Nobody rang."),
        ("sentence", "The door was shut."),
        ("point", "Ring first. Then go."),
    ]


def test_a_long_item_is_quoted_by_the_sentence():
    long = " ".join(["Nobody wrote down who had been in the home on that night."] * 5)
    structure = build_structure([item(long)])
    assert [kind for kind, _ in units(structure)] == ["sentence"] * 5


def test_a_row_of_a_table_is_one_unit_with_its_tabs():
    structure = build_structure([RawBlock("What\tWho\tBy when", "table_row")])
    assert units(structure) == [("table_row", "What\tWho\tBy when")]


def test_headings_are_not_quoted():
    structure = build_structure([heading("Nobody rang."), paragraph("The door was shut.")])
    assert units(structure) == [("sentence", "The door was shut.")]


def test_pages_travel_with_the_blocks():
    structure = build_structure([RawBlock("One.", "paragraph", 0, 4), paragraph("Two.")])
    assert [block.page for block in structure.blocks] == [4, None]


def test_national_and_local_items_of_one_list_are_told_apart():
    structure = build_structure(
        [
            heading("Themes shared with other reviews"),
            item("Local reviews found that fathers are left out"),
            item("National reviews found that crying comes first"),
            item("Both matter to the partnership"),
        ]
    )
    assert [b.provenance for b in structure.blocks[1:]] == ["local", "national", None]


def test_what_cleaning_took_out_is_counted_over_all_blocks():
    structure = build_structure(
        [paragraph("Nobody rang.[2: See the note.]"), paragraph("[footnoteRef:3]")]
    )
    assert structure.text == "Nobody rang."
    assert structure.removed == {"footnote": 2}


def test_nothing_at_all_gives_an_empty_text():
    structure = build_structure([])
    assert (structure.text, structure.blocks, structure.units) == ("", (), ())


@given(st.lists(RAW, max_size=12))
def test_blocks_and_units_lie_in_order_each_unit_inside_its_block(raw):
    structure = build_structure(raw)
    last = 0
    for block in structure.blocks:
        assert last <= block.start < block.end <= len(structure.text)
        last = block.end
        if block.lead_in:
            assert block.lead_in[1] <= block.start
    last = 0
    for unit in structure.units:
        block = structure.blocks[unit.block]
        assert block.start <= unit.start < unit.end <= block.end
        assert last <= unit.start
        last = unit.end
        assert words(structure, unit) == words(structure, unit).strip()


@given(st.lists(RAW, max_size=12))
def test_no_word_of_a_paragraph_or_item_is_left_out_of_the_units(raw):
    structure = build_structure(raw)
    for index, block in enumerate(structure.blocks):
        if block.kind == "heading":
            continue
        told = "".join(words(structure, u) for u in structure.units if u.block == index)
        assert "".join(told.split()) == "".join(words(structure, block).split())


@pytest.mark.parametrize("kind", ["list_item", "table_row"])
def test_items_and_rows_stand_on_neighbouring_lines_paragraphs_apart(kind):
    structure = build_structure(
        [paragraph("One."), RawBlock("a\tb", kind, 1), RawBlock("c\td", kind, 1), paragraph("Two.")]
    )
    mark = "- " if kind == "list_item" else ""
    assert structure.text == f"One.\n\n{mark}a\tb\n{mark}c\td\n\nTwo."
