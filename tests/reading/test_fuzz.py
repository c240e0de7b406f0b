"""Spoilt documents, and documents that are slow to read: a document or a sentence, in time."""

from collections import deque

import pytest

from askreviews.reading.isolated import Reader
from fuzzing.run import LIMITS, SECONDS, fuzz
from fuzzing.seeds import seeds

KINDS = ("docx", "eml", "html", "md", "odt", "pdf", "pptx", "rtf", "txt")
COUNT = 50
# Each would take minutes or more in time by the square of its length.
LONG = {
    "word.txt": "a" * 400_000,
    "address.txt": "a.b-" * 50_000 + "@",
    "empty.txt": "\n" * 200_000 + "He rang.",
    "quotes.txt": "“He said (" * 20_000,
    "bookmarks.txt": "[bookmark:" * 20_000,
    "months.txt": "May 2020, " * 20_000,
    "ticks.md": "".join("`" * (number % 100) + " a " for number in range(4_000)),
    "headings.md": "# Head\n\nHe rang.\n\n" * 3_000,
    "paragraphs.html": "<html><body>" + "<p>He went home.</p>" * 10_000,
    "nested.html": "<html><body>" + "<div>He rang. " * 20_000,
    "paragraphs.rtf": r"{\rtf1 " + r"He went home.\par " * 10_000 + "}",
    "nested.rtf": r"{\rtf1 He rang. " + "{a" * 50_000 + "}" * 50_001,
    "attributions.eml": "From: a@b.example\nMIME-Version: 1.0\n\n"
    + "On Monday a wrote:\n\n" * 8_000,
}


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    return seeds(tmp_path_factory.mktemp("seeds"))


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """A folder to read in; home and passing files lie beside it, programs for OCR nowhere."""
    for name, variable in (("home", "HOME"), ("passing", "TMPDIR"), ("programs", "PATH")):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.setattr("tempfile.tempdir", None)
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_spoilt_document_comes_a_document_or_a_sentence(kind, documents, alone, tmp_path):
    before = {*tmp_path.rglob("*")}
    (tally,) = deque(fuzz(kind, documents[kind], COUNT, alone), maxlen=1)
    assert tally.faults == []
    assert {*tmp_path.rglob("*")} == before
    assert tally.slowest < SECONDS
    assert tally.started == 1
    assert tally.counts["read"]
    assert tally.counts["refused"]


@pytest.mark.parametrize("name", LONG)
def test_what_is_long_of_its_kind_is_read_in_time(name, tmp_path):
    path = tmp_path / name
    path.write_text(LONG[name], "utf-8")
    with Reader(LIMITS) as reader:
        assert reader.read(path, name).units
