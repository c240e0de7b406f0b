"""Building: only what changed is read, one bad file harms no other, a failure harms nothing."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from askreviews import Assistant, Settings
from askreviews.errors import AskReviewsError, IndexingError
from askreviews.indexing.builder import build
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.generations import current_name, writing
from askreviews.indexing.index import Index
from askreviews.indexing.merging import merge_what_is_due
from askreviews.reading.isolated import Reader
from askreviews.reading.limits import Limits
from disk import files_no_larger_than

STORK = """# The stork note

## Findings

- The stork on the roof was counted twice by the health visitor.
- Nobody told the midwife about the stork.
"""
QUESTION = "What do reviews say about handover between areas?"


class World:
    """A corpus and its index, copies of the session's, that a test may change.

    It does as ``Library.index`` and ``Assistant.open`` do, with a model that is loaded.
    """

    def __init__(self, corpus: Path, folder: Path, encoder: Encoder) -> None:
        self.corpus = corpus
        self.folder = folder
        self.encoder = encoder

    def build(self, *, rebuild=False):
        with writing(self.folder), Reader(Limits()) as reader:
            report = build(
                self.corpus, self.folder, self.encoder, reader, rebuild=rebuild, progress=False
            )
            merge_what_is_due(self.folder)
            return report

    def open(self) -> Index:
        return Index.open(self.folder, self.encoder)

    def assistant(self) -> Assistant:
        return Assistant(self.open(), Settings())

    def write(self, name, text):
        path = self.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def world(corpus, index_folder, index, tmp_path):
    shutil.copytree(corpus, tmp_path / "corpus")
    shutil.copytree(index_folder, tmp_path / "index")
    return World(tmp_path / "corpus", tmp_path / "index", index.encoder)


def snapshot(folder):
    """Every file of an index but the lock, by its hash."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file() and p.name != ".lock"
    }


def bytes_of(folder):
    """Every byte of every file of an index."""
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def told(assistant, question=QUESTION):
    """An answer without its times."""
    return assistant.ask(question).model_dump(exclude={"timings_ms"})


def test_nothing_changed_nothing_done(world):
    before = snapshot(world.folder)
    report = world.build()
    assert (report.read, report.unchanged, report.removed) == ([], 5, [])
    assert not report.built
    assert report.sentence().startswith("Index is up to date")
    assert snapshot(world.folder) == before


def test_only_the_changed_file_is_read_again(world):
    text = (world.corpus / "child-n.md").read_text("utf-8")
    world.write("child-n.md", text.replace("fourteen months", "fifteen months"))
    report = world.build()
    assert (report.read, report.unchanged) == (["child-n.md"], 4)
    assert (report.documents, report.reviews) == (5, 6)
    held = world.open().document("child-n.md").text
    assert "fifteen months" in held
    assert "fourteen" not in held


def test_a_file_that_was_only_touched_is_not_read_again(world):
    os.utime(world.corpus / "child-n.md", (0, 0))
    assert world.build().read == []


def test_what_is_copied_from_before_answers_as_before(world, assistant):
    """An unchanged file goes from segment to segment; nothing may wear off on the way."""
    for number in range(3):
        world.write("stork.md", f"{STORK}\n- Visit {number} was late.\n")
        assert world.build().unchanged == (4 if number else 5) + bool(number)
    (world.corpus / "stork.md").unlink()
    world.build()
    copied = told(world.assistant())
    fresh = told(assistant)
    assert copied["statements"] == fresh["statements"]
    assert copied["citations"] == fresh["citations"]
    assert copied["confidence"] == pytest.approx(fresh["confidence"], abs=0.02)


def test_a_renamed_file_is_the_same_words_under_another_name(world):
    (world.corpus / "child-n.md").rename(world.corpus / "child-n-2020.md")
    report = world.build()
    assert (report.read, report.removed) == ([], [])
    assert report.renamed == {"child-n-2020.md": "child-n.md"}
    opened = world.open()
    assert "child-n.md" not in opened.document_ids
    assert [r.review_id for r in opened.reviews if r.label == "Child N"] == ["child-n-2020.md#1"]


def test_a_file_in_a_folder_is_named_by_its_path(world):
    world.write("notes/2021/stork.md", STORK)
    assert world.build().read == ["notes/2021/stork.md"]
    assert world.open().document("notes/2021/stork.md").title == "The stork note"


def test_a_changed_file_leaves_no_stale_passage(world):
    world.write("stork.md", STORK)
    world.build()
    assert "stork" in world.assistant().search("stork on the roof", limit=1)[0].text
    world.write("stork.md", STORK.replace("stork", "heron"))
    world.build()
    found = 0
    for segment in world.open().segments:
        held = segment.store.client.get(include=["documents", "metadatas"])
        found += sum(about["document_id"] == "stork.md" for about in held["metadatas"])
        assert not any("stork" in text for text in held["documents"])
        assert segment.lexical("stork", 10, None) == {}
        assert segment.catalogue.document_frequency(["stork"]) == {"stork": 0}
        assert len(held["ids"]) == segment.catalogue.count_passages()
    assert found
    assert not bytes_of(world.folder).count(b"stork on the roof")


