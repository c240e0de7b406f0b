"""A folder under the tool for years: files come, change, move and go, and so does the index."""

import gc
import json
import random
import shutil
from pathlib import Path

import docx
import pytest

from askreviews import Assistant, Library, Settings
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.generations import read_manifest

AGENCIES = ("midwife", "school nurse", "housing officer", "health visitor", "police officer")
ANIMALS = ("heron", "otter", "badger", "kestrel", "lapwing", "curlew", "dormouse", "plover")
SUFFIXES = (".txt", ".md", ".html", ".docx")


def sentences(number):
    """A few sentences that no other document says."""
    chance = random.Random(number)
    agency, animal = chance.choice(AGENCIES), chance.choice(ANIMALS)
    return [
        f"Review {number} tells of the {animal} project and of its {agency}.",
        f"The {agency} of project {number} rang twice and nobody wrote it down.",
        f"Project {number} should share its records with every agency by spring.",
    ]


def write(path, said):
    """Write sentences in the format that the name asks for."""
    if path.suffix == ".docx":
        document = docx.Document()
        document.add_heading(said[0].split(" tells")[0], 1)
        for sentence in said:
            document.add_paragraph(sentence)
        document.save(path)
        return
    head, *rest = [said[0].split(" tells")[0], *said]
    forms = {
        ".txt": "\n\n".join([head, *rest]),
        ".md": "\n\n".join([f"# {head}", *rest]),
        ".html": f"<html><body><h1>{head}</h1>" + "".join(f"<p>{s}</p>" for s in rest),
    }
    path.write_text(forms[path.suffix], "utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two hundred files of four formats and their index."""
    root = tmp_path_factory.mktemp("living")
    corpus = root / "corpus"
    corpus.mkdir()
    for number in range(200):
        write(corpus / f"review-{number:03}{SUFFIXES[number % 4]}", sentences(number))
    report = Library.open(corpus, root / "index", Settings()).index()
    assert (len(report.read), report.failed, report.notes) == (200, [], [])
    return root


@pytest.fixture
def root(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "living"))


@pytest.fixture
def library(root):
    return Library.open(root / "corpus", root / "index", Settings())


def raw_bytes(folder):
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_only_what_changed_is_read_and_what_is_gone_leaves_nothing(root, library, monkeypatch):
    corpus = root / "corpus"
    write(corpus / "review-000.txt", [*sentences(0), "The lighthouse was added to project 0."])
    (corpus / "review-001.md").rename(corpus / "moved-001.md")
    (corpus / "review-002.html").unlink()
    write(corpus / "copy-of-003.txt", sentences(3))
    encoded = []
    passages = Encoder.passages

    def counted(encoder, contexts, texts, spans):
        encoded.append(texts)
        return passages(encoder, contexts, texts, spans)

    monkeypatch.setattr(Encoder, "passages", counted)
    report = library.index()
    assert report.read == ["copy-of-003.txt", "review-000.txt"]
    assert report.renamed == {"moved-001.md": "review-001.md"}
    assert report.removed == ["review-002.html"]
    assert report.duplicates == {"copy-of-003.txt": "review-003.docx"}
    assert report.unchanged == 197
    assert len(encoded) == 2
    assert not any("project 1 " in text for texts in encoded for text in texts)
    left = raw_bytes(root / "index")
    assert b"review-001" not in left
    assert b"review-002" not in left
    assert sentences(2)[0].encode() not in left
    assert b"lighthouse" in left


def test_the_index_answers_from_what_changed(root, library):
    corpus = root / "corpus"
    write(corpus / "review-000.txt", [*sentences(0), "The lighthouse was added to project 0."])
    (corpus / "review-001.md").rename(corpus / "moved-001.md")
    (corpus / "review-002.html").unlink()
    library.index()
    assistant = Assistant.open(root / "index", Settings())
    (found,) = assistant.search("the lighthouse", limit=1)
    assert found.document_id == "review-000.txt"
    (moved,) = assistant.search(sentences(1)[1], limit=1)
    assert (moved.document_id, moved.review_id) == ("moved-001.md", "moved-001.md#1")
    assert "review-002.html" not in assistant.documents()
    gone = assistant.search(sentences(2)[1], limit=5)
    assert all(passage.document_id != "review-002.html" for passage in gone)


def test_an_addition_writes_one_small_segment_and_leaves_the_large_one(root, library):
    (large,) = read_manifest(root / "index").segments
    before = raw_bytes(root / "index" / "segments" / large)
    write(root / "corpus" / "new.md", sentences(900))
    library.index()
    first, second = read_manifest(root / "index").segments
    assert first == large
    assert raw_bytes(root / "index" / "segments" / large) == before
    small = sum(p.stat().st_size for p in (root / "index" / "segments" / second).rglob("*.npy"))
    assert small < 20_000


def test_small_segments_are_merged_and_the_large_one_is_left(root, library):
    (large,) = read_manifest(root / "index").segments
    for number in range(901, 907):
        write(root / "corpus" / f"new-{number}.txt", sentences(number))
        library.index()
    names = read_manifest(root / "index").segments
    assert names[0] == large
    assert len(names) <= 4
    assistant = Assistant.open(root / "index", Settings())
    assert len(assistant.documents()) == 206
    (found,) = assistant.search(sentences(903)[1], limit=1)
    assert found.document_id == "new-903.txt"


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are counted in /proc")
def test_indexing_and_serving_again_and_again_holds_no_more_files_open(root, library):
    assistant = Assistant.open(root / "index", Settings())
    held = []
    for number in range(910, 914):
        write(root / "corpus" / f"new-{number}.txt", sentences(number))
        library.index()
        assert assistant.search(sentences(number)[1], limit=1)
        gc.collect()
        held.append(len([*Path("/proc/self/fd").iterdir()]))
    one_segment_more = 20
    assert held[-1] <= held[0] + one_segment_more


def test_a_copy_is_counted_once_and_is_one_again_when_its_original_goes(root, library):
    write(root / "corpus" / "copy.txt", sentences(3))
    library.index()
    assistant = Assistant.open(root / "index", Settings())
    assert assistant.text("copy.txt").text
    (copy,) = [r for r in assistant.reviews() if r.document_id == "copy.txt"]
    assert copy.same_as == "review-003.docx#1"
    (root / "corpus" / "review-003.docx").unlink()
    library.index()
    (alone,) = [r for r in assistant.reviews() if r.document_id == "copy.txt"]
    assert alone.same_as is None
    assert (
        json.loads((root / "index" / "generations").glob("*.json").__next__().read_text())[
            "duplicates"
        ]
        == {}
    )


def test_nearly_the_same_is_named_and_is_no_copy(root, library):
    said = [f"The {a} wrote to the {b} about project 950." for a in AGENCIES for b in ANIMALS]
    write(root / "corpus" / "first.txt", ["Review 950 tells of letters.", *said])
    write(root / "corpus" / "second.md", ["Review 950 tells of letters.", *said[:-2]])
    report = library.index()
    assert report.duplicates == {}
    assert any("nearly the same as" in note for note in report.notes)


def test_the_doctor_shows_segments_and_copies(root, library):
    from askreviews.doctor import examine

    write(root / "corpus" / "copy.txt", sentences(3))
    library.index()
    settings = Settings(corpus=root / "corpus", index=root / "index")
    told = [finding.text for finding in examine(settings)]
    segments = [line for line in told if line.startswith("segment ")]
    assert len(segments) == 2
    assert all("MB" in line and "passages" in line for line in segments)
    assert "copy.txt says the same as review-003.docx" in told
