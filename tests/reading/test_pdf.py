import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    ListFlowable,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
)

from askreviews.errors import ReadingError
from askreviews.reading.pdf import read_pdf

STYLES = getSampleStyleSheet()
BODY = STYLES["BodyText"]
AUNT = (
    "The boy lived with an aunt who worked nights, and nobody asked who looked after him when "
    "she was out. The neighbours wrote to the school twice; the letters were filed and not "
    "answered until spring."
)
WARDENS = (
    "Wardens saw that the heating was off on three visits. They told the landlord but nobody "
    "else, since no one had said that a toddler was living there. Nobody at the council put the "
    "two things together."
)


@pytest.fixture
def read(tmp_path):
    """Lay out flowables as a PDF and read it."""

    def build(*flowables, **options):
        path = tmp_path / "a note – café 👶.pdf"
        SimpleDocTemplate(str(path), pagesize=A4, title="anonymous").build(
            list(flowables), **options
        )
        return read_pdf(path)

    return build


@pytest.fixture
def draw(tmp_path):
    """Draw lines by hand and read them: each is (x, y, text) or a function of the canvas."""

    def build(*pages, **options):
        path = tmp_path / "drawn.pdf"
        canvas = Canvas(str(path), pagesize=A4, **options)
        for page in pages:
            canvas.setFont("Helvetica", 11)
            for item in page:
                if callable(item):
                    item(canvas)
                else:
                    canvas.drawString(*item)
            canvas.showPage()
        canvas.save()
        return read_pdf(path)

    return build


def lines(text, x, y, width=450, size=11):
    split = simpleSplit(text, "Helvetica", size, width)
    return [(x, y - 13 * number, line) for number, line in enumerate(split)]


def shown(document):
    return [(b.kind, b.level, b.text) for b in document.blocks]


def texts(document):
    return [b.text for b in document.blocks]


def test_paragraphs_headings_and_lists(read):
    document = read(
        Paragraph("Learning from Child Q", STYLES["Title"]),
        Paragraph("1. Background", STYLES["Heading2"]),
        Paragraph(AUNT, BODY),
        Paragraph(WARDENS, ParagraphStyle("indented", parent=BODY, firstLineIndent=20)),
        Paragraph("<b>Good practice</b>", BODY),
        Paragraph("The nurse <b>rang</b> twice.", BODY),
        ListFlowable(
            [Paragraph(AUNT, BODY), Paragraph("Tell the landlord", BODY)], bulletType="bullet"
        ),
        Paragraph("Then:", BODY),
        *[Paragraph(f"{n}. {step}", BODY) for n, step in [(1, "Ask him."), (2, "Write it down.")]],
        Paragraph("– alone", BODY),
    )
    assert document.title == "Learning from Child Q"
    assert shown(document) == [
        ("heading", 1, "Learning from Child Q"),
        ("heading", 2, "1. Background"),
        ("paragraph", 0, AUNT),
        ("paragraph", 0, WARDENS),
        ("heading", 3, "Good practice"),
        ("paragraph", 0, "The nurse rang twice."),
        ("list_item", 1, AUNT),
        ("list_item", 1, "Tell the landlord"),
        ("paragraph", 0, "Then:"),
        ("list_item", 1, "Ask him."),
        ("list_item", 1, "Write it down."),
        ("list_item", 1, "alone"),
    ]
    assert {b.page for b in document.blocks} == {1}


def test_running_heads_feet_and_page_numbers_go(read):
    def edge(canvas, template):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, 805, "Coast Partnership")
        canvas.drawString(60, 30, f"Not for circulation | Page {template.page} of 4")

    body = [Paragraph(f"Visit {n}. {AUNT} {WARDENS}", BODY) for n in range(30)]
    document = read(*body, onFirstPage=edge, onLaterPages=edge)
    assert max(b.page for b in document.blocks) > 1
    assert not re.search("Coast|circulation|Page", " ".join(texts(document)))
    assert texts(document) == [f"Visit {n}. {AUNT} {WARDENS}" for n in range(30)]


