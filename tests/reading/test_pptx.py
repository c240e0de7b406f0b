import zipfile

import pptx
import pytest
from PIL import Image
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from askreviews.errors import ReadingError
from askreviews.reading.formats import read_raw
from askreviews.reading.pptx import read_pptx

TITLE, CONTENT, TITLE_ONLY, BLANK = 0, 1, 5, 6


@pytest.fixture
def deck():
    return pptx.Presentation()


@pytest.fixture
def read(tmp_path, deck):
    def save_and_read():
        path = tmp_path / "a note – café.pptx"
        deck.save(str(path))
        return read_pptx(path)

    return save_and_read


def slide(deck, layout, title=None):
    added = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        added.shapes.title.text = title
    return added


def box(shapes, words, left, top):
    shape = shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1))
    shape.text_frame.text = words
    return shape


def shown(document):
    return [(b.kind, b.level, b.text) for b in document.blocks]


def texts(document):
    return [b.text for b in document.blocks]


def test_titles_subtitles_bullets_and_levels(deck, read):
    slide(deck, TITLE, "Child Q").placeholders[1].text = "A briefing"
    body = slide(deck, CONTENT, "What we\vfound").placeholders[1].text_frame
    body.text = "Ask him"
    for words, level in [("alone", 1), ("Train", 0), ("A boy of six.", 0)]:
        paragraph = body.add_paragraph()
        paragraph.text, paragraph.level = words, level
    properties = body.paragraphs[-1]._p.get_or_add_pPr()
    properties.insert(0, properties.makeelement(qn("a:buNone"), {}))
    document = read()
    assert document.title == "Child Q"
    assert shown(document) == [
        ("heading", 1, "Child Q"),
        ("paragraph", 0, "A briefing"),
        ("heading", 2, "What we found"),
        ("list_item", 1, "Ask him"),
        ("list_item", 2, "alone"),
        ("list_item", 1, "Train"),
        ("paragraph", 0, "A boy of six."),
    ]
    assert [b.page for b in document.blocks] == [1, 1, 2, 2, 2, 2, 2]


def test_boxes_are_read_from_the_top_down_and_from_the_left(deck, read):
    shapes = slide(deck, TITLE_ONLY, "Findings").shapes
    box(shapes, "Last.", 1, 6)
    box(shapes, "Right.", 5, 2.9)
    box(shapes, "Left.", 1, 3)
    group = shapes.add_group_shape()
    box(group.shapes, "Grouped, right.", 5, 4.5)
    box(group.shapes, "Grouped, left.", 1, 4.5)
    assert texts(read()) == [
        "Findings", "Left.", "Right.", "Grouped, left.", "Grouped, right.", "Last.",
    ]  # fmt: skip


def test_a_slide_without_a_title_is_not_read_under_that_of_the_one_before(deck, read):
    slide(deck, TITLE_ONLY, "Recommendations")
    box(slide(deck, BLANK).shapes, "A boy of six.", 1, 1)
    shapes = slide(deck, BLANK).shapes
    box(shapes, "What happened", 1, 1)
    box(shapes, "He moved twice.", 1, 3)
    slide(deck, BLANK)
    assert shown(read()) == [
        ("heading", 1, "Recommendations"),
        ("heading", 2, "Slide 2"),
        ("paragraph", 0, "A boy of six."),
        ("heading", 2, "What happened"),
        ("paragraph", 0, "He moved twice."),
    ]


def test_tables_keep_rows_and_columns(deck, read):
    shapes = slide(deck, TITLE_ONLY, "Actions").shapes
    table = shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(2)).table
    for row, words in enumerate(["What|Who|When", "Visit|Nurse|June", "Ring||July"]):
        for column, word in enumerate(words.split("|")):
            table.cell(row, column).text = word
    table.cell(2, 0).merge(table.cell(2, 1))
    assert shown(read())[1:] == [
        ("table_row", 0, "What\tWho\tWhen"),
        ("table_row", 0, "Visit\tNurse\tJune"),
        ("table_row", 0, "Ring\t\tJuly"),
    ]


def test_speaker_notes_follow_under_a_heading_of_their_own(deck, read):
    first = slide(deck, CONTENT, "Findings")
    first.placeholders[1].text = "Ask him"
    first.notes_slide.notes_text_frame.text = "Pause here.\nThen go on."
    assert slide(deck, TITLE_ONLY, "Next").notes_slide.notes_text_frame.text == ""
    assert shown(read()) == [
        ("heading", 1, "Findings"),
        ("list_item", 1, "Ask him"),
        ("heading", 3, "Notes"),
        ("paragraph", 0, "Pause here."),
        ("paragraph", 0, "Then go on."),
        ("heading", 2, "Next"),
    ]


