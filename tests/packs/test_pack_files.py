"""The files as offices open them: headings, tables, footers, templates, spreadsheets, PDF."""

import csv
import shutil
from io import BytesIO, StringIO

import docx
import openpyxl
import pptx
import pypdf
import pytest

from askreviews import AskReviewsError
from askreviews.packs.export import pack_bytes
from askreviews.packs.footnotes import read_footnotes
from askreviews.packs.make import pack_of, pack_on
from askreviews.packs.model import Item, Part
from askreviews.packs.template import Template
from packed import faults, in_slides, in_word, notes_of, texts_of

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed (apt-get install it)"
)


@pytest.fixture(scope="module")
def pack(assistant):
    return pack_of(assistant, "child-n.md#1")


@pytest.fixture(scope="module")
def word(pack):
    return pack_bytes(pack, ".docx")


def test_word_has_real_headings_and_says_which_corpus_when(pack, word):
    document = docx.Document(BytesIO(word))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [part.title for part in pack.shown]
    assert "Recommendations" in [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert pack.index.generation in document.sections[0].footer.paragraphs[0].text
    assert pack.made in document.sections[0].footer.paragraphs[0].text


def test_a_footnote_carries_document_section_page_publisher_and_date(pack, word):
    notes = list(read_footnotes(docx.Document(BytesIO(word))).values())
    c = pack.citations[0]
    own = next(n for n in notes if f"characters {c.start}–{c.end}" in n)
    for said in ("child-n.md", f"“{c.section}”", "no page numbers", "Harbourshire Safeguarding "
                 "Children Partnership", "2020-06", "digest"):  # fmt: skip
        assert said in own


def test_a_deck_says_which_corpus_and_keeps_its_sources_in_the_notes(pack):
    deck = pptx.Presentation(BytesIO(pack_bytes(pack, ".pptx")))
    assert all(pack.index.generation in notes_of(slide) for slide in deck.slides)
    assert all(slide.shapes.title.text_frame.text for slide in deck.slides)
    cards = [s for s in deck.slides if s.shapes.title.text_frame.text == "In their exact words"]
    quotes = [[t for t in texts_of(slide) if t.startswith("“")] for slide in cards]
    assert quotes
    assert all(len(found) == 1 for found in quotes)


def test_no_shape_of_a_slide_reaches_over_its_edge(pack):
    deck = pptx.Presentation(BytesIO(pack_bytes(pack, ".pptx")))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_a_long_quotation_goes_on_over_slides_and_loses_nothing(assistant, pack):
    text = assistant.text("child-n.md").text
    start, end = text.index("Child N, a girl"), text.index("Recommendations")
    c = pack.citations[0].model_copy(update={"start": start, "end": end, "quote": text[start:end]})
    long = c.model_copy(update={"quote": c.quote * 3})
    item = Item(id="themes-1", kind="quote", text=long.quote, citations=(1,))
    parts = (Part(key="themes", title="Learning by theme", items=(item,)),)
    deck = pptx.Presentation(
        BytesIO(pack_bytes(pack.model_copy(update={"parts": parts, "citations": (long,)}), ".pptx"))
    )
    slides = list(deck.slides)[1:]
    assert len(slides) > 1
    assert slides[1].shapes.title.text_frame.text.endswith("(continued)")
    pieces = [next(iter([t for t in texts_of(s) if t][1:2])) for s in slides]
    assert " ".join(pieces).strip("“”") == long.quote


def test_the_action_plan_as_csv_and_as_a_workbook(pack):
    rows = list(csv.reader(StringIO(pack_bytes(pack, ".csv").decode("utf-8-sig"))))
    head = next(n for n, row in enumerate(rows) if row[0].startswith("What needs to happen"))
    plan = [row for row in rows[head + 1 :] if row[0]]
    wanted = [s.text for s in pack.statements if s.part == "action_plan" and s.kind == "quote"]
    assert [row[0] for row in plan] == [f"“{text}”" for text in wanted]
    assert all(cell == "" for row in plan for cell in row[1:5])
    assert all(row[5] == "Child N" and row[9] == "child-n.md" for row in plan)
    assert ["Organisation", ""] in rows
    book = openpyxl.load_workbook(BytesIO(pack_bytes(pack, ".xlsx")))
    assert book.sheetnames == ["Action plan", "Sources"]
    cells = [row for row in book["Action plan"].iter_rows(values_only=True)
             if str(row[0]).startswith("“")]  # fmt: skip
    assert all(value is None for row in cells for value in row[1:5])
    assert len(list(book["Sources"].iter_rows())) == len(pack.citations)


def test_a_partnerships_own_look(tmp_path, assistant, pack):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Saltmarsh Safeguarding Partnership"
    document.add_paragraph("To be replaced", style="Title")
    document.save(tmp_path / "pack.docx")
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text_frame.text = "To be replaced"
    deck.save(tmp_path / "pack.pptx")
    look = Template.of(tmp_path)
    word, slides = pack_bytes(pack, ".docx", look), pack_bytes(pack, ".pptx", look)
    made = docx.Document(BytesIO(word))
    assert made.sections[0].header.paragraphs[0].text == "Saltmarsh Safeguarding Partnership"
    assert "To be replaced" not in [p.text for p in made.paragraphs]
    shown = pptx.Presentation(BytesIO(slides))
    assert shown.slide_width == deck.slide_width
    assert "To be replaced" not in [s.shapes.title.text_frame.text for s in shown.slides]

    def text_of(document_id):
        return assistant.text(document_id).text

    assert faults(in_word(word) + in_slides(slides), text_of) == []


def test_footnotes_of_a_template_stay(tmp_path, pack, word):
    (tmp_path / "pack.docx").write_bytes(word)
    again = pack_bytes(pack, ".docx", Template.of(tmp_path))
    before = read_footnotes(docx.Document(BytesIO(word)))
    after = read_footnotes(docx.Document(BytesIO(again)))
    assert len(after) == 2 * len(before)


def test_a_template_that_is_none(tmp_path):
    with pytest.raises(AskReviewsError, match="holds neither"):
        Template.of(tmp_path)
    (tmp_path / "pack.docx").write_bytes(b"no document")
    with pytest.raises(AskReviewsError, match="is not a Word document"):
        Template.of(tmp_path).word()


@needs_office
def test_the_briefing_is_one_page_with_its_footnotes_in_libreoffice(pack):
    pdf = pypdf.PdfReader(BytesIO(pack_bytes(pack.only(["briefing"]), ".pdf")))
    assert len(pdf.pages) == 1
    text = " ".join(pdf.pages[0].extract_text().split())
    for c in pack.only(["briefing"]).statements:
        assert " ".join(c.text.split()) in text
    assert "child-n.md, characters" in text


def test_words_with_characters_that_no_file_can_hold(assistant):
    made = pack_on(assistant, "handover\x00 between\x1b areas")
    item = next(i for part in made.parts for i in part.items)
    made = made.noted(item.id, "bell\x07")
    for suffix in (".docx", ".pptx", ".md", ".csv", ".xlsx"):
        assert pack_bytes(made, suffix)
