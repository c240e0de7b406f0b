import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    ListFlowable,
    Paragraph,
    SimpleDocTemplate,
)

from askreviews.errors import ReadingError
from askreviews.reading.pdf import read_pdf
from drawing import AUNT, WARDENS, lines, shown, texts

STYLES = getSampleStyleSheet()
BODY = STYLES["BodyText"]


def test_paragraphs_headings_and_lists(typeset):
    document = typeset(
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
