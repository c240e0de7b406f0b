import zipfile

import pytest

from askreviews.errors import ReadingError
from askreviews.reading.formats import read_raw
from askreviews.reading.odt import read_odt

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
STYLES = """
<style:style style:name="Heading" style:family="paragraph"/>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
  style:parent-style-name="Heading" style:default-outline-level="2"/>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Heading"/>
<style:style style:name="Subtitle" style:family="paragraph" style:parent-style-name="Heading"/>
<style:style style:name="Contents_20_1" style:family="paragraph"/>
<style:style style:name="Strong" style:family="text">
  <style:text-properties fo:font-weight="bold"/></style:style>
"""
AUTOMATIC = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_2"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P2">
  <style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T1" style:family="text" style:parent-style-name="Strong"/>
<style:style style:name="T2" style:family="text">
  <style:text-properties text:display="none"/></style:style>
"""


def write(path, body, content=None, manifest=""):
    whole = (
        f"<office:document-content {NAMES}><office:automatic-styles>{AUTOMATIC}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", whole if content is None else content)
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {NAMES}><office:styles>{STYLES}</office:styles>"
            "</office:document-styles>",
        )
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return path


@pytest.fixture
def read(tmp_path):
    return lambda body: read_odt(write(tmp_path / "a note – café.odt", body))


def p(words, style=""):
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def note(words):
    return (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        f"{p(words)}</text:note-body></text:note>"
    )


def items(*words):
    inside = "".join(f"<text:list-item>{word}</text:list-item>" for word in words)
    return f"<text:list>{inside}</text:list>"


def shown(document):
    return [(b.kind, b.level, b.text) for b in document.blocks]


def texts(document):
    return [b.text for b in document.blocks]


def test_headings_by_element_by_style_and_by_what_a_style_inherits(read):
    document = read(
        p("Child Q", "Title")
        + p("A briefing", "Subtitle")
        + '<text:h text:outline-level="1">Findings</text:h>'
        + p("By its style", "P1")
        + p("A boy of six.")
        + p("Good practice", "P2")
        + p('<text:span text:style-name="T1">Schools</text:span> were asked.')
        + p('<text:span text:style-name="T1">Next steps</text:span>')
        + p("Nobody asked him.", "P2")
    )
    assert document.title == "Child Q"
    assert shown(document) == [
        ("heading", 1, "Child Q"),
        ("paragraph", 0, "A briefing"),
        ("heading", 1, "Findings"),
        ("heading", 2, "By its style"),
        ("paragraph", 0, "A boy of six."),
        ("heading", 3, "Good practice"),
        ("paragraph", 0, "Schools were asked."),
        ("heading", 3, "Next steps"),
        ("paragraph", 0, "Nobody asked him."),
    ]


def test_lists_in_lists_and_paragraphs_in_items(read):
    document = read(items(p("Ask") + p("Kindly.") + items(p("alone")), p("Tell")) + p("• By hand"))
    assert shown(document) == [
        ("list_item", 1, "Ask"),
        ("paragraph", 0, "Kindly."),
        ("list_item", 2, "alone"),
        ("list_item", 1, "Tell"),
        ("list_item", 1, "By hand"),
    ]


def test_tables_keep_rows_and_columns(read):
    def row(*cells):
        inside = "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in cells)
        return f"<table:table-row>{inside}</table:table-row>"

    document = read(
        "<table:table><table:table-header-rows>"
        + row("What", "Who", "When")
        + "</table:table-header-rows>"
        + row("Visit" + note("Or ring."), "Nurse", "June")
        + "<table:table-row><table:covered-table-cell/><table:table-cell/><table:table-cell>"
        + p("July")
        + "</table:table-cell></table:table-row><table:table-row><table:table-cell "
        + 'table:number-columns-repeated="99999999"/></table:table-row></table:table>'
    )
    assert shown(document) == [
        ("table_row", 0, "What\tWho\tWhen"),
        ("table_row", 0, "Visit\tNurse\tJune"),
        ("footnote", 0, "Or ring."),
        ("table_row", 0, "\t\tJuly"),
    ]


def test_a_note_stands_after_its_paragraph_and_its_mark_is_gone(read):
    document = read(p(f"He was six{note('See the plan.')} years old.") + p("Next."))
    assert shown(document) == [
        ("paragraph", 0, "He was six years old."),
        ("footnote", 0, "See the plan."),
        ("paragraph", 0, "Next."),
    ]


def test_a_text_box_is_read_after_the_paragraph_that_holds_it(read):
    box = f"<draw:frame><draw:text-box>{p('In the box.')}</draw:text-box></draw:frame>"
    shape = f"<draw:custom-shape><svg:title>Alt</svg:title>{p('In a shape.')}</draw:custom-shape>"
    assert texts(read(box + p(f"Before{shape} after."))) == [
        "In the box.",
        "Before after.",
        "In a shape.",
    ]


def test_what_is_deleted_hidden_or_said_beside_the_text_is_left_out(read):
    document = read(
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("He was five.")
        + "</text:deletion></text:changed-region></text:tracked-changes>"
        + p(
            "He was<text:change text:change-id='c'/> six"
            f"<office:annotation>{p('Check this')}</office:annotation>"
            "<text:span text:style-name='T2'> hush</text:span>"
            "<text:hidden-text>secret</text:hidden-text>."
        )
        + f"<text:section text:display='none'>{p('Not yet.')}</text:section>"
        + f"<text:section>{p('Shown.')}</text:section>"
        + f"<text:table-of-content><text:index-body>{p('Findings 3')}</text:index-body>"
        "</text:table-of-content>" + p("Findings 3", "Contents_20_1")
    )
    assert texts(document) == ["He was six.", "Shown."]


def test_spaces_tabs_and_line_breaks(read):
    document = read(
        p("He\n   was<text:s text:c='2'/>six<text:tab/>years.<text:line-break/>Then he left.")
        + p("See <text:a>the <text:span>guide</text:span></text:a><!-- hush --> of June.")
    )
    assert texts(document) == ["He was  six years.", "Then he left.", "See the guide of June."]


def test_a_broken_document_is_told(tmp_path):
    whole = write(tmp_path / "whole.odt", p("Ask him.")).read_bytes()
    half = tmp_path / "half.odt"
    half.write_bytes(whole[: len(whole) // 2])
    for path in (
        half,
        write(tmp_path / "xml.odt", "", content="<office"),
        write(tmp_path / "other.odt", "", content="<a/>"),
    ):
        with pytest.raises(ReadingError, match=rf"^{path.name}: it is damaged; .*\.$"):
            read_raw(path, 10_000)


def test_entities_are_refused_and_nothing_is_fetched(tmp_path):
    for number, entity in enumerate(['"Ask"', 'SYSTEM "file:///etc/passwd"']):
        content = (
            f"<!DOCTYPE a [<!ENTITY e {entity}>]><office:document-content {NAMES}><office:body>"
            "<office:text><text:p>He &e;.</text:p></office:text></office:body>"
            "</office:document-content>"
        )
        with pytest.raises(ReadingError, match="declares entities"):
            read_odt(write(tmp_path / f"{number}.odt", "", content=content))


def test_a_password_is_told(tmp_path):
    path = write(tmp_path / "locked.odt", "", content="\0", manifest="<encryption-data/>")
    with pytest.raises(ReadingError, match=r"^locked\.odt: it is protected with a password; "):
        read_raw(path, 10_000)


@pytest.mark.parametrize("limit", ["_MOST_UNPACKED", "_MOST_XML"])
def test_what_unpacks_to_too_much_is_not_unpacked(tmp_path, monkeypatch, limit):
    monkeypatch.setattr(f"askreviews.reading.archive.{limit}", 100)
    with pytest.raises(ReadingError, match="it unpacks to "):
        read_odt(write(tmp_path / "bomb.odt", p("Ask him.")))
