import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from askreviews.errors import ReadingError
from askreviews.reading.docx import read_docx

NAMES = (
    nsdecls("w")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


@pytest.fixture
def document():
    return docx.Document()


@pytest.fixture
def read(tmp_path, document):
    def save_and_read():
        path = tmp_path / "a note – café.docx"
        document.save(path)
        return read_docx(path)

    return save_and_read


def append(document, xml):
    """Add raw XML to the body, where Word would put it."""
    element = parse_xml(f"<w:body {NAMES}>{xml}</w:body>")
    for child in list(element):
        document.element.body.insert(len(document.element.body) - 1, child)


def shown(result):
    return [(b.kind, b.level, b.text) for b in result.blocks]


def texts(result):
    return [b.text for b in result.blocks]


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_headings_paragraphs_and_lists(document, read):
    document.add_heading("Child Q", 0)
    document.add_heading("Findings", 1)
    document.add_paragraph("A boy of six.")
    document.add_paragraph("Ask him", style="List Bullet")
    document.add_paragraph("alone", style="List Bullet 2")
    document.add_paragraph("Train", style="List Number")
    document.add_paragraph("")
    document.add_paragraph("•\tTyped by hand")
    document.add_paragraph("- and by dash")
    result = read()
    assert result.title == "Child Q"
    assert shown(result) == [
        ("heading", 1, "Child Q"),
        ("heading", 1, "Findings"),
        ("paragraph", 0, "A boy of six."),
        ("list_item", 1, "Ask him"),
        ("list_item", 2, "alone"),
        ("list_item", 1, "Train"),
        ("list_item", 1, "Typed by hand"),
        ("list_item", 1, "and by dash"),
    ]
    assert {b.page for b in result.blocks} == {None}


def test_a_short_bold_paragraph_is_a_heading(document, read):
    document.add_heading("Findings", 1)
    document.add_paragraph().add_run("Good practice").bold = True
    mixed = document.add_paragraph()
    mixed.add_run("Schools").bold = True
    mixed.add_run(" were asked last.")
    document.add_paragraph().add_run("Nobody asked him.").bold = True
    assert shown(read()) == [
        ("heading", 1, "Findings"),
        ("heading", 2, "Good practice"),
        ("paragraph", 0, "Schools were asked last."),
        ("paragraph", 0, "Nobody asked him."),
    ]


def test_a_bold_number_between_paragraphs_is_a_heading_and_in_a_list_an_item(document, read):
    for words, style, bold in [
        ("Sharing information", "List Number", True),
        ("It was late.", "Normal", False),
        ("Ask", "List Number", True),
        ("Tell", "List Number", True),
    ]:
        document.add_paragraph(style=style).add_run(words).bold = bold
    assert [kind for kind, _, _ in shown(read())] == [
        "heading",
        "paragraph",
        "list_item",
        "list_item",
    ]


def test_numbering_taken_off_a_list_style_makes_a_paragraph(document, read):
    paragraph = document.add_paragraph("No item", style="List Bullet")
    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0
    assert shown(read()) == [("paragraph", 0, "No item")]


def test_tables_give_rows_and_merged_cells_once(document, read):
    table = document.add_table(rows=4, cols=3)
    for row, words in enumerate(["What|Who|When", "Visit|Nurse|June", "Ring||", "||"]):
        for column, word in enumerate(words.split("|")):
            table.cell(row, column).text = word
    table.cell(1, 0).add_paragraph("twice")
    table.cell(2, 0).merge(table.cell(2, 1))
    document.add_paragraph("After.")
    assert shown(read()) == [
        ("table_row", 0, "What\tWho\tWhen"),
        ("table_row", 0, "Visit twice\tNurse\tJune"),
        ("table_row", 0, "Ring"),
        ("paragraph", 0, "After."),
    ]


def test_a_cell_merged_downwards_is_told_once(document, read):
    table = document.add_table(rows=2, cols=2)
    for cell, word in zip(table._cells, ["Visit", "Nurse", "", "Teacher"], strict=True):
        cell.text = word
    table.cell(0, 0).merge(table.cell(1, 0))
    assert texts(read()) == ["Visit\tNurse", "\tTeacher"]


def test_a_table_that_lays_out_boxes_gives_their_blocks(document, read):
    table = document.add_table(rows=1, cols=2)
    for cell, heading in zip(table._cells, ["Background", "Findings"], strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
        cell.add_paragraph(f"Text on {heading.lower()}.")
    assert shown(read()) == [
        ("heading", 1, "Background"),
        ("paragraph", 0, "Text on background."),
        ("heading", 1, "Findings"),
        ("paragraph", 0, "Text on findings."),
    ]


def test_a_text_box_is_read_once_after_its_paragraph(document, read):
    box = "<w:txbxContent><w:p>" + run("In the box.") + "</w:p></w:txbxContent>"
    append(
        document,
        "<w:p>" + run("Anchor ") + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>" + run("goes on.") + "</w:p>"
        f"<w:p><w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r></w:p>",
    )
    assert texts(read()) == ["Anchor goes on.", "In the box.", "In the box."]


def test_deleted_moved_and_hidden_text_is_left_out(document, read):
    append(
        document,
        "<w:p>"
        + run("He was ")
        + f"<w:del w:id='1'><w:r><w:delText>five</w:delText></w:r>{run('5')}</w:del>"
        + f"<w:ins w:id='2'>{run('six')}</w:ins>"
        + f"<w:moveFrom w:id='3'>{run(' gone')}</w:moveFrom>"
        + f"<w:moveTo w:id='4'>{run('.')}</w:moveTo>"
        + run("hush", "<w:vanish/>")
        + run(" Seen.", "<w:vanish w:val='0'/>")
        + "</w:p>"
        + "<w:tbl><w:tr><w:tc><w:p>"
        + run("a")
        + "</w:p></w:tc><w:tc><w:p>"
        + run("b")
        + "</w:p></w:tc></w:tr><w:tr><w:trPr><w:del w:id='5'/></w:trPr><w:tc><w:p>"
        + run("c")
        + "</w:p></w:tc><w:tc><w:p>"
        + run("d")
        + "</w:p></w:tc></w:tr></w:tbl>",
    )
    assert texts(read()) == ["He was six. Seen.", "a\tb"]


def test_links_fields_and_content_controls_keep_their_words(document, read):
    append(
        document,
        "<w:sdt><w:sdtContent><w:p>"
        + f"<w:hyperlink w:anchor='a'>{run('The guide')}</w:hyperlink>"
        + "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        + "<w:r><w:instrText> HYPERLINK x </w:instrText></w:r>"
        + f"<w:sdt><w:sdtContent>{run(' of June')}</w:sdtContent></w:sdt>"
        + "<w:r><w:noBreakHyphen/><w:t>July</w:t><w:footnoteReference w:id='2'/></w:r>"
        + "</w:p></w:sdtContent></w:sdt>",
    )
    assert texts(read()) == ["The guide of June-July"]


def test_a_table_of_contents_is_left_out(document, read):
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Findings\t3", style="toc 1")
    document.add_paragraph("Text.")
    assert texts(read()) == ["Text."]


def test_line_and_page_breaks(document, read):
    paragraph = document.add_paragraph()
    paragraph.add_run("Learning includes: ask.").add_break()
    paragraph.add_run("Recommendations include:\ttrain all").add_break()
    paragraph.add_run("the wardens.").add_break(docx.enum.text.WD_BREAK.PAGE)
    assert texts(read()) == [
        "Learning includes: ask.",
        "Recommendations include: train all the wardens.",
    ]


def test_a_title_in_the_properties_counts_only_if_it_is_shown(document, read):
    document.add_paragraph("Child Q")
    document.core_properties.title = "Template of 2009"
    assert read().title is None
    document.core_properties.title = "child q"
    assert read().title == "child q"


def test_a_broken_document_is_told(tmp_path, document, make):
    path = tmp_path / "note.docx"
    document.save(path)
    whole = path.read_bytes()
    for name, content in [
        ("half.docx", whole[: len(whole) // 2]),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)),
        ("bare.docx", b"PK\x05\x06" + bytes(18)),
    ]:
        with pytest.raises(ReadingError, match=rf"^{name}: it is damaged, or .*; .*\.$"):
            read_docx(make(name, content))


def test_broken_xml_is_told(tmp_path, document):
    source, path = tmp_path / "whole.docx", tmp_path / "note.docx"
    document.save(source)
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(path, "w") as broken:
        for part in whole.namelist():
            content = whole.read(part)
            broken.writestr(part, content[:200] if part == "word/document.xml" else content)
    with pytest.raises(ReadingError, match=r"^note\.docx: it is damaged"):
        read_docx(path)


def test_what_unpacks_to_too_much_is_not_unpacked(tmp_path, document, monkeypatch):
    monkeypatch.setattr("askreviews.reading.archive._MOST_UNPACKED", 1000)
    path = tmp_path / "bomb.docx"
    document.save(path)
    with pytest.raises(ReadingError, match="gigabyte"):
        read_docx(path)


WORDS = st.lists(st.from_regex(r"[A-Za-z]{2,9}", fullmatch=True), min_size=1, max_size=6)
STYLES = st.sampled_from(["Normal", "Heading 1", "List Bullet", "Title", "Quote"])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(WORDS, STYLES, st.booleans()), min_size=1, max_size=5))
def test_every_word_comes_through_in_order(tmp_path_factory, paragraphs):
    document = docx.Document()
    for words, style, bold in paragraphs:
        document.add_paragraph(style=style).add_run("\n".join(words)).bold = bold
    path = tmp_path_factory.getbasetemp() / "any.docx"
    document.save(path)
    words = " ".join(texts(read_docx(path))).split()
    assert words == [word for words, _, _ in paragraphs for word in words]
