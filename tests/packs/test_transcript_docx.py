"""The Word document, read back: every quotation, headings to go by, what it says of itself."""

import re
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from askreviews.packs.take_away import TakeAway
from askreviews.packs.transcript_arranging import arrange
from askreviews.packs.transcript_docx import docx
from askreviews.types import IndexInfo
from conversations import HOSTILE, answered, citation, quoted, quoting, real_answers


def read(data):
    return Document(BytesIO(data))


def text_of(document):
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def written(*answers, notes=lambda _: ()):
    held = IndexInfo(generation="g", documents=1, reviews=1)
    return read(docx(arrange(answers, held, date(2026, 3, 1), notes)))


def test_each_quotation_of_real_answers_stands_verbatim(assistant):
    answers = real_answers(assistant)
    document = read(TakeAway(assistant).docx(answers))
    text = text_of(document)
    assert len(quoted(answers)) > 5
    assert all(quote in text for quote in quoted(answers))
    assert "900123" not in text
    assert "Jane" not in text
    shown = [s.text for a in answers for s in a.statements if s.kind == "quote"]
    shown += [near.quote for a in answers for near in a.nearest]
    styled = [p.text for p in document.paragraphs if p.style.name == "Quote"]
    assert len(styled) == len(shown)
    assert all(f"“{words}”" in p for words, p in zip(shown, styled, strict=True))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_words_hold_is_text(hostile):
    about = ("document_id", "document_title", "review", "publisher", "section")
    cited = citation(1, hostile, **dict.fromkeys(about, hostile))
    document = written(quoting(cited, question=hostile))
    assert re.sub("\r\n?", "\n", hostile) in text_of(document)
    headings = [p for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert len(headings) == 3
    assert document.part._element.xpath("//w:hyperlink") == []


def test_what_xml_cannot_hold_is_shown_as_missing():
    assert "a\ufffdb\ufffd" in text_of(
        written(quoting(citation(1, "a\x0bb\x00"), question="\x01?"))
    )


def test_headings_lead_through_it():
    near = [citation(1, "Near.")]
    document = written(quoting(citation(1)), answered(status="not_found", nearest=near))
    outline = [
        (p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("H", "T"))
    ]
    assert outline == [
        ("Title", "Answers from the reviews held"),
        ("Heading 1", "Question 1: Q?"),
        ("Heading 2", "Child A"),
        ("Heading 2", "Sources for question 1"),
        ("Heading 1", "Question 2: Q?"),
        ("Heading 2", "Nearest passages (they do not answer the question)"),
        ("Heading 3", "Child A"),
        ("Heading 2", "Sources for question 2"),
    ]
    assert document.paragraphs[1].text.startswith("This is not a decision tool.")


def test_it_says_what_it_is():
    document = written(quoting(citation(1)))
    properties = document.core_properties
    assert (properties.title, properties.language) == ("Answers from the reviews held", "en-GB")
    assert (properties.author, properties.comments) == ("askreviews", "")
    languages = document.styles.element.xpath("//w:docDefaults//w:lang/@w:val")
    assert languages == ["en-GB"]
    footer = document.sections[0].footer.paragraphs[0]
    assert footer.text.startswith("Version g1 · 2026-03-01 · Page ")
    assert footer._p.xpath(".//w:instrText/text()") == ["PAGE", "NUMPAGES"]


def test_sources_are_a_list_that_carries_its_own_numbers():
    notes = ["“LSCB” has since been replaced by safeguarding partners."]
    document = written(quoting(citation(1), citation(2, "Two.")), notes=lambda _: notes)
    sources = [p for p in document.paragraphs if p.style.name == "Source"]
    assert [p.text.split("\t")[0] for p in sources] == ["[1]", "[2]"]
    assert "characters 0–17" in sources[0].text
    assert f"Our note, not in the document: {notes[0]}" in sources[0].text
    (number,) = sources[0].style.element.xpath(".//w:numId/@w:val")
    numbering = document.part.numbering_part.element
    (abstract,) = numbering.xpath(f"./w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
    assert numbering.xpath(f"./w:abstractNum[@w:abstractNumId='{abstract}']//w:numFmt/@w:val") == [
        "none"
    ]


def test_a_conversation_without_an_answer_says_so():
    assert "No question with an answer" in text_of(written())