def test_footers_dates_and_numbers_are_left_out(deck, read):
    added = slide(deck, TITLE_ONLY, "Findings")
    for kind in ("ftr", "dt", "sldNum"):
        added.shapes._spTree.append(
            parse_xml(
                f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="9{len(kind)}" name="f"/>'
                f'<p:cNvSpPr/><p:nvPr><p:ph type="{kind}" idx="4"/></p:nvPr></p:nvSpPr><p:spPr/>'
                "<p:txBody><a:bodyPr/><a:p><a:r><a:t>Page foot</a:t></a:r></a:p></p:txBody></p:sp>"
            )
        )
    assert texts(read()) == ["Findings"]


def test_a_shape_offered_in_two_ways_is_read_once(deck, read):
    added = slide(deck, TITLE_ONLY, "Findings")
    shape = box(added.shapes, "With an equation.", 1, 3)._element
    choice = parse_xml(
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="a14"/><mc:Fallback/></mc:AlternateContent>'
    )
    shape.addprevious(choice)
    choice[0].append(shape)
    assert texts(read()) == ["Findings", "With an equation."]


def test_the_points_of_smart_art_are_read(deck, read):
    added = slide(deck, TITLE_ONLY, "Seven minutes")
    diagram = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    data = (
        f'<dgm:dataModel xmlns:dgm="{diagram}" {nsdecls("a")}><dgm:ptLst><dgm:pt><dgm:t>'
        "<a:p><a:r><a:t>Ask </a:t></a:r><a:r><a:t>him</a:t></a:r></a:p></dgm:t></dgm:pt>"
        "<dgm:pt><dgm:t><a:p/></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    )
    part = pptx.opc.package.Part(
        pptx.opc.packuri.PackURI("/ppt/diagrams/data1.xml"), "application/xml",
        added.part.package, data.encode(),
    )  # fmt: skip
    relation = added.part.relate_to(part, f"{diagram}/data")
    added.shapes._spTree.append(
        parse_xml(
            f"<p:graphicFrame {nsdecls('p', 'a', 'r')}><p:nvGraphicFramePr>"
            '<p:cNvPr id="77" name="d"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
            '<p:xfrm><a:off x="0" y="3000000"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic>'
            f'<a:graphicData uri="{diagram}"><dgm:relIds xmlns:dgm="{diagram}" '
            f'r:dm="{relation}"/></a:graphicData></a:graphic></p:graphicFrame>'
        )
    )
    assert shown(read())[1:] == [("list_item", 1, "Ask him")]


def test_hidden_slides_and_slides_of_pictures_are_noted(deck, read, tmp_path):
    slide(deck, TITLE_ONLY, "Findings")
    for number in range(2):
        slide(deck, TITLE_ONLY, f"Hidden {number}").element.set("show", "0")
    picture = tmp_path / "a.png"
    Image.new("L", (9, 9)).save(picture)
    slide(deck, BLANK).shapes.add_picture(str(picture), 0, 0)
    document = read()
    assert texts(document) == ["Findings"]
    assert document.notes == (
        "Slides 2 and 3 are hidden and were not read; show what belongs to the document and add "
        "it again.",
        "Slide 4 is made of pictures, whose words were not read; add those as text if they matter.",
    )


def test_a_broken_presentation_is_told(tmp_path, deck):
    whole, half, xml = (tmp_path / f"{name}.pptx" for name in ("whole", "half", "xml"))
    slide(deck, TITLE_ONLY, "Findings")
    deck.save(str(whole))
    half.write_bytes(whole.read_bytes()[:9000])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(xml, "w") as broken:
        for name in source.namelist():
            content = source.read(name)
            broken.writestr(name, content[:90] if name.endswith("slide1.xml") else content)
    for path in (half, xml):
        with pytest.raises(ReadingError, match=rf"^{path.name}: it is damaged, or .*; .*\.$"):
            read_raw(path, 1_000_000)


def test_what_unpacks_to_too_much_is_not_unpacked(tmp_path, deck, monkeypatch):
    monkeypatch.setattr("askreviews.reading.archive._MOST_UNPACKED", 1000)
    deck.save(str(tmp_path / "bomb.pptx"))
    with pytest.raises(ReadingError, match="gigabyte"):
        read_pptx(tmp_path / "bomb.pptx")