def test_lone_page_numbers_go_and_repeated_text_stays(draw):
    pages = [
        [(60, 700, "Ask him alone."), (60, 400, f"Visit {n}."), (300, 25, str(n))] for n in (4, 5)
    ]
    assert texts(draw(*pages)) == ["Ask him alone.", "Visit 4.", "Ask him alone.", "Visit 5."]


def test_a_sentence_over_the_page_is_made_whole(draw):
    laid_out = lines(AUNT, 60, 780)

    def footnote(canvas):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 60, "1   A source of figures, 2031")

    document = draw(
        [*lines(WARDENS, 60, 300), (60, 200, laid_out[0][2]), footnote],
        [*laid_out[1:], *lines(WARDENS, 60, 650)],
    )
    assert [(b.kind, b.text, b.page) for b in document.blocks] == [
        ("paragraph", WARDENS, 1),
        ("paragraph", AUNT, 1),
        ("footnote", "A source of figures, 2031", 1),
        ("paragraph", WARDENS, 2),
    ]


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


def test_two_columns_drawn_across(draw):
    left, right = (
        lines(f"{AUNT} {AUNT}", 60, 700, 220),
        lines(f"{WARDENS} {WARDENS}", 320, 700, 220),
    )
    across = [line for pair in zip(left, right, strict=False) for line in pair]
    rest = left[len(right) :] + right[len(left) :]
    document = draw(
        [
            (60, 760, "A note that runs over both of the columns, from edge to edge, once"),
            *across,
            *rest,
        ]
    )
    assert texts(document)[1:] == [f"{AUNT} {AUNT}", f"{WARDENS} {WARDENS}"]


def test_a_title_drawn_last_is_read_first(draw):
    def title(canvas):
        canvas.setFont("Helvetica-Bold", 22)
        canvas.drawString(60, 780, "Child Q")

    assert texts(draw([*lines(AUNT, 60, 700), title])) == ["Child Q", AUNT]


def test_a_ruled_table_gives_rows(read):
    long = "Every visit is written up with the names of all who are at home that night"
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    rows = [
        ["What needs to happen?", "Who will do it?", "By when?"],
        [Paragraph(long, BODY), "Health visitor\nWarden", "June"],
        ["Heating is checked", "", "July"],
    ]
    document = read(Paragraph(AUNT, BODY), Table(rows, style=grid, colWidths=[170, 150, 60]))
    assert shown(document)[1:] == [
        ("table_row", 0, "What needs to happen?\tWho will do it?\tBy when?"),
        ("table_row", 0, f"{long}\tHealth visitor Warden\tJune"),
        ("table_row", 0, "Heating is checked\t\tJuly"),
    ]


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


@pytest.mark.parametrize(
    ("one", "other", "elsewhere", "joined"),
    [
        ("It is safe-", "guarding work.", "", "It is safeguarding work."),
        ("It was inform-", "ation sharing.", "They inform us.", "It was information sharing."),
        ("It was non-", "accidental harm.", "", "It was non-accidental harm."),
        ("A 3-", "month-old girl.", "", "A 3-month-old girl."),
        (
            "It was decision-",
            "making.",
            "A decision, and the making of it.",
            "It was decision-making.",
        ),
        (
            "A well-being or trauma-",
            "informed way.",
            "The informed.",
            "A well-being or trauma-informed way.",
        ),
        ("It was 2030–", "31 by then.", "", "It was 2030–31 by then."),
        ("The nurse and/", "or teacher.", "", "The nurse and/or teacher."),
        ("The aunt –", "who slept – woke.", "", "The aunt – who slept – woke."),
    ],
)
def test_a_word_parted_at_the_lines_end(draw, one, other, elsewhere, joined):
    document = draw([(60, 700, one), (60, 687, other), (60, 500, elsewhere)])
    assert texts(document)[0] == joined


def test_a_dash_or_number_that_a_line_wraps_at_begins_no_list(draw):
    page = [
        (60, 700, "The aunt of the boy, whom all the neighbours called by her other name"),
        (60, 687, "– not the one in the record – had said so, and had been told by number"),
        (60, 674, "12. The number was that of the landlord, as she said."),
    ]
    assert shown(draw(page)) == [("paragraph", 0, " ".join(text for _, _, text in page))]


