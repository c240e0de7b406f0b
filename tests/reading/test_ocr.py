"""Scans through the programs that are really there; without them the tests are passed over."""

import os
import shutil
import time
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from askreviews import Library, Settings
from askreviews.errors import ReadingError
from askreviews.reading import ocr, read
from askreviews.reading.pdf import read_pdf

LINES = [
    "The wardens saw that the heating was off on three visits.",
    "They told the landlord and nobody else about the toddler.",
    "Nobody at the council put the two things together in time.",
]
SCANNED = "Its pages are scans; the text was read by OCR and may hold mistakes."


def needs(*programs):
    lacking = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(lacking), reason=f"{', '.join(lacking)} is not installed")


@pytest.fixture
def only(tmp_path, monkeypatch):
    """Leave none but the programs named on the path."""

    def leave(*programs):
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        for program in programs:
            (folder / program).symlink_to(shutil.which(program))
        monkeypatch.setenv("PATH", str(folder))

    return leave


def worded(canvas):
    canvas.setFont("Helvetica", 14)
    for number, line in enumerate(LINES):
        canvas.drawString(60, 700 - 20 * number, line)


def picture_of_words(folder):
    canvas = Canvas(str(folder / "words.pdf"), pagesize=A4)
    worded(canvas)
    canvas.save()
    document = pdfium.PdfDocument(folder / "words.pdf")
    path = folder / "words.png"
    document[0].render(scale=200 / 72, grayscale=True).to_pil().save(path)
    document.close()
    return path


@pytest.fixture
def make_pdf(tmp_path):
    """Write a PDF of the pages named: "scan", "text", "blank" or "photo"."""
    picture = picture_of_words(tmp_path)

    def make(*pages):
        path = tmp_path / "-a scan – café 👶.pdf"
        canvas = Canvas(str(path), pagesize=A4)
        for page in pages:
            if page == "scan":
                canvas.drawImage(str(picture), 0, 0, *A4)
            elif page == "text":
                worded(canvas)
            elif page == "photo":
                canvas.rect(50, 50, 300, 300, fill=1)
            canvas.showPage()
        canvas.save()
        return path

    return make


def words(document):
    return " ".join(block.text for block in document.blocks)


@needs("ocrmypdf", "tesseract")
def test_a_scan_is_read_with_ocrmypdf(make_pdf):
    document = read_pdf(make_pdf("scan", "blank", "scan"))
    assert words(document).count("heating was off on three visits") == 2
    assert {block.page for block in document.blocks} == {1, 3}
    assert document.notes == (SCANNED,)


@needs("ocrmypdf", "tesseract")
def test_only_the_pages_without_text_are_read_by_ocr(make_pdf):
    document = read_pdf(make_pdf("text", "scan", "blank", "photo"))
    assert words(document).count("told the landlord") == 2
    assert document.notes == (
        "Page 2 has no text layer; the text was read by OCR and may hold mistakes.",
    )


@needs("ocrmypdf", "tesseract")
def test_a_photograph_is_not_worth_a_note_once_ocr_found_no_words_in_it(make_pdf):
    document = read_pdf(make_pdf("text", "photo"))
    assert "told the landlord" in words(document)
    assert document.notes == ()


@needs("ocrmypdf", "tesseract")
def test_pictures_without_words_are_told(make_pdf):
    with pytest.raises(ReadingError, match=r"OCR found no words; check .*\.$"):
        read_pdf(make_pdf("photo"))


@needs("tesseract")
def test_tesseract_alone_reads_a_scan_and_keeps_its_pages_size(make_pdf, only, tmp_path):
    only("tesseract")
    path = make_pdf("scan", "scan")
    document = read_pdf(path)
    assert words(document).count("heating was off on three visits") == 2
    assert document.notes == (SCANNED,)
    made = pdfium.PdfDocument(ocr.searchable(path, tmp_path))
    assert len(made) == 2
    assert made.get_page_size(1) == pytest.approx(A4, abs=0.5)
    made.close()


@needs("tesseract")
def test_tesseract_alone_leaves_a_document_that_has_text_as_it_is(make_pdf, only):
    only("tesseract")
    document = read_pdf(make_pdf("text", "scan"))
    assert words(document).count("told the landlord") == 1
    assert document.notes == (
        "Page 2 has no text; if it is a scan, run OCR (`ocrmypdf in.pdf out.pdf`) and add the "
        "result.",
    )


def test_without_a_program_pages_without_text_are_told(make_pdf, only, tmp_path):
    only()
    path = make_pdf("text", "scan", "blank", "photo")
    assert ocr.searchable(path, tmp_path) is None
    (note,) = read(path, "a.pdf", 10_000_000).notes
    assert note.startswith("Pages 2 and 4 have no text; if they are scans, run OCR (`ocrmypdf ")
    with pytest.raises(ReadingError, match=r"no text layer.*ocrmypdf in\.pdf out\.pdf"):
        read_pdf(make_pdf("scan"))


def test_of_many_pages_the_first_are_named(make_pdf, only):
    only()
    (note,) = read_pdf(make_pdf("text", *["photo"] * 20)).notes
    assert note.startswith("Pages 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 8 more have no text;")


def test_a_blank_page_is_not_worth_a_note(make_pdf, only):
    only()
    assert read_pdf(make_pdf("text", "blank")).notes == ()


@pytest.mark.parametrize("does", ["exit 3", "exit 0", "sleep 60 & sleep 60"])
def test_a_program_that_fails_or_hangs_leaves_things_as_they_were(
    make_pdf, only, tmp_path, monkeypatch, does
):
    path = make_pdf("scan")
    only("sleep")
    program = tmp_path / "bin" / "ocrmypdf"
    program.write_text(f"#!{Path('/bin/sh')}\n{does}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(ocr, "_STARTING", 0)
    monkeypatch.setattr(ocr, "_A_PAGE", 0.5)
    began = time.monotonic()
    assert ocr.searchable(path, tmp_path) is None
    assert time.monotonic() - began < 20
    with pytest.raises(ReadingError, match="no text layer"):
        read_pdf(path)


@needs("ocrmypdf", "tesseract")
def test_a_scan_that_is_added_is_read_by_ocr_once_and_given_the_time(
    make_pdf, tmp_path, monkeypatch
):
    told = tmp_path / "told"
    program = tmp_path / "bin" / "ocrmypdf"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho run >> "{told}"\nsleep 2\nexec {shutil.which("ocrmypdf")} "$@"\n', "utf-8"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    settings = Settings(max_reading_seconds=1)
    library = Library.open(tmp_path / "corpus", tmp_path / "index", settings)
    report = library.add([make_pdf("scan")])
    assert report.failed == []
    assert len(report.read) == 1
    assert told.read_text("utf-8") == "run\n"
