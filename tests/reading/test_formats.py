import subprocess
import sys
import zipfile

import docx
import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from askreviews.errors import ReadingError
from askreviews.reading.formats import read_raw

LIMIT = 1_000_000
NAMES = [
    "plain",
    "two words",
    "café – 2031",
    "👶🏽",
    "-rf",
    "a.b.c",
    "%20 & 'q'",
    "漢字",
    "\u202eabc",
]


def word(path):
    document = docx.Document()
    document.add_paragraph("Ask him.")
    document.save(str(path))


def pdf(path):
    canvas = Canvas(str(path))
    canvas.drawString(60, 700, "Ask him.")
    canvas.save()


def presentation(path):
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, 914_400, 914_400).text_frame.text = "Ask him."
    made.save(str(path))


def opendocument(path):
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:text>"
            "<text:p>Ask him.</text:p></office:text></office:body></office:document-content>",
        )


MAKERS = {
    ".md": lambda path: path.write_text("Ask him."),
    ".txt": lambda path: path.write_text("Ask him."),
    ".html": lambda path: path.write_text("<p>Ask him.</p>"),
    ".docx": word,
    ".pdf": pdf,
    ".odt": opendocument,
    ".rtf": lambda path: path.write_text(r"{\rtf1 Ask him.}"),
    ".pptx": presentation,
    ".eml": lambda path: path.write_text("From: a@b.example\nMIME-Version: 1.0\n\nAsk him.\n"),
}


@pytest.mark.parametrize("suffix", MAKERS)
@pytest.mark.parametrize("name", NAMES)
def test_each_format_is_read_whatever_the_file_is_called(tmp_path, name, suffix):
    path = tmp_path / f"{name}{suffix}"
    MAKERS[suffix](path)
    assert [b.text for b in read_raw(path, LIMIT).blocks] == ["Ask him."]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "---\ntitle: Only this\n---\n"),
        ("a.html", "<nav>Home</nav>"),
        ("a.txt", "\xa0"),
        ("a.txt", "\x01"),
    ],
)
def test_a_file_without_words_is_refused(make, name, content):
    with pytest.raises(ReadingError, match=rf"^{name}: "):
        read_raw(make(name, content), LIMIT)


def test_whatever_a_parser_raises_becomes_one_sentence(make, monkeypatch):
    def fail(*_):
        raise RecursionError("maximum depth\nTraceback")

    monkeypatch.setattr("askreviews.reading.plain.decode", fail)
    with pytest.raises(ReadingError) as caught:
        read_raw(make("a.txt", "Ask him."), LIMIT)
    assert str(caught.value).startswith("a.txt: it is damaged")
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize("suffix", MAKERS)
@settings(max_examples=20, deadline=None)
@given(junk=st.binary(max_size=200))
def test_a_damaged_file_is_read_or_refused_never_more(tmp_path_factory, suffix, junk):
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    MAKERS[suffix](path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + junk + whole[len(whole) // 2 + len(junk) :])
    try:
        document = read_raw(path, LIMIT)
    except ReadingError as error:
        assert str(error).startswith(path.name)
        assert "\n" not in str(error)
    else:
        assert all(len(b.text.splitlines()) <= 1 for b in document.blocks)


def test_a_text_file_needs_no_other_parser(make):
    path = make("a.txt", "Ask him.")
    code = (
        "import sys, pathlib; from askreviews.reading.formats import read_raw; "
        f"read_raw(pathlib.Path({str(path)!r}), 999); "
        "print({'docx', 'lxml', 'pptx', 'pypdfium2', 'markdown_it', 'striprtf'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