def test_ligatures_footnote_marks_and_symbol_bullets(draw):
    pdfmetrics.registerFont(TTFont("DejaVu", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"))

    def page(canvas):
        canvas.setFont("DejaVu", 11)
        canvas.drawString(60, 700, "The oﬃce ﬁled it in 2031")
        width = canvas.stringWidth("The oﬃce ﬁled it in 2031", "DejaVu", 11)
        canvas.setFont("DejaVu", 7)
        canvas.drawString(60 + width, 704, "12")
        canvas.setFont("DejaVu", 11)
        canvas.drawString(60 + width + 13, 700, "and forgot.")
        canvas.drawString(60, 660, "▪")
        canvas.drawString(75, 660, "Ask him")

    assert shown(draw([page])) == [
        ("paragraph", 0, "The office filed it in 2031 and forgot."),
        ("list_item", 1, "Ask him"),
    ]


def test_a_page_on_its_side_reads_along_its_lines(draw):
    def sideways(canvas):
        canvas.setPageRotation(90)
        canvas.rotate(90)
        for x, y, line in lines(AUNT, 60, -80):
            canvas.drawString(x, y, line)

    assert texts(draw([sideways])) == [AUNT]


def test_contents_and_watermarks_are_no_text(draw):
    def stamp(canvas):
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "DRAFT ONLY")
        canvas.restoreState()

    pages = [
        [(60, 700, f"Visit {n}."), (60, 600, f"Findings {'.' * 40} {n}"), stamp] for n in (1, 2, 3)
    ]
    assert texts(draw(*pages)) == ["Visit 1.", "Visit 2.", "Visit 3."]


def test_the_title_in_the_properties_counts_only_if_it_is_shown(tmp_path):
    for name, title in [("Child Q", "Child Q"), ("Microsoft Word - x.doc", None)]:
        path = tmp_path / "titled.pdf"
        canvas = Canvas(str(path))
        canvas.setTitle(name)
        canvas.drawString(60, 700, "A note on Child Q and others")
        canvas.save()
        assert read_pdf(path).title == title


def refusal(path):
    with pytest.raises(ReadingError) as caught:
        read_pdf(path)
    message = str(caught.value)
    assert message.startswith(f"{path.name}: ")
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_a_password_is_told_and_an_owners_lock_is_not_in_the_way(tmp_path):
    for user, owner in [("secret", "boss"), ("", "boss")]:
        path = tmp_path / "locked.pdf"
        lock = pdfencrypt.StandardEncryption(user, owner, canCopy=0)
        canvas = Canvas(str(path), encrypt=lock)
        canvas.drawString(60, 700, "Ask him.")
        canvas.save()
        if user:
            assert "password" in refusal(path)
        else:
            assert texts(read_pdf(path)) == ["Ask him."]


def test_a_scan_is_sent_to_ocr(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path))
    canvas.rect(50, 50, 100, 100, fill=1)
    canvas.save()
    message = refusal(path)
    assert "no text layer" in message
    assert "ocrmypdf in.pdf out.pdf" in message


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"%PDF-1.4" + bytes(999)])
def test_a_damaged_file_is_told(make, content):
    assert "damaged" in refusal(make("broken.pdf", content))


WORD = st.from_regex(r"[A-Za-z]{2,11}", fullmatch=True)
PARAGRAPH = st.lists(WORD, min_size=1, max_size=60).map(" ".join)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(PARAGRAPH, st.sampled_from(["BodyText", "Heading2", "Bullet"])),
        min_size=1,
        max_size=4,
    )
)
def test_no_word_is_lost_or_invented(tmp_path_factory, paragraphs):
    path = tmp_path_factory.getbasetemp() / "any.pdf"
    flowables = [Paragraph(text, STYLES[style]) for text, style in paragraphs]
    SimpleDocTemplate(str(path), pagesize=A4).build(flowables)
    assert (
        " ".join(texts(read_pdf(path))).split() == " ".join(text for text, _ in paragraphs).split()
    )
