import zipfile

import pytest

from askreviews.errors import ReadingError
from askreviews.reading.detect import Format, detect
from askreviews.reading.formats import read_raw

LIMIT = 100_000
PDF = b"%PDF-1.7\n1 0 obj\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
MAIL = "Received: by x.example\n\tat noon\nSubject: A briefing\n\nAsk <b>him</b>.\n"
PAGE = "<!DOCTYPE html>\n<html><body><p>Sign in to go on.</p></body></html>"


def zipped(path, **entries):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def word(path):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(
        path, **{"[Content_Types].xml": f'<Types><Override ContentType="{kind}"/></Types>'}
    )


OFFICE = "application/vnd.openxmlformats-officedocument"


def test_office_documents_are_told_apart_whatever_their_names(tmp_path):
    types = f'<Override ContentType="{OFFICE}.presentationml.presentation.main+xml"/>'
    slides = {"[Content_Types].xml": types}
    text = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}
    assert detect(zipped(tmp_path / "a.pptx", **slides), LIMIT) is Format.PPTX
    assert detect(zipped(tmp_path / "a.odt", **text), LIMIT) is Format.ODT
    assert "PowerPoint" in refusal(zipped(tmp_path / "a.docx", **slides))
    assert "rename it so that it ends in .odt" in refusal(zipped(tmp_path / "b.docx", **text))
    assert "Word document" in refusal(word(tmp_path / "c.odt"))
    locked = text | {"META-INF/manifest.xml": "<encryption-data/>"}
    assert "password" in refusal(zipped(tmp_path / "d.odt", **locked))


def refusal(path, limit=LIMIT):
    with pytest.raises(ReadingError) as caught:
        detect(path, limit)
    message = str(caught.value)
    assert message.startswith(f"{path.name}: ")
    assert message.endswith(".")
    assert "; " in message
    assert "\n" not in message
    assert "Traceback" not in message
    return message


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("note.md", "# Note\n\nA girl of four.", Format.MARKDOWN),
        ("note.markdown", "<div>A girl of four.</div>", Format.MARKDOWN),
        ("note.txt", "A girl of four.", Format.TEXT),
        ("NOTE.TXT", "A girl of four.", Format.TEXT),
        ("wide.txt", "A girl of four.".encode("utf-16"), Format.TEXT),
        ("old.txt", "A girl’s £40 debt.".encode("cp1252"), Format.TEXT),
        ("stray.txt", "A girl of four had \0 a brother of six, and a dog.", Format.TEXT),
        ("report.pdf", PDF, Format.PDF),
        ("report.PDF", b"\n\n" + PDF, Format.PDF),
        ("page.html", PAGE, Format.HTML),
        ("page.htm", "<p>A girl of four.</p>", Format.HTML),
        (
            "page.xhtml",
            "<?xml version='1.0'?><!-- saved --><html><body>x</body></html>",
            Format.HTML,
        ),
        ("letter.rtf", rb"{\rtf1 A girl}", Format.RTF),
        ("message.eml", MAIL, Format.MAIL),
        ("message.EML", f"From pat Mon May  2 2022\n{MAIL}", Format.MAIL),
        ("facts.txt", "Title: Child K\nDate: May 2031\nText: a boy.", Format.TEXT),
        ("wide.html", PAGE.encode("utf-16"), Format.HTML),
        ("-rf my review – café 👶.txt", "A girl of four.", Format.TEXT),
    ],
)
def test_a_file_is_what_its_name_and_content_say(make, name, content, expected):
    assert detect(make(name, content), LIMIT) is expected


