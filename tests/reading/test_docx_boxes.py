"""Text boxes, footnotes and headings by look of Word documents."""

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from askreviews.reading import read as read_whole
from askreviews.reading.docx import read_docx
from drawing import shown, texts

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMES = (
    nsdecls("w")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + f' xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
POINT = 12_700  # of Word's units


@pytest.fixture
def document():
    return docx.Document()


@pytest.fixture
def read(tmp_path, document):
    def save_and_read(reader=read_docx):
        path = tmp_path / "note.docx"
        document.save(path)
        return reader(path)

    return save_and_read


def held(text):
    return f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"


def box(text, x, y, width=200, *, height=80, measured_from="page"):
    """A text box at a place in points."""
    x, y, width, height = (side * POINT for side in (x, y, width, height))
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        f"<wp:positionH relativeFrom='{measured_from}'><wp:posOffset>{x}</wp:posOffset>"
        f"</wp:positionH><wp:positionV relativeFrom='{measured_from}'>"
        f"<wp:posOffset>{y}</wp:posOffset></wp:positionV>"
        f"<wp:extent cx='{width}' cy='{height}'/><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{held(text)}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        "</mc:Choice></mc:AlternateContent></w:r>"
    )


def old_box(text, x, y, width=200, *, height=80):
    """A text box in the drawing language of older Word."""
    style = (
        f"position:absolute;margin-left:{x}pt;margin-top:{y}pt;width:{width}pt;height:{height}pt"
    )
    return (
        f"<w:r><w:pict><v:shape style='{style}'><v:textbox>{held(text)}</v:textbox></v:shape>"
        "</w:pict></w:r>"
    )


def add(document, *runs, text=""):
    """Add a paragraph with boxes anchored in it."""
    said = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    paragraph = parse_xml(f"<w:p {NAMES}>{said}{''.join(runs)}</w:p>")
    document.element.body.insert(len(document.element.body) - 1, paragraph)


KINDS = pytest.mark.parametrize("drawn", [box, old_box], ids=["drawing", "VML"])


@KINDS
def test_boxes_of_one_paragraph_come_in_the_order_of_the_page(document, read, drawn):
    add(
        document,
        drawn("Right below.", 310, 300, height=200),
        drawn("Left below.", 60, 200, height=300),
        drawn("Right.", 310, 100, height=180),
        drawn("Left.", 60, 100, height=80),
        text="The title.",
    )
    assert texts(read()) == ["The title.", "Left.", "Left below.", "Right.", "Right below."]


@KINDS
def test_numbered_boxes_come_by_number(document, read, drawn):
    add(
        document,
        drawn("2 What happened", 60, 100),
        drawn("3 Learning", 310, 100),
        drawn("1 Background", 310, 300),
    )
    assert texts(read()) == ["1 Background", "2 What happened", "3 Learning"]


def test_boxes_of_paragraphs_without_text_between_them_are_of_one_page(document, read):
    for said, y in [("Third.", 500), ("First.", 100), ("Second.", 300)]:
        add(document, box(said, 60, y))
    assert texts(read()) == ["First.", "Second.", "Third."]


def test_boxes_with_text_between_their_anchors_stay_with_their_anchors(document, read):
    add(document, box("Of the first.", 60, 500), text="The first.")
    add(document, box("Of the second.", 60, 100), text="The second.")
    assert texts(read()) == ["The first.", "Of the first.", "The second.", "Of the second."]


def test_a_page_break_parts_the_boxes_of_two_pages(document, read):
    add(document, box("One, below.", 60, 500), box("One.", 60, 100))
    document.add_page_break()
    add(document, box("Two, below.", 60, 500), box("Two.", 60, 50))
    assert texts(read()) == ["One.", "One, below.", "Two.", "Two, below."]


def test_boxes_measured_from_different_things_keep_the_order_of_their_anchors(document, read):
    add(document, box("Anchored first.", 60, 500), box("Then.", 60, 10, measured_from="margin"))
    assert texts(read()) == ["Anchored first.", "Then."]


def with_notes(document, kind, *notes):
    """Give a document notes, each with a mark in a paragraph of its own."""
    marks = ""
    for number, note in enumerate(notes, 1):
        paragraph = document.add_paragraph(f"Said with note {number}.")
        paragraph._p.append(parse_xml(f"<w:r {NAMES}><w:{kind}Reference w:id='{number}'/></w:r>"))
        marks += (
            f"<w:{kind} w:id='{number}'><w:p><w:r><w:{kind}Ref/></w:r>"
            f"<w:r><w:t xml:space='preserve'> {note}</w:t></w:r></w:p></w:{kind}>"
        )
    content, reltype = {
        "footnote": (CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
        "endnote": (CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES),
    }[kind]
    part = Part(
        PackURI(f"/word/{kind}s.xml"),
        content,
        f"<w:{kind}s {NAMES}>{marks}</w:{kind}s>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, reltype)


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_follow_the_block_with_their_mark_and_bear_no_mark(document, read, kind):
    with_notes(document, kind, "Told by the aunt.", "See the plan of June.")
    assert shown(read()) == [
        ("paragraph", 0, "Said with note 1."),
        ("footnote", 0, "Told by the aunt."),
        ("paragraph", 0, "Said with note 2."),
        ("footnote", 0, "See the plan of June."),
    ]


def test_notes_are_stored_after_the_text_under_the_heading_of_their_mark(document, read):
    document.add_heading("Findings", 1)
    with_notes(document, "footnote", "Told by the aunt.")
    document.add_heading("Recommendations", 1)
    document.add_paragraph("Ask him alone.")
    stored = read(lambda path: read_whole(path, path.name, 10**8))
    assert stored.text.endswith("Ask him alone.\n\nTold by the aunt.")
    note = stored.blocks[-1]
    assert (note.kind, note.headings, note.facet) == ("footnote", ("Findings",), "resource")


def bold(document, text, size):
    run = document.add_paragraph().add_run(text)
    run.bold = True
    run.font.size = Pt(size)


def test_headings_by_look_have_the_levels_of_their_sizes(document, read):
    bold(document, "Child Q", 20)
    document.add_paragraph("A boy of six.")
    bold(document, "Findings", 14)
    bold(document, "The school", 12)
    document.add_paragraph("Nobody rang.")
    bold(document, "Recommendations", 14)
    assert shown(read()) == [
        ("heading", 1, "Child Q"),
        ("paragraph", 0, "A boy of six."),
        ("heading", 2, "Findings"),
        ("heading", 3, "The school"),
        ("paragraph", 0, "Nobody rang."),
        ("heading", 2, "Recommendations"),
    ]


def test_where_a_style_makes_headings_those_by_look_stand_under_them(document, read):
    document.add_heading("Findings", 2)
    bold(document, "The school", 20)
    bold(document, "The police", 12)
    assert shown(read()) == [
        ("heading", 2, "Findings"),
        ("heading", 3, "The school"),
        ("heading", 3, "The police"),
    ]
