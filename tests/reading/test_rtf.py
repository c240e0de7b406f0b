import pytest

from askreviews.errors import ReadingError
from askreviews.reading.formats import read_raw
from askreviews.reading.rtf import read_rtf

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Times;}}"
    r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}"
    r"{\s2 heading 2;}{\s3 Title;}{\s4 toc 1;}{\*\cs10 Strong;}}"
    r"{\info{\title Template}{\author Pat Example}}{\header Page head\par}" + "\n"
)


@pytest.fixture
def read(make):
    return lambda body: read_rtf(make("a note – café.rtf", (HEAD + body + "}").encode("latin-1")))


def shown(document):
    return [(b.kind, b.level, b.text) for b in document.blocks if b.kind != "blank"]


def texts(document):
    return [b.text for b in document.blocks if b.kind != "blank"]


def test_headings_lists_and_paragraphs(read):
    document = read(
        r"\pard\s3 Child Q\par\pard\s4 Findings\tab 3\par\pard\s1 Findings\par"
        r"\pard A boy of six.\par{\pard\b Good practice\par}"
        r"\pard{\b Schools} were asked.\par"
        r"{\listtext\f0 \'b7\tab}\ls1\ilvl0 Ask him\par{\pntext\'b7\tab}\ilvl1 alone\par"
        r"\pard\bullet\tab By hand\par\pard\s2{\listtext 1.\tab}Numbered\par"
    )
    assert document.title == "Child Q"
    assert shown(document) == [
        ("heading", 1, "Child Q"),
        ("heading", 1, "Findings"),
        ("paragraph", 0, "A boy of six."),
        ("heading", 2, "Good practice"),
        ("paragraph", 0, "Schools were asked."),
        ("list_item", 1, "Ask him"),
        ("list_item", 2, "alone"),
        ("list_item", 1, "By hand"),
        ("heading", 2, "Numbered"),
    ]


def test_a_document_without_headings_gives_lines(read):
    document = read(r"Findings\par\par He was six.\par")
    assert [(b.kind, b.text) for b in document.blocks] == [
        ("line", "Findings"),
        ("blank", ""),
        ("line", "He was six."),
    ]


def test_characters_in_every_way_that_they_are_written(read):
    document = read(
        r"Caf\'e9 \'a340 \u8211\'96 a\u8217 ?s \ldblquote x\rdblquote\emdash\~y\_z \{\}\\ so"
        + "\xe9"
        + r"\-ft \u-10179?\u-8704? {\f1 \'cf}{\uc2\u233 ab}c"
        + "\\\r\nNext."
    )
    assert texts(document) == ["Café £40 – a’s “x”—\xa0y-z {}\\ soéft 😀 Пéc", "Next."]


def test_tables_keep_rows_and_columns_and_a_bar_in_the_text(read):
    document = read(
        r"\trowd\cellx1\cellx2\pard\intbl What\cell Who\cell\row"
        r"\trowd\cellx1\cellx2\pard\intbl Visit\par twice\cell Nurse | GP{\footnote Or both.}\cell"
        r"\row\trowd\cellx1\cellx2\intbl\cell Teacher\cell\row\pard After.\par"
    )
    assert shown(document) == [
        ("table_row", 0, "What\tWho"),
        ("table_row", 0, "Visit twice\tNurse | GP"),
        ("footnote", 0, "Or both."),
        ("table_row", 0, "\tTeacher"),
        ("line", 0, "After."),
    ]


def test_notes_and_text_boxes_stand_after_their_paragraph(read):
    document = read(
        r"He was six{\super\chftn}{\*\footnote\pard{\super\chftn} See the plan.} years old."
        r"{\shp{\*\shpinst{\sp{\sn fLine}{\sv 1}}{\shptxt\pard In the box.\par}}"
        r"{\shprslt{\*\do{\dptxbx{\dptxbxtext In the box.\par}}}}}\par Next.\par"
    )
    assert shown(document) == [
        ("line", 0, "He was six years old."),
        ("footnote", 0, "See the plan."),
        ("line", 0, "In the box."),
        ("line", 0, "Next."),
    ]


def test_what_is_deleted_hidden_or_beside_the_text_is_left_out(read):
    document = read(
        r"He was {\deleted five}{\revised six}{\v  hush}\v  more\v0 .{\*\annotation Check}"
        r"{\*\unknown stuff}{\pict\wmetafile8 0102{\*\blipuid ff}}{\pict\bin4 }}{{}\par"
        r"{\field{\*\fldinst HYPERLINK " + '"x.example"' + r"}{\fldrslt The guide}}.\par"
    )
    assert texts(document) == ["He was six.", "The guide."]


@pytest.mark.parametrize("body", [r"{\rtf1 Ask him.", r"{\rtf1 {Ask", r"{\rtf1\u", "{\\rtf1\\'e"])
def test_what_is_cut_short_is_told(make, body):
    with pytest.raises(ReadingError, match=r"^a\.rtf: it is cut short; .*\.$"):
        read_raw(make("a.rtf", body), 10_000)


def test_what_holds_no_words_or_too_many_braces_is_told(make):
    with pytest.raises(ReadingError, match="no text of its own"):
        read_raw(make("a.rtf", r"{\rtf1\ansi}"), 10_000)
    with pytest.raises(ReadingError, match="cut short"):
        read_raw(make("a.rtf", r"{\rtf1 " + "{" * 500_000), 1_000_000)


def test_what_follows_the_end_is_not_read(make):
    assert texts(read_rtf(make("a.rtf", r"{\rtf1 Ask him.} Nor \par} this"))) == ["Ask him."]
