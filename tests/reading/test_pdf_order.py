"""The order in which what stands on a PDF page is read."""

import random

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from askreviews.reading.pdf import read_pdf
from drawing import AUNT, BOLD, BUS, NURSE, WARDENS, across, box, column, lines, rules, shown, texts

BODY = getSampleStyleSheet()["BodyText"]
WIDE = f"{NURSE} {BUS}"


def heading(x, y, text, size=13):
    return (x, y, text, BOLD, size)


def foot(drawn):
    return min(line[1] for line in drawn)


def by_height(drawn):
    """Lines drawn from left to right, then down the page."""
    return across(drawn)


def shuffled(drawn):
    """The same lines drawn in no order at all."""
    mixed = list(drawn)
    random.Random(7).shuffle(mixed)
    return mixed


ORDERS = pytest.mark.parametrize("order", [by_height, shuffled, list], ids=lambda f: f.__name__)


@ORDERS
def test_two_columns_are_read_one_after_the_other_however_they_are_drawn(draw, order):
    left, right = column(60, 700, AUNT, BUS), column(320, 700, WARDENS, NURSE)
    assert texts(draw(order([*left, *right]))) == [AUNT, BUS, WARDENS, NURSE]


@ORDERS
def test_columns_headings_across_them_and_columns_again(draw, order):
    first = [*column(60, 700, AUNT), *column(320, 700, WARDENS)]
    middle = lines(WIDE, 60, 540, 480)
    last = [*column(60, 440, BUS), *column(320, 440, NURSE)]
    drawn = [*first, *middle, *last]
    document = draw(
        [heading(60, 760, "What was found, from one edge to the other", 18), *order(drawn)]
    )
    assert texts(document)[1:] == [AUNT, WARDENS, WIDE, BUS, NURSE]


def test_text_across_that_does_not_reach_the_margin_parts_columns_too(draw):
    first = [*column(60, 700, AUNT), *column(320, 700, WARDENS)]
    middle = lines(WIDE, 60, 540, 440)
    last = [*column(60, 440, BUS), *column(320, 440, NURSE)]
    title = (60, 760, "A title that goes from the one edge of the page to the other edge", BOLD, 15)
    document = draw([title, *by_height([*first, *middle, *last])])
    assert texts(document)[1:] == [AUNT, WARDENS, WIDE, BUS, NURSE]


def test_a_paragraph_goes_on_at_the_head_of_the_next_column(draw):
    laid = lines(f"{AUNT} {BUS}", 60, 130, 220)
    rest = [(320, 700 - 13 * n, text) for n, (_, _, text) in enumerate(laid[4:])]
    drawn = [*column(60, 700, WARDENS, NURSE, WARDENS, NURSE), *laid[:4], *rest]
    after = column(320, rest[-1][1] - 30, BUS)
    assert texts(draw([*drawn, *after])) == [
        *[WARDENS, NURSE, WARDENS, NURSE],
        f"{AUNT} {BUS}",
        BUS,
    ]


def test_a_heading_at_the_foot_of_the_left_column_belongs_to_the_text_across_below(draw):
    left, right = column(60, 700, AUNT, BUS), column(320, 700, WARDENS, NURSE)
    y = min(foot(left), foot(right)) - 30
    after = lines(WIDE, 60, y - 22, 480)
    document = draw([*left, *right, heading(60, y, "Good practice"), *after])
    assert texts(document) == [AUNT, BUS, WARDENS, NURSE, "Good practice", WIDE]


def test_three_columns(draw):
    columns = [
        column(x, 700, text, other, width=145)
        for x, text, other in [(50, AUNT, BUS), (225, WARDENS, NURSE), (400, BUS, AUNT)]
    ]
    assert texts(draw(across(*columns))) == [AUNT, BUS, WARDENS, NURSE, BUS, AUNT]


def test_a_ruled_table_inside_a_column(draw):
    left = [*column(60, 700, AUNT), *column(60, 500, BUS)]
    table = [rules([60, 130, 200, 280], [530, 550, 570, 590])]
    rows = {576: "What Who When", 556: "Visit Nurse June", 536: "Ring Warden May"}
    for y, row in rows.items():
        table += [(x + 4, y, word) for x, word in zip((60, 130, 200), row.split(), strict=True)]
    right = column(320, 700, WARDENS, NURSE, AUNT, BUS)
    assert texts(draw([*table, *across(left, right)])) == [
        AUNT,
        *["What\tWho\tWhen", "Visit\tNurse\tJune", "Ring\tWarden\tMay"],
        BUS,
        *[WARDENS, NURSE, AUNT, BUS],
    ]


@pytest.mark.parametrize("fill", [None, 0.9], ids=["outlined", "filled"])
def test_boxes_of_several_heights_are_read_down_the_columns(draw, fill):
    places = [(50, 560, 160, AUNT), (50, 330, 210, BUS), (310, 640, 80, "Ask him."),
              (310, 420, 200, WARDENS), (310, 330, 70, "Ring back.")]  # fmt: skip
    frames = [box(x, y, 240, height, fill=fill) for x, y, height, _ in places]
    names = [f"Box {letter}" for letter in "PQRST"]
    said = []
    for (x, y, height, text), name in zip(places, names, strict=True):
        top = y + height - 20
        said += [heading(x + 10, top, name), *lines(text, x + 10, top - 18, 220)]
    document = draw([*frames, *shuffled(said)])
    assert texts(document) == [
        part for (_, _, _, text), name in zip(places, names, strict=True) for part in (name, text)
    ]


