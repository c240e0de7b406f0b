import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askreviews.errors import ReadingError
from askreviews.reading.markdown import read_markdown


def read(make, content):
    return read_markdown(make("note.md", content))


def shown(document):
    return [(b.kind, b.level, b.text) for b in document.blocks]


def test_markup_is_gone_and_words_are_kept(make):
    document = read(
        make,
        "# Note on *Child Q*\n\n"
        "The **boy** of `six` saw [his aunt](http://x.test 'title') &amp;\nher "
        "![a photo](p.png)dog\\*.\n\n"
        "Findings\n--------\n\n> Ask **him**.\n\n* * *\n",
    )
    assert document.title == "Note on Child Q"
    assert shown(document) == [
        ("heading", 1, "Note on Child Q"),
        ("paragraph", 0, "The boy of six saw his aunt & her dog*."),
        ("heading", 2, "Findings"),
        ("paragraph", 0, "Ask him."),
    ]


def test_lists_keep_their_depth_and_lose_their_markers(make):
    source = "Intro:\n\n3. Ask\n   him\n   - alone\n     1. at home\n\n   Then write.\n4. Tell\n"
    assert shown(read(make, source)) == [
        ("paragraph", 0, "Intro:"),
        ("list_item", 1, "Ask him"),
        ("list_item", 2, "alone"),
        ("list_item", 3, "at home"),
        ("paragraph", 0, "Then write."),
        ("list_item", 1, "Tell"),
    ]


def test_a_table_gives_rows_of_cells(make):
    source = "| What | Who |\n|---|:-:|\n| **Visit**<br>twice | A \\| B |\n| Ring | |\n"
    assert shown(read(make, source)) == [
        ("table_row", 0, "What\tWho"),
        ("table_row", 0, "Visit twice\tA | B"),
        ("table_row", 0, "Ring"),
    ]


def test_html_gives_its_words_without_its_scripts(make):
    source = (
        "<!-- hush -->\n\n<script>\nalert('no')\n\nmore()\n</script>\n\n"
        "<div>\nThe aunt <b>worked</b> nights.\n</div>\n\nShe <u>slept</u> by day.\n\n"
        "<table><tr><td>What</td><td>Who</td></tr></table>\n"
    )
    assert [b.text for b in read(make, source).blocks] == [
        "The aunt worked nights.",
        "She slept by day.",
        "What\tWho",
    ]


def test_indented_text_is_not_lost_as_code(make):
    assert [b.text for b in read(make, "A\n\n\tB one\n\tB two\n\n```\nC\n```\n").blocks] == [
        "A",
        "B one",
        "B two",
        "C",
    ]


def test_a_hard_break_parts_a_label_from_its_text(make):
    source = "**Findings**  \nNobody asked him.  \nThe\\\naunt slept.\n"
    assert [b.text for b in read(make, source).blocks] == [
        "Findings",
        "Nobody asked him.",
        "The aunt slept.",
    ]


def test_front_matter_is_metadata(make):
    source = (
        "\ufeff---\r\ntitle: 'Child Q: a note'\r\npublished: 2031-05-02\r\n"
        "themes: [sleep]\r\n---\r\n# Other\r\n"
    )
    document = read(make, source)
    assert document.title == "Child Q: a note"
    assert document.metadata["published"] == datetime.date(2031, 5, 2)
    assert document.metadata["themes"] == ["sleep"]
    assert [b.text for b in document.blocks] == ["Other"]


def test_empty_front_matter_is_none(make):
    assert read(make, "---\n# only a comment\n---\nText\n").metadata == {}


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("title: a\npublisher: b: c", "at line 3"),
        ("title: 'open", "line"),
        ("just words", "key: value"),
        ("- a\n- b", "key: value"),
        ("published: 2031-02-30", "not valid YAML"),
        ("x: !!python/object:os.system {}", "not valid YAML"),
    ],
)
def test_faulty_front_matter_is_told(make, front, told):
    with pytest.raises(ReadingError) as caught:
        read(make, f"---\n{front}\n---\nText\n")
    message = str(caught.value)
    assert message.startswith("note.md: its front matter ")
    assert told in message
    assert "\n" not in message


WORDS = st.lists(st.from_regex(r"[A-Za-z]{1,9}[.,;:!?]?", fullmatch=True), min_size=1, max_size=9)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5), st.sampled_from(["", "- ", "> ", "## ", "1. "]))
def test_every_word_comes_through(tmp_path_factory, paragraphs, mark):
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_text("\n\n".join(mark + "\n".join(words) for words in paragraphs))
    words = " ".join(b.text for b in read_markdown(path).blocks).split()
    assert words == [word for words in paragraphs for word in words]
