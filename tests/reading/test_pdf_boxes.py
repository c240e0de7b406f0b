"""The boxes of what a PDF says, held against its text layer as PDFium reads it there."""

import re
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from askreviews.reading import read
from drawing import (
    AUNT,
    BOLD,
    BUS,
    NURSE,
    WARDENS,
    across,
    column,
    letters,
    letters_in_boxes,
    lines,
    rules,
    write_pdf,
)

LIBERATION = Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf")


def sentences(document):
    return [document.text[unit.start : unit.end] for unit in document.units]


def test_every_sentence_of_a_page_has_boxes_that_hold_it_alone(drawn):
    made = drawn(column(60, 760, AUNT, WARDENS, BUS, width=450))
    assert len(sentences(made.document)) == 7
    for said in sentences(made.document):
        assert made.holds_only(said)


def test_there_is_one_box_a_line_and_it_stands_where_the_line_does(drawn):
    laid = lines(AUNT, 60, 700)
    boxes = drawn(laid).boxes(AUNT)
    assert len(boxes) == len(laid)
    for box, (x, y, _) in zip(boxes, laid, strict=True):
        assert box.page == 1
        assert x <= box.left <= x + 2
        assert y - 4 <= box.bottom <= y
        assert y + 5 <= box.top <= y + 11


def test_a_word_parted_at_the_lines_end_has_a_box_on_either_line(drawn):
    made = drawn(
        [(60, 700, "She spoke of it as a matter of safe-"), (60, 687, "guarding, and of nothing.")]
    )
    assert "a matter of safeguarding, and" in made.document.text
    assert [round(box.left) for box in made.boxes("safeguarding")] == [206, 60]
    assert made.holds_only("a matter of safeguarding, and")


def test_both_letters_of_a_ligature_have_its_box(drawn):
    pdfmetrics.registerFont(TTFont("Serif", LIBERATION))
    made = drawn([(60, 700, "The ﬁle ﬂoated"), (60, 600, "Ask him.")], setting=("Serif", 12))
    [whole], [rest] = made.boxes("file floated"), made.boxes("le floated")
    for letter in ("f", "i"):
        [box] = made.boxes(letter)
        assert whole.left <= box.left < box.right <= rest.left
    assert whole.right == rest.right
    assert made.holds_only("floated")


def test_columns_drawn_across_have_boxes_of_their_own(drawn):
    made = drawn(across(column(60, 700, AUNT, BUS), column(320, 700, WARDENS, NURSE)))
    for said in sentences(made.document):
        assert made.holds_only(said)
    assert {box.right < 300 for box in made.boxes(BUS)} == {True}
    assert {box.left > 310 for box in made.boxes(WARDENS)} == {True}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_turned_page_boxes_are_in_the_pages_own_coordinates(drawn, turn):
    def sideways(canvas):
        canvas.setPageRotation(turn)
        canvas.translate(*{90: (0, 0), 180: (595, 842), 270: (595, 842)}[turn])
        canvas.rotate({90: 90, 180: 180, 270: 270}[turn])
        for x, y, line in turned:
            canvas.drawString(x, y, line)

    turned = lines(AUNT, 60, {90: -80, 180: 700, 270: -80}[turn])
    made = drawn([sideways])
    for said in sentences(made.document):
        assert made.holds_only(said)
    boxes = made.boxes(AUNT)
    assert len(boxes) == len(turned)
    for box in boxes:
        assert 0 <= box.left < box.right <= 595 and 0 <= box.bottom < box.top <= 842


def test_on_a_cropped_page_boxes_are_measured_as_its_text_is(drawn):
    made = drawn(lines(AUNT, 160, 700, 300), pagesize=(700, 900), cropBox=(100, 50, 650, 850))
    assert all(made.holds_only(said) for said in sentences(made.document))
    assert made.boxes("The boy")[0].left == pytest.approx(160, abs=1)


def test_what_was_taken_out_of_a_paragraph_leaves_the_other_boxes_right(drawn):
    said = (
        "The visit was late that week. Write to Robin Sampleton on robin@example.org for it. "
        r"Notes lie in C:\Users\Pat.Example7\draft.docx at the office. Nobody rang on the door."
    )
    made = drawn(lines(said, 60, 700, 300))
    text = made.document.text
    assert "robin" not in text and "Pat" not in text
    for kept in ("The visit was late that week.", "Nobody rang on the door."):
        assert made.holds_only(kept)
    found = re.search(r"at the office\.", text)
    assert found is not None and made.holds_only(found[0])


def test_headings_items_rows_and_footnotes_have_boxes(drawn):
    made = drawn(
        [
            (60, 780, "Findings of the review", BOLD, 15),
            *lines(AUNT, 60, 750),
            (60, 690, "•"),
            *lines(BUS, 75, 690, 300),
            (60, 600, "•"),
            (75, 600, "Ask him alone"),
            rules([60, 200, 340, 480], [500, 520, 540, 560]),
            *[
                (x + 5, y, text)
                for y, row in zip(
                    (546, 526, 506),
                    ["What Who When", "Visit Nurse June", "Ring Warden July"],
                    strict=True,
                )
                for x, text in zip((60, 200, 340), row.split(), strict=True)
            ],
            *lines(WARDENS, 60, 450),
            (60, 60, "1 A note on the locked rooms", "Helvetica", 8),
        ]
    )
    document = made.document
    kinds = {document.text[b.start : b.end]: b.kind for b in document.blocks}
    assert set(kinds.values()) == {"heading", "paragraph", "list_item", "table_row", "footnote"}
    assert kinds["Ring\tWarden\tJuly"] == "table_row"
    assert all(made.holds_only(said) for said in kinds)


def test_a_quotation_over_the_page_has_boxes_on_both_and_the_first_is_its_page(drawn):
    laid = lines(AUNT, 60, 780)
    made = drawn(
        [*lines(BUS, 60, 200), (60, 100, laid[0][2])], [*laid[1:], *lines(WARDENS, 60, 650)]
    )
    assert [box.page for box in made.boxes(AUNT)] == [1, 2, 2]
    assert made.holds_only(AUNT)
    start = made.document.text.index(AUNT)
    assert made.document.layout.page(start, start + len(AUNT)) == 1
    assert made.document.layout.page(start + 150, start + 160) == 2


WORD = st.from_regex(r"[a-z]{3,9}", fullmatch=True)


@settings(max_examples=25)
@given(
    words=st.lists(WORD, min_size=30, max_size=90),
    cut=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    width=st.integers(120, 460),
)
def test_any_stretch_of_words_has_boxes_that_hold_it(tmp_path_factory, words, cut, width):
    path = tmp_path_factory.getbasetemp() / "any.pdf"
    document = read(write_pdf(path, lines(" ".join(words), 60, 780, width)), path.name, 10**8)
    edges = [0, *(m.start() for m in re.finditer(r"\s", document.text)), len(document.text)]
    start, end = sorted(edges[round(part * (len(edges) - 1))] for part in cut)
    assert letters_in_boxes(path, document, start, end) == letters(document.text[start:end])
    boxes = document.layout.boxes(start, end)
    assert all(one.bottom > other.top - 4 for one, other in pairwise(boxes))
    with pdfium.PdfDocument(path) as pages:
        across_page, up = pages[0].get_size()
    assert all(box.right <= across_page and box.top <= up for box in boxes)
