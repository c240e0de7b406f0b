"""Our own reading of the packaged model gives the vectors that transformers gives."""

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from askreviews.indexing import bert
from askreviews.indexing.bert import Bert
from askreviews.indexing.embedding import Encoder

TEXTS = [
    "Who rang?",
    "The health visitor rang twice in May, and nobody answered the door.",
    "",
    "Bruising in a baby who can't roll yet; " * 20,
]
# bfloat16 keeps eight bits of a number.
NEAR = 0.999


@pytest.fixture(scope="module")
def theirs():
    """The last layer's vectors of each text by itself."""
    folder = str(Encoder().folder)
    model = AutoModel.from_pretrained(folder, local_files_only=True).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    with torch.inference_mode():
        return [model(**tokenizer(t, return_tensors="pt")).last_hidden_state[0] for t in TEXTS]


def read(model):
    with torch.inference_mode():
        return model.read([encoding.ids for encoding in model.tokenizer.encode_batch(TEXTS)])


def test_each_token_has_the_vector_that_transformers_gives_it(theirs):
    for ours, other in zip(read(Bert(Encoder().folder)), theirs, strict=True):
        assert ours.shape == other.shape
        assert torch.cosine_similarity(ours, other).min() > NEAR


def test_without_bfloat16_they_are_the_same_numbers(theirs, monkeypatch):
    monkeypatch.setattr(bert, "computes_in_bfloat16", lambda: False)
    for ours, other in zip(read(Bert(Encoder().folder)), theirs, strict=True):
        assert torch.allclose(ours, other, atol=1e-4)


def test_reading_a_few_texts_at_a_time_changes_nothing(monkeypatch):
    model = Bert(Encoder().folder)
    together = read(model)
    monkeypatch.setattr(bert, "TOKENS_AT_ONCE", 8)
    for one, other in zip(read(model), together, strict=True):
        assert torch.cosine_similarity(one, other).min() > NEAR


def test_a_text_longer_than_the_model_reads_is_cut_as_its_own_library_cuts_it():
    encoder = Encoder()
    long = "The panel met and wrote nothing down. " * 80
    cut = encoder._model.encode([long], normalize_embeddings=True, show_progress_bar=False)[0]
    assert np.dot(encoder.question(long), cut) > NEAR
