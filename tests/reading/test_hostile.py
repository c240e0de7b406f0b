"""Files made to harm: each is refused by name in one sentence, or read as words; none does harm."""

import time
from pathlib import Path

import pytest

from askreviews.errors import ReadingError
from askreviews.reading.isolated import Reader
from askreviews.reading.limits import Limits
from hostile import FILES, READ
from hostile.makers import WORDS

LIMITS = Limits(max_bytes=5_000_000, max_pages=1000, max_seconds=6, max_mb=300)
LONGEST_S = 25
SECRETS = ("root:", "alert(1)", "fetch(", "192.0.2.1")


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Without programs for OCR, which would take their time over pages without text."""
    with pytest.MonkeyPatch.context() as patched, Reader(LIMITS) as reader:
        patched.setenv("PATH", str(tmp_path_factory.mktemp("programs")))
        yield reader


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """A folder deep in another, where whatever is written outside it is seen."""
    below = tmp_path / "a" / "b" / "c"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    return below


def test_there_are_sixty():
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_named_and_does_no_harm(reader, alone, tmp_path, name):
    make, words = FILES[name]
    path = alone / name
    make(path)
    began = time.monotonic()
    try:
        document = reader.read(path, name)
    except ReadingError as error:
        refused(str(error), name, words)
    else:
        assert words is READ, f"it was read: {document.text[:80]!r}"
        assert WORDS in document.text
        assert not [secret for secret in SECRETS if secret in document.text]
    assert time.monotonic() - began < LONGEST_S
    assert {p for p in tmp_path.rglob("*") if p.is_file()} == {path}


def refused(sentence, name, words):
    assert words is not READ, sentence
    assert sentence.startswith(f"{name}: ")
    assert sentence.endswith(".")
    assert "; " in sentence
    assert "\n" not in sentence
    assert any(each in sentence for each in words.split("|")), sentence


def test_after_all_of_them_a_good_file_is_read(reader, tmp_path):
    good = tmp_path / "good.md"
    good.write_text(f"# Storks\n\n{WORDS}\n", "utf-8")
    assert WORDS in reader.read(good, "good.md").text
    assert not Path("/tmp/evil.xml").exists()
