import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askreviews.reading.plain import decode, read_plain


def read(make, content):
    return read_plain(make("note.txt", content)).blocks


def test_each_line_is_a_block_and_blank_lines_are_kept(make):
    blocks = read(make, "Findings\r\n\r\n - Ask who is there.\n \t \n\tLast\n")
    assert [(b.kind, b.text) for b in blocks] == [
        ("line", "Findings"),
        ("blank", ""),
        ("line", " - Ask who is there."),
        ("blank", ""),
        ("line", "\tLast"),
    ]
    assert {b.page for b in blocks} == {None}


def test_form_feeds_number_the_pages(make):
    blocks = read(make, "One\nstill one\fTwo\n\f\n")
    assert [(b.text, b.page) for b in blocks if b.kind == "line"] == [
        ("One", 1),
        ("still one", 1),
        ("Two", 2),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("text", ["The nurse’s “note” – a £40 debt.", "A £5 fee", "café"])
def test_encodings_are_told_apart(make, encoding, text):
    assert [b.text for b in read(make, text.encode(encoding))] == [text]


def test_bytes_of_no_encoding_still_give_a_text():
    assert decode(b"\x81\x8d\x8f\x90\x9d caf\xe9").endswith("café")


def test_controls_go_and_a_symbol_fonts_bullet_becomes_one(make):
    blocks = read(make, "A\0 bo\x07y\n\uf0b7\tAsk\uf0b7 him\n")
    assert [b.text for b in blocks] == ["A boy", "• Ask him"]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Co"])))
def test_no_character_is_lost(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(text.encode())
    read_back = "".join(b.text for b in read_plain(path).blocks)
    assert squeezed(read_back) == squeezed(text.removeprefix("\ufeff"))


def squeezed(text):
    return [c for c in text if not c.isspace() and unicodedata.category(c) not in ("Zl", "Zp")]


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_give_lines_without_breaks(data):
    assert isinstance(decode(data), str)