def test_a_deleted_file_is_gone_from_every_part(world):
    (world.corpus / "briefing-child-k.txt").unlink()
    report = world.build()
    assert (report.read, report.removed) == ([], ["briefing-child-k.txt"])
    assert (report.documents, report.reviews) == (4, 5)
    opened = world.open()
    segment = opened.segments[0]
    assert not segment.store.client.get(where={"document_id": "briefing-child-k.txt"})["ids"]
    assert segment.lexical("bus driver", 10, None) == {}
    assert len(segment.vectors) == sum(
        len(p.chunk.units)
        for p in segment.catalogue.passages(range(segment.catalogue.count_passages()))
    )
    assert np.isfinite(segment.vectors).all()
    with pytest.raises(IndexingError, match=r"no document 'briefing-child-k\.txt'"):
        opened.document("briefing-child-k.txt")
    assert world.build().read == []


def test_hidden_files_and_the_licence_are_passed_over(world):
    for name in (".draft.md", "~$open.docx", ".removed/old.md", "LICENSE"):
        world.write(name, STORK)
    report = world.build()
    assert (report.read, report.failed) == ([], [])


def test_a_corrupt_file_is_named_and_the_others_are_read(world):
    world.write("stork.md", STORK)
    (world.corpus / "broken.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type")
    report = world.build()
    assert report.read == ["stork.md"]
    (sentence,) = report.failed
    assert sentence.startswith("broken.pdf: ")
    assert "stork.md" in world.open().document_ids
    assert world.build().failed == [sentence]


def test_what_was_not_read_in_a_file_is_told_when_it_is_read_and_only_then(world):
    attached = "\n".join(f"--x\nContent-Disposition: attachment\n\n{n}" for n in range(2))
    world.write(
        "stork\nnote.eml",
        "From: a@b.example\nMIME-Version: 1.0\nSubject: The stork\n"
        f"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nIt was seen.\n{attached}\n--x--\n",
    )
    report = world.build()
    assert report.failed == []
    (note,) = report.notes
    assert note.startswith("stork note.eml: It has 2 attachments, which were not read; ")
    assert world.build().notes == []


def test_a_file_that_was_good_and_is_unreadable_now_is_kept_as_it_was(world):
    held = world.open().document("child-n.md").text
    (world.corpus / "child-n.md").write_bytes(b"")
    report = world.build()
    (sentence,) = report.failed
    assert sentence.startswith("child-n.md: ")
    assert "before is kept" in sentence
    assert report.removed == []
    world.write("stork.md", STORK)
    world.build()
    assert world.open().document("child-n.md").text == held
    world.write("child-n.md", STORK)
    assert world.build().read == ["child-n.md"]


def test_where_nothing_can_be_read_there_is_one_sentence_and_no_index(tmp_path, index):
    world = World(tmp_path / "corpus", tmp_path / "index", index.encoder)
    world.write("empty.txt", "")
    with pytest.raises(IndexingError, match=r"None of the files in .*empty\.txt"):
        world.build()
    (world.corpus / "empty.txt").unlink()
    with pytest.raises(IndexingError, match=r"no document in .*put files there"):
        world.build()
    assert current_name(world.folder) is None


def test_a_corpus_that_was_emptied_leaves_the_index_that_is_served(world):
    before = snapshot(world.folder)
    for path in world.corpus.iterdir():
        path.unlink()
    with pytest.raises(IndexingError, match="no document"):
        world.build()
    assert snapshot(world.folder) == before


@pytest.mark.parametrize("size", [500, 30_000, 100_000])
def test_a_full_disk_leaves_the_served_generation_and_its_answers_whole(world, size):
    serving = world.assistant()
    answered = told(serving)
    before = snapshot(world.folder)
    world.write("stork.md", STORK)
    with files_no_larger_than(size), pytest.raises(IndexingError) as raised:
        world.build()
    assert "The disk is full" in str(raised.value)
    assert str(world.folder) in str(raised.value)
    assert snapshot(world.folder) == before
    assert told(serving) == answered
    assert told(world.assistant()) == answered
    assert world.build().read == ["stork.md"]


def test_an_index_served_while_a_new_one_is_built_answers_to_the_end(world):
    serving = world.assistant()
    whole = told(serving)
    stream = serving.stream(QUESTION)
    events = [next(stream)]
    world.write("stork.md", STORK)
    world.build()
    events += stream
    assert [e.statement.text for e in events[:-1]] == [s["text"] for s in whole["statements"]]
    assert events[-1].answer.index.generation == whole["index"]["generation"]
    assert serving.ask(QUESTION).index.documents == 6