def test_a_grid_of_ruled_cells_is_read_row_by_row(draw):
    cells = [("Before", AUNT), ("During", BUS), ("After", WARDENS), ("Since", NURSE)]
    drawn = [rules([50, 300, 550], [300, 500, 700])]
    for number, (name, text) in enumerate(cells):
        x, y = 60 + 250 * (number % 2), 680 - 200 * (number // 2)
        drawn += [heading(x, y, name), *lines(text, x, y - 20, 220)]
    assert texts(draw(drawn)) == [part for cell in cells for part in cell]


def test_short_lines_that_leave_half_a_page_free_are_no_column(draw):
    addresses = [
        (60, 700 - 15 * n, f"{word} is told.")
        for n, word in enumerate("School Nurse Warden Driver Aunt Council".split())
    ]
    page = [*lines(WIDE, 60, 780), *addresses, *lines(WARDENS, 60, 590), *lines(AUNT, 60, 540)]
    assert texts(draw(page)) == [
        WIDE,
        *[f"{word} is told." for word in "School Nurse Warden Driver Aunt Council".split()],
        WARDENS,
        AUNT,
    ]


def test_labels_at_the_left_stand_before_their_paragraphs_at_the_right(draw):
    y, page, expected = 740, [], []
    for name, text in [("Home", AUNT), ("Heating", WARDENS), ("Travel", BUS), ("Health", NURSE)]:
        page += [heading(60, y, name, 11), *lines(text, 180, y, 340)]
        y = foot(page) - 28
        expected += [name, text]
    assert " ".join("\t".join(texts(draw(page))).split()) == " ".join(expected)


def test_a_date_at_the_top_right_does_not_come_between(draw):
    page = [
        (60, 770, "Coast Partnership", BOLD, 16),
        (440, 770, "4 March 2031"),
        *lines(WIDE, 60, 720),
        *lines(AUNT, 60, 640),
    ]
    told = texts(draw(page))
    assert told[-2:] == [WIDE, AUNT]
    assert " ".join(told[:-2]).split() == "Coast Partnership 4 March 2031".split()


def test_side_notes_do_not_break_the_text_beside_them(draw):
    body = column(60, 740, AUNT, WARDENS, BUS, NURSE, width=330)
    note = "Nobody asked who slept at home, and the letters went on and on without an answer."
    side = lines(note, 430, 700, 110)
    told = texts(draw([*body, *side]))
    assert [text for text in told if text != note] == [AUNT, WARDENS, BUS, NURSE]
    assert note in told


def test_two_columns_that_flow(tmp_path):
    path = tmp_path / "columns.pdf"
    frames = [Frame(60, 60, 220, 640), Frame(310, 60, 220, 640)]
    template = BaseDocTemplate(str(path), pagesize=A4)

    def banner(canvas, _):
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(60, 760, "Set in two columns")

    template.addPageTemplates([PageTemplate("two", frames, onPageEnd=banner)])
    paragraphs = [f"Visit {n}. {AUNT} {WARDENS}" for n in range(9)]
    template.build([Paragraph(text, BODY) for text in paragraphs])
    assert texts(read_pdf(path)) == ["Set in two columns", *paragraphs]


def test_a_title_drawn_last_is_read_first(draw):
    def title(canvas):
        canvas.setFont("Helvetica-Bold", 22)
        canvas.drawString(60, 780, "Child Q")

    assert texts(draw([*lines(AUNT, 60, 700), title])) == ["Child Q", AUNT]


def test_boxes_side_by_side_stay_apart(draw):
    def boxes(canvas):
        for x, heading in [(50, "Background"), (320, "Good practice")]:
            canvas.rect(x, 500, 250, 200)
            canvas.setFont("Helvetica-Bold", 11)
            canvas.drawString(x + 10, 680, heading)
            canvas.setFont("Helvetica", 11)
            for line in lines(f"On {heading.lower()}. {AUNT}", x + 10, 655, 230):
                canvas.drawString(*line)

    assert shown(draw([boxes, (60, 400, "After the boxes.")])) == [
        ("heading", 1, "Background"),
        ("paragraph", 0, f"On background. {AUNT}"),
        ("heading", 1, "Good practice"),
        ("paragraph", 0, f"On good practice. {AUNT}"),
        ("paragraph", 0, "After the boxes."),
    ]


@ORDERS
def test_lists_side_by_side_are_read_one_after_the_other(draw, order):
    left = [(60, 700 - 16 * n, f"• ask the {who} alone") for n, who in enumerate(("boy", "girl"))]
    left += [(60, 668, "• write it down"), (60, 652, "• tell the school")]
    right = [(320, line[1], line[2].replace("•", "• then")) for line in left]
    said = [block.text for block in draw(order([*left, *right])).blocks]
    assert said == [text.removeprefix("• ") for _, _, text in (*left, *right)]


def test_paragraphs_that_start_level_in_two_columns_are_no_table(draw):
    starts = [(700, AUNT, WARDENS), (580, BUS, NURSE), (460, WARDENS, AUNT)]
    drawn = [
        line
        for y, left, right in starts
        for line in (*lines(left, 60, y, 220), *lines(right, 320, y, 220))
    ]
    assert not any(block.kind == "table_row" for block in draw(across(drawn)).blocks)
