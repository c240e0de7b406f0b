"""Our own reading of the packaged model gives the vectors that transformers gives."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoModel, AutoTokenizer

from askreviews.indexing import bert, linear
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
    return model.read([encoding.ids for encoding in model.tokenizer.encode_batch(TEXTS)])


def test_each_token_has_the_vector_that_transformers_gives_it(theirs):
    for ours, other in zip(read(Bert(Encoder().folder)), theirs, strict=True):
        assert ours.shape == other.shape
        assert torch.cosine_similarity(ours, other).min() > NEAR


def test_without_bfloat16_they_are_the_same_numbers(theirs, monkeypatch):
    monkeypatch.setattr(linear, "computes_in_bfloat16", lambda: False)
    for ours, other in zip(read(Bert(Encoder().folder)), theirs, strict=True):
        assert torch.allclose(ours, other, atol=1e-4)


@pytest.mark.parametrize("halved", [True, False])
def test_a_build_of_torch_without_onednn_gives_the_same_vectors(theirs, monkeypatch, halved):
    monkeypatch.setattr(linear, "computes_in_bfloat16", lambda: halved)
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    for ours, other in zip(read(Bert(Encoder().folder)), theirs, strict=True):
        assert torch.cosine_similarity(ours, other).min() > NEAR


def test_reading_a_few_texts_at_a_time_changes_nothing(monkeypatch):
    model = Bert(Encoder().folder)
    together = read(model)
    monkeypatch.setattr(bert, "TOKENS_AT_ONCE", 8)
    for one, other in zip(read(model), together, strict=True):
        assert torch.cosine_similarity(one, other).min() > NEAR


@given(lengths=st.lists(st.integers(0, 3 * bert.TOKENS_AT_ONCE // 4), max_size=40))
def test_texts_are_shared_out_in_their_order_and_no_group_is_much_longer_than_another(lengths):
    texts = [[place] * length for place, length in enumerate(lengths)]
    groups = bert._groups(texts)
    assert [text for group in groups for text in group] == texts
    assert all(groups)
    most = max(lengths, default=0)
    assert all(sum(map(len, group)) <= bert.TOKENS_AT_ONCE + most for group in groups)


def test_a_text_longer_than_the_model_reads_is_cut_as_its_own_library_cuts_it():
    encoder = Encoder()
    long = "The panel met and wrote nothing down. " * 80
    cut = encoder._model.encode([long], normalize_embeddings=True, show_progress_bar=False)[0]
    assert np.dot(encoder.question(long), cut) > NEAR