def test_a_word_document_is_told_from_other_zips(tmp_path):
    assert detect(word(tmp_path / "note.docx"), LIMIT) is Format.DOCX
    other = zipped(
        tmp_path / "sheet.docx", **{"[Content_Types].xml": "<Types/>", "xl/a.xml": "<a/>"}
    )
    assert "zip archive" in refusal(other)
    assert "zip archive" in refusal(zipped(tmp_path / "bare.docx", **{"a.txt": "a"}))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("gone away.pdf", None, "no such file"),
        ("empty.txt", b"", "empty"),
        ("empty.pdf", b"", "empty"),
        ("blank.md", b"\xef\xbb\xbf \r\n\t\n", "empty"),
        ("wide blank.txt", " \n".encode("utf-16"), "empty"),
        ("big.txt", b"a" * (LIMIT + 1), "ASKREVIEWS_MAX_FILE_MB"),
        ("sheet.xlsx", b"PK\x03\x04", ".docx, .odt, .rtf, .pptx, .eml and .html"),
        ("README", b"A girl of four.", ".docx, .odt, .rtf, .pptx, .eml and .html"),
        ("letter.doc", OLE, "save it as .docx"),
        ("letter.rtf", "A girl of four.", "plain text"),
        ("letter.pages", b"PK\x03\x04", "export it to Word"),
        ("slides.ppt", OLE, "save it as .pptx"),
        ("slides.odp", b"PK\x03\x04", "save it as .pptx"),
        ("message.msg", OLE, "save it as .eml"),
        ("message.txt", MAIL, "rename it so that it ends in .eml"),
        ("message.eml", "Dear all,\n\nA girl of four.", "plain text"),
        ("report.pdf", "<p>A girl of four.</p>", "text with tags"),
        ("slides.pptx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("broken.txt", b"PK\x03\x04", "damaged zip"),
        ("macro.docm", b"PK\x03\x04", "save it as .docx"),
        ("report.pdf", PAGE, "a web page"),
        ("report.pdf", "A girl of four.", "plain text"),
        ("report.docx", PDF, "rename it so that it ends in .pdf"),
        ("report.docx", PAGE, "a web page"),
        ("report.docx", OLE, "old Office format"),
        ("report.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("report.docx", rb"{\rtf1 A girl}", "rich text"),
        ("photo.txt", PNG, "binary data"),
        ("photo.md", PNG, "binary data"),
        ("photo.html", PNG, "binary data"),
        ("report.txt", PDF, "rename it so that it ends in .pdf"),
        ("page.txt", PAGE, "a web page"),
        ("page.md", "\ufeff" + PAGE, "a web page"),
        ("words.html", "A girl of four. 3 < 4", "plain text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path, make, name, content, told):
    path = tmp_path / name if content is None else make(name, content)
    assert told in refusal(path)


def test_a_folder_is_refused(tmp_path):
    folder = tmp_path / "reviews.pdf"
    folder.mkdir()
    assert "folder" in refusal(folder)


def test_a_name_with_a_line_break_keeps_the_message_on_one_line(tmp_path):
    with pytest.raises(ReadingError) as caught:
        detect(tmp_path / "two\nlines.pdf", LIMIT)
    assert str(caught.value).startswith("two lines.pdf: ")


def test_a_name_that_is_not_utf8_can_still_be_printed(tmp_path):
    with pytest.raises(ReadingError) as caught:
        detect(tmp_path / "caf\udce9.pdf", LIMIT)
    assert str(caught.value).encode("utf-8").startswith(b"caf?.pdf: ")


def test_a_file_over_the_limit_is_not_opened(make, monkeypatch):
    path = make("big.txt", b"a" * 11)
    monkeypatch.setattr("pathlib.Path.open", lambda *_: pytest.fail("opened"))
    assert "over the limit" in refusal(path, limit=10)


@pytest.mark.parametrize("name", ["a.docx", "a.pptx"])
def test_an_archive_that_does_not_unpack_is_left_to_its_reader_which_says_so(tmp_path, name):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", bytes(range(256)) * 40)
    data = bytearray(path.read_bytes())
    start = data.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    data[start : start + 60] = b"\xff" * 60
    path.write_bytes(data)
    assert detect(path, LIMIT) is Format(name[2:])
    with pytest.raises(ReadingError, match=r"^a\.\w+: it is damaged .*; .*\.$"):
        read_raw(path, LIMIT)
