"""The rows of tables in a PDF, with rules round their cells and without."""

import pytest
from reportlab.lib import colors
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, Table

from drawing import AUNT, BOLD, BUS, NURSE, WARDENS, column, lines, rules, shown, texts

BODY = getSampleStyleSheet()["BodyText"]
COLUMNS = (60, 240, 420)
PLAN = [
    ("What will be done", "Who leads on it", "Due by"),
    ("Ask who sleeps at home", "Health visitor", "June"),
    ("Check the heating of every room", "Warden", "July"),
    ("Tell the school of the letters", "Head of the school", "May"),
]


def table(rows, y, columns=COLUMNS, pitch=20):
    """Rows of one line each, drawn without a rule."""
    return [
        (x, y - pitch * number, text)
        for number, row in enumerate(rows)
        for x, text in zip(columns, row, strict=True)
        if text
    ]


def rows(document):
    return [b.text.split("\t") for b in document.blocks if b.kind == "table_row"]


def test_rows_set_without_a_rule(draw):
    document = draw([*lines(AUNT, 60, 760), *table(PLAN, 690), *lines(BUS, 60, 580)])
    assert rows(document) == [list(row) for row in PLAN]
    assert (texts(document)[0], texts(document)[-1]) == (AUNT, BUS)


def test_cells_that_wrap_without_a_rule(draw):
    wrapped = [
        *table([PLAN[0]], 690),
        *[(60, 670, "Ask who sleeps at home on"), (60, 657, "each night of the week")],
        *[(240, 670, "Health visitor and"), (240, 657, "warden"), (420, 670, "June")],
        *table(PLAN[2:], 637),
    ]
    document = draw([*lines(AUNT, 60, 760), *wrapped, *lines(BUS, 60, 560)])
    assert rows(document) == [
        list(PLAN[0]),
        ["Ask who sleeps at home on each night of the week", "Health visitor and warden", "June"],
        *[list(row) for row in PLAN[2:]],
    ]


def test_empty_cells_without_a_rule(draw):
    plan = [
        PLAN[0],
        ("Ask who sleeps at home", "", "June"),
        PLAN[2],
        ("Tell the school", "Head", ""),
    ]
    document = draw([*lines(AUNT, 60, 760), *table(plan, 690), *lines(BUS, 60, 560)])
    assert rows(document) == [
        list(PLAN[0]),
        ["Ask who sleeps at home", "", "June"],
        list(PLAN[2]),
        ["Tell the school", "Head"],
    ]


def test_a_row_without_a_rule_that_a_page_parts(draw):
    first = [*lines(AUNT, 60, 200), *table(PLAN[:3], 140)]
    parted = [(60, 80, "Tell the school of letters"), (240, 80, "Head"), (420, 80, "May")]
    rest = [(60, 780, "came in spring"), *lines(BUS, 60, 740)]
    document = draw([*first, *parted], rest)
    assert rows(document)[3:] == [["Tell the school of letters came in spring", "Head", "May"]]
    assert texts(document)[-1] == BUS


def test_a_table_without_a_rule_goes_on_in_the_next_column(draw):
    starts, further = (60, 190), (320, 450)
    left = [*column(60, 740, WARDENS, NURSE, AUNT, BUS, WARDENS, NURSE)]
    pairs = [("Ask who is in", "Nurse"), ("See the heating", "Warden"), ("Tell the school", "Aunt"),
             ("Write it down", "Driver")]  # fmt: skip
    foot = min(y for _, y, _ in left) - 26
    page = [*left, *table(pairs[:2], foot, starts), *table(pairs[2:], 740, further)]
    document = draw([*page, *column(320, 690, BUS, AUNT, WARDENS, NURSE)])
    assert rows(document) == [list(pair) for pair in pairs]


def test_two_lines_that_happen_to_stand_level_are_no_table(draw):
    page = [*lines(AUNT, 60, 760), *table(PLAN[1:3], 690), *lines(BUS, 60, 640)]
    assert rows(draw(page)) == []


def test_a_label_and_what_it_says_stay_on_one_line(draw):
    page = [
        *lines(AUNT, 60, 760),
        *[(60, 690, "Published:"), (200, 690, "March 2031")],
        *[(60, 670, "By:"), (200, 670, "Coast Partnership")],
        *lines(BUS, 60, 630),
    ]
    told = texts(draw(page))
    assert [text.replace("\t", " ") for text in told[1:-1]] == [
        "Published: March 2031",
        "By: Coast Partnership",
    ]


