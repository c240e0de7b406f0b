"""Footnotes of PDFs: told apart from the text, and stored after it."""

from drawing import AUNT, BOLD, BUS, NURSE, WARDENS, across, column, lines, rules, shown, texts

SMALL = ("Helvetica", 8)
NOTE = "Figures are those of the year that ended in spring"


def small(x, y, *said):
    return [(x, y - 10 * number, text, *SMALL) for number, text in enumerate(said)]


def noted(drawn, said):
    """The block of a footnote."""
    document = drawn.document
    return next(b for b in document.blocks if document.text[b.start : b.end] == said)


def test_a_footnote_is_told_without_its_number_after_all_the_text(drawn):
    made = drawn(
        [
            (60, 780, "Findings", BOLD, 16),
            *lines(AUNT, 60, 750),
            (60, 690, "Home", BOLD, 13),
            *lines(WARDENS, 60, 670),
            *small(60, 70, f"1 {NOTE}"),
        ],
        [(60, 780, "Recommendations", BOLD, 16), *lines(BUS, 60, 750)],
    )
    text, note = made.document.text, noted(made, NOTE)
    assert text.endswith(f"{BUS}\n\n{NOTE}")
    assert note.kind == "footnote"
    assert (note.headings, note.facet) == (("Findings", "Home"), "resource")
    assert made.document.layout.page(note.start, note.end) == 1
    assert made.holds_only(NOTE)


def test_several_notes_and_one_of_several_lines(draw):
    document = draw(
        [
            *lines(AUNT, 60, 750),
            *small(60, 90, f"1 {NOTE},", "and of no other; see the plan.", "2 Told by the aunt."),
        ]
    )
    assert shown(document) == [
        ("paragraph", 0, AUNT),
        ("footnote", 0, f"{NOTE}, and of no other; see the plan."),
        ("footnote", 0, "Told by the aunt."),
    ]


def test_the_footnotes_of_each_page_do_not_part_what_goes_on_over_it(draw):
    laid = lines(f"{AUNT} {BUS}", 60, 140)
    kept = 3
    rest = [(60, 780 - 13 * n, text) for n, (_, _, text) in enumerate(laid[kept:])]
    foot = rest[-1][1]
    document = draw(
        [*lines(WARDENS, 60, 600), *laid[:kept], *small(60, 70, "1 Told by the aunt.")],
        [*rest, *lines(NURSE, 60, foot - 30), *small(60, 70, "2 Told by the driver.")],
    )
    assert shown(document) == [
        ("paragraph", 0, WARDENS),
        ("paragraph", 0, f"{AUNT} {BUS}"),
        ("footnote", 0, "Told by the aunt."),
        ("paragraph", 0, NURSE),
        ("footnote", 0, "Told by the driver."),
    ]


def test_notes_at_the_feet_of_two_columns(draw):
    document = draw(
        [
            *across(column(60, 740, AUNT, BUS), column(320, 740, WARDENS, NURSE)),
            *small(60, 90, "1 Told by the aunt", "in spring.", "2 Told by the driver."),
            *small(320, 90, "3 Told by the nurse.", "4 Told by the wardens", "in autumn."),
        ]
    )
    assert texts(document) == [
        *[AUNT, BUS, WARDENS, NURSE],
        *["Told by the aunt in spring.", "Told by the driver."],
        *["Told by the nurse.", "Told by the wardens in autumn."],
    ]


def test_notes_marked_by_signs_are_footnotes(draw):
    document = draw([*lines(AUNT, 60, 750), *small(60, 80, f"* {NOTE}")])
    assert shown(document)[1:] == [("footnote", 0, NOTE)]


def test_a_caption_in_small_print_stays_where_it_stands(draw):
    caption = "Visits to the home by month, from the notes of the nurse"
    document = draw([*lines(AUNT, 60, 300), *small(60, 220, caption), *lines(BUS, 60, 190)])
    assert shown(document) == [
        ("paragraph", 0, AUNT),
        ("paragraph", 0, caption),
        ("paragraph", 0, BUS),
    ]


def test_the_source_under_a_table_is_no_footnote(draw):
    source = "Source: the log of the depot, read in June"
    cells = [
        (x + 5, y, word)
        for y, row in {
            206: "What Who When",
            186: "Visit Nurse June",
            166: "Ring Warden May",
        }.items()
        for x, word in zip((60, 200, 340), row.split(), strict=True)
    ]
    document = draw(
        [
            *lines(AUNT, 60, 300),
            rules([60, 200, 340, 480], [160, 180, 200, 220]),
            *cells,
            *small(60, 145, source),
        ]
    )
    assert [b.kind for b in document.blocks] == ["paragraph", *["table_row"] * 3, "paragraph"]
    assert texts(document)[-1] == source


def test_numbered_small_print_above_text_is_no_footnote(draw):
    said = "3 of the letters were opened"
    document = draw([*lines(AUNT, 60, 380), *small(60, 300, said), *lines(BUS, 60, 270)])
    assert "footnote" not in {b.kind for b in document.blocks}
    assert " ".join(texts(document)) == f"{AUNT} {said} {BUS}"


def test_a_document_all_in_small_print_has_no_footnotes(draw):
    document = draw(small(60, 120, "1 Ask him alone", "2 Write it down"), setting=SMALL)
    assert "footnote" not in {b.kind for b in document.blocks}