def test_documents_are_read_again_where_reading_has_changed_since(world):
    path = world.folder / "generations" / f"{current_name(world.folder)}.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"reading": 0}), "utf-8")
    report = world.build()
    assert (len(report.read), report.unchanged, report.removed) == (5, 0, [])
    assert world.build().read == []


@pytest.mark.parametrize("harm", ["segment", "part", "manifest", "newer"])
def test_a_damaged_or_newer_index_is_not_built_upon(world, harm):
    (segment,) = (world.folder / "segments").iterdir()
    manifest = world.folder / "generations" / f"{current_name(world.folder)}.json"
    if harm == "segment":
        shutil.rmtree(segment)
    elif harm == "part":
        (segment / "catalogue.sqlite").unlink()
    elif harm == "manifest":
        manifest.write_text("{", "utf-8")
    else:
        newer = manifest.read_text("utf-8").replace('"format": ', '"format": 9')
        manifest.write_text(newer, "utf-8")
    before = snapshot(world.folder)
    with pytest.raises(AskReviewsError, match=r"'askreviews index --rebuild --index "):
        world.build()
    assert snapshot(world.folder) == before


def test_a_rebuild_starts_afresh_from_whatever_stands_there(world):
    (segment,) = (world.folder / "segments").iterdir()
    shutil.rmtree(segment)
    report = world.build(rebuild=True)
    assert (len(report.read), report.unchanged, report.built) == (5, 0, True)
    assert told(world.assistant())["status"] == "answered"


def test_a_change_to_a_side_car_alone_reads_its_document_again(world):
    world.write("briefing-child-k.txt.meta.yaml", "publisher: Saltmarsh\nnation: Wales\n")
    assert world.build().read == ["briefing-child-k.txt"]
    (review,) = world.assistant().reviews({"review": "Child K"})
    assert (review.publisher, review.nation) == ("Saltmarsh", "Wales")
    assert world.build().read == []
    world.write("briefing-child-k.txt.meta.yaml", "publisher: Harbourshire\n")
    assert world.build().read == ["briefing-child-k.txt"]


def test_a_side_car_with_a_mistake_keeps_what_was_indexed_before(world):
    world.write("briefing-child-k.txt.meta.yaml", "outcome: unclear\n")
    report = world.build()
    assert report.read == []
    (sentence,) = report.failed
    assert "'outcome' needs one of" in sentence and sentence.endswith("is kept.")


def test_a_side_car_of_no_document_is_named(world):
    world.write("child-m.meta.yaml", "outcome: death\n")
    (sentence,) = world.build().failed
    assert sentence.startswith("child-m.meta.yaml: there is no document beside it")


def test_two_documents_of_one_case_are_counted_once(world):
    world.write("child-n.md.meta.yaml", "case_id: n-2019\n")
    world.write("note-n.txt", "Learning briefing: Child N\n\nChild N died in January 2019.\n")
    world.write("note-n.txt.meta.yaml", "case_id: n-2019\n")
    world.build()
    assistant = world.assistant()
    assert len(assistant.reviews({"outcome": "death"})) == 3
    answer = assistant.ask("How many reviews record a death?")
    assert answer.statements[0].text == "2 of the 6 cases held record a death: Child N, Baby T."
    assert len(answer.citations) == 2


class Counting(Encoder):
    """The real encoder, which notes how many passages it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.encoded = 0

    def passages(self, contexts, texts, spans):
        self.encoded += len(texts)
        return super().passages(contexts, texts, spans)


def test_nothing_is_encoded_twice_when_an_index_is_rebuilt(world, assistant):
    counting = World(world.corpus, world.folder, Counting())
    assert len(counting.build(rebuild=True).read) == 5
    assert counting.encoder.encoded == 0
    assert told(counting.assistant())["statements"] == told(assistant)["statements"]


def test_of_a_changed_document_only_what_changed_is_encoded(world):
    text = (world.corpus / "child-n.md").read_text("utf-8")
    world.write("child-n.md", text.replace("fourteen months", "fifteen months"))
    counting = World(world.corpus, world.folder, Counting())
    assert counting.build().read == ["child-n.md"]
    assert 0 < counting.encoder.encoded < 3


def test_an_addition_opens_only_what_it_added(world):
    served = world.open()
    served.open_all()
    world.write("stork.md", STORK)
    world.build()
    fresh = Index.open(world.folder, world.encoder, served)
    assert fresh.info.documents == 6
    shared = [s for s in fresh.segments if s in served.segments]
    assert len(shared) == len(fresh.segments) - 1 or len(fresh.segments) == 1
    assert "stork" in fresh.document("stork.md").text
