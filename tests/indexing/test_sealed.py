"""A segment knows what it was when it was written: half of one is recognised, and told."""

import shutil

import pytest

from askreviews import Settings
from askreviews.doctor import examine
from askreviews.errors import IndexingError
from askreviews.indexing.generations import read_manifest, segment_folder
from askreviews.indexing.index import Index
from askreviews.indexing.sealed import changed, cut_short


@pytest.fixture
def folder(index_folder, tmp_path):
    """A copy of the index, to be damaged."""
    return shutil.copytree(index_folder, tmp_path / "index")


@pytest.fixture
def segment(folder):
    (name,) = read_manifest(folder).segments
    return segment_folder(folder, name)


PARTS = ("catalogue.sqlite", "sentences.npy", "bm25/vocab.index.json", "chroma/chroma.sqlite3",
         "whole.json")  # fmt: skip


def test_what_was_written_is_whole(segment):
    assert cut_short(segment) is None
    assert [*changed(segment)] == []


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("left", [0, 100])
def test_half_a_file_is_recognised_at_the_start_with_the_command_to_type(
    folder, segment, index, part, left
):
    whole = (segment / part).read_bytes()
    (segment / part).write_bytes(whole[:left])
    with pytest.raises(IndexingError) as raised:
        Index.open(folder, index.encoder)
    assert f"{part} of segment {segment.name} is not whole" in str(raised.value)
    assert str(raised.value).endswith(f"'askreviews index --rebuild --index {folder}'.")


def test_every_file_of_a_segment_counts(segment):
    files = [p for p in segment.rglob("*") if p.is_file() and p.name != "whole.json"]
    for path in files:
        whole = path.read_bytes()
        path.unlink()
        assert cut_short(segment) == path.relative_to(segment).as_posix()
        path.write_bytes(whole)
    assert cut_short(segment) is None


def test_the_doctor_finds_a_byte_that_was_changed(folder, segment, corpus):
    path = segment / "sentences.npy"
    held = bytearray(path.read_bytes())
    held[-1] ^= 1
    path.write_bytes(held)
    assert cut_short(segment) is None
    told = [f.text for f in examine(Settings(corpus=corpus, index=folder)) if not f.ok]
    assert told == [
        f"sentences.npy of segment {segment.name} was changed; rebuild it with "
        f"'askreviews index --rebuild --index {folder}'."
    ]


def test_a_segment_of_a_former_version_has_no_list_and_is_opened(folder, segment, index):
    (segment / "whole.json").unlink()
    opened = Index.open(folder, index.encoder)
    assert opened.document_ids == index.document_ids
    (segment / "sentences.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(IndexingError, match=r"damaged .*cannot be opened.*--rebuild"):
        _ = Index.open(folder, index.encoder).segments[0].vectors