def ruled(cells, ys, xs=(60, 240, 420, 540)):
    """Rows with a rule round each cell; ``ys`` from the top rule to the bottom one."""
    drawn = [rules(list(xs), sorted(ys))]
    for top, row in zip(ys, cells, strict=False):
        for x, text in zip(xs, row, strict=False):
            drawn += lines(text, x + 5, top - 14, 165) if text else []
    return drawn


def test_a_table_with_rules_goes_on_over_the_page(draw):
    document = draw(
        [*lines(AUNT, 60, 200), *ruled(PLAN[:2], (140, 110, 80))],
        [*ruled(PLAN[2:], (790, 760, 730)), *lines(BUS, 60, 700)],
    )
    assert rows(document) == [list(row) for row in PLAN]
    assert texts(document)[-1] == BUS


def test_a_row_with_rules_that_a_page_parts_is_one_row(draw):
    begun = ("Ask who sleeps at home on each night of the week and", "Health visitor", "June")
    document = draw(
        [*lines(AUNT, 60, 200), *ruled([PLAN[0], begun], (140, 110, 60))],
        [*ruled([("write down the names of all of them", "", "")], (790, 750)),
         *lines(BUS, 60, 700)],
    )  # fmt: skip
    whole = f"{begun[0]} write down the names of all of them"
    assert rows(document) == [list(PLAN[0]), [whole, *begun[1:]]]


def test_a_grid_that_lays_out_a_page_goes_on_over_it(draw):
    def cell(x, y, name, *paragraphs):
        return [(x, y, name, BOLD, 12), *column(x, y - 18, *paragraphs, width=230)]

    first, rest = AUNT.split(" The neighbours ")
    document = draw(
        [
            rules([50, 300, 550], [60, 200, 700]),
            *cell(60, 680, "Before", WARDENS),
            *cell(310, 680, "During", BUS),
            *cell(60, 180, "After", first),
            *cell(310, 180, "Since", "Nobody asked."),
        ],
        [
            rules([50, 300, 550], [600, 790]),
            *column(60, 770, f"The neighbours {rest}", width=230),
            *column(310, 770, NURSE, width=230),
        ],
    )
    assert shown(document) == [
        ("heading", 1, "Before"),
        ("paragraph", 0, WARDENS),
        ("heading", 1, "During"),
        ("paragraph", 0, BUS),
        ("heading", 1, "After"),
        ("paragraph", 0, first),
        ("paragraph", 0, f"The neighbours {rest}"),
        ("heading", 1, "Since"),
        ("paragraph", 0, "Nobody asked."),
        ("paragraph", 0, NURSE),
    ]


@pytest.mark.parametrize("one_path", [True, False], ids=["one path", "a path a rule"])
def test_rules_make_cells_however_they_are_drawn(draw, one_path):
    xs, ys = [60, 240, 420, 540], [600, 630, 660, 690, 720]

    def rule_by_rule(canvas):
        for x in xs:
            canvas.line(x, ys[0], x, ys[-1])
        for y in ys:
            canvas.line(xs[0], y, xs[-1], y)

    cells = ruled(PLAN, (720, 690, 660, 630, 600))[1:]
    grid = rules(xs, ys) if one_path else rule_by_rule
    assert rows(draw([*lines(AUNT, 60, 780), grid, *cells])) == [list(row) for row in PLAN]


def test_a_ruled_table_gives_rows(typeset):
    long = "Every visit is written up with the names of all who are at home that night"
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    held = [
        ["What will be done?", "Who leads on it?", "Due by?"],
        [Paragraph(long, BODY), "Health visitor\nWarden", "June"],
        ["Heating is checked", "", "July"],
    ]
    document = typeset(Paragraph(AUNT, BODY), Table(held, style=grid, colWidths=[170, 150, 60]))
    assert shown(document)[1:] == [
        ("table_row", 0, "What will be done?\tWho leads on it?\tDue by?"),
        ("table_row", 0, f"{long}\tHealth visitor Warden\tJune"),
        ("table_row", 0, "Heating is checked\t\tJuly"),
    ]
