"""A segment: Chroma, BM25, sentence vectors and catalogue that hold the same passages."""

import hashlib

import numpy as np
import pytest

from askreviews.errors import IndexingError
from askreviews.indexing.rows import Rows
from askreviews.indexing.segment import check_segments


@pytest.fixture(scope="module")
def segment(index):
    return index.segments[0]


@pytest.fixture(scope="module")
def passages(segment):
    return list(segment.catalogue.passages(range(segment.catalogue.count_passages())))


def fingerprints(folder):
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {p.relative_to(folder): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_chroma_holds_the_words_of_every_passage(segment, passages, index):
    held = segment.store.client.get(include=["documents", "metadatas"])
    texts = dict(zip(held["ids"], held["documents"], strict=True))
    rows = dict(zip(held["ids"], (m["row"] for m in held["metadatas"]), strict=True))
    assert len(texts) == len(passages)
    for stored in passages:
        piece = stored.chunk
        text = index.document(piece.document_id).text
        assert texts[piece.passage_id] == text[piece.start : piece.end]
        assert rows[piece.passage_id] == stored.row


def test_each_sentence_has_one_vector_of_length_one(segment, passages):
    assert len(segment.vectors) == sum(len(p.chunk.units) for p in passages)
    lengths = np.linalg.norm(np.asarray(segment.vectors, np.float32), axis=1)
    assert np.allclose(lengths, 1, atol=5e-3)


def test_words_find_the_passage_that_holds_them(segment, passages, index):
    scores = segment.lexical("bus driver", 10, None)
    best = max(scores, key=scores.get)
    piece = passages[best].chunk
    assert "bus driver" in index.document(piece.document_id).text[piece.start : piece.end]
    assert all(score > 0 for score in scores.values())


def test_words_are_looked_for_in_the_given_passages_only(segment):
    everywhere = segment.lexical("family", 100, None)
    assert len(everywhere) > 2
    some = Rows.of(sorted(everywhere)[:2], segment.count)
    assert set(segment.lexical("family", 100, some)) == set(some)
    assert len(segment.lexical("family", 1, None)) == 1


def test_words_that_no_document_has_find_nothing(segment):
    assert segment.lexical("zebra xylophone", 10, None) == {}


def test_a_document_is_handed_on_as_it_was_written(segment, index):
    """What an unchanged file is copied from, so that it need not be read again."""
    before = segment.prepared("child-n.md")
    texts = [before.record.text[c.start : c.end] for c in before.chunks]
    spans = [[(u.start - c.start, u.end - c.start) for u in c.units] for c in before.chunks]
    again, sentences = index.encoder.passages(before.contexts, texts, spans)
    assert np.allclose(before.passage_vectors, again, atol=1e-3)
    for kept, fresh in zip(before.unit_vectors, sentences, strict=True):
        assert np.allclose(kept, fresh, atol=2e-3)


def test_reading_changes_no_byte_of_it(assistant, segment):
    before = fingerprints(segment.folder)
    assistant.ask("What do reviews say about fathers?")
    assistant.search("handover")
    assert fingerprints(segment.folder) == before


@pytest.mark.parametrize("part", ["catalogue.sqlite", "sentences.npy", "chroma", "bm25"])
def test_a_part_that_is_missing_is_named_with_the_command_that_mends_it(part, tmp_path, segment):
    folder = tmp_path / "segments" / "one"
    folder.mkdir(parents=True)
    for held in segment.folder.iterdir():
        if held.name != part:
            (folder / held.name).symlink_to(held)
    with pytest.raises(IndexingError, match=rf"{part}.*is missing.*--rebuild --index {tmp_path}"):
        check_segments(tmp_path, ["one"])
